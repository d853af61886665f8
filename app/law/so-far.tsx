import type { Assessment, Citation, Law, RuleResult, TreeNode } from '@clew/rules';
import type { ComponentChildren, JSX } from 'preact';
import {
  Folded,
  Knot,
  type PlainKey,
  SafetyWords,
  Tag,
  useWords,
  VerdictKey,
  type Words,
} from '../web/index.ts';
import { type At, atOf, Conditions } from './conditions.tsx';
import { Sources, settledWord, verdictWord } from './explanation.tsx';
import { type Footing, footingOf, footingOfDuty } from './footing.ts';
import { isBare, RESTS_KEYS } from './footing-words.tsx';
import type { LawWords } from './law-words.ts';
import { usedPresumptions } from './presumptions.ts';
import { isSaidAgain } from './protections.ts';
import { isProtection, rulesOf, type Topic } from './topics.ts';

type SoFarProps = {
  law: Law;
  now: Assessment;
  /** The same before the last answer: what it brought is marked as new. */
  before: Assessment;
  topic: Topic;
  said: LawWords;
};

/** The answer so far, growing beside the question; on a phone folded below it. */
export function SoFar({ law, now, before, topic, said }: SoFarProps): JSX.Element {
  const { t } = useWords();
  const ids = rulesOf(topic, law);
  const results = ids.flatMap((id) => now.rules[id] ?? []);
  const settled = results.filter(({ burden }) => burden !== 'unknown');
  // What is not known to bind the State that was named protects nobody there yet.
  const counts = ({ rests }: Footing) => rests === 'binding' || rests === 'no-state';
  const owed = Object.values(now.duties).filter(
    (duty) => duty.burden === 'yes' && counts(footingOfDuty(duty, { law, assessment: now })),
  );
  const restingOn = (rule: RuleResult) => footingOf(rule, { law, assessment: now });
  const isNew = (kind: 'rules' | 'duties', id: string) => before[kind][id]?.burden !== now[kind][id]?.burden;
  const lines = (rules: readonly RuleResult[]) =>
    rules.map((rule) => (
      <Line
        key={rule.id}
        node={rule.tree}
        label={said.rule(rule.id)}
        isNew={isNew('rules', rule.id)}
        footing={rule.burden === 'yes' && isProtection(rule.id) ? restingOn(rule) : undefined}
      >
        <Sources citations={firstSource(restingOn(rule))} law={said} />
      </Line>
    ));
  const counted = {
    holds: settled.filter((one) => one.burden === 'yes' && !isSaidAgain(one.tree) && counts(restingOn(one)))
      .length,
    duties: owed.length,
    open: results.length - settled.length,
  };
  return (
    <section class="card stay" aria-labelledby="so-far">
      <Folded
        title={<span id="so-far">{t('assess.so-far.title')}</span>}
        note={t('assess.so-far.count', counted)}
        level={2}
        isOpenWhereWide
      >
        <p class="small soft">{t('assess.so-far.body')}</p>
        {ids.includes('trafficking.victim') && <Definition now={now} said={said} />}
        <Group title={t('assess.so-far.protections')}>
          {lines(settled.filter(({ id }) => isProtection(id)))}
        </Group>
        <Group title={t('assess.so-far.names')}>{lines(settled.filter(({ id }) => !isProtection(id)))}</Group>
        <Group title={t('assess.so-far.duties')}>
          {newest(owed, ({ id }) => isNew('duties', id)).map(({ id, tree }) => (
            <Line key={id} node={tree} label={said.duty(id).label} isNew={isNew('duties', id)} />
          ))}
        </Group>
        {owed.length > MOST_DUTIES && (
          <p class="small">{t('assess.so-far.more', { count: owed.length - MOST_DUTIES })}</p>
        )}
        {settled.some(({ burden }) => burden === 'no') && (
          <p class="small">
            <SafetyWords of="assess.result.not-decision" />
          </p>
        )}
        <PresumedNote trees={results.map(({ tree }) => tree)} said={said} at={atOf({ assessment: now })} />
        <Key />
      </Folded>
    </section>
  );
}

/** Beside a question there is room for one source: the first that binds, where one does. */
function firstSource({ stands }: Footing): readonly Citation[] {
  return stands[0]?.cites.slice(0, 1) ?? [];
}

/** Beside a question there is room for so many duties; the result has them all. */
const MOST_DUTIES = 5;

/** What the last answer brought stands first. */
function newest<T>(all: readonly T[], isNew: (one: T) => boolean): T[] {
  return [...all.filter(isNew), ...all.filter((one) => !isNew(one))].slice(0, MOST_DUTIES);
}

function Group(props: { title: string; children: readonly JSX.Element[] }): JSX.Element | null {
  if (props.children.length === 0) return null;
  return (
    <>
      <h3>{props.title}</h3>
      <ul class="knots">{props.children}</ul>
    </>
  );
}

type LineProps = {
  node: TreeNode;
  label: string;
  isNew: boolean;
  /** On what it rests in the State that was named, where it is a protection that holds. */
  footing?: Footing | undefined;
  children?: ComponentChildren;
};

/** A line whose state is written out, so that no knot stands without its word. */
function Line({ node, label, isNew, footing, children }: LineProps): JSX.Element {
  const words = useWords();
  const { rests } = footing ?? {};
  const isNoYes = isBare(rests);
  return (
    <li>
      <Knot state={isNoYes ? 'unknown' : node.burden} />
      <span>
        {words.rich('assess.so-far.state', {
          part: label,
          state: isBare(rests) ? words.t(RESTS_KEYS[rests]) : stateWords(node, words),
          strong: (inner) => <b>{inner}</b>,
        })}{' '}
        {isNew && <Tag>{words.t('assess.so-far.new')}</Tag>} {children}
      </span>
    </li>
  );
}

/** What the parts of the law's definition of trafficking are to the person who answers. */
const PARTS: Readonly<Record<string, PlainKey>> = {
  'trafficking.act': 'assess.so-far.act',
  'trafficking.means': 'assess.so-far.means',
  'trafficking.purpose': 'assess.so-far.purpose',
};

/** The definition part by part: it is the first that an answer moves. */
function Definition({ now, said }: { now: Assessment; said: LawWords }): JSX.Element | null {
  const { t } = useWords();
  const limbs = now.rules['trafficking.victim']?.tree.children[0]?.children ?? [];
  return (
    <Group title={t('assess.so-far.whole')}>
      {limbs.map((limb) => {
        const key = PARTS[firstRule(limb)];
        const label = key ? t(key) : (said.node(limb) ?? '');
        return <Line key={label} node={limb} label={label} isNew={false} />;
      })}
    </Group>
  );
}

function firstRule(node: TreeNode): string {
  const [first] = node.children;
  return node.kind === 'predicate' || first === undefined ? node.rule : firstRule(first);
}

function stateWords(node: TreeNode, words: Words): string {
  if (node.strict !== node.burden) return settledWord(node, words);
  return words.t(node.burden === 'unknown' ? 'assess.so-far.open' : HOLDS[node.burden]);
}

const HOLDS = { yes: 'law.holds', no: 'law.holds-not', unknown: 'law.open' } as const;

/** What each knot means. */
export function Key(): JSX.Element {
  const { t } = useWords();
  return (
    <VerdictKey
      items={(['yes', 'no', 'unknown'] as const).map((state) => ({ state, word: t(HOLDS[state]) }))}
    />
  );
}

/** Where a presumption was used in these trees: what it hangs on. */
export function PresumedNote(props: {
  trees: readonly TreeNode[];
  said: LawWords;
  at: At;
}): JSX.Element | null {
  const words = useWords();
  const { said } = props;
  const used = usedPresumptions(props.trees);
  if (used.length === 0) return null;
  return (
    <ul class="small">
      {used.map(({ rule, value, cites }) => (
        <li key={rule}>
          {said.rule(rule)}: {words.t('law.by-presumption', { verdict: verdictWord(value, words) })}.{' '}
          <Conditions citations={cites} law={said} at={props.at} />
        </li>
      ))}
    </ul>
  );
}
