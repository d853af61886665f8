import { type Day, ISSUES, type Issue, isState, type Law } from '@clew/rules';
import { type Weight, weightOf } from '../helpful/weight.ts';
import { courtOf } from './kinds.ts';
import { expectedBy } from './law-links.ts';
import { type AnyDecision, isTest } from './load-shelf.ts';

/** What narrows the list of decisions, and by what it is put in order. */
export type DecisionsRequest = {
  issue?: Issue;
  court?: string;
  state?: string;
  from?: number;
  to?: number;
  /** The rule or duty that it was put to. */
  rule?: string;
  /** The State for which each is weighed: whether it binds there. */
  there?: string;
  weight?: Weight;
  by: 'year' | 'issue' | 'court';
};

export const WEIGHTS: readonly Weight[] = ['own', 'persuasive', 'unknown'];

export const ORDERS = ['year', 'issue', 'court'] as const;

/** A list as it stands in an address. What is none of a closed list says nothing. Never throws. */
export function readDecisionsRequest(query: URLSearchParams): DecisionsRequest {
  const given = (name: string) => query.get(name)?.trim() ?? '';
  const issue = ISSUES.find((one) => one === given('issue'));
  const court = given('court').slice(0, 120);
  const state = given('state');
  const year = (name: string) => (/^(1[89]|20)\d\d$/.test(given(name)) ? Number(given(name)) : undefined);
  const rule = given('rule').slice(0, 120);
  const there = given('there');
  const weight = WEIGHTS.find((one) => one === given('weight'));
  const [from, to] = [year('from'), year('to')];
  return {
    ...(issue === undefined ? {} : { issue }),
    ...(court === '' ? {} : { court }),
    ...(isState(state) ? { state } : {}),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(rule === '' ? {} : { rule }),
    ...(isState(there) ? { there } : {}),
    ...(weight === undefined ? {} : { weight }),
    by: ORDERS.find((one) => one === given('by')) ?? 'year',
  };
}

/** A law and a day, by which a decision is weighed for a State. */
type Weighing = { law: Law; on: Day };

/** The decisions that every filter lets through, in the order in which they stood. A weight without a State narrows nothing. */
export function narrowed(
  decisions: readonly AnyDecision[],
  request: DecisionsRequest,
  { law, on }: Weighing,
): AnyDecision[] {
  const { issue, court, state, from, to, rule, there, weight } = request;
  const weighs = (decision: AnyDecision) =>
    there === undefined ||
    weight === undefined ||
    weightOf(law, decision, { state: there, on }).weight === weight;
  return decisions.filter(
    (decision) =>
      (issue === undefined || decision.issues.includes(issue)) &&
      (court === undefined || courtOf(decision) === court) &&
      (state === undefined || decision.states.includes(state)) &&
      (from === undefined || yearOf(decision) >= from) &&
      (to === undefined || yearOf(decision) <= to) &&
      (rule === undefined || (isTest(decision) && expectedBy(decision).includes(rule))) &&
      weighs(decision),
  );
}

/** The year in which a decision was given. */
export function yearOf({ decided }: Pick<AnyDecision, 'decided'>): number {
  return Number(decided.slice(0, 4));
}

/** The decisions of each issue, court or year; one that is about two issues stands under both. */
export function grouped(
  decisions: readonly AnyDecision[],
  by: DecisionsRequest['by'],
): ReadonlyMap<string, readonly AnyDecision[]> {
  const groups = new Map<string, AnyDecision[]>();
  for (const decision of decisions) {
    const keys =
      by === 'issue' ? decision.issues : by === 'court' ? [courtOf(decision)] : [String(yearOf(decision))];
    for (const key of keys) {
      const group = groups.get(key) ?? [];
      group.push(decision);
      groups.set(key, group);
    }
  }
  return groups;
}
