import { sql } from 'kysely';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../store/testing/index.ts';
import { openNames } from '../agency/names.ts';
import { giveMandates } from '../demo/give-mandates.ts';
import type { Desk } from '../desk.ts';
import { giveKeys, letIn, listFiles, readOwnWaiting, recuseOneself, renewWaiting } from '../file/index.ts';
import { madeFile, openedFile, say, wordsIn } from '../file/testing/index.ts';
import { completeKeys } from './complete-keys.ts';
import { confirmKeys } from './confirm-keys.ts';
import { proposeKeys } from './propose-keys.ts';
import { renewAgencyKey } from './renew-agency-key.ts';
import {
  addTestWorker,
  atFiles,
  confirmerOf,
  foundTestAgency,
  givenAgain,
  makeTestDesk,
  mustSitDown,
  type TestClock,
  type TestWorker,
} from './testing/agency.ts';
import { dump, readWith, stealKeys } from './testing/thief.ts';
import { readWaitingKeys } from './waiting-keys.ts';
import { giveBack, withdrawKeys } from './withdraw-keys.ts';

const clock: TestClock = { now: new Date('2026-03-01T09:00:00Z') };
let database: TestDatabase;
let desk: Desk;
let boss: TestWorker;
let amina: TestWorker;
let lena: TestWorker;
/** A file of Lena's own. */
let own: string;
beforeAll(async () => {
  database = await createTestDatabase(inject('store'));
  desk = makeTestDesk(database, clock);
  boss = await foundTestAgency(desk, database, 'boss');
  const admin = await mustSitDown(desk, boss);
  amina = await addTestWorker(desk, admin, 'amina');
  lena = await addTestWorker(desk, admin, 'lena');
  const second = await mustSitDown(desk, confirmerOf(boss.agencyId));
  const signers = { door: admin.door, first: admin.keyring, second: second.keyring, at: desk.now() };
  await giveMandates(signers, ['shelter']);
});
afterAll(() => database.drop());

const seat = async (worker: TestWorker) => {
  return atFiles(desk, await mustSitDown(desk, worker));
};

test('with an old copy of the database, the machine and the passphrase, what is written afterwards does not open', async () => {
  const [her, his] = [await seat(amina), await seat(lena)];
  const early = await openedFile(her);
  const shared = early.fileId;
  const alone = await madeFile(her);
  own = await madeFile(his);
  await say(his, { fileId: own, words: 'Nobody else holds this.' });
  await letIn(her, { fileId: shared, workerId: lena.workerId });
  await say(her, { fileId: shared, words: 'Before the theft.' });
  await say(her, { fileId: alone, words: 'Of another file.' });
  expect(await wordsIn(his, shared)).toEqual(['Before the theft.']);

  const before = await dump(database.admin);
  const admin = await mustSitDown(desk, boss);
  expect(await withdrawKeys(desk, admin, lena.workerId)).toMatchObject({ kept: 1 });
  await say(her, { fileId: shared, words: 'After the theft.' });
  await say(her, { fileId: shared, words: 'And once more.' });
  // The next request.
  const she = await seat(amina);
  const late = await openedFile(she);
  await addTestWorker(desk, await mustSitDown(desk, boss), 'zora');
  const after = await dump(database.admin);

  const stolen = await stealKeys(lena, [before, after]);
  const read = readWith(stolen, after).join('\n');
  for (const words of ['Before the theft.', early.codeName, 'amina']) expect(read).toContain(words);
  for (const words of ['After the theft.', 'And once more.', 'Of another file.', late.codeName, 'zora'])
    expect(read).not.toContain(words);
  // Whoever was there reads both.
  const files = await listFiles(she);
  const names = files.ok ? files.files.map(({ codeName }) => codeName) : [];
  for (const codeName of [early.codeName, late.codeName]) expect(names).toContain(codeName);
  expect(await wordsIn(her, shared)).toEqual(['Before the theft.', 'After the theft.', 'And once more.']);
  const generations = after.entries.map(({ generation }) => Number(generation)).toSorted();
  expect(generations).toEqual([1, 1, 1, 2, 2]);
});

test('a new colleague reads names from before and after the agency’s key was made anew, and so does whoever changed keys', async () => {
  const admin = await mustSitDown(desk, boss);
  const zora = await addTestWorker(desk, admin, 'ruth');
  const { door, keyring } = await mustSitDown(desk, zora);
  const names = openNames(door, keyring);
  for (const { workerId } of [boss, amina]) expect(await names.worker(workerId)).toBeDefined();
  expect(await names.worker(zora.workerId)).toBe('ruth');
  const proposed = await proposeKeys(desk, await mustSitDown(desk, zora), givenAgain(zora.passphrase));
  if (!proposed.ok) throw new Error(proposed.why);
  const typed = proposed.fingerprint;
  expect(await confirmKeys(admin, { workerId: zora.workerId, typed })).toEqual({ ok: true });
  expect(await completeKeys(desk, await mustSitDown(desk, zora), givenAgain(zora.passphrase))).toEqual({
    ok: true,
  });
  const again = await mustSitDown(desk, zora);
  expect(await openNames(again.door, again.keyring).worker(amina.workerId)).toBe('amina');
});

test('the agency’s key is made anew by itself too, once of two who do so at the same moment', async () => {
  const at = await mustSitDown(desk, boss);
  const other = await mustSitDown(desk, boss);
  const generation = async () => (await (await mustSitDown(desk, amina)).keyring.open('agency'))?.generation;
  const before = (await generation()) ?? 0;
  const both = await Promise.all([renewAgencyKey(desk, at), renewAgencyKey(desk, other)]);
  expect(both.filter(Boolean)).toHaveLength(1);
  expect(await generation()).toBe(before + 1);
});

test('administrators are told how many parts wait for whom, and whoever holds them makes them anew without writing', async () => {
  const at = await mustSitDown(desk, boss);
  const her = await seat(amina);
  // The part of Lena's own file, which nobody else holds.
  const before = await readWaitingKeys(at);
  expect(before).toMatchObject({ parts: 1, people: [], stuck: 1 });
  const fileId = await madeFile(her);
  await say(her, { fileId, words: 'Held by her.' });
  await waits(`file:${fileId}:narrative`);
  const people = [{ workerId: amina.workerId, parts: 1 }];
  expect(await readWaitingKeys(at)).toMatchObject({ parts: 2, people, stuck: 1 });
  expect(await readOwnWaiting(her)).toEqual([{ fileId, part: 'narrative' }]);
  expect(await renewWaiting(her)).toBe(1);
  expect(await readWaitingKeys(at)).toEqual(before);
  const { entries, wraps } = await dump(database.admin);
  expect(entries.filter(({ file_id }) => file_id === fileId)).toHaveLength(1);
  const keyId = `file:${fileId}:narrative`;
  expect(wraps.filter(({ key_id }) => key_id === keyId).map(({ generation }) => generation)).toEqual([1, 2]);
  expect(await wordsIn(her, fileId)).toEqual(['Held by her.']);
});

test('nobody is told of a part that waits in a file from which they are barred', async () => {
  const her = await seat(amina);
  const fileId = await madeFile(her);
  await say(her, { fileId, words: 'x' });
  await waits(`file:${fileId}:narrative`);
  await recuseOneself(her, fileId);
  expect(await readOwnWaiting(her)).toEqual([]);
  expect(await renewWaiting(her)).toBe(0);
});

function waits(keyId: string) {
  return sql`INSERT INTO clew.key_renewal SELECT agency_id, ${keyId}, now() FROM clew.agency`.execute(
    database.admin,
  );
}

test('whoever is let sign in again with those keys is given nothing, and writes nothing, until they have changed them', async () => {
  const admin = await mustSitDown(desk, boss);
  expect(await giveBack(admin, lena.workerId)).toBe(true);
  const her = await seat(amina);
  const fileId = await madeFile(her);
  await letIn(her, { fileId, workerId: lena.workerId });
  await say(her, { fileId, words: 'Given back.' });
  await giveKeys(her, { fileId, workerId: lena.workerId });
  const his = await seat(lena);
  expect(await wordsIn(his, fileId)).toEqual(['(shut)']);
  for (const id of [fileId, own, await madeFile(her)])
    await expect(say(his, { fileId: id, words: 'x' })).rejects.toThrow();
  expect(await wordsIn(his, own)).toEqual(['Nobody else holds this.']);
  const read = readWith(await stealKeys(lena, [await dump(database.admin)]), await dump(database.admin));
  expect(read.join('\n')).not.toContain('Given back.');
});
