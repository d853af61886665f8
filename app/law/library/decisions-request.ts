import { ISSUES, type Issue, isState } from '@clew/rules';
import { courtOf } from './kinds.ts';
import type { AnyDecision } from './load-shelf.ts';

/** What narrows the list of decisions, and by what it is put in order. */
export type DecisionsRequest = {
  issue?: Issue;
  court?: string;
  state?: string;
  from?: number;
  to?: number;
  by: 'year' | 'issue' | 'court';
};

export const ORDERS = ['year', 'issue', 'court'] as const;

/** A list as it stands in an address. What is none of a closed list says nothing. Never throws. */
export function readDecisionsRequest(query: URLSearchParams): DecisionsRequest {
  const given = (name: string) => query.get(name)?.trim() ?? '';
  const issue = ISSUES.find((one) => one === given('issue'));
  const court = given('court').slice(0, 120);
  const state = given('state');
  const year = (name: string) => (/^(1[89]|20)\d\d$/.test(given(name)) ? Number(given(name)) : undefined);
  const [from, to] = [year('from'), year('to')];
  return {
    ...(issue === undefined ? {} : { issue }),
    ...(court === '' ? {} : { court }),
    ...(isState(state) ? { state } : {}),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    by: ORDERS.find((one) => one === given('by')) ?? 'year',
  };
}

/** The decisions that every filter lets through, in the order in which they stood. */
export function narrowed(decisions: readonly AnyDecision[], request: DecisionsRequest): AnyDecision[] {
  const { issue, court, state, from, to } = request;
  return decisions.filter(
    (decision) =>
      (issue === undefined || decision.issues.includes(issue)) &&
      (court === undefined || courtOf(decision) === court) &&
      (state === undefined || decision.states.includes(state)) &&
      (from === undefined || yearOf(decision) >= from) &&
      (to === undefined || yearOf(decision) <= to),
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
