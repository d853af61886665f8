import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../store/testing/index.ts';
import { handOver, letIn } from '../file/index.ts';
import {
  journalOf,
  madeFile,
  makeAgency,
  say,
  type TestAgency,
  type TestWorker,
  wordsIn,
} from '../file/testing/index.ts';
import { leaveAgency } from './leave-agency.ts';

let database: TestDatabase;
let agency: TestAgency;
let admin: TestWorker;
let chidi: TestWorker;
let bilal: TestWorker;
beforeAll(async () => {
  database = await createTestDatabase(inject('store'));
  agency = await makeAgency(database);
  admin = await agency.join(['administrator']);
  chidi = await agency.join(['case-worker']);
  bilal = await agency.join(['case-worker']);
});
afterAll(() => database.drop());

const workerRow = (workerId: string) =>
  database.admin
    .selectFrom('clew.worker')
    .select(['standing', 'secret_box', 'profile', 'session_epoch'])
    .where('worker_id', '=', workerId)
    .executeTakeFirstOrThrow();

test('whoever owns files stays until they are handed over, and nothing is written of the try', async () => {
  const fileId = await madeFile(chidi);
  await say(chidi, { fileId, words: 'She worked at night.' });
  expect(await leaveAgency(admin, chidi.workerId)).toEqual({ ok: false, why: 'owns-files' });
  expect(await journalOf(admin, 'worker.leave')).toEqual([]);
  expect(await handOver(chidi, { fileId, workerId: bilal.workerId })).toMatchObject({ ok: true });
  expect(await leaveAgency(admin, chidi.workerId)).toEqual({ ok: true });
  expect(await wordsIn(bilal, fileId)).toEqual(['She worked at night.']);
  expect(await journalOf(admin, 'worker.leave')).toEqual([
    [admin.workerId, `worker.leave worker ${chidi.workerId}`],
  ]);
});

test('their private keys are gone, their name stays with what they did, and every session is over', async () => {
  const { standing, secret_box, profile, session_epoch } = await workerRow(chidi.workerId);
  expect({ standing, secret_box, profile, session_epoch }).toEqual({
    standing: 'left',
    secret_box: '',
    profile: 'x',
    session_epoch: 2,
  });
});

test('whoever alone has a key stays: what it seals would be lost', async () => {
  const fileId = await madeFile(bilal);
  const nurse = await agency.join(['health']);
  await letIn(bilal, { fileId, workerId: nurse.workerId });
  await say(nurse, { fileId, words: 'A fracture.', compartment: 'health', about: 'health' });
  expect(await leaveAgency(admin, nurse.workerId)).toEqual({ ok: false, why: 'last-key' });
  expect((await workerRow(nurse.workerId)).standing).toBe('in');
});

test('a part that they could open gets another key with the next entry', async () => {
  const fileId = await madeFile(bilal);
  const lawyer = await agency.join(['lawyer']);
  await letIn(bilal, { fileId, workerId: lawyer.workerId });
  await say(bilal, { fileId, words: 'Before.' });
  expect(await wordsIn(lawyer, fileId)).toEqual(['Before.']);
  expect(await leaveAgency(admin, lawyer.workerId)).toEqual({ ok: true });
  await say(bilal, { fileId, words: 'After.' });
  expect(await wordsIn(bilal, fileId)).toEqual(['Before.', 'After.']);
  const wraps = await database.admin
    .selectFrom('clew.key_wrap')
    .select('generation')
    .where('worker_id', '=', lawyer.workerId)
    .execute();
  expect(wraps).toEqual([]);
});

test('what they held beside files waits to be made anew', async () => {
  const agencyId = agency.agencyId;
  const waiting = await database.admin
    .selectFrom('clew.key_renewal')
    .select('key_id')
    .where('agency_id', '=', agencyId)
    .execute();
  expect(waiting.map(({ key_id }) => key_id)).toContain('agency');
});

test('nobody lets a colleague go but who may, and of another agency there is nobody', async () => {
  expect(await leaveAgency(bilal, admin.workerId)).toMatchObject({ ok: false, why: 'no-permission' });
  const elsewhere = await makeAgency(database);
  const stranger = await elsewhere.join(['administrator']);
  expect(await leaveAgency(stranger, bilal.workerId)).toEqual({ ok: false, why: 'gone' });
  expect((await workerRow(bilal.workerId)).standing).toBe('in');
});

test('of two administrators who let each other go at once, one stays', async () => {
  const alone = await makeAgency(database);
  const [one, other] = [await alone.join(['administrator']), await alone.join(['administrator'])];
  const both = await Promise.all([leaveAgency(one, other.workerId), leaveAgency(other, one.workerId)]);
  expect(both.filter(({ ok }) => ok)).toHaveLength(1);
});
