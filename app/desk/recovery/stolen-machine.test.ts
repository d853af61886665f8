import { sql } from 'kysely';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../store/testing/index.ts';
import type { Desk } from '../desk.ts';
import { giveKeys, letIn, readOwnWaiting, recuseOneself, renewWaiting } from '../file/index.ts';
import { madeFile, say, wordsIn } from '../file/testing/index.ts';
import {
  addTestWorker,
  atFiles,
  foundTestAgency,
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
  await sql`INSERT INTO clew.agency_mandate SELECT agency_id, 'shelter', now() FROM clew.agency`.execute(
    database.admin,
  );
});
afterAll(() => database.drop());

const seat = async (worker: TestWorker) => {
  clock.now = new Date(clock.now.getTime() + 60_000);
  return atFiles(desk, await mustSitDown(desk, worker));
};

test('with an old copy of the database, the machine and the passphrase, what is written afterwards does not open', async () => {
  const [her, his] = [await seat(amina), await seat(lena)];
  const shared = await madeFile(her);
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
  const after = await dump(database.admin);

  const stolen = await stealKeys(lena, [before, after]);
  const read = readWith(stolen, after).join('\n');
  expect(read).toContain('Before the theft.');
  for (const words of ['After the theft.', 'And once more.', 'Of another file.'])
    expect(read).not.toContain(words);
  expect(await wordsIn(her, shared)).toEqual(['Before the theft.', 'After the theft.', 'And once more.']);
  const generations = after.entries.map(({ generation }) => Number(generation)).toSorted();
  expect(generations).toEqual([1, 1, 1, 2, 2]);
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
