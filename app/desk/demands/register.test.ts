import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../store/testing/index.ts';
import { makeAgency, type TestAgency, type TestWorker } from '../file/testing/index.ts';
import { signProposal } from '../proposals/signed-proposal.ts';
import { DEMAND, Demand, sealEntry } from './demand.ts';
import { confirmDemand, listDemands, noteTold, type RegisteredDemand, registerDemand } from './register.ts';

let database: TestDatabase;
let agency: TestAgency;
let supervisor: TestWorker;
let coordinator: TestWorker;
let auditor: TestWorker;
beforeAll(async () => {
  database = await createTestDatabase(inject('store'));
  agency = await makeAgency(database);
  supervisor = await agency.join(['supervisor']);
  coordinator = await agency.join(['coordinator']);
  auditor = await agency.join(['auditor']);
});
afterAll(() => database.drop());

const demand: Demand = {
  askedBy: 'Police of the harbour, inspector CANARY-NAME',
  receivedOn: '2026-03-10',
  basis: 'Order of a court, CANARY-BASIS',
  about: 'Where Cedar 17 sleeps, CANARY-ABOUT',
  given: 'Nothing: the address was refused, CANARY-GIVEN',
  told: 'forbidden',
  court: 'District Court, CANARY-COURT',
  forbiddenUntil: '2026-06-10',
};

async function register(worker = supervisor): Promise<string> {
  const made = await registerDemand(worker, demand);
  if (!made.ok) throw new Error(made.why);
  return made.demandId;
}

async function seenBy(worker: TestWorker, demandId: string): Promise<RegisteredDemand | undefined> {
  const register = await listDemands(worker);
  return register.ok ? register.demands.find((one) => one.demandId === demandId) : undefined;
}

/** Confirms a demand as the page showed it to the supervisor. */
async function confirm(worker: TestWorker, demandId: string) {
  return confirmDemand(worker, { demandId, seen: (await seenBy(supervisor, demandId))?.seen ?? '' });
}

describe('a lawful demand', () => {
  test('says who asked, on what basis, what was given and by which two people, and that a court forbids to tell', async () => {
    const demandId = await register();
    expect(await seenBy(auditor, demandId)).toMatchObject({
      ...demand,
      registeredBy: supervisor.workerId,
      confirmedBy: undefined,
    });
    expect(await confirm(coordinator, demandId)).toEqual({ ok: true });
    expect(await seenBy(auditor, demandId)).toMatchObject({ confirmedBy: coordinator.workerId });
  });

  test('is not confirmed by what somebody wrote into the database', async () => {
    const demandId = await register();
    await sql`UPDATE clew.proposal SET confirmed_by = ${coordinator.workerId}, confirmed_at = at, confirmed_entry = 1,
      confirmed_signature = proposed_signature WHERE proposal_id = ${demandId}`.execute(database.admin);
    expect(await seenBy(auditor, demandId)).toMatchObject({ confirmedBy: undefined });
  });

  test('is not there silently where nobody’s signature holds: it stands as what cannot be proved', async () => {
    const demandId = await register();
    await sql`UPDATE clew.proposal SET proposed_signature = NULL WHERE proposal_id = ${demandId}`.execute(
      database.admin,
    );
    const found = await listDemands(auditor);
    expect(found).toMatchObject({ ok: true, unproven: [{ entryId: demandId }] });
    expect(await seenBy(auditor, demandId)).toBeUndefined();
    expect(found.ok && Object.keys(found.unproven[0] ?? {})).toEqual(['entryId', 'at']);
    await sql`DELETE FROM clew.proposal WHERE proposal_id = ${demandId}`.execute(database.admin);
  });

  test('is confirmed as the page showed it, and not with other content of the same person', async () => {
    const demandId = await register();
    const { seen = '' } = (await seenBy(coordinator, demandId)) ?? {};
    const other = await sealEntry(
      supervisor,
      { proposalId: demandId, kind: DEMAND },
      { ...demand, given: 'Everything' },
    );
    const text = { proposal_id: demandId, kind: DEMAND, thing: `demand ${demandId}`, content: other ?? '' };
    await database.admin
      .updateTable('clew.proposal')
      .set({ content: text.content, ...signProposal(supervisor.keys, text) })
      .where('proposal_id', '=', demandId)
      .execute();
    expect(await confirmDemand(coordinator, { demandId, seen })).toEqual({ ok: false, why: 'other-content' });
    expect(await seenBy(auditor, demandId)).toMatchObject({ given: 'Everything', confirmedBy: undefined });
  });

  test('is confirmed by another than who registered it, once', async () => {
    const demandId = await register();
    expect(await confirm(supervisor, demandId)).toEqual({ ok: false, why: 'forbidden' });
    expect(await confirm(coordinator, demandId)).toEqual({ ok: true });
    const second = await agency.join(['supervisor']);
    expect(await confirm(second, demandId)).toEqual({ ok: false, why: 'changed' });
    expect(await seenBy(auditor, demandId)).toMatchObject({ confirmedBy: coordinator.workerId });
  });

  test('is not confirmed by who registered it even where no page and no policy asks', async () => {
    const demandId = await register();
    const attempt = supervisor.door.tally((transaction) =>
      sql`UPDATE clew.proposal SET confirmed_by = proposed_by, confirmed_at = now() WHERE proposal_id = ${demandId}`.execute(
        transaction,
      ),
    );
    await expect(attempt).rejects.toMatchObject({ code: '23514' });
  });

  test('is noted as told when the court no longer forbids it', async () => {
    const demandId = await register();
    const told = { toldOn: '2026-06-11', how: 'At the shelter, with an interpreter.' };
    expect(await noteTold(coordinator, demandId, told)).toEqual({ ok: true });
    expect(await seenBy(auditor, demandId)).toMatchObject({
      toldLater: { ...told, by: coordinator.workerId },
    });
  });

  test('leaves who entered, confirmed and read it in the journal, and nothing of what it says', async () => {
    const demandId = await register();
    await confirm(coordinator, demandId);
    await seenBy(auditor, demandId);
    const { rows } = await sql<{ entry: string }>`
      SELECT actor || ' ' || action || ' ' || thing AS entry FROM clew.journal_entry WHERE action LIKE 'demand.%' ORDER BY number DESC LIMIT 4`.execute(
      database.admin,
    );
    expect(rows.map(({ entry }) => entry)).toEqual([
      `${auditor.workerId} demand.read demands`,
      `${coordinator.workerId} demand.confirm demand ${demandId}`,
      `${supervisor.workerId} demand.read demands`,
      `${supervisor.workerId} demand.register demand ${demandId}`,
    ]);
  });

  test('stands sealed: no row of the database holds a word of it', async () => {
    await register();
    const { rows } = await sql<{ everything: string }>`
      SELECT (SELECT string_agg(p::text, ' ') FROM clew.proposal p) || (SELECT string_agg(j::text, ' ') FROM clew.journal_entry j) AS everything`.execute(
      database.admin,
    );
    expect(rows[0]?.everything).toContain('demand.register');
    expect(rows[0]?.everything).not.toContain('CANARY');
  });

  test('cannot be moved into the place of another', async () => {
    const [first, second] = [await register(), await register()];
    await sql`UPDATE clew.proposal SET content = (SELECT content FROM clew.proposal WHERE proposal_id = ${second}) WHERE proposal_id = ${first}`.execute(
      database.admin,
    );
    expect(await seenBy(auditor, first)).toBeUndefined();
  });

  test('is nobody else’s to see, enter or confirm', async () => {
    const demandId = await register();
    for (const role of ['case-worker', 'administrator', 'health'] as const) {
      const worker = await agency.join([role]);
      expect(await listDemands(worker)).toEqual({ ok: false, why: 'not-found' });
      expect(await registerDemand(worker, demand)).toMatchObject({ ok: false });
      expect(await confirm(worker, demandId)).toMatchObject({ ok: false });
    }
    expect(await registerDemand(auditor, demand)).toMatchObject({ ok: false, why: 'forbidden' });
    const elsewhere = await (await makeAgency(database)).join(['supervisor']);
    expect(await confirm(elsewhere, demandId)).toEqual({ ok: false, why: 'not-found' });
    expect(await listDemands(elsewhere)).toEqual({ ok: true, demands: [], unproven: [] });
  });
});

describe('what is entered', () => {
  const { court: _court, forbiddenUntil: _until, ...open } = demand;
  const wrong: [string, unknown][] = [
    ['names no court that forbids to tell the person', { ...open, told: 'forbidden' }],
    ['names a court and says that the person was told', { ...demand, told: 'told' }],
    ['has no basis', { ...demand, basis: ' ' }],
    ['does not say what was given', { ...demand, given: '' }],
    ['has a day that is none', { ...demand, receivedOn: '2026-02-30' }],
  ];
  test.each(wrong)('is refused if it %s', (_, entered) => {
    expect(Demand.safeParse(entered).success).toBe(false);
  });
});
