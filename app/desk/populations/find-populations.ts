import type { Transaction } from 'kysely';
import { z } from 'zod';
import type { RunState, Schema } from '../../store/index.ts';
import type { SignedIn } from '../pages/signed-in.ts';
import { type Action, may } from '../policy/index.ts';
import { About, Outcome, openKey, openPiece, openText, type PopulationKey, Question } from './sealed.ts';

/** A population as its owner sees it. */
export type OwnPopulation = {
  populationId: string;
  madeAt: Date;
  expiresAt: Date;
  /** What it is called; undefined where it does not open any more, as after its owner's keys were made anew. */
  about: About | undefined;
  key: PopulationKey | undefined;
};

/** A look or a count, and where it stands. */
export type OwnRun = {
  runId: string;
  kind: 'look' | 'count';
  state: RunState;
  percent: number;
  madeAt: Date;
  question: Question | undefined;
};

type Row = {
  population_id: string;
  owner_id: string;
  made_at: Date;
  expires_at: Date;
  key_box: Buffer;
  about: string;
};

async function openPopulation({ actor, keys }: SignedIn, row: Row): Promise<OwnPopulation> {
  const key = await openKey(row.key_box, keys.identity);
  const of = key && { agencyId: actor.agencyId, populationId: row.population_id, key };
  return {
    ...{ populationId: row.population_id, madeAt: row.made_at, expiresAt: row.expires_at, key: of },
    about: of && openText(of, 'about', { box: row.about, schema: About }),
  };
}

/** What of an agency's populations has arrived whole, and is not over. */
function standing(transaction: Transaction<Schema>, { actor, desk }: SignedIn) {
  return transaction
    .selectFrom('clew.population')
    .selectAll()
    .where('agency_id', '=', actor.agencyId)
    .where('whole', '=', true)
    .where('expires_at', '>', desk.now());
}

/** The populations of who is signed in, the newest first. What is over, or did not arrive whole, is not there. */
export async function listPopulations(worker: SignedIn): Promise<OwnPopulation[]> {
  const { actor, door } = worker;
  const rows = await door.read((transaction) =>
    standing(transaction, worker).where('owner_id', '=', actor.workerId).orderBy('made_at', 'desc').execute(),
  );
  return Promise.all(rows.map((row) => openPopulation(worker, row)));
}

const Id = z.uuid().transform((id) => id.toLowerCase());

/** One's own population by its id; undefined for what is not there, is over, or is somebody else's. */
export async function findPopulation(
  worker: SignedIn,
  id: string | undefined,
  action: Extract<Action, `population.${string}`> = 'population.read',
): Promise<OwnPopulation | undefined> {
  const { actor, door } = worker;
  const asked = Id.safeParse(id);
  if (!asked.success) return undefined;
  const row = await door.read((transaction) =>
    standing(transaction, worker).where('population_id', '=', asked.data).executeTakeFirst(),
  );
  if (!row) return undefined;
  const thing = { kind: 'population', agencyId: actor.agencyId, ownerId: row.owner_id } as const;
  return may(actor, action, thing).may ? openPopulation(worker, row) : undefined;
}

/** What was asked of a population, the newest first. */
export async function listRuns(
  { actor, door }: SignedIn,
  { populationId, key }: OwnPopulation,
): Promise<OwnRun[]> {
  const rows = await door.read((transaction) =>
    transaction
      .selectFrom('clew.population_run')
      .select(['run_id', 'kind', 'state', 'percent', 'made_at', 'question'])
      .where('agency_id', '=', actor.agencyId)
      .where('population_id', '=', populationId)
      .orderBy('made_at', 'desc')
      .orderBy('run_id')
      .execute(),
  );
  return rows.map(({ run_id: runId, made_at: madeAt, question, ...rest }) => ({
    ...rest,
    ...{ runId, madeAt },
    question: key && openText(key, `question ${runId}`, { box: question, schema: Question }),
  }));
}

/** What came out of a look or a count, with its entry in the journal; undefined where nothing did, or it does not open. */
export async function readOutcome(
  { actor, door }: SignedIn,
  { populationId, key }: OwnPopulation,
  runId: string,
): Promise<Outcome | undefined> {
  const row = await door.readSealed(
    { action: 'population.read', thing: `population ${populationId}` },
    (transaction) =>
      transaction
        .selectFrom('clew.population_run')
        .select('outcome')
        .where('agency_id', '=', actor.agencyId)
        .where('population_id', '=', populationId)
        .where('run_id', '=', runId)
        .executeTakeFirst(),
  );
  const opened = key && row?.outcome && openPiece(key, `outcome ${runId}`, row.outcome);
  return opened ? Outcome.safeParse(JSON.parse(opened.toString('utf8'))).data : undefined;
}
