import { sql } from 'kysely';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { addWorker, createTestDesk, makeAgency, type TestDesk, type TestWorker } from '../testing/index.ts';
import { policyPages } from './policy-pages.ts';

let here: TestDesk;
let amina: TestWorker;
let bilal: TestWorker;
beforeAll(async () => {
  here = await createTestDesk(inject('store'), { more: policyPages({ lawHash: 'a'.repeat(64) }) });
  amina = await makeAgency(here, 'Harbour House');
  bilal = await addWorker(here, amina, { own: 'bilal', roles: ['supervisor'] });
});
afterAll(async () => {
  expect(here.errors).toEqual([]);
  await here.drop();
});

const startOf = async ({ browser }: TestWorker) => (await browser.visit('/desk')).html;

test('what takes two waits for the second person, and not for the one who proposed it', async () => {
  expect(await startOf(bilal)).toContain('Nothing waits for you');
  await amina.browser.visit('/desk/agency');
  await amina.browser.send('/desk/agency/mandate', {
    mandate: 'shelter',
    change: 'add',
    reason: 'By statute.',
  });
  expect(await startOf(amina)).toContain('Nothing waits for you');
  expect(await startOf(bilal)).toContain('A change of the agency needs a second person');
  await bilal.browser.visit('/desk/agency');
  await bilal.browser.send('/desk/agency/mandate/confirm');
  expect(await startOf(bilal)).toContain('Nothing waits for you');
});

/** Raises an alarm about whoever has this role, as the journal itself does. */
async function raiseAbout(role: string): Promise<void> {
  await here.database.admin.transaction().execute(async (transaction) => {
    const { rows } = await sql<{ agency_id: string; worker_id: string }>`
      SELECT agency_id, thing AS worker_id FROM clew.statement WHERE kind = 'worker' AND said::json -> 'roles' ->> 0 = ${role}
    `.execute(transaction);
    const [{ agency_id, worker_id } = { agency_id: '', worker_id: '' }] = rows;
    await sql`SELECT set_config('clew.chain', ${agency_id}, true)`.execute(transaction);
    const thing = `worker ${worker_id} files`;
    await sql`SELECT clew.journal_append(${agency_id}::uuid, 'node', 'alarm.raise', ${thing})`.execute(
      transaction,
    );
  });
}

test('an alarm waits for whoever may look into it, and not for the person it is about', async () => {
  await raiseAbout('supervisor');
  expect(await startOf(bilal)).toContain('Nothing waits for you');
  await raiseAbout('administrator');
  expect(await startOf(bilal)).toContain('An alarm that nobody has looked into');
});
