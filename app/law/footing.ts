import {
  type Binding,
  type Bound,
  bindingOf,
  type Citation,
  type Day,
  type DutyResult,
  type Law,
  type RuleResult,
  STRENGTHS,
  type TreeNode,
  type Verdict,
  type WhyBound,
  whyBound,
} from '@clew/rules';
import type { AssessedCase } from './assess-case.ts';
import { isAlsoCustom } from './custom.ts';
import { membersAsOf } from './older-list.ts';
import { usedPresumptions } from './presumptions.ts';
import { sourcesOfAnswer } from './sources-of-answer.ts';

/** How strongly a paragraph asks that something be done. */
type Strength = (typeof STRENGTHS)[number];

/**
 * What a source is to the State that was named, on its day. `limited`: the State is party and took away what is asked here, or
 * may have. `not-then`: it did not bind it on the last day of which anybody tells, and the day of the case is later. The last seven say why it binds not: it recommends; the State is no party, or it was not in force there yet, or the State has left it, or can never be party; it is law
 * of the European Union, or of another State.
 */
export const STANDINGS = [
  'binds',
  'limited',
  'not-known',
  'not-then',
  'guidance',
  'not-party',
  'not-yet',
  'left',
  'closed',
  'eu',
  'other-state',
] as const;
export type Standing = (typeof STANDINGS)[number];

/**
 * One instrument under an answer: its paragraphs, and what it is to the State. Without a State it is only not known. `weak`:
 * the strongest of the paragraphs asks for less than that something be done. `membersAsOf`: it binds by membership, by a list of
 * that day that is older than the act.
 */
export type Stand = {
  instrument: string;
  cites: readonly Citation[];
  standing: Standing;
  bound?: Bound;
  membersAsOf?: Day;
  weak?: Strength;
};

/**
 * What an answer rests on: something that binds the State on its day, nothing that does, or nobody knows; no State is named;
 * or it comes out so only with a reform, which binds nobody. `discretion`: what binds the State asks only for a power, or that it
 * tries or considers, so whether the person is protected is left to it.
 */
export const RESTS = ['binding', 'discretion', 'not-known', 'not-binding', 'no-state', 'proposed'] as const;
export type Rests = (typeof RESTS)[number];

/**
 * On what an answer rests in the State that was named. `presumed`: it holds only with presumptions from these sources, of
 * which not all are known to bind the State; then it is not known to bind, whatever else does. `isCustomSaid`: no treaty under
 * it is known to bind the State, and it is said that custom says the same; nobody has verified that, so nobody knows.
 */
export type Footing = {
  rests: Rests;
  stands: readonly Stand[];
  presumed: readonly Stand[];
  isCustomSaid: boolean;
};

type Assessed = Pick<AssessedCase, 'law' | 'assessment'> & Partial<Pick<AssessedCase, 'proposed'>>;
type At = { state: string; on: Day | undefined } | undefined;

/** The instruments of each standing, in the order of `STANDINGS`. */
export function byStanding(stands: readonly Stand[]): ReadonlyMap<Standing, readonly Stand[]> {
  const found = new Map<Standing, Stand[]>();
  for (const one of stands) found.set(one.standing, [...(found.get(one.standing) ?? []), one]);
  return found;
}

/** On what an answer that holds rests, in the State and on the day of the case. */
export function footingOf({ id, tree }: RuleResult, assessed: Assessed): Footing {
  const footing = footed({ id, tree, cites: sourcesOfAnswer(tree) }, assessed);
  const binding = footing.stands.filter(({ standing }) => standing === 'binds');
  const isLeft =
    footing.rests === 'binding' && binding.every(({ weak }) => weak && LEFT_TO_IT.includes(weak));
  return isLeft ? { ...footing, rests: 'discretion' } : footing;
}

/** What does not ask that the person be protected: a power, an effort, a thought. */
const LEFT_TO_IT: readonly Strength[] = ['shall-enable', 'endeavour', 'consider', 'may'];

/** On what a duty rests, in the State and on the day of the case. */
export function footingOfDuty({ id, tree, cites, bound }: DutyResult, assessed: Assessed): Footing {
  return footed({ id, tree, cites, bound }, assessed);
}

/** The same where how strongly it asks is told beside it. */
export function withoutStrength(footing: Footing): Footing {
  return { ...footing, stands: footing.stands.map(({ weak: _, ...stand }) => stand) };
}

type Footed = {
  id: string;
  tree: TreeNode;
  cites: readonly Citation[];
  /** What the engine found of a duty: of one that guidance proposes it knows which treaty would have to say so. */
  bound?: Binding | undefined;
};

function footed({ id, tree, cites, bound }: Footed, { law, assessment, proposed }: Assessed): Footing {
  const { state, on } = assessment;
  const at = state === undefined ? undefined : { state, on };
  const stands = standsOf(law, cites, at);
  const used = tree.strict === tree.burden ? [] : usedPresumptions([tree]);
  const presumed = used
    .filter((one) => at && bindingOf(law, one.cites, at)?.verdict !== 'yes')
    .flatMap((one) => standsOf(law, one.cites, at));
  const rests = at && bound ? RESTS_BY_VERDICT[bound.verdict] : restsOn(stands, at);
  const isCustomSaid =
    at !== undefined && rests !== 'binding' && cites.some((cite) => isAlsoCustom(law, cite));
  const footing = { stands, presumed, isCustomSaid };
  if (proposed?.has(id)) return { rests: 'proposed', ...footing };
  const isOpen = isCustomSaid || (rests === 'binding' && presumed.length > 0);
  return { rests: isOpen ? 'not-known' : rests, ...footing };
}

const RESTS_BY_VERDICT: Readonly<Record<Verdict, Rests>> = {
  yes: 'binding',
  no: 'not-binding',
  unknown: 'not-known',
};

function restsOn(stands: readonly Stand[], at: At): Rests {
  if (at === undefined) return 'no-state';
  const has = (...some: Standing[]) => stands.some(({ standing }) => some.includes(standing));
  if (has('binds')) return 'binding';
  return has('limited', 'not-known', 'not-then') ? 'not-known' : 'not-binding';
}

/** The instruments that are cited, what binds first. */
function standsOf(law: Law, cites: readonly Citation[], at: At): Stand[] {
  const byInstrument = new Map<string, Citation[]>();
  for (const cite of cites)
    byInstrument.set(cite.instrument, [...(byInstrument.get(cite.instrument) ?? []), cite]);
  const stands = [...byInstrument].map(([instrument, own]): Stand => {
    if (law.instruments[instrument]?.kind === 'guidance')
      return { instrument, cites: own, standing: 'guidance' };
    const bound = at && bindingOf(law, own, at)?.by[0];
    const weak = weakestNeed(law, own);
    const stand = { instrument, cites: own, ...(weak === undefined ? {} : { weak }) };
    if (at === undefined || bound === undefined) return { ...stand, standing: 'not-known' };
    const older = membersAsOf(law, bound);
    const isOlder = older === undefined ? {} : { membersAsOf: older };
    return { ...stand, standing: standingOf(law, bound), bound, ...isOlder };
  });
  const rank = ({ standing }: Stand) => STANDINGS.indexOf(standing);
  return stands.sort((one, other) => rank(one) - rank(other));
}

/** How strongly the strongest of some paragraphs asks, where that is less than “shall”; nothing where one only defines. */
function weakestNeed(law: Law, cites: readonly Citation[]): Strength | undefined {
  const strengths = cites.map(({ instrument, anchor }) => {
    const articles = law.instruments[instrument]?.articles ?? [];
    return articles.find((article) => article.anchor === anchor)?.strength;
  });
  const isTold = (strength: (typeof strengths)[number]): strength is Strength =>
    strength !== undefined && strength !== 'definition';
  if (!strengths.every(isTold)) return undefined;
  const [strongest] = strengths.filter(isTold).sort((a, b) => STRENGTHS.indexOf(a) - STRENGTHS.indexOf(b));
  return strongest === 'shall' ? undefined : strongest;
}

const STANDING_OF: Readonly<Record<WhyBound, Standing>> = {
  ...{ bound: 'binds', unlooked: 'binds', limited: 'limited', 'limit-open': 'limited' },
  ...{ disputed: 'not-known', 'nobody-said': 'not-known', 'not-then': 'not-then' },
  ...{ closed: 'closed', left: 'left', 'not-yet': 'not-yet', 'not-bound': 'not-party' },
  'other-state': 'other-state',
};

function standingOf(law: Law, bound: Bound): Standing {
  const isEu = law.instruments[bound.instrument]?.kind === 'eu-act';
  // To which of its members an act of the Union applies, or since when, says nothing to a State that is none.
  return isEu && bound.verdict === 'no' ? 'eu' : STANDING_OF[whyBound(law, bound)];
}
