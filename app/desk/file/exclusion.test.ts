import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../store/testing/index.ts';
import { readAlarms } from '../journal/alarms.ts';
import { checkStatements } from '../keys/check-statements.ts';
import { signSecond } from '../keys/line.ts';
import { bearsConfirmation, SIGNED_PROPOSAL_COLUMNS } from '../proposals/signed-proposal.ts';
import { signBar, writeBar } from './bars.ts';
import { confirmExclusion, confirmReturn, excludeWorker, proposeReturn, recuseOneself } from './exclude.ts';
import { lookAtFile } from './look-at-file.ts';
import { listSecond } from './second-person.ts';
import {
  firstSecond,
  journalOf,
  madeFile,
  makeAgency,
  NOW,
  say,
  type TestWorker,
  wordsIn,
} from './testing/index.ts';
import { letIn } from './who-may-open.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase(inject('store'));
});
afterAll(() => database.drop());

/** A file of a case worker and her supervisor, with a second case worker let in, and something told in two parts. */
async function atWork() {
  let later = 0;
  const agency = await makeAgency(database, { now: () => new Date(NOW.getTime() + later * 86_400_000) });
  const owner = await agency.join(['case-worker'], 'north');
  const supervisor = await agency.join(['supervisor'], 'north');
  const bilal = await agency.join(['case-worker'], 'south');
  const fileId = await madeFile(owner, agency.teams.north);
  await letIn(owner, { fileId, workerId: bilal.workerId });
  await say(owner, { fileId, words: 'told' });
  const pass = (days: number) => {
    later += days;
  };
  return { agency, owner, supervisor, bilal, fileId, pass };
}

type At = { fileId: string; whom: TestWorker };
const byAgency = ({ fileId, whom }: At) =>
  ({ fileId, workerId: whom.workerId, wish: 'agency', reason: 'x' }) as const;
const byPerson = (at: At) => ({ ...byAgency(at), wish: 'person' }) as const;

async function alarmsOf(worker: TestWorker) {
  return (await worker.door.read(readAlarms)).map(({ kind, workerId }) => [kind, workerId]);
}

describe('who shuts out whom', () => {
  test('one alone shuts out neither the owner nor who supervises: it is proposed, and changes nothing', async () => {
    const { owner, supervisor, bilal, fileId } = await atWork();
    for (const whom of [owner, supervisor]) {
      expect(await excludeWorker(bilal, byAgency({ fileId, whom }))).toEqual({ ok: true, isHeld: false });
      expect(await wordsIn(whom, fileId)).toEqual(['told']);
    }
  });

  test('a second person confirms it, and it holds from the next request on', async () => {
    const { owner, supervisor, bilal, fileId } = await atWork();
    await excludeWorker(bilal, byAgency({ fileId, whom: owner }));
    expect((await listSecond(supervisor)).found).toMatchObject([
      { fileId, proposedBy: bilal.workerId, content: { workerId: owner.workerId, wish: 'agency' } },
    ]);
    expect(await confirmExclusion(supervisor, await firstSecond(supervisor))).toEqual({ ok: true });
    expect(await wordsIn(owner, fileId)).toBe('not-found');
    expect(await wordsIn(supervisor, fileId, 'bars')).toEqual(['bar']);
    expect((await listSecond(supervisor)).found).toEqual([]);
  });

  test('is confirmed neither by who proposed it nor by whom it is about, who does not learn of it', async () => {
    const { owner, supervisor, bilal, fileId } = await atWork();
    await excludeWorker(bilal, byAgency({ fileId, whom: owner }));
    const asked = await firstSecond(supervisor);
    expect((await listSecond(owner)).found).toEqual([]);
    expect(await confirmExclusion(owner, asked)).toEqual({ ok: false, why: 'not-found' });
    expect(await confirmExclusion(bilal, asked)).toMatchObject({ ok: false });
    const seen = await journalOf(owner, 'file.exclude');
    expect(seen.map(([, what]) => what)).toEqual([`file.exclude proposal ${asked.proposalId}`]);
    expect(await wordsIn(owner, fileId)).toEqual(['told']);
  });

  test('nobody is left alone with the key of a part by one deed', async () => {
    const { agency, owner, bilal, fileId } = await atWork();
    await say(owner, { fileId, compartment: 'asylum', about: 'claim', words: 'claim' });
    const lawyer = await agency.join(['lawyer']);
    expect(await excludeWorker(owner, byAgency({ fileId, whom: lawyer }))).toMatchObject({ isHeld: true });
    expect(await excludeWorker(owner, byAgency({ fileId, whom: bilal }))).toMatchObject({ isHeld: false });
  });

  test('what the person wishes is one deed also against the owner, and raises an alarm', async () => {
    const { owner, supervisor, bilal, fileId } = await atWork();
    expect(await excludeWorker(supervisor, byPerson({ fileId, whom: owner }))).toEqual({
      ok: true,
      isHeld: true,
    });
    expect(await wordsIn(owner, fileId)).toBe('not-found');
    expect(await wordsIn(bilal, fileId)).toEqual(['told']);
    expect(await alarmsOf(bilal)).toEqual([['exclusion', supervisor.workerId]]);
  });

  test('what the person wishes of a colleague who was merely let in is one deed, and raises none', async () => {
    const { owner, bilal, fileId } = await atWork();
    expect(await excludeWorker(owner, byPerson({ fileId, whom: bilal }))).toMatchObject({ isHeld: true });
    expect(await alarmsOf(owner)).toEqual([]);
  });

  test('but in nobody’s name does one person shut out everybody else', async () => {
    const { agency, owner, supervisor, bilal, fileId } = await atWork();
    const second = await agency.join(['supervisor'], 'north');
    for (const whom of [second, supervisor, owner]) await excludeWorker(bilal, byPerson({ fileId, whom }));
    const left = await Promise.all([owner, supervisor, second].map((worker) => wordsIn(worker, fileId)));
    expect(left.filter((words) => words !== 'not-found')).toHaveLength(1);
  });

  test('where nobody else may confirm it, that is said and nothing is done', async () => {
    const { agency, owner, fileId, supervisor } = await atWork();
    const alone = await madeFile(owner, agency.teams.north);
    await say(owner, { fileId: alone, words: 'told' });
    expect(await excludeWorker(supervisor, byPerson({ fileId: alone, whom: owner }))).toEqual({
      ok: false,
      why: 'nobody',
    });
    expect(await wordsIn(owner, alone)).toEqual(['told']);
    expect(await wordsIn(owner, fileId)).toEqual(['told']);
  });

  test('what was proposed is over after two weeks, and once who proposed it is shut out themselves', async () => {
    const { owner, supervisor, bilal, fileId, pass } = await atWork();
    await excludeWorker(bilal, byAgency({ fileId, whom: owner }));
    const asked = await firstSecond(supervisor);
    await excludeWorker(owner, byPerson({ fileId, whom: bilal }));
    expect((await listSecond(supervisor)).found).toEqual([]);
    expect(await confirmExclusion(supervisor, asked)).toEqual({ ok: false, why: 'changed' });
    await excludeWorker(supervisor, byAgency({ fileId, whom: owner }));
    pass(14);
    expect((await listSecond(owner)).found).toEqual([]);
  });

  test('a colleague under suspicion is barred as that', async () => {
    const { owner, bilal, fileId } = await atWork();
    await excludeWorker(owner, { ...byPerson({ fileId, whom: bilal }), as: 'suspected' });
    const seen = await lookAtFile(owner, fileId);
    expect(seen).toMatchObject({ file: { bars: [{ worker_id: bilal.workerId, kind: 'suspected' }] } });
    expect(await wordsIn(bilal, fileId)).toBe('not-found');
  });
});

describe('bringing back', () => {
  test('takes two people, and gives the keys again, also of what was written meanwhile', async () => {
    const { owner, supervisor, bilal, fileId } = await atWork();
    await excludeWorker(owner, byPerson({ fileId, whom: bilal }));
    await say(owner, { fileId, words: 'meanwhile' });
    const back = { fileId, workerId: bilal.workerId, reason: 'x', personAgrees: true };
    expect(await proposeReturn(owner, back)).toEqual({ ok: true });
    expect(await wordsIn(bilal, fileId)).toBe('not-found');
    const asked = await firstSecond(supervisor);
    expect(await confirmReturn(owner, asked)).toMatchObject({ ok: false });
    expect(await confirmReturn(bilal, asked)).toEqual({ ok: false, why: 'not-found' });
    expect(await confirmReturn(supervisor, asked)).toEqual({ ok: true });
    expect(await wordsIn(bilal, fileId)).toEqual(['told', 'meanwhile']);
    expect(await wordsIn(supervisor, fileId, 'bars')).toEqual(['bar', 'return']);
    expect(
      (await journalOf(owner, 'file.include-propose', 'file.include-confirm')).map(([who]) => who),
    ).toEqual([owner.workerId, supervisor.workerId]);
  });

  test('is not proposed by who is shut out', async () => {
    const { owner, bilal, fileId } = await atWork();
    await excludeWorker(owner, byPerson({ fileId, whom: bilal }));
    const back = { fileId, workerId: bilal.workerId, reason: 'x', personAgrees: true };
    expect(await proposeReturn(bilal, back)).toEqual({ ok: false, why: 'not-found' });
  });

  test('undoes what one person did in the person’s name, without that one', async () => {
    const { agency, owner, supervisor, bilal, fileId } = await atWork();
    await excludeWorker(bilal, byPerson({ fileId, whom: owner }));
    const third = await agency.join(['case-worker']);
    await letIn(supervisor, { fileId, workerId: third.workerId });
    const back = { fileId, workerId: owner.workerId, reason: 'She never said so.', personAgrees: true };
    await proposeReturn(supervisor, back);
    expect(await confirmReturn(third, await firstSecond(third))).toEqual({ ok: true });
    expect(await wordsIn(owner, fileId)).toEqual(['told']);
  });

  test('goes against the person’s wish only if they agree, and against what the agency wished without', async () => {
    const { owner, supervisor, bilal, fileId } = await atWork();
    await excludeWorker(owner, byPerson({ fileId, whom: bilal }));
    const back = { fileId, workerId: bilal.workerId, reason: 'x', personAgrees: false };
    expect(await proposeReturn(supervisor, back)).toEqual({ ok: false, why: 'wish' });
    expect(await proposeReturn(supervisor, { ...back, personAgrees: true })).toEqual({ ok: true });
    expect(await confirmReturn(owner, await firstSecond(owner))).toEqual({ ok: true });
    await excludeWorker(owner, byAgency({ fileId, whom: bilal }));
    expect(await proposeReturn(supervisor, back)).toEqual({ ok: true });
  });

  test('is not made the agency’s by saying so a second time', async () => {
    const { owner, supervisor, bilal, fileId } = await atWork();
    await excludeWorker(owner, byPerson({ fileId, whom: bilal }));
    await excludeWorker(supervisor, byAgency({ fileId, whom: bilal }));
    const back = { fileId, workerId: bilal.workerId, reason: 'x', personAgrees: false };
    expect(await proposeReturn(supervisor, back)).toEqual({ ok: false, why: 'wish' });
  });

  test('bears the signature of who confirmed it, as every second person’s word at a file does', async () => {
    const { owner, supervisor, bilal, fileId } = await atWork();
    await recuseOneself(bilal, fileId);
    const back = { fileId, workerId: bilal.workerId, reason: 'x', personAgrees: false };
    await proposeReturn(owner, back);
    const asked = await firstSecond(supervisor);
    await confirmReturn(supervisor, asked);
    const row = await database.admin
      .selectFrom('clew.proposal')
      .select(SIGNED_PROPOSAL_COLUMNS)
      .where('proposal_id', '=', asked.proposalId)
      .executeTakeFirstOrThrow();
    const { pins } = owner.keys;
    const isSigned = (one: typeof row) =>
      owner.door.read((transaction) => bearsConfirmation(transaction, pins, one));
    expect(await isSigned(row)).toBe(true);
    expect(await isSigned({ ...row, confirmed_by: bilal.workerId })).toBe(false);
    expect(await isSigned({ ...row, content: `${row.content} ` })).toBe(false);
  });

  test('is not confirmed once the person wished otherwise', async () => {
    const { owner, supervisor, bilal, fileId } = await atWork();
    await excludeWorker(owner, byPerson({ fileId, whom: bilal }));
    await proposeReturn(owner, { fileId, workerId: bilal.workerId, reason: 'x', personAgrees: true });
    const asked = await firstSecond(supervisor);
    await excludeWorker(owner, byPerson({ fileId, whom: bilal }));
    expect((await listSecond(supervisor)).found).toMatchObject([{ isOvertaken: true }]);
    expect(await confirmReturn(supervisor, asked)).toEqual({ ok: false, why: 'overtaken' });
    expect(await wordsIn(bilal, fileId)).toBe('not-found');
  });

  test('is for who stepped back, too, and for nobody who is not barred', async () => {
    const { owner, supervisor, bilal, fileId } = await atWork();
    const back = { fileId, workerId: bilal.workerId, reason: 'x', personAgrees: false };
    expect(await proposeReturn(owner, back)).toEqual({ ok: false, why: 'changed' });
    await recuseOneself(bilal, fileId);
    expect(await proposeReturn(owner, back)).toEqual({ ok: true });
    expect(await confirmReturn(supervisor, await firstSecond(supervisor))).toEqual({ ok: true });
    expect(await wordsIn(bilal, fileId)).toEqual(['told']);
  });
});

describe('who can write into the database', () => {
  const rows = (fileId: string) =>
    database.admin
      .selectFrom('clew.statement')
      .selectAll()
      .where('thing', 'like', `${fileId}%`)
      .orderBy('number')
      .execute();

  test('shuts out nobody, and lets back in nobody by what was signed before', async () => {
    const { agency, owner, supervisor, bilal, fileId } = await atWork();
    await excludeWorker(owner, byPerson({ fileId, whom: bilal }));
    const [barred] = await rows(fileId);
    if (!barred) throw new Error('Nobody is barred.');
    const thing = `${fileId} ${supervisor.workerId}`;
    await database.admin
      .insertInto('clew.statement')
      .values({ ...barred, thing })
      .execute();
    // A line that is not as it was signed bars its worker: nobody knows that they are not.
    expect(await wordsIn(supervisor, fileId)).toBe('not-found');
    expect(await wordsIn(owner, fileId)).toEqual(['told']);
    await sql`DELETE FROM clew.statement WHERE thing = ${thing}`.execute(database.admin);
    for (const said of ['nothing', 'recused'])
      await sql`UPDATE clew.statement SET said = ${said} WHERE thing = ${barred.thing}`.execute(
        database.admin,
      );
    expect(await wordsIn(bilal, fileId)).toBe('not-found');
    await sql`UPDATE clew.statement SET said = ${barred.said} WHERE thing = ${barred.thing}`.execute(
      database.admin,
    );
    const alone = await owner.door.read((transaction) =>
      signBar(transaction, owner, { fileId, workerId: bilal.workerId, more: undefined }),
    );
    await owner.door.tally((transaction) => writeBar(transaction, owner, alone));
    expect(await wordsIn(bilal, fileId)).toBe('not-found');
    expect(agency.agencyId).toBe(barred.agency_id);
  });

  test('who is barred is not one of the two who take it away, though they sign', async () => {
    const { agency, owner, supervisor, bilal, fileId } = await atWork();
    await excludeWorker(owner, byPerson({ fileId, whom: bilal }));
    const thing = `${fileId} ${bilal.workerId}`;
    const back = async (one: TestWorker, other: TestWorker) => {
      const at = { fileId, workerId: bilal.workerId, more: undefined };
      const first = await one.door.read((transaction) => signBar(transaction, one, at));
      const said = { ...first, ...signSecond(other.keys, first), agency_id: agency.agencyId, at: NOW };
      await database.admin.insertInto('clew.statement').values(said).execute();
      const words = await wordsIn(bilal, fileId);
      await sql`DELETE FROM clew.statement WHERE thing = ${thing} AND number > 1`.execute(database.admin);
      return words;
    };
    expect(await back(bilal, owner)).toBe('not-found');
    expect(await back(owner, bilal)).toBe('not-found');
    // The same by two others lets them back in, and finds no key: that is given by who confirms it at the desk.
    expect(await back(owner, supervisor)).not.toBe('not-found');
  });

  test('who takes an exclusion away is missed in the check of the journal', async () => {
    const { agency, owner, bilal, fileId } = await atWork();
    await excludeWorker(owner, byPerson({ fileId, whom: bilal }));
    const thing = `${fileId} ${bilal.workerId}`;
    await sql`DELETE FROM clew.statement WHERE thing = ${thing}`.execute(database.admin);
    const found = await owner.door.read((transaction) => checkStatements(transaction, agency.agencyId));
    expect(found).toEqual([{ kind: 'bar', thing, number: 1, is: 'missing' }]);
  });
});
