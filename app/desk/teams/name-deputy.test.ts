import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../store/testing/index.ts';
import {
  madeFile,
  makeAgency,
  say,
  type TestAgency,
  type TestWorker,
  wordsIn,
} from '../file/testing/index.ts';
import { nameDeputy } from './name-deputy.ts';

let database: TestDatabase;
let agency: TestAgency;
let chidi: TestWorker;
let bilal: TestWorker;
let fileId: string;
beforeAll(async () => {
  database = await createTestDatabase(inject('store'));
  agency = await makeAgency(database);
  chidi = await agency.join(['case-worker'], 'north');
  bilal = await agency.join(['case-worker'], 'north');
  fileId = await madeFile(chidi);
  await say(chidi, { fileId, words: 'She worked at night.' });
});
afterAll(() => database.drop());

const north = () => agency.teams.north ?? '';

/** A worker as their next request finds them. */
function standingInFor(worker: TestWorker, ...absent: TestWorker[]): TestWorker {
  return { ...worker, actor: { ...worker.actor, isDeputyFor: absent.map(({ workerId }) => workerId) } };
}

describe('a deputy', () => {
  test('finds no file of the colleague before', async () => {
    expect(await wordsIn(bilal, fileId)).toBe('not-found');
  });

  test('opens it once named, with a key that the colleague gave', async () => {
    const asked = { teamId: north(), absentId: chidi.workerId, deputyId: bilal.workerId };
    expect(await nameDeputy(chidi, asked)).toEqual({ ok: true });
    expect(await wordsIn(standingInFor(bilal, chidi), fileId)).toEqual(['She worked at night.']);
  });

  test('finds nothing any more when it is over, and what is written then is under another key', async () => {
    const asked = { teamId: north(), absentId: chidi.workerId, deputyId: undefined };
    expect(await nameDeputy(chidi, asked)).toEqual({ ok: true });
    expect(await wordsIn(bilal, fileId)).toBe('not-found');
    await say(chidi, { fileId, words: 'And by day.' });
    const wraps = await bilal.door.read((transaction) =>
      transaction
        .selectFrom('clew.key_wrap')
        .select('key_id')
        .where('worker_id', '=', bilal.workerId)
        .execute(),
    );
    expect(wraps.map(({ key_id }) => key_id)).toEqual(['agency']);
  });

  test('is a member of the same team, and never the colleague themselves', async () => {
    const dara = await agency.join(['case-worker'], 'south');
    const asked = { teamId: north(), absentId: chidi.workerId };
    expect(await nameDeputy(chidi, { ...asked, deputyId: dara.workerId })).toEqual({
      ok: false,
      why: 'gone',
    });
    expect(await nameDeputy(chidi, { ...asked, deputyId: chidi.workerId })).toEqual({
      ok: false,
      why: 'oneself',
    });
  });

  test('is named for somebody else only by who may for that team', async () => {
    const asked = { teamId: north(), absentId: chidi.workerId, deputyId: bilal.workerId };
    expect(await nameDeputy(bilal, asked)).toMatchObject({ ok: false, why: 'no-permission' });
    const south = await agency.join(['supervisor'], 'south');
    expect(await nameDeputy(south, asked)).toMatchObject({ ok: false, why: 'out-of-reach' });
    const supervisor = await agency.join(['supervisor'], 'north');
    expect(await nameDeputy(supervisor, asked)).toEqual({ ok: true });
    // What the colleague has outside the team is not the supervisor's to reach.
    expect(await nameDeputy(supervisor, { ...asked, deputyId: supervisor.workerId })).toEqual({
      ok: false,
      why: 'oneself',
    });
  });
});
