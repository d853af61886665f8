import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../store/testing/index.ts';
import { type Giving, may, type Thing } from '../policy/index.ts';
import {
  type GivenGrant,
  type GrantsOfFile,
  giveGrant,
  liveGrants,
  recordRefusal,
  withdrawGrant,
} from './grants.ts';
import { lookAtFile } from './look-at-file.ts';
import { madeFile, makeAgency, NOBODYS_ID, type TestWorker } from './testing/index.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase(inject('store'));
});
afterAll(() => database.drop());

function consent(fileId: string, more: Partial<GivenGrant> = {}): GivenGrant {
  return {
    fileId,
    ...{ recipientKind: 'service', recipient: 'Sisters’ Clinic', mandates: ['health'] },
    ...{ purpose: 'to treat me', categories: ['identity', 'health'], expiresOn: '2026-06-30' },
    ...{ wording: 'a'.repeat(64), language: 'ti', capacity: 'own', personAsks: false },
    ...more,
  };
}

async function atWork(now?: () => Date) {
  const agency = await makeAgency(database, now ? { now } : {});
  const amina = await agency.join(['case-worker']);
  return { agency, amina, fileId: await madeFile(amina) };
}

async function grantsOf(worker: TestWorker, fileId: string): Promise<GrantsOfFile> {
  const seen = await lookAtFile(worker, fileId);
  if (!seen.ok || !seen.file.grants) throw new Error('No consents are seen.');
  return seen.file.grants;
}

/** Whether the clinic may be sent the name. */
function isSent(worker: TestWorker, grants: GrantsOfFile): boolean {
  const giving: Giving = {
    ...{ to: 'Sisters’ Clinic', mandates: ['health'], categories: ['identity'], personAsks: false },
  };
  const { agencyId, workerId } = worker.actor;
  const thing = {
    kind: 'file',
    agencyId,
    ownerId: workerId,
    grants: liveGrants(grants),
    giving,
  } as const satisfies Thing;
  return may(worker.actor, 'file.send', thing).may;
}

describe('a consent', () => {
  test('lets go out what it names, to whom it names', async () => {
    const { amina, fileId } = await atWork();
    expect(isSent(amina, await grantsOf(amina, fileId))).toBe(false);
    const given = await giveGrant(amina, consent(fileId));
    const grants = await grantsOf(amina, fileId);
    expect(grants.grants).toMatchObject([
      { grantId: given.ok && given.grantId, state: 'live', recipient: 'Sisters’ Clinic', language: 'ti' },
    ]);
    expect(isSent(amina, grants)).toBe(true);
  });

  test('that was withdrawn lets nothing out, and stays to be read', async () => {
    const { amina, fileId } = await atWork();
    const given = await giveGrant(amina, consent(fileId));
    const grantId = given.ok ? given.grantId : '';
    expect(await withdrawGrant(amina, { fileId, grantId })).toEqual({ ok: true });
    const grants = await grantsOf(amina, fileId);
    expect(grants.grants).toMatchObject([
      { grantId, state: 'withdrawn', withdrawnAt: '2026-03-16T09:00:00.000Z' },
    ]);
    expect(isSent(amina, grants)).toBe(false);
    for (const gone of [grantId, NOBODYS_ID, 'x'])
      expect(await withdrawGrant(amina, { fileId, grantId: gone })).toEqual({ ok: false, why: 'changed' });
  });

  test('ends with its last day', async () => {
    let today = '2026-06-30';
    const { amina, fileId } = await atWork(() => new Date(`${today}T23:00:00Z`));
    await giveGrant(amina, consent(fileId));
    expect(isSent(amina, await grantsOf(amina, fileId))).toBe(true);
    today = '2026-07-01';
    const grants = await grantsOf(amina, fileId);
    expect(grants.grants).toMatchObject([{ state: 'expired' }]);
    expect(isSent(amina, grants)).toBe(false);
    expect(await giveGrant(amina, consent(fileId))).toEqual({ ok: false, why: 'past' });
  });

  test.each([
    ['brought back', sql`UPDATE clew.file_grant SET standing = 'live'`],
    ['lengthened', sql`UPDATE clew.file_grant SET expires_on = '2099-01-01'`],
  ])('is not %s by who can write to the database', async (what, change) => {
    let today = '2026-06-01';
    const { amina, fileId } = await atWork(() => new Date(`${today}T09:00:00Z`));
    const given = await giveGrant(amina, consent(fileId));
    if (what === 'brought back')
      await withdrawGrant(amina, { fileId, grantId: given.ok ? given.grantId : '' });
    else today = '2026-07-01';
    await change.execute(database.admin);
    expect(isSent(amina, await grantsOf(amina, fileId))).toBe(false);
  });

  test.each([
    ['taken back in the readable row alone', sql`UPDATE clew.file_grant SET standing = 'withdrawn'`],
    ['over by the readable row alone', sql`UPDATE clew.file_grant SET expires_on = '2026-05-31'`],
  ])('%s lets nothing out, whatever the sealed entry says', async (_, change) => {
    const { amina, fileId } = await atWork(() => new Date('2026-06-01T09:00:00Z'));
    await giveGrant(amina, consent(fileId));
    expect(isSent(amina, await grantsOf(amina, fileId))).toBe(true);
    await change.execute(database.admin);
    expect(isSent(amina, await grantsOf(amina, fileId))).toBe(false);
  });

  test('of an authority that enforces takes the person’s own asking', async () => {
    const { amina, fileId } = await atWork();
    const police: Partial<GivenGrant> = {
      recipientKind: 'authority',
      recipient: 'Police',
      mandates: ['police'],
    };
    expect(await giveGrant(amina, consent(fileId, police))).toEqual({ ok: false, why: 'forbidden' });
    expect(await giveGrant(amina, consent(fileId, { ...police, personAsks: true }))).toMatchObject({
      ok: true,
    });
    const flag: Partial<GivenGrant> = { ...police, categories: ['do-not-remove'] };
    expect(await giveGrant(amina, consent(fileId, flag))).toMatchObject({ ok: true });
  });

  test('is not written, ended or read by who may not', async () => {
    const { agency, amina, fileId } = await atWork();
    const coordinator = await agency.join(['coordinator']);
    const stranger = await agency.join(['case-worker']);
    const given = await giveGrant(amina, consent(fileId));
    const grantId = given.ok ? given.grantId : '';
    expect(await giveGrant(coordinator, consent(fileId))).toEqual({ ok: false, why: 'forbidden' });
    expect(await withdrawGrant(coordinator, { fileId, grantId })).toEqual({ ok: false, why: 'forbidden' });
    expect(await withdrawGrant(stranger, { fileId, grantId })).toEqual({ ok: false, why: 'not-found' });
    expect(await lookAtFile(stranger, fileId)).toEqual({ ok: false, why: 'not-found' });
  });
});

test('a refusal is written down, so that nobody asks again', async () => {
  const { amina, fileId } = await atWork();
  expect(await recordRefusal(amina, { fileId, recipient: 'Police', purpose: 'a statement' })).toEqual({
    ok: true,
  });
  expect((await grantsOf(amina, fileId)).refusals).toMatchObject([
    { recipient: 'Police', purpose: 'a statement' },
  ]);
});
