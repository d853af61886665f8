import type { Answer, Answers, Day, Fact, Group, Law, People, PopulationCase } from '@clew/rules';
import { REASONS } from '@clew/rules';
import type { Draw } from '../../../bench/frame/draw.ts';
import { BOUNDS } from './random-law.ts';

/**
 * Cases in which every fact is answered in every way: all reasons for unknown, numbers beside every bound, days a day
 * before, on and after every birthday, 29 February, and no to four people in groups that are complete and that are not.
 */
export function randomCases(
  law: Law,
  { on, count, draw }: { on: Day; count: number; draw: Draw },
): PopulationCase[] {
  const days = daysAround(on);
  const facts = Object.values(law.facts);
  const answersTo = (group: string | undefined): Answers =>
    Object.fromEntries(
      facts
        .filter((fact) => fact.group === group)
        .flatMap((fact) => {
          // Not even a reason: that nobody asked is said by saying nothing.
          if (draw.chance(0.05)) return [];
          return [[fact.id, draw.chance(0.2) ? draw.pick(REASONS) : answerTo(fact, days, draw)] as const];
        }),
    );
  const peopleIn = (): People =>
    Object.fromEntries(
      Object.keys(law.groups).flatMap((group) => {
        if (draw.chance(0.1)) return [];
        const members = Array.from({ length: draw.below(5) }, () => answersTo(group));
        const complete = draw.chance(0.6) ? 'yes' : draw.pick(['no', ...REASONS] as const);
        return [[group, { complete, members } satisfies Group] as const];
      }),
    );
  return Array.from({ length: count }, (_, index) => ({
    recordId: index + Math.floor(index / 50),
    facts: answersTo(undefined),
    people: peopleIn(),
  }));
}

function answerTo({ type }: Fact, days: readonly Day[], draw: Draw): Answer {
  if (type.kind === 'yes-no') return draw.chance(0.5) ? 'yes' : 'no';
  if (type.kind === 'date') return draw.pick(days);
  const value = draw.pick(BOUNDS) + draw.below(3) - 1;
  return Math.min(type.max, Math.max(type.min, value));
}

function daysAround(on: Day): Day[] {
  const [year = 0, rest] = [Number(on.slice(0, 4)), on.slice(4)];
  const ofYear = (bound: number): Day[] => {
    const there = rest === '-02-29' ? '-02-28' : rest;
    const middle = Date.parse(`${year - bound}${there}T00:00:00Z`);
    return [-1, 0, 1, 2].map(
      (shift) => new Date(middle + shift * 86_400_000).toISOString().slice(0, 10) as Day,
    );
  };
  return [
    ...BOUNDS.flatMap(ofYear),
    '2004-02-29',
    '2008-02-29',
    `${year - 4}-12-31`,
    `${year + 1}-01-01`,
  ] as Day[];
}
