import { randomBytes, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { sweepExpired } from '../../store/index.ts';
import { createTestDesk, makeAgency, openBrowser, type TestDesk, type TestWorker } from '../testing/index.ts';

let here: TestDesk;
let agencies: TestWorker[];
beforeAll(async () => {
  here = await createTestDesk(inject('store'));
  agencies = [await makeAgency(here, 'Harbour House'), await makeAgency(here, 'Northgate Legal')];
});
afterAll(() => here.drop());

const SHORT_LIVED = ['provider_attempt', 'passkey_challenge', 'guess', 'session', 'api_answer'] as const;

async function counts(): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const table of SHORT_LIVED) {
    const { rows } = await sql<{
      n: string;
    }>`SELECT count(*) AS n FROM ${sql.table(`clew.${table}`)}`.execute(here.database.admin);
    found[table] = Number(rows[0]?.n);
  }
  return found;
}

/** In each agency one of everything that lives for minutes or hours, as of now. */
async function leaveBehind(): Promise<void> {
  const now = here.desk.now();
  const soon = new Date(now.getTime() + 600_000);
  for (const { browser, signInName } of agencies) {
    const agencyId = (browser.cookies.get('clew') ?? '').split('.')[0] ?? '';
    await sql`INSERT INTO clew.provider_attempt VALUES (${agencyId}, ${randomUUID()}, 'box', ${soon})`.execute(
      here.database.admin,
    );
    await sql`INSERT INTO clew.passkey_challenge VALUES (${agencyId}, ${randomBytes(32)}, ${now})`.execute(
      here.database.admin,
    );
    const tokenId = randomUUID();
    await sql`INSERT INTO clew.api_token (agency_id, token_id, worker_id, epoch, expires_at, box, about)
      SELECT agency_id, ${tokenId}, worker_id, 0, ${soon}, 'box', 'box' FROM clew.worker
      WHERE agency_id = ${agencyId} LIMIT 1`.execute(here.database.admin);
    await sql`INSERT INTO clew.api_answer
      VALUES (${agencyId}, ${tokenId}, ${randomBytes(32)}, ${randomBytes(32)}, 'box', ${now})`.execute(
      here.database.admin,
    );
    const stranger = openBrowser(here.site);
    await stranger.visit('/desk/sign-in');
    await stranger.send('/desk/sign-in', { name: signInName, passphrase: 'wrong', code: '1' });
  }
}

test('what is over goes from every agency, whether or not anybody signs in, and what is not over stays', async () => {
  await leaveBehind();
  const all = await counts();
  expect(all).toMatchObject({ provider_attempt: 2, passkey_challenge: 2, guess: 2, api_answer: 2 });
  await sweepExpired(here.database.adminUrl, here.desk.now());
  expect(await counts()).toEqual(all);
  here.moveClock(700_000);
  await sweepExpired(here.database.adminUrl, here.desk.now());
  expect(await counts()).toEqual({ ...all, provider_attempt: 0 });
  here.moveClock(2 * 3_600_000);
  await sweepExpired(here.database.adminUrl, here.desk.now());
  expect(await counts()).toEqual({ ...all, provider_attempt: 0, passkey_challenge: 0, guess: 0 });
  here.moveClock(22 * 3_600_000);
  await sweepExpired(here.database.adminUrl, here.desk.now());
  expect(await counts()).toMatchObject({ session: all.session, api_answer: 0 });
  here.moveClock(7 * 86_400_000);
  await sweepExpired(here.database.adminUrl, here.desk.now());
  expect(Object.values(await counts())).toEqual([0, 0, 0, 0, 0]);
});

test('the application’s role has no such right: it would forget what others guessed', async () => {
  await expect(sweepExpired(here.database.url, here.desk.now())).resolves.toBeUndefined();
  await leaveBehind();
  const all = await counts();
  const later = new Date(here.desk.now().getTime() + 30 * 86_400_000);
  await sweepExpired(here.database.url, later);
  expect(await counts()).toEqual(all);
});
