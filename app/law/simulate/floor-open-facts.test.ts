import { type Law, readLaw } from '@clew/rules';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadLaw } from '../load-law.ts';
import { withFloor } from './floor.ts';
import type { Cell } from './is-open.ts';
import { FLOOR, type SimulationResult } from './result.ts';
import type { OpenCounts } from './simulate.ts';
import { toldOpenFacts } from './told-open-facts.ts';

type Counts = { yes: number; no: number; unknown: number };
type Provision = SimulationResult['provisions'][number];

function provision(id: string, counts: Counts): Provision {
  const records = counts.yes + counts.no + counts.unknown;
  const buckets = [{ column: undefined, value: '', others: 0, records }];
  const tally = {
    ...{ kind: 'rule' as const, id },
    buckets: [{ before: { strict: counts, burden: counts }, moves: [] }],
  };
  const [cells] = withFloor(tally, buckets, FLOOR);
  if (!cells) throw new Error('There is one bucket.');
  return { kind: 'rule', id, label: id, groups: [{ group: 0, before: cells.before, reforms: [] }] };
}

function toldOf(law: Law, open: OpenCounts, provisions: Provision[]) {
  return toldOpenFacts(open, { law, on: '2026-01-01', states: [undefined], overlays: [], provisions });
}

describe('the facts that keep a rule open', () => {
  const law = loadLaw();

  test('give no child away: of 1026 records one is of a child, and of 25 nobody knows', () => {
    const provisions = [
      provision('child', { yes: 1, no: 1000, unknown: 25 }),
      provision('trafficking.victim', { yes: 0, no: 0, unknown: 1026 }),
      provision('trafficking.act', { yes: 0, no: 0, unknown: 1026 }),
    ];
    const facts = [
      { rule: 'child', fact: 'age', records: 25 },
      { rule: 'trafficking.victim', fact: 'age', records: 25 },
      { rule: 'trafficking.act', fact: 'act.recruited', records: 1026 },
    ];
    // Another rule that reads the age would tell the same of it; one that does not is told.
    expect(toldOf(law, { records: 1026, facts }, provisions).facts).toEqual([
      expect.objectContaining({ rule: 'trafficking.act', fact: 'act.recruited', records: 1030 }),
    ]);
  });

  test('are not told of fewer than twenty records', () => {
    const provisions = [provision('trafficking.act', { yes: 0, no: 0, unknown: 19 })];
    const facts = [{ rule: 'trafficking.act', fact: 'act.recruited', records: 19 }];
    expect(toldOf(law, { records: 19, facts }, provisions)).toEqual({ records: 0, facts: [] });
  });

  test('are told in their order alone where one of them keeps a few open', () => {
    const provisions = [provision('trafficking.act', { yes: 0, no: 0, unknown: 42 })];
    const facts = [
      { rule: 'trafficking.act', fact: 'act.received', records: 9 },
      { rule: 'trafficking.act', fact: 'act.recruited', records: 24 },
    ];
    expect(toldOf(law, { records: 42, facts }, provisions).facts).toMatchObject([
      { fact: 'act.recruited', records: 'withheld' },
      { fact: 'act.received', records: 'withheld' },
    ]);
  });
});

/** How many records have each answer to `a` (yes, no, not known) and to `b` (yes, not known). */
type Six = readonly number[];
type Sums = { id: string; counts(six: Six): Counts; open: { fact: string; of(six: Six): number }[] };

const at = (six: Six, ...places: number[]) => places.reduce((sum, place) => sum + (six[place] ?? 0), 0);
// The places: yes yes, yes not known, no yes, no not known, not known yes, not known not known.
const RULES: readonly Sums[] = [
  {
    id: 'one',
    counts: (six) => ({ yes: at(six, 0, 1), no: at(six, 2, 3), unknown: at(six, 4, 5) }),
    open: [{ fact: 'a', of: (six) => at(six, 4, 5) }],
  },
  {
    id: 'both',
    counts: (six) => ({ yes: at(six, 0), no: at(six, 2, 3), unknown: at(six, 1, 4, 5) }),
    open: [
      { fact: 'a', of: (six) => at(six, 4, 5) },
      { fact: 'b', of: (six) => at(six, 1, 5) },
    ],
  },
  {
    id: 'either',
    counts: (six) => ({ yes: at(six, 0, 1, 2, 4), no: 0, unknown: at(six, 3, 5) }),
    open: [
      { fact: 'a', of: (six) => at(six, 5) },
      { fact: 'b', of: (six) => at(six, 3, 5) },
    ],
  },
];
const VERDICTS = ['yes', 'no', 'unknown'] as const;

const CLUB = clubOf();

function clubOf(): Law {
  const fact = (id: string) =>
    `  - {id: ${id}, type: yes-no, sensitivity: 1, known_by: [x], label: ${id}, question: Is it?, why: It is asked.}`;
  const ruleOf = (id: string, limb: string) =>
    `\n\`\`\`rule\n{id: ${id}, label: One, cite: club#1.a, ${limb}}\n\`\`\`\n`;
  const read = readLaw({
    files: [
      {
        path: 'club.md',
        text: '```instrument\nid: club\nshort: Club Rules\n```\n\n## Rule 1: members {#1}\n\n> One. {#1.a}\n',
      },
      { path: 'facts.yaml', text: `theme: club\nfacts:\n${fact('a')}\n${fact('b')}\n` },
      {
        path: 'rules.md',
        text: ruleOf('one', 'all: [a]') + ruleOf('both', 'all: [a, b]') + ruleOf('either', 'any: [a, b]'),
      },
    ],
    hash: String,
  });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.law;
}

function* populations(records: number, places = 6): Generator<number[]> {
  if (places === 1) return yield [records];
  for (let here = 0; here <= records; here++)
    for (const rest of populations(records - here, places - 1)) yield [here, ...rest];
}

function canBe(cell: Cell, value: number): boolean {
  if (cell === 'few') return value > 0 && value < FLOOR;
  return cell === 'withheld' ? value === 0 || value >= FLOOR : cell === value;
}

/** Whether a fact that is told in tens may stand for so many of those that are open. */
function isTold(tens: Cell, { value, most }: { value: number; most: number }): boolean {
  if (typeof tens !== 'number') return tens === 'few' ? value > 0 && value < FLOOR : value > 0;
  return (
    Math.round(value / 10) * 10 === tens || (most - value < FLOOR && Math.round(most / 10) * 10 === tens)
  );
}

/** Every number that could be told small: cells, facts, and who of the open ones a fact does not keep open. */
function numbersOf(six: Six): number[] {
  return RULES.flatMap(({ counts, open }) => {
    const all = counts(six);
    const facts = open.map(({ of }) => of(six));
    return [...VERDICTS.map((one) => all[one]), ...facts, ...facts.map((one) => all.unknown - one)];
  });
}

test('of small populations no count from 1 to 9 is determined by the facts that keep rules open, nor one that is hidden narrowed', () => {
  let told = 0;
  const count = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 5 }), fc.integer({ min: 8, max: 22 }));
  const six = fc.array(count, { minLength: 6, maxLength: 6 }).filter((all) => {
    const records = at(all, 0, 1, 2, 3, 4, 5);
    return records >= 20 && records <= 27;
  });
  fc.assert(
    fc.property(six, (truth) => {
      const records = at(truth, 0, 1, 2, 3, 4, 5);
      const provisions = RULES.map(({ id, counts }) => provision(id, counts(truth)));
      const facts = RULES.flatMap(({ id, open }) =>
        open.map(({ fact, of }) => ({ rule: id, fact, records: of(truth) })),
      );
      const open = toldOf(CLUB, { records, facts }, provisions);
      if (open.facts.length === 0) return;
      told += 1;
      const [before, after] = [new Map<number, Set<number>>(), new Map<number, Set<number>>()];
      for (const other of populations(records)) {
        if (!agreesWithCells(other, provisions)) continue;
        const isAgreed = open.facts.every(({ rule: id, fact, records: tens }) => {
          const sums = RULES.find((one) => one.id === id);
          const value = sums?.open.find((one) => one.fact === fact)?.of(other) ?? 0;
          return isTold(tens, { value, most: sums?.counts(other).unknown ?? 0 });
        });
        for (const [place, value] of numbersOf(other).entries()) {
          for (const seen of isAgreed ? [before, after] : [before])
            seen.set(place, (seen.get(place) ?? new Set()).add(value));
        }
      }
      for (const place of hiddenOf(provisions))
        expect([truth, place, after.get(place)]).toEqual([truth, place, before.get(place)]);
      for (const [place, value] of numbersOf(truth).entries()) {
        if (value === 0 || value >= FLOOR || before.get(place)?.size === 1) continue;
        expect([truth, place, after.get(place)?.size]).not.toEqual([truth, place, 1]);
      }
    }),
    { seed: 11, numRuns: 400 },
  );
  expect(told).toBeGreaterThan(5);
}, 60_000);

/** The places of `numbersOf` that are cells which are not told. */
function hiddenOf(provisions: readonly Provision[]): number[] {
  const cells = RULES.flatMap(({ open }, place) => {
    const all = provisions[place]?.groups[0]?.before.burden;
    return [...VERDICTS.map((one) => all?.[one]), ...open.flatMap(() => [0, 0])];
  });
  return cells.flatMap((cell, place) => (typeof cell === 'number' ? [] : [place]));
}

function agreesWithCells(six: Six, provisions: readonly Provision[]): boolean {
  return RULES.every(({ counts }, place) => {
    const all = counts(six);
    const cells = provisions[place]?.groups[0]?.before.burden;
    return cells && VERDICTS.every((one) => canBe(cells[one], all[one]));
  });
}
