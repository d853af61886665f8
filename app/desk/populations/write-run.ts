import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import { type Schema, sendJobs } from '../../store/index.ts';
import type { SignedIn } from '../pages/signed-in.ts';
import { type PopulationKey, type Question, sealKey, sealText } from './sealed.ts';

type Asked = { runId?: string; recipient: string } & (
  | { kind: 'look' }
  | { kind: 'count'; question: Question }
);

/**
 * Seals what is asked of a population, and gives what writes it with its job, in the transaction of who asks. The job carries ids alone; what
 * it needs to open the population lies sealed to the process that counts, until it ends.
 */
export async function writeRun(
  { desk }: Pick<SignedIn, 'desk'>,
  of: PopulationKey,
  asked: Asked,
): Promise<(transaction: Transaction<Schema>) => Promise<string>> {
  const { agencyId, populationId } = of;
  const runId = asked.runId ?? randomUUID();
  const leave_box = await sealKey(of.key, asked.recipient);
  const value = asked.kind === 'count' ? asked.question : null;
  const question = sealText(of, `question ${runId}`, { value, random: desk.random });
  return async (transaction) => {
    const { numInsertedOrUpdatedRows } = await transaction
      .insertInto('clew.population_run')
      .values({
        ...{ agency_id: agencyId, run_id: runId, population_id: populationId, kind: asked.kind },
        ...{ state: 'waiting', percent: 0, made_at: desk.now(), leave_box, question },
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    // The same form, sent twice, asks once.
    if (numInsertedOrUpdatedRows === 1n)
      await sendJobs(transaction, [{ kind: 'population.count', agencyId, runId }], { due: desk.now() });
    return runId;
  };
}
