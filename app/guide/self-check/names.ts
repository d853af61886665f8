import type { Day, Law } from '@clew/rules';
import { assessCase } from '../../law/index.ts';
import type { SafetyKey } from '../../web/index.ts';
import { factsOf, type Said, signsSeen } from './signs.ts';

/** A word for what it may be. */
type Name = {
  /** The rule of the law behind the word. */
  rule: string;
  title: SafetyKey;
  body: SafetyKey;
  /** What speaks for it where the rule itself is open. */
  closeBy: { signs: readonly string[] } | { twoOf: readonly string[] };
};

const NAMES: readonly Name[] = [
  {
    rule: 'trafficking.victim',
    title: 'guide.name.trafficking',
    body: 'guide.name.trafficking-body',
    closeBy: { twoOf: ['trafficking.act', 'trafficking.means', 'trafficking.purpose'] },
  },
  {
    rule: 'forced-labour',
    title: 'guide.name.forced-labour',
    body: 'guide.name.forced-labour-body',
    closeBy: { signs: ['work'] },
  },
  {
    rule: 'slavery.debt-bondage',
    title: 'guide.name.debt-bondage',
    body: 'guide.name.debt-bondage-body',
    closeBy: { signs: ['debt'] },
  },
  {
    rule: 'slavery.marriage',
    title: 'guide.name.marriage',
    body: 'guide.name.marriage-body',
    closeBy: { signs: ['marriage'] },
  },
];

/** What it may be: `fits` where the answers fit the law's own words, `close` where signs of it are there and more is not known. */
type MayBe = { name: Name; how: 'fits' | 'close' };

/**
 * Words for what was told, from the rules of the treaties and from the signs; empty where there is none. It finds nothing: no
 * score, no no, and where a rule is open for want of answers its word is only close.
 */
export function mayBe(law: Law, said: Said, on: Day): MayBe[] {
  const { rules } = assessCase(law, { facts: factsOf(said), on }).assessment;
  const holds = (rule: string) => rules[rule]?.burden === 'yes';
  const seen = new Set(signsSeen(said).map(({ id }) => id));
  return NAMES.flatMap((name): MayBe[] => {
    const { rule, closeBy } = name;
    if (holds(rule)) return [{ name, how: 'fits' }];
    if (rules[rule]?.burden !== 'unknown') return [];
    const isClose =
      'signs' in closeBy
        ? closeBy.signs.every((sign) => seen.has(sign))
        : closeBy.twoOf.filter(holds).length >= 2;
    return isClose ? [{ name, how: 'close' }] : [];
  });
}
