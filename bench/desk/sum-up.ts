import { timesOf } from '../load/times.ts';
import type { Answered } from '../load/traffic.ts';

/** What a page may take, in ms, for nineteen of twenty; and a sign-in at most. */
const PAGE_P95_MS = 80;
const SIGN_IN_MOST_MS = 1_000;

const EXPECTED: Readonly<Record<string, number>> = { 'sign-in': 303, 'sign-in-page': 401 };

/** An answer that was not the right one counts as if it had taken this long: a page that fails is quick. */
const WRONG_MS = 60_000;

/** The times by kind of page and all pages together, sign-ins apart, and what was answered wrongly. */
export function sumUp(answered: readonly Answered[]) {
  const counted = answered.map((one) => (isRight(one) ? one : { ...one, ms: WRONG_MS }));
  const signIns = counted.filter(({ kind }) => kind === 'sign-in');
  const pages = counted.filter(({ kind }) => kind !== 'sign-in');
  const kinds = [...new Set(pages.map(({ kind }) => kind))].sort();
  const [all, signIn] = [timesOf(pages), timesOf(signIns)];
  const wrong = countWrong(answered);
  return {
    pagesMs: all,
    signInMs: signIn,
    pagesByKindMs: Object.fromEntries(
      kinds.map((kind) => [kind, timesOf(pages.filter((one) => one.kind === kind))]),
    ),
    wrong,
    isWithin: {
      pageP95: all.p95 <= PAGE_P95_MS,
      signInMost: signIn.max <= SIGN_IN_MOST_MS,
      noneWrong: Object.keys(wrong).length === 0,
    },
  };
}

function isRight({ kind, status }: Answered): boolean {
  return status === (EXPECTED[kind] ?? 200);
}

/** How many answers were wrong, by kind and status; status 0 is a connection that failed. */
function countWrong(answered: readonly Answered[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const one of answered) {
    const words = `${one.kind} ${one.status}`;
    if (!isRight(one)) counts[words] = (counts[words] ?? 0) + 1;
  }
  return counts;
}
