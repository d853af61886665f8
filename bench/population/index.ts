import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Answer,
  type CompiledLaw,
  checkConformance,
  compileLaw,
  isDate,
  type Law,
  lawFor,
  type PopulationCounts,
  readCounts,
  readLaw,
  type SqlQuery,
  type SqlRow,
  verdictOfWords,
  verdictsOfAll,
} from '@clew/rules';
import { DuckDBInstance } from '@duckdb/node-api';
import { type Bench, spread } from '../frame/bench.ts';
import { drawFrom } from '../frame/draw.ts';
import { benchLaw, ON, REFORMS, RULES } from './law-text.ts';
import { measurePeer, OPENFISCA } from './peer.ts';
import { generateRecords, LAYOUT, makeKnown, writeKnown } from './records.ts';

const RECORDS = 10_000_000;
const AGAIN = 10_000;
const LAWS = 1 + REFORMS.length;

export const bench: Bench = {
  about: `${RULES} rules and three reforms on ${RECORDS / 1e6} million records in DuckDB, in evaluations a second; OpenFisca beside it`,
  async run({ say, args }) {
    const count = Number(args[0] ?? RECORDS);
    const folder = await mkdtemp(join(tmpdir(), 'clew-bench-population-'));
    try {
      return await measured(folder, count, say);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

type Say = (line: string) => void;

async function measured(folder: string, count: number, say: Say) {
  const law = getLaw();
  const { query, version, close } = await openDuckDb(folder);
  const conformance = await checkConformance(query, 'duckdb');
  if (!conformance.ok) throw new Error(conformance.message);
  const overlays = REFORMS.map((id) => [id]);
  const question = { layout: LAYOUT, dialect: 'duckdb', on: ON } as const;
  const compiled = compileLaw(law, { ...question, overlays, moves: 'no' });
  const withMoves = compileLaw(law, { ...question, overlays });
  const baseline = compileLaw(law, question);

  say(`generating ${count} records`);
  const generating = await timed(() => generateRecords(query, count));
  say('counting from the records, packing and counting in one statement');
  const fromRecords = await rounds(3, () => counted(query, compiled, compiled.words.countsSql));
  say('packing');
  const packing = await timed(() => query(`CREATE TABLE packed AS ${compiled.words.packSql}`));
  await query(`CREATE TABLE packed_baseline AS ${baseline.words.packSql}`);
  say('counting from the packed records');
  const fromPacked = await rounds(9, () =>
    counted(query, compiled, compiled.words.packedCountsSql('packed')),
  );
  const moves = await rounds(5, () => counted(query, withMoves, withMoves.words.packedCountsSql('packed')));
  const baselineOnly = await rounds(9, () =>
    counted(query, baseline, baseline.words.packedCountsSql('packed_baseline')),
  );
  if (JSON.stringify(fromPacked.last) !== JSON.stringify(fromRecords.last))
    throw new Error('Packed, the counts differ.');
  say(`evaluating ${AGAIN} random records again in TypeScript`);
  const again = await evaluateAgain({ query, law, compiled, count });
  const maxRssMb = Math.round(process.resourceUsage().maxRSS / 1000);

  say(`OpenFisca ${OPENFISCA} on as many records`);
  const peer = await comparePeer({ query, law, folder, count });
  await close();
  const rate = (seconds: number, laws: number) => Math.round((count * RULES * laws) / seconds);
  const best = rate(fromPacked.seconds.median, LAWS);
  return {
    figures: {
      records: count,
      rules: RULES,
      laws: LAWS,
      literalsARule: '3 to 12',
      unknownShare: unknownShare(fromPacked.last),
      verdictColumns: new Set(compiled.results.flatMap(({ strict, burden }) => [strict, burden])).size,
      generateSeconds: generating,
      packSeconds: packing,
      countFromRecordsSeconds: fromRecords.seconds,
      countFromPackedSeconds: fromPacked.seconds,
      evaluationsPerSecondFromRecords: rate(fromRecords.seconds.median, LAWS),
      evaluationsPerSecondFromPacked: best,
      evaluationsPerSecondFromPackedWithMoves: rate(moves.seconds.median, LAWS),
      evaluationsPerSecondFromPackedWithoutReforms: rate(baselineOnly.seconds.median, 1),
      evaluationsPerCpuSecondFromPacked: rate(fromPacked.cpuSeconds, LAWS),
      maxRssMb,
      evaluatedAgain: again,
      openFisca: {
        evaluationsPerSecondBySize: peer.bySize,
        evaluationsPerSecondInTwoProcesses: peer.twoPerSecond,
        evaluationsPerCpuSecond: peer.perCpuSecond,
        timesOnAsManyRecords: times(best, peer.bySize[count] ?? Number.NaN),
        timesAtItsBestSize: times(best, Math.max(...Object.values(peer.bySize))),
        timesTwoProcessesAtTheirBestSize: times(best, peer.twoPerSecond),
        equalCounts: peer.equal,
      },
    },
    versions: { duckdb: version, 'openfisca-core': OPENFISCA },
  };
}

function times(ours: number, theirs: number): number {
  return Math.round((ours / theirs) * 10) / 10;
}

function getLaw(): Law {
  const hash = (text: string) => createHash('sha256').update(text).digest('hex');
  const read = readLaw({ files: benchLaw(), hash });
  if (read.ok) return read.law;
  throw new Error(read.problems.map(({ file, line, message }) => `${file}:${line} ${message}`).join('\n'));
}

/** DuckDB with two threads and a bounded memory, on a file with row groups small enough for two threads to share. */
async function openDuckDb(folder: string) {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2', memory_limit: '1200MB' });
  const connection = await instance.connect();
  const query: SqlQuery = async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJS();
  await query(`ATTACH '${join(folder, 'population.duckdb')}' AS population (ROW_GROUP_SIZE 16384)`);
  await query('USE population');
  const [row] = await query('SELECT version() AS version');
  const close = async () => {
    connection.closeSync();
    instance.closeSync();
  };
  return { query, version: String(row?.version), close };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

type Rounds<T> = { seconds: ReturnType<typeof spread>; cpuSeconds: number; last: T };

/** Repeats work: the time it took by the clock, and the least that the processor worked, which others cannot lengthen. */
async function rounds<T>(count: number, work: () => Promise<T>): Promise<Rounds<T>> {
  let last = await work();
  const seconds: number[] = [];
  const worked: number[] = [];
  for (let round = 0; round < count; round++) {
    const before = process.cpuUsage();
    seconds.push(
      await timed(async () => {
        last = await work();
      }),
    );
    const { user, system } = process.cpuUsage(before);
    worked.push((user + system) / 1e6);
  }
  return { seconds: spread(seconds), cpuSeconds: Math.min(...worked), last };
}

async function counted(query: SqlQuery, compiled: CompiledLaw, sql: string): Promise<PopulationCounts> {
  const [row = {}] = await query(sql);
  return readCounts(compiled, row);
}

function unknownShare({ records, results }: PopulationCounts): number {
  const unknown = results.reduce((sum, { strict }) => sum + strict.unknown, 0);
  return Math.round((unknown / (records * results.length)) * 1000) / 1000;
}

type Population = { query: SqlQuery; law: Law; compiled: CompiledLaw; count: number };

/** Evaluates random records in TypeScript under every law. Throws on the first verdict that the population has otherwise. */
async function evaluateAgain({
  query,
  law,
  compiled,
  count,
}: Population): Promise<{ records: number; verdicts: number }> {
  const draw = drawFrom(4);
  const ids = [...new Set(Array.from({ length: AGAIN * 2 }, () => draw.below(count)))].slice(0, AGAIN);
  const records = await query(`SELECT * FROM records WHERE record_id IN (${ids.join(', ')})`);
  const blocks = [...new Set(ids.map((id) => Math.floor(id / 64)))];
  const words = new Map(
    (await query(compiled.words.packedWordsSql('packed', blocks))).map((row) => [Number(row.block), row]),
  );
  const laws = compiled.overlays.map((overlays) => lawFor(law, { on: ON, overlays }));
  let verdicts = 0;
  for (const record of records) {
    const id = Number(record.record_id);
    const byLaw = laws.map((one) => verdictsOfAll(one, { facts: factsOf(record), on: ON }));
    for (const result of compiled.results) {
      const expected = byLaw[result.law]?.rules.get(result.id);
      for (const which of ['strict', 'burden'] as const) {
        const found = verdictOfWords(words.get(Math.floor(id / 64)) ?? {}, result[which], id);
        if (found !== expected?.[which])
          throw new Error(`${which} ${result.id} of record ${id} is ${expected?.[which]}, not ${found}.`);
        verdicts++;
      }
    }
  }
  if (records.length !== ids.length) throw new Error('Some of the random records are not there.');
  return { records: records.length, verdicts };
}

function factsOf(record: SqlRow): Record<string, Answer> {
  return Object.fromEntries(LAYOUT.facts.map((fact) => [fact, answerOf(record[fact])]));
}

function answerOf(value: unknown): Answer {
  if (value === null) return 'not_asked';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return value;
  const day = value instanceof Date ? value.toISOString().slice(0, 10) : '';
  if (!isDate(day)) throw new Error('A record has a value that is no answer.');
  return day;
}

type Compared = { query: SqlQuery; law: Law; folder: string; count: number };

/** Measures the peer, and throws where it counts otherwise than we do on the same records. */
async function comparePeer({ query, law, folder, count }: Compared) {
  const records = join(folder, 'known.txt');
  await makeKnown(query, count);
  await writeKnown(query, records);
  const known = compileLaw(law, {
    layout: { ...LAYOUT, table: 'known' },
    dialect: 'duckdb',
    on: ON,
    overlays: REFORMS.map((id) => [id]),
  });
  const { results } = await counted(query, known, known.words.countsSql);
  const peer = await measurePeer(law, { folder, records, count });
  const ours = results.map(({ strict }) => strict.yes);
  const theirs = peer.counts.flat();
  const at = ours.findIndex((yes, index) => yes !== theirs[index]);
  if (at >= 0 || ours.length !== theirs.length)
    throw new Error(`OpenFisca counts ${theirs[at]} for ${results[at]?.id}, we ${ours[at]}.`);
  return { ...peer, equal: ours.length };
}
