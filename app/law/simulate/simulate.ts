import { statfs } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { basename } from 'node:path';
import {
  checkConformance,
  type Day,
  type Law,
  type OpenFactCount,
  type Problem,
  type SqlQuery,
} from '@clew/rules';
import { countChunks, readRows } from './count-chunks.ts';
import { type Engine, EngineError, type EngineLimits, startEngine } from './engine.ts';
import { engineProblem, isShortage } from './engine-problem.ts';
import { type Groups, readGroups, refuseBadIds } from './groups.ts';
import { type Journal, keyOf, openJournal } from './journal.ts';
import { openJournalFolder } from './journal-folder.ts';
import { hashOf, openPopulation, type PopulationFile } from './population-file.ts';
import { compileFor, recordsSql, type StateQuestion } from './question.ts';
import { Refused, refusal } from './refused.ts';
import { FLOOR, type SimulationResult } from './result.ts';
import { openSource, type Source } from './source.ts';
import { tallyOf } from './tally.ts';
import { resultOf } from './write-result.ts';

/** What a population is put to. */
export type SimulationAsked = {
  /** The path of a CSV or Parquet file. */
  population: string;
  law: Law;
  on: Day;
  /** Each list of reforms is one law beside the law as it is. */
  overlays: readonly (readonly string[])[];
  /** The column to group by: at most one, and none where the file has a column “state”. */
  by: readonly string[];
  state?: string | undefined;
  resume: boolean;
  /** The folder of journals. */
  journals: string;
  signal: AbortSignal;
  onProgress(progress: { records: number; of: number }): void;
  /** For tests and small machines; each has a default. No `sample`: it is not asked which facts keep rules open. */
  limits?: Partial<EngineLimits & { chunk: number; sample: number }>;
};

/** What a population that is open already is put to, and where its journal is kept. */
export type OpenSimulationAsked = Omit<SimulationAsked, 'population' | 'journals' | 'resume'> & {
  journals: Journals;
  /** Where the engine may spill; the folder of temporary files, where nobody says. */
  scratch?: string;
};

/** Where journals are kept. Both throw where they cannot be: a `Refused`, or what the disk said. */
export type Journals = { prepare(): Promise<void>; open(key: string): Promise<Journal> };

/** How long each step took, in seconds, and the most memory that the engine held. */
type Took = { seconds: Readonly<Record<string, number>>; engineMaxRssMb: number };

export type Simulated =
  | { kind: 'done'; result: SimulationResult; took: Took }
  /** `canGoOn`: the machine had no room; the same run can go on once it has. */
  | { kind: 'refused'; problems: readonly Problem[]; canGoOn: boolean }
  | { kind: 'stopped'; records: number; of: number };

/** Records that are counted at a time, a whole number of words: what is lost when a run ends early. */
const CHUNK = 4_194_304;
/** Records whose open rules are looked into. */
const SAMPLE = 65_536;

/**
 * Counts how a population's records would be answered, without reforms and with them. One scan of the file; it is
 * journalled chunk by chunk, so that a run that was stopped can go on. Nothing is written but the journal, which holds
 * exact counts: it stays only where a run was stopped or found no room, for a day at most. Throws only on a fault of ours.
 */
export async function simulate(asked: SimulationAsked): Promise<Simulated> {
  const file = await openPopulation(asked.population);
  if ('message' in file) return { kind: 'refused', problems: [file], canGoOn: false };
  const { journals: folder, resume } = asked;
  const journals: Journals = {
    prepare: () => openJournalFolder(folder),
    open: (key) => openJournal({ folder, key, resume }),
  };
  return simulateOpen(file, { ...asked, journals });
}

/** The same with a file that is open already, which is closed at the end, and a journal kept elsewhere. Throws only on a fault of ours. */
export async function simulateOpen(file: PopulationFile, asked: OpenSimulationAsked): Promise<Simulated> {
  const progress = { records: 0, of: 0 };
  const run = { ...asked, onProgress: keep };
  function keep(now: { records: number; of: number }) {
    Object.assign(progress, now);
    asked.onProgress(now);
  }
  try {
    await asked.journals.prepare();
    return await simulateFile(file, run);
  } catch (error) {
    if (asked.signal.aborted) return { kind: 'stopped', ...progress };
    const problems = problemsOf(error, file);
    if (!problems) throw error;
    return { kind: 'refused', problems, canGoOn: isShortage(error) };
  } finally {
    await file.handle.close();
  }
}

/** What a fault says of the file or the machine; undefined where it is ours. */
export function problemsOf(error: unknown, file: PopulationFile): readonly Problem[] | undefined {
  if (error instanceof Refused) return error.problems;
  if (error instanceof EngineError) return [engineProblem(error, file)];
  if (isShortage(error))
    return refusal(file.path, 'The disk is full. Make room, and go on with --resume.').problems;
  return undefined;
}

async function simulateFile(file: PopulationFile, asked: OpenSimulationAsked): Promise<Simulated> {
  const engine = await startEngine(file.handle.fd, await limitsOf(asked), asked.scratch);
  const stop = () => void engine.close();
  asked.signal.addEventListener('abort', stop, { once: true });
  try {
    asked.signal.throwIfAborted();
    return await countFile({ engine, file }, asked);
  } finally {
    asked.signal.removeEventListener('abort', stop);
    await engine.close();
  }
}

/** What the engine may take of this machine, as far as nobody says. */
export async function limitsOf({
  limits = {},
  scratch = tmpdir(),
}: Pick<OpenSimulationAsked, 'limits' | 'scratch'>): Promise<EngineLimits> {
  const { bsize, bavail } = await statfs(scratch);
  const free = Math.floor((bsize * bavail) / 2_000_000);
  return {
    memoryMb: limits.memoryMb ?? 2_000,
    threads: limits.threads ?? Math.min(availableParallelism(), 8),
    tempMb: limits.tempMb ?? Math.max(100, Math.min(free, 50_000)),
  };
}

type Opened = { engine: Engine; file: PopulationFile };

async function countFile({ engine, file }: Opened, asked: OpenSimulationAsked): Promise<Simulated> {
  const clock = watch();
  const { law, path, by } = { law: asked.law, path: file.path, by: asked.by };
  const source = await openSource({ engine, file, law, by });
  const groups = await readGroups({ engine, source, path, state: asked.state });
  await refuseBadIds(engine, { source, path });
  clock.lap('opening');
  const questions = groups.states.map((state) => compileFor(asked, source, state));
  const chunk = asked.limits?.chunk ?? CHUNK;
  clock.lap('compiling');
  // Each of these keeps one core busy. Nothing is counted before the engine conforms.
  const looking = { engine, source, groups, questions };
  const [sha256, looked] = await Promise.all([
    hashOf(file),
    settled(countOpen(looking, asked.limits?.sample ?? SAMPLE)),
    refuseEngine(engine),
  ]);
  const journal = await asked.journals.open(
    keyOf({ law: law.hash, sha256, chunk, ...questionOf(asked), engine: engine.version }),
  );
  clock.lap('looking');
  const counting = {
    ...{ engine, law, path, source, groups, questions, journal, chunk },
    signal: asked.signal,
  };
  const onProgress = (records: number) => asked.onProgress({ records, of: source.rows });
  return await keptOnlyToGoOn(journal, asked.signal, async () => {
    const parts = await countChunks({ ...counting, lanes: 2, onProgress });
    clock.lap('counting');
    // Where a cell is wrong, counting says which; what looking met there is no better word.
    if (!looked.ok) throw looked.error;
    const open = looked.value;
    if (!(await file.isUnchanged()))
      throw refusal(path, 'The file was changed while it was read. Nothing is told; begin again.');
    const hasStates = source.columns.state !== undefined;
    const tally = tallyOf({ parts, questions, groups, hasStates, floor: FLOOR });
    const result = resultOf(tally, {
      ...{ state: asked.state, asked: groups.states },
      ...{ law, on: asked.on, overlays: asked.overlays, columns: source.columns, open },
      engine: `DuckDB ${engine.version}`,
      file: { name: basename(path), sha256, records: source.rows },
    });
    clock.lap('writing');
    return {
      kind: 'done',
      result,
      took: { seconds: clock.seconds, engineMaxRssMb: await engine.maxRssMb() },
    };
  });
}

type Settled<T> = { ok: true; value: T } | { ok: false; error: unknown };

/** What becomes of some work, to be thrown when its turn comes. */
async function settled<T>(work: Promise<T>): Promise<Settled<T>> {
  try {
    return { ok: true, value: await work };
  } catch (error) {
    return { ok: false, error };
  }
}

/** Does what a journal is kept for. It stays where the run was stopped or found no room, and nowhere else. */
async function keptOnlyToGoOn<T>(journal: Journal, signal: AbortSignal, count: () => Promise<T>): Promise<T> {
  let canGoOn = false;
  try {
    return await count();
  } catch (error) {
    canGoOn = signal.aborted || isShortage(error);
    throw error;
  } finally {
    await (canGoOn ? journal.close() : journal.remove());
  }
}

/** All that makes another question of the same file. */
function questionOf({ on, overlays, by, state }: OpenSimulationAsked): Record<string, unknown> {
  return { on, overlays, by, state: state ?? '' };
}

/** Versions of the engine that were asked already. */
const conforming = new Set<string>();

/** Throws unless the engine means by every construct what the law means. */
async function refuseEngine(engine: Engine): Promise<void> {
  if (conforming.has(engine.version)) return;
  const query: SqlQuery = async (sql) => {
    const { names, rows } = await engine.ask(sql);
    return rows.map((row) => Object.fromEntries(names.map((name, index) => [name, row[index]])));
  };
  const found = await checkConformance(query, 'duckdb');
  // An engine that has no memory left has failed, and means nothing else.
  if (!found.ok)
    throw found.code === 'engine-failed' ? new EngineError(found.message) : new Error(found.message);
  conforming.add(engine.version);
}

export type OpenCounts = { records: number; facts: readonly OpenFactCount[] };

type Looking = { engine: Engine; source: Source; groups: Groups; questions: readonly StateQuestion[] };

/** A connection beside those that count and the one that is tried. */
const OPEN_LANE = 2;
/** Places of a large file at which its sample is taken. */
const PLACES = 16;

/** Which facts keep rules open: of all records, or of the first in each of some parts of the file. */
async function countOpen({ engine, source, groups, questions }: Looking, most: number): Promise<OpenCounts> {
  if (most === 0) return { records: 0, facts: [] };
  const isWhole = source.rows <= most;
  const size = isWhole ? source.rows : Math.floor(most / PLACES);
  const places = Array.from({ length: isWhole ? 1 : PLACES }, (_, at) =>
    Math.floor((source.rows / PLACES) * at),
  );
  const ask = (sql: string) => engine.ask(sql, OPEN_LANE);
  const sums = new Map<string, OpenFactCount>();
  for (const [at, { open, notAskedSql }] of questions.entries()) {
    const state = groups.states[at];
    for (const [place, first] of places.entries()) {
      const rows = await readRows(ask, { source, first, past: first + size });
      await ask(recordsSql('told', source, { ...rows, groups: { ...groups, by: [] }, state }));
      const told = `SELECT *${notAskedSql} FROM told`;
      await ask(
        place === 0 ? `CREATE OR REPLACE TEMP TABLE sample AS ${told}` : `INSERT INTO sample ${told}`,
      );
    }
    const { names, rows: counted } = await ask(open.countsSql);
    for (const count of open.read(
      Object.fromEntries(names.map((name, index) => [name, counted[0]?.[index]])),
    )) {
      const name = `${count.rule} ${count.fact}`;
      sums.set(name, { ...count, records: count.records + (sums.get(name)?.records ?? 0) });
    }
  }
  // Counting needs the room.
  for (const table of ['sample', 'chunk']) await ask(`DROP TABLE IF EXISTS ${table}`);
  return { records: size * places.length, facts: [...sums.values()] };
}

function watch() {
  const seconds: Record<string, number> = {};
  let last = performance.now();
  const lap = (name: string) => {
    const now = performance.now();
    seconds[name] = Math.round(now - last) / 1000;
    last = now;
  };
  return { seconds, lap };
}
