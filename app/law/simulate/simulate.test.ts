import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Answer, type Law, lawFor, type Verdict, verdictsOfAll, type Which } from '@clew/rules';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawFrom } from '../../../bench/frame/draw.ts';
import { loadLaw } from '../load-law.ts';
import { renderSimulation } from './render-simulation.ts';
import type { SimulationResult } from './result.ts';
import { type SimulationAsked, simulate } from './simulate.ts';

const ON = '2026-02-28';
const OVERLAYS = [
  ['reform.trafficking-is-persecution'],
  ['reform.trafficking-is-a-ground'],
  ['reform.no-penalty'],
];
/** Each record stands there so often: no count is below the floor, and all can be compared. */
const TIMES = 10;

let folder: string;
let law: Law;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clew simulate test '));
  law = loadLaw();
});
afterAll(() => rm(folder, { recursive: true }));

type Row = Record<string, string>;

const FACTS = [
  'act.recruited',
  'act.transported',
  'act.transferred',
  'act.harboured',
  'act.received',
  'means.deception',
  'means.threat',
  'purpose.labour',
  'age',
  'person.born',
  'entry.irregular',
] as const;

function rowsOf(count: number, more: (index: number) => Row = () => ({})): Row[] {
  const draw = drawFrom(5);
  const words = ['yes', 'yes', 'no', 'no', '', 'not_asked', 'not_known', 'withheld', 'not_recorded'];
  const cell = (fact: string) => {
    const word = draw.pick(words);
    if (word !== 'yes' && word !== 'no') return word;
    if (fact === 'age') return String(draw.below(90));
    return fact === 'person.born'
      ? draw.pick(['2008-02-29', '1985-07-01', '2026-02-28', '2030-01-01'])
      : word;
  };
  return Array.from({ length: count }, (_, index) => ({
    ...Object.fromEntries(FACTS.map((fact) => [fact, cell(fact)])),
    ...more(index),
  }));
}

async function csv(name: string, rows: readonly Row[], times = TIMES): Promise<string> {
  const columns = Object.keys(rows[0] ?? {});
  const lines = rows.map((row) => columns.map((column) => row[column]).join(','));
  const path = join(folder, name);
  await writeFile(
    path,
    `${[columns.join(','), ...Array.from({ length: times }, () => lines).flat()].join('\n')}\n`,
  );
  return path;
}

function run(population: string, more: Partial<SimulationAsked> = {}) {
  return simulate({
    ...{ population, law, on: ON, overlays: OVERLAYS, by: [], resume: false },
    ...{ journals: join(folder, 'journals'), signal: new AbortController().signal, onProgress: () => {} },
    ...more,
    limits: { sample: 0, ...more.limits },
  });
}

async function resultOf(population: string, more: Partial<SimulationAsked> = {}): Promise<SimulationResult> {
  const found = await run(population, more);
  if (found.kind !== 'done') throw new Error(JSON.stringify(found));
  return found.result;
}

type Moved = Record<Verdict, Record<Verdict, number>>;

/** The same from the law's own meaning, record by record: from what to what, and how many facts are told. */
function oracle(
  rows: readonly Row[],
  reforms: readonly string[],
  state?: string,
): Map<string, Record<Which, Moved>> {
  const [before, after] = [[], reforms].map((overlays) => lawFor(law, { on: ON, overlays, state }));
  const tables = new Map<string, Record<Which, Moved>>();
  for (const row of rows) {
    const facts = Object.fromEntries(FACTS.map((fact) => [fact, answerOf(row[fact] ?? '')]));
    const [from, to] = [before, after].map((one) => verdictsOfAll(one as Law, { facts, on: ON }));
    for (const kind of ['rules', 'duties', 'values'] as const) {
      for (const [id, verdicts] of from?.[kind] ?? []) {
        const table = tables.get(id) ?? { strict: none(), burden: none() };
        tables.set(id, table);
        const then = to?.[kind].get(id);
        for (const which of ['strict', 'burden'] as const)
          if (then) table[which][verdicts[which]][then[which]] += TIMES;
      }
    }
  }
  return tables;
}

function answerOf(cell: string): Answer {
  if (cell === '') return 'not_recorded';
  return (/^\d+$/.test(cell) ? Number(cell) : cell) as Answer;
}

function none(): Moved {
  const row = () => ({ yes: 0, no: 0, unknown: 0 });
  return { yes: row(), no: row(), unknown: row() };
}

/** Every table of a group is the oracle's; a reform that has none there moves nobody. */
function agree(result: SimulationResult, group: number, rows: readonly Row[], state?: string): number {
  let moved = 0;
  for (const list of OVERLAYS) {
    for (const [id, expected] of oracle(rows, list, state)) {
      const found = result.provisions.find((one) => one.id === id)?.groups[group];
      const table = found?.reforms.find(({ reforms }) => reforms.join() === list.join())?.moves;
      for (const which of ['strict', 'burden'] as const) {
        for (const from of ['yes', 'no', 'unknown'] as const) {
          const { yes, no, unknown } = expected[which][from];
          expect([id, found?.before[which][from]]).toEqual([id, yes + no + unknown]);
          if (table) expect([id, table[which][from]]).toEqual([id, expected[which][from]]);
          else expect([id, yes + no + unknown]).toEqual([id, expected[which][from][from]]);
          moved += yes + no + unknown - expected[which][from][from];
        }
      }
    }
  }
  return moved;
}

describe('a population', () => {
  test('is counted as the law means each of its records, by group too', async () => {
    const rows = rowsOf(130, (index) => ({
      camp: index % 3 === 0 ? 'A' : 'B',
      sex: ['f', 'm', ''][index % 5] ?? 'f',
    }));
    for (const [column, groups] of [
      ['camp', { A: 440, B: 860 }],
      ['sex', { '': 260, f: 780, m: 260 }],
    ] as const) {
      const other = column === 'camp' ? 'sex' : 'camp';
      const one = rows.map(({ [other]: _, ...row }): Row => row);
      const result = await resultOf(await csv(`${column}.csv`, one), { by: [column] });
      expect(result.groups.map(({ value, records }) => [value, records])).toEqual([
        ['', 1300],
        ...Object.entries(groups),
      ]);
      expect(agree(result, 0, rows)).toBeGreaterThan(100);
      for (const [at, value] of Object.keys(groups).entries())
        agree(
          result,
          at + 1,
          one.filter((row) => row[column] === value),
        );
    }
  });

  test('is asked under each record’s own State, or under one that is named', async () => {
    const rows = rowsOf(90, (index) => ({ state: ['NO', 'FR', ''][index % 3] ?? '' }));
    const result = await resultOf(await csv('states.csv', rows));
    expect(result.groups.map(({ value }) => value)).toEqual(['', '', 'FR', 'NO']);
    for (const [group, state] of [
      [2, 'FR'],
      [3, 'NO'],
    ] as const)
      agree(
        result,
        group,
        rows.filter((row) => row.state === state),
        state,
      );
    agree(
      result,
      1,
      rows.filter((row) => row.state === ''),
    );
    const { state: _, ...bare } = rows[0] as Row;
    const plain = rows.map((row) =>
      Object.fromEntries(Object.keys(bare).map((name) => [name, row[name] ?? ''])),
    );
    agree(await resultOf(await csv('plain.csv', plain), { state: 'NO' }), 0, plain, 'NO');
  });

  test('says of each reform whether it could bind the State that was named', async () => {
    const rows = rowsOf(30);
    const overlays = [['reform.trafficking-is-persecution'], ['reform.linked-procedures']];
    const told = async (state?: string) =>
      (await resultOf(await csv('reach.csv', rows), { overlays, state })).reforms.map(({ reach }) => reach);
    const [first, second] = await told('MY');
    expect(first).toMatch(
      /^It would amend Refugee Convention(, which does not bind MY|. MY: last known not bound)/,
    );
    expect(second).toMatch(/^It amends no treaty that is named here/);
    expect((await told('GR'))[0]).toContain('which binds GR');
    expect((await told())[0]).toContain('bind only States that this binds and that accept it');
  });

  test('says of each State of a file whom a reform could not reach, and that a count there is no claim', async () => {
    const rows = rowsOf(90, (at) => ({ state: at % 2 === 0 ? 'MY' : 'GR' }));
    const overlays = [['reform.trafficking-is-persecution']];
    const result = await resultOf(await csv('outside.csv', rows), { overlays, on: '2015-01-01' });
    expect(result.reforms[0]).toMatchObject({ outside: ['MY'] });
    expect(result.reforms[0]?.reach).toContain(
      'Of the States here it does not bind MY: there it gives nobody a claim',
    );
    const text = renderSimulation(result, { colour: false }).replaceAll(/\s+/g, ' ');
    expect(text).toMatch(/state MY: [^(]*\(it does not bind this State: nobody there has a claim by it\)/);
    expect(text).not.toMatch(/state GR: [^;:]*\(it does not bind/);
    // After the day of the list it is not known, and told is what was known last.
    const later = await resultOf(await csv('later.csv', rows), { overlays, on: '2024-05-31' });
    expect(later.reforms[0]).toMatchObject({ outside: [], lastKnownOutside: [{ state: 'MY' }] });
    expect(later.reforms[0]?.reach).toMatch(/MY: last known not bound \(\d{4}-\d\d-\d\d\)\./);
    expect(renderSimulation(later, { colour: false }).replaceAll(/\s+/g, ' ')).toMatch(
      /state MY: [^(]*\(last known not bound, \d{4}-\d\d-\d\d\)/,
    );
  });

  test('says who is bound through another treaty alone, and of no such State that it is outside', async () => {
    const rows = rowsOf(90, (at) => ({ state: at % 2 === 0 ? 'US' : 'GR' }));
    const overlays = [['reform.trafficking-is-persecution']];
    const result = await resultOf(await csv('through.csv', rows), { overlays, on: '2024-05-31' });
    const through = [{ state: 'US', instrument: 'refugee-protocol' }];
    expect(result.reforms[0]).toMatchObject({ outside: [], lastKnownOutside: [], notKnown: [], through });
    expect(result.reforms[0]?.reach).toContain('US: bound by its articles only through Refugee Protocol');
    expect(renderSimulation(result, { colour: false }).replaceAll(/\s+/g, ' ')).toMatch(
      /state US: [^(]*\(bound only through another instrument: whether this would reach it, nobody has said\)/,
    );
  });

  test('has the same counts as Parquet, as text and in the file’s own types, in small chunks too', async () => {
    const rows = rowsOf(130);
    const path = await csv('types.csv', rows);
    const { provisions } = await resultOf(path);
    const [text, typed] = [join(folder, 'text.parquet'), join(folder, 'typed.parquet')];
    const duck = await (await DuckDBInstance.create(':memory:')).connect();
    const read = `read_csv('${path}', all_varchar = true, header = true)`;
    await duck.run(`COPY (SELECT * FROM ${read}) TO '${text}' (FORMAT parquet)`);
    const { provisions: fromText } = await resultOf(text, { limits: { chunk: 128 } });
    expect(fromText).toEqual(provisions);
    // The file's own types have no reasons: what is empty was not recorded.
    const types = FACTS.map((fact) => {
      const type = fact === 'age' ? 'DOUBLE' : fact === 'person.born' ? 'DATE' : 'BOOLEAN';
      return `TRY_CAST("${fact}" AS ${type}) AS "${fact}"`;
    });
    await duck.run(
      `COPY (SELECT ${types.join(', ')} FROM ${read}) TO '${typed}' (FORMAT parquet, ROW_GROUP_SIZE 2048)`,
    );
    const known = rows.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([name, cell]) => [name, /^(yes|no|\d[\d-]*)$/.test(cell) ? cell : '']),
      ),
    );
    agree(await resultOf(typed, { limits: { chunk: 192 } }), 0, known);
    await duck.run(
      `COPY (SELECT "means.deception" = 'yes' AS "means.deception", "purpose.labour" = 'yes' AS "purpose.labour" FROM (SELECT "means.deception", "purpose.labour" FROM ${read})) TO '${join(folder, 'own.parquet')}' (FORMAT parquet)`,
    );
    const own = await resultOf(join(folder, 'own.parquet'), { limits: { chunk: 64 } });
    expect(own.file.records).toBe(1300);
  });

  test('tells of a duty that a reform adds or repeals, which holds for nobody without it', async () => {
    const [reform] = OVERLAYS[0] as [string];
    const base = law.overlays[reform];
    const duty = law.duties['duty.no-refoulement'];
    if (!base || !duty) throw new Error('The law has changed.');
    const { limb, id: _, ...rest } = duty;
    const added = {
      ...base,
      id: 'reform.added',
      ops: [{ op: 'add-duty' as const, target: 'duty.added', limb, duty: rest }],
    };
    const repealed = {
      ...base,
      id: 'reform.repealed',
      ops: [{ op: 'repeal' as const, target: 'duty.no-refoulement' }],
    };
    const changed = { ...law, overlays: { ...law.overlays, [added.id]: added, [repealed.id]: repealed } };
    const path = await csv('added.csv', rowsOf(40));
    const result = await resultOf(path, { law: changed, overlays: [[added.id], [repealed.id]] });
    const groupOf = (id: string) => result.provisions.find((one) => one.id === id)?.groups[0];
    const [before, more] = [groupOf('duty.no-refoulement'), groupOf('duty.added')];
    expect(more?.before.burden).toEqual({ yes: 0, no: 400, unknown: 0 });
    expect(more?.reforms[0]?.moves.burden.no).toEqual(before?.before.burden);
    expect(before?.reforms[0]?.after.burden).toEqual({ yes: 0, no: 400, unknown: 0 });
  });

  test('says which facts keep rules open', async () => {
    const rows = Array.from({ length: 40 }, (_, index) => ({
      'act.recruited': 'yes',
      'purpose.labour': 'yes',
      age: '30',
      'means.deception': index < 25 ? 'no' : '',
      'means.threat': index < 30 ? 'no' : 'not_known',
    }));
    const { openFacts } = await resultOf(await csv('open.csv', rows), { limits: { sample: 1_000 } });
    const means = openFacts.facts.filter(({ rule }) => rule === 'trafficking.means');
    expect(openFacts.records).toBe(400);
    expect(means[0]?.records).toBe(400);
    // What was told in no record keeps none open.
    expect(openFacts.facts.some(({ fact }) => fact === 'purpose.labour' || fact === 'act.recruited')).toBe(
      false,
    );
  });

  test('tells no small count, neither in the counts nor through them', async () => {
    const rows = rowsOf(60, (index) => ({ camp: ['A', 'B', 'C'][index % 3] ?? '' }));
    const result = await resultOf(await csv('small.csv', rows, 1), { by: ['camp'] });
    const cells = JSON.stringify(result.provisions).matchAll(/"(?:yes|no|unknown)":(\d+)/g);
    const small = [...cells].map(([, digits]) => Number(digits)).filter((count) => count > 0 && count < 10);
    expect(small).toEqual([]);
    expect(JSON.stringify(result.provisions)).toContain('"few"');
  });
});

describe('a run', () => {
  test('that is stopped goes on where it was, and counts the same', async () => {
    const path = await csv('resume.csv', rowsOf(100));
    const whole = await resultOf(path);
    const stop = new AbortController();
    const stopped = await run(path, {
      limits: { chunk: 128 },
      signal: stop.signal,
      onProgress: ({ records }) => records >= 256 && stop.abort(),
    });
    expect(stopped).toMatchObject({ kind: 'stopped', of: 1000 });
    expect(await readdir(join(folder, 'journals'))).toHaveLength(1);
    const seen: number[] = [];
    const { provisions } = await resultOf(path, {
      ...{ limits: { chunk: 128 }, resume: true },
      onProgress: ({ records }) => seen.push(records),
    });
    expect(seen[0]).toBeGreaterThanOrEqual(256);
    expect(provisions).toEqual(whole.provisions);
    expect(await readdir(join(folder, 'journals'))).toEqual([]);
  });

  test('that is refused leaves no journal', async () => {
    const rows = rowsOf(130);
    rows.push({ ...(rows[0] as Row), age: '900' });
    const path = await csv('late.csv', rows, 1);
    const journals = join(folder, 'refused');
    const found = await run(path, { journals, limits: { chunk: 64 } });
    expect(found.kind).toBe('refused');
    expect(await readdir(journals)).toEqual([]);
  });

  test('of another question, or without resume, begins anew', async () => {
    const path = await csv('anew.csv', rowsOf(50));
    const half = async () => {
      const stop = new AbortController();
      const onProgress = ({ records }: { records: number }) => records >= 128 && stop.abort();
      await run(path, { limits: { chunk: 64 }, signal: stop.signal, onProgress });
    };
    const firstOf = async (more: Partial<SimulationAsked>) => {
      const seen: number[] = [];
      await resultOf(path, {
        limits: { chunk: 64 },
        onProgress: ({ records }) => seen.push(records),
        ...more,
      });
      return seen[0];
    };
    await half();
    expect(await firstOf({ resume: true, on: '2026-02-27' })).toBe(0);
    expect(await firstOf({ resume: false })).toBe(0);
    await half();
    expect(await firstOf({ resume: true })).toBeGreaterThan(0);
  });
});
