import type { RunState } from '../../store/index.ts';
import { sendJobs } from '../../store/index.ts';
import { attempt } from '../attempt.ts';
import type { SignedIn } from '../pages/signed-in.ts';
import type { OwnPopulation } from './find-populations.ts';
import { type Question, sealKey } from './sealed.ts';
import { writeRun } from './write-run.ts';

/** How many counts of one population are kept. */
const MOST_RUNS = 20;

/** Why nothing was begun. `many`: so many counts are kept as may be; `no-counter`: nobody here could count; `closed`: its key does not open. */
export type NotBegun = 'many' | 'no-counter' | 'closed';

/** Asks for a count. The same form, sent twice, asks once. Throws StoreFault. */
export async function beginCount(
  worker: SignedIn,
  { populationId, key }: OwnPopulation,
  { runId, question }: { runId: string; question: Question },
): Promise<{ ok: true } | { ok: false; why: NotBegun }> {
  const { desk, door, actor } = worker;
  const recipient = desk.populationRecipient;
  if (recipient === undefined) return { ok: false, why: 'no-counter' };
  if (!key) return { ok: false, why: 'closed' };
  const write = await writeRun(worker, key, { kind: 'count', runId, question, recipient });
  return attempt<'many'>((undo) =>
    door.write(
      { action: 'population.add', thing: `population ${populationId} count ${runId}` },
      async (transaction) => {
        // Of several that come at the same moment each waits for the one before, and counts it.
        await transaction
          .selectFrom('clew.population')
          .select('population_id')
          .where('agency_id', '=', actor.agencyId)
          .where('population_id', '=', populationId)
          .forNoKeyUpdate()
          .executeTakeFirst();
        const rows = await transaction
          .selectFrom('clew.population_run')
          .select('run_id')
          .where('agency_id', '=', actor.agencyId)
          .where('population_id', '=', populationId)
          .where('kind', '=', 'count')
          .where('run_id', '!=', runId)
          .execute();
        if (rows.length >= MOST_RUNS) undo('many');
        await write(transaction);
      },
    ),
  );
}

const UNDER_WAY: readonly RunState[] = ['waiting', 'running'];
/** From which a count can go on, where its journal says. */
export const RESTING: readonly RunState[] = ['stopped', 'interrupted', 'no-room', 'failed'];

/** Stops what waits or runs: what counts it can open nothing more. Returns whether there was something to stop. */
export async function stopRun(
  { actor, door }: SignedIn,
  { populationId }: OwnPopulation,
  runId: string,
): Promise<boolean> {
  const thing = `population ${populationId} stop ${runId}`;
  const stopped = await attempt<'nothing'>((undo) =>
    door.write({ action: 'population.add', thing }, async (transaction) => {
      const found = await transaction
        .updateTable('clew.population_run')
        .set({ state: 'stopped', leave_box: null })
        .where('agency_id', '=', actor.agencyId)
        .where('population_id', '=', populationId)
        .where('run_id', '=', runId)
        .where('state', 'in', UNDER_WAY)
        .executeTakeFirst();
      if (found.numUpdatedRows === 0n) undo('nothing');
    }),
  );
  return stopped.ok;
}

/** Lets what rests go on where it was. Returns whether there was something. */
export async function goOn(
  { actor, door, desk }: SignedIn,
  { populationId, key }: OwnPopulation,
  runId: string,
): Promise<boolean> {
  if (desk.populationRecipient === undefined || !key) return false;
  const leave_box = await sealKey(key.key, desk.populationRecipient);
  const { agencyId } = actor;
  const thing = `population ${populationId} go on ${runId}`;
  const begun = await attempt<'nothing'>((undo) =>
    door.write({ action: 'population.add', thing }, async (transaction) => {
      const found = await transaction
        .updateTable('clew.population_run')
        .set({ state: 'waiting', leave_box })
        .where('agency_id', '=', agencyId)
        .where('population_id', '=', populationId)
        .where('run_id', '=', runId)
        .where('state', 'in', RESTING)
        .executeTakeFirst();
      if (found.numUpdatedRows === 0n) undo('nothing');
      await sendJobs(transaction, [{ kind: 'population.count', agencyId, runId }], { due: desk.now() });
    }),
  );
  return begun.ok;
}

/** Erases one count, under way or not. */
export async function eraseRun(
  { actor, door }: SignedIn,
  { populationId }: OwnPopulation,
  runId: string,
): Promise<void> {
  const thing = `population ${populationId} count ${runId}`;
  await door.write({ action: 'population.erase', thing }, (transaction) =>
    transaction
      .deleteFrom('clew.population_run')
      .where('agency_id', '=', actor.agencyId)
      .where('population_id', '=', populationId)
      .where('run_id', '=', runId)
      .where('kind', '=', 'count')
      .execute(),
  );
}

/** Erases a population with all that was counted of it: key, pieces, results. What runs meets that it is gone, and ends. */
export async function erasePopulation(
  { actor, door }: SignedIn,
  { populationId }: OwnPopulation,
): Promise<void> {
  await door.write({ action: 'population.erase', thing: `population ${populationId}` }, (transaction) =>
    transaction
      .deleteFrom('clew.population')
      .where('agency_id', '=', actor.agencyId)
      .where('population_id', '=', populationId)
      .execute(),
  );
}
