import type { FileHandle } from 'node:fs/promises';
import type { Law } from '@clew/rules';
import {
  inspectPopulation,
  lookAtPopulation,
  type OpenSimulationAsked,
  type PopulationFile,
  type Simulated,
  simulateOpen,
} from '../../law/index.ts';
import {
  type Database,
  type DoJob,
  type Door,
  openDoor,
  type RunState,
  type Schema,
  storeFaultOf,
} from '../../store/index.ts';
import { writePlainFile } from './plain-file.ts';
import { journalsOf } from './run-journal.ts';
import {
  About,
  type Outcome,
  openKey,
  openPiece,
  openText,
  type PopulationKey,
  Question,
  sealPiece,
} from './sealed.ts';

/** What counting needs. */
export type Counter = {
  database: Database;
  /** Opens populations that wait to be counted: of this start of the node alone. */
  identity: string;
  /** A folder of this start alone, for what must be plain meanwhile. */
  scratch: string;
  law: () => Law;
  random: (length: number) => Uint8Array;
  /** Calls again and again until what it returns is called: to see whether the owner stopped it. */
  again: (call: () => void) => () => void;
  limits?: OpenSimulationAsked['limits'];
};

/** Records that are counted at a time, a whole number of words: so much is lost at most, and so often is told how far it is. */
const CHUNK = 131_072;
/** The last attempt; of a node that falls so often its owner is told. */
const LAST_ATTEMPT = 15;

/**
 * Counts one population, or looks at its columns. Asked again after the process was killed it goes on by the journal; what ended, was
 * stopped or erased is not done again. Where the node was started anew nobody can open the population but its owner, who lets it go on.
 */
export function createPopulationCounter(counter: Counter): DoJob<'population.count'> {
  return async ({ agencyId, runId }, { signal, attempt }) => {
    const door = openDoor(counter.database, { kind: 'node', agencyId });
    const run = await takeRun(door, runId);
    if (!run) return { ok: true };
    const key = run.leave_box && (await openKey(run.leave_box, counter.identity));
    if (!key || attempt >= LAST_ATTEMPT) return settle(door, run, { state: 'interrupted' });
    const of = { agencyId, populationId: run.population_id, key };
    const stopped = new AbortController();
    const watching = counter.again(() => {
      void isUnderWay(door, runId).then(
        (goesOn) => goesOn || stopped.abort(),
        () => undefined,
      );
    });
    try {
      const own = AbortSignal.any([signal, stopped.signal]);
      const end = await work({ ...counter, door, run, of, signal: own });
      if (end !== undefined) return await settle(door, run, end, { of, random: counter.random });
      // Its owner's word stands already; whoever ends this process has another do it.
      return signal.aborted ? { ok: false, why: 'lost' } : { ok: true };
    } catch (error) {
      if (storeFaultOf(error)) throw error;
      await settle(door, run, { state: 'failed' });
      return { ok: false, why: 'fault' };
    } finally {
      watching();
    }
  };
}

type Run = Pick<
  Schema['clew.population_run'],
  'population_id' | 'run_id' | 'kind' | 'question' | 'leave_box'
>;

/** Takes what waits, and what a process held that was killed. */
async function takeRun(door: Door, runId: string): Promise<Run | undefined> {
  return door.tally((transaction) =>
    transaction
      .updateTable('clew.population_run')
      .set({ state: 'running' })
      .where('run_id', '=', runId)
      .where('state', 'in', ['waiting', 'running'])
      .returning(['population_id', 'run_id', 'kind', 'question', 'leave_box'])
      .executeTakeFirst(),
  );
}

async function isUnderWay(door: Door, runId: string): Promise<boolean> {
  const row = await door.read((transaction) =>
    transaction
      .selectFrom('clew.population_run')
      .select('state')
      .where('run_id', '=', runId)
      .executeTakeFirst(),
  );
  return row?.state === 'running';
}

type End = { state: RunState; outcome?: Outcome };

/** Writes how it ended, unless its owner stopped or erased it meanwhile. Nobody but them can open it from then on. */
async function settle(
  door: Door,
  run: Run,
  { state, outcome }: End,
  sealing?: { of: PopulationKey; random: Counter['random'] },
): Promise<{ ok: true }> {
  const bytes = outcome && Buffer.from(JSON.stringify(outcome));
  const box =
    bytes && sealing && sealPiece(sealing.of, `outcome ${run.run_id}`, { bytes, random: sealing.random });
  await door.tally(async (transaction) => {
    await transaction
      .updateTable('clew.population_run')
      .set({ state, leave_box: null, ...(box ? { outcome: box, percent: 100 } : {}) })
      .where('run_id', '=', run.run_id)
      .where('state', '=', 'running')
      .execute();
    if (box) await transaction.deleteFrom('clew.population_part').where('run_id', '=', run.run_id).execute();
  });
  return { ok: true };
}

type Working = Counter & { door: Door; run: Run; of: PopulationKey; signal: AbortSignal };

/** How it ended; undefined where it was stopped. */
async function work(working: Working): Promise<End | undefined> {
  const { scratch, run, signal } = working;
  let file: PopulationFile | undefined;
  try {
    const opened = await openPlain(working);
    if ('state' in opened) return opened;
    file = opened;
  } catch (error) {
    if (signal.aborted) return undefined;
    if (isFull(error)) return { state: 'no-room' };
    throw error;
  }
  if (run.kind === 'count') return count(file, working);
  const { law, limits } = working;
  const looked = await lookAtPopulation(file, { law: law(), scratch, signal, ...(limits ? { limits } : {}) });
  if (looked.kind === 'stopped') return undefined;
  if (looked.kind === 'refused') return refused(looked.problems);
  return { state: 'done', outcome: looked };
}

/** The population in plain, for as long as it is open; or how it ends where it is no population. */
async function openPlain(working: Working): Promise<PopulationFile | End> {
  const { door, of, scratch, signal } = working;
  const row = await door.read((transaction) =>
    transaction
      .selectFrom('clew.population')
      .select('about')
      .where('population_id', '=', of.populationId)
      .executeTakeFirst(),
  );
  const about = row && openText(of, 'about', { box: row.about, schema: About });
  if (!about) return { state: 'interrupted' };
  const handle = await writePlainFile(scratch, async (file) => {
    for (let number = 0; number < about.pieces; number += 1) {
      signal.throwIfAborted();
      await file.writeFile(await readPiece(working, number));
    }
  });
  return inspected(about.name, handle);
}

async function inspected(name: string, handle: FileHandle): Promise<PopulationFile | End> {
  const file = await inspectPopulation(name, handle);
  if (!('message' in file)) return file;
  await handle.close();
  return refused([file]);
}

async function readPiece({ door, of }: Working, number: number): Promise<Buffer> {
  const row = await door.read((transaction) =>
    transaction
      .selectFrom('clew.population_piece')
      .select('box')
      .where('population_id', '=', of.populationId)
      .where('number', '=', number)
      .executeTakeFirst(),
  );
  const piece = row && openPiece(of, `piece ${number}`, row.box);
  if (!piece) throw new Error('A piece of a population is missing or was changed.');
  return piece;
}

async function count(file: PopulationFile, working: Working): Promise<End | undefined> {
  const { door, of, run, random, scratch, signal } = working;
  const asked = openText(of, `question ${run.run_id}`, { box: run.question, schema: Question });
  if (!asked) {
    await file.handle.close();
    return { state: 'interrupted' };
  }
  const law = working.law();
  const reforms = asked.reforms.filter((id) => law.overlays[id] !== undefined);
  const isTogether = asked.together && reforms.length > 1;
  let told = -1;
  const found = await simulateOpen(file, {
    ...{ law, on: asked.on, signal, scratch, by: asked.by === null ? [] : [asked.by] },
    ...(asked.state === null ? {} : { state: asked.state }),
    overlays: [...reforms.map((id) => [id]), ...(isTogether ? [reforms] : [])],
    journals: journalsOf({ door, of, runId: run.run_id, random }),
    limits: { threads: 2, chunk: CHUNK, ...working.limits },
    onProgress: ({ records, of: all }) => {
      const percent = all === 0 ? 0 : Math.floor((records / all) * 100);
      if (percent > told) void tellPercent(door, run.run_id, percent).catch(() => undefined);
      told = Math.max(told, percent);
    },
  });
  return endOf(found);
}

function endOf(found: Simulated): End | undefined {
  if (found.kind === 'stopped') return undefined;
  if (found.kind === 'done') return { state: 'done', outcome: { kind: 'done', result: found.result } };
  return found.canGoOn ? { state: 'no-room' } : refused(found.problems);
}

async function tellPercent(door: Door, runId: string, percent: number): Promise<void> {
  await door.tally((transaction) =>
    transaction
      .updateTable('clew.population_run')
      .set({ percent })
      .where('run_id', '=', runId)
      .where('state', '=', 'running')
      .where('percent', '<', percent)
      .execute(),
  );
}

function refused(problems: readonly { message: string }[]): End {
  return { state: 'refused', outcome: { kind: 'refused', messages: problems.map(({ message }) => message) } };
}

function isFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
}
