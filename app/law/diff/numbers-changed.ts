import { type Day, dayAfter, type Law, type Value } from '@clew/rules';
import { stretchesOf, stretchText } from './stretches.ts';
import type { Touched } from './touched.ts';

type NumberMove = Pick<Touched, 'effect' | 'why'>;
type Move = { was: number | undefined; is: number | undefined };

/**
 * A number of the law: the treaty's, its least, or a State's on any day. Of a number that has a least, fewer give less;
 * of another a person has to look.
 */
export function numberMoves(id: string, { before, after }: { before: Law; after: Law }): NumberMove[] {
  const [was, is] = [before.values[id], after.values[id]];
  if (!was || !is) return [];
  const states = [...new Set([...Object.keys(was.variants), ...Object.keys(is.variants)])].sort();
  const moves = [
    { who: 'The treaty gives', was: was.value, is: is.value, when: '' },
    { who: 'The least is', was: was.floor, is: is.floor, when: '' },
    ...states.flatMap((state) => stateMoves(state, was, is)),
  ];
  return moves.flatMap(({ who, when, ...move }): NumberMove[] => {
    if (move.was === move.is) return [];
    const days = (count: number | undefined) =>
      count === undefined ? 'nobody has said how many' : `${count}`;
    const why = `${who} ${days(move.is)} ${is.unit}; before, ${days(move.was)}${when}.`;
    return [{ effect: effectOf(move, is), why }];
  });
}

function effectOf({ was, is }: Move, { floor }: Value): Touched['effect'] {
  if (was === undefined || is === undefined || floor === undefined) return 'may';
  return is < was ? 'narrower' : 'wider';
}

/** What a State gives in both laws, on every day on which that can turn in either. */
function stateMoves(state: string, was: Value, is: Value) {
  const [first, second] = [was.variants[state] ?? [], is.variants[state] ?? []];
  // The day before the first: then neither gives a number, and no stretch is told from too early.
  const days = turnsOfSpans([...first, ...second]).flatMap((day) => [dayAfter(day, -1, 'calendar'), day]);
  const moves = stretchesOf(
    days,
    (on): Move => ({ was: inSpan(first, on)?.value, is: inSpan(second, on)?.value }),
  );
  return moves.map((move) => ({ who: `${state} gives`, ...move.what, when: `, ${stretchText(move)}` }));
}

type Span = { from: Day; to?: Day };

/** The first days of some spans, and the days after their last days. */
export function turnsOfSpans(spans: readonly Span[]): Day[] {
  return spans.flatMap(({ from, to }) => (to === undefined ? [from] : [from, dayAfter(to, 1, 'calendar')]));
}

/** The span that a day lies in, of spans in the order of their first days. */
export function inSpan<T extends Span>(spans: readonly T[], on: Day): T | undefined {
  const span = spans.findLast(({ from }) => from <= on);
  return span?.to !== undefined && on > span.to ? undefined : span;
}
