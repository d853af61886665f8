import { randomBytes, randomUUID } from 'node:crypto';
import { checkOwnKeys, makeWorkerKeys, signOwnKeys, signRosterEntry, useCurves } from '@clew/seal';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../store/testing/index.ts';
import { makeAgency, type TestAgency, type TestWorker } from '../file/testing/index.ts';
import { nativeCurves } from '../native-curves.ts';
import { checkRow, type EntryRow, entryOfRow, findOnRoster } from './roster.ts';

let database: TestDatabase;
let agency: TestAgency;
let amina: TestWorker;
let verified = 0;
beforeAll(async () => {
  database = await createTestDatabase(inject('store'));
  agency = await makeAgency(database);
  amina = await agency.join(['case-worker']);
  useCurves({
    ...nativeCurves,
    verifyEd25519: (given) => {
      verified += 1;
      return nativeCurves.verifyEd25519(given);
    },
  });
});
afterAll(async () => {
  useCurves(undefined);
  await database.drop();
});

const FORGED = 10_000;
const SIGNATURE = `ed25519-signature:${'A'.repeat(86)}`;

/** Rows of a worker's own that nobody signed, each of which says that it rests on the one before. */
async function forge(workerId: string): Promise<EntryRow[]> {
  const first = await database.admin
    .selectFrom('clew.roster_entry')
    .selectAll()
    .where('worker_id', '=', workerId)
    .executeTakeFirstOrThrow();
  return Array.from({ length: FORGED }, (_, index) => ({
    ...first,
    ...{ number: index + 2, kind: 'changed' as const, prepared_by: workerId, prepared_entry: index + 1 },
    ...{ confirmed_by: workerId, confirmed_entry: index + 1, confirmed_signature: SIGNATURE },
    ...{ own_signature: SIGNATURE, prepared_signature: SIGNATURE, roster_signature: SIGNATURE },
  }));
}

test('ten thousand forged rows cost one signature each, and that once', async () => {
  const other = await agency.join([]);
  const rows = await forge(other.workerId);
  for (let at = 0; at < rows.length; at += 1000)
    await database.admin
      .insertInto('clew.roster_entry')
      .values(rows.slice(at, at + 1000))
      .execute();
  const { pins } = amina.keys;
  verified = 0;
  expect(
    await amina.door.read((transaction) => findOnRoster(transaction, pins, other.workerId)),
  ).toBeUndefined();
  expect(verified).toBeLessThanOrEqual(1);
  const checkAll = async () => {
    // A transaction that asks nothing for long is ended by the database.
    for (let at = 0; at < rows.length; at += 200)
      await amina.door.read(async (transaction) => {
        for (const row of rows.slice(at, at + 200))
          expect(await checkRow(transaction, pins, row)).toBeUndefined();
      });
  };
  await checkAll();
  expect(verified).toBeLessThanOrEqual(FORGED);
  verified = 0;
  await checkAll();
  expect(verified).toBe(0);
}, 120_000);

test('rows that rest on one another without end, by who has the roster key, are looked at three hundred deep', async () => {
  const deep = 400;
  const other = await agency.join([]);
  const { pins } = amina.keys;
  const rosterKey = `ed25519-secret:${Buffer.from(agency.granter.rosterKey).toString('base64url')}`;
  const keys = await makeWorkerKeys((length) => Uint8Array.from(randomBytes(length)));
  const rows = (await forge(other.workerId)).slice(0, deep).map((row) => {
    const read = entryOfRow({ ...row, recipient: keys.recipient, verify_key: keys.verifyKey });
    if (!read) throw new Error(randomUUID());
    const own_signature = signOwnKeys({ signingKey: keys.secrets.signingKey, keys: read.entry });
    expect(checkOwnKeys({ keys: read.entry, signature: own_signature })).toBe(true);
    const roster_signature = signRosterEntry({ rosterKey, entry: read.entry });
    return { ...row, recipient: keys.recipient, verify_key: keys.verifyKey, own_signature, roster_signature };
  });
  await database.admin.insertInto('clew.roster_entry').values(rows).execute();
  verified = 0;
  expect(
    await amina.door.read((transaction) => findOnRoster(transaction, pins, other.workerId)),
  ).toBeUndefined();
  expect(verified).toBeLessThanOrEqual(2 * 300 + 10);
  expect(verified).toBeGreaterThan(100);
});
