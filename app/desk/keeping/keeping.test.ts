import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { noteClockJump } from '../../store/index.ts';
import { createTestDatabase, type TestDatabase } from '../../store/testing/index.ts';
import { excludeWorker } from '../file/exclude.ts';
import { findByName } from '../file/find-by-name.ts';
import { giveGrant } from '../file/grants.ts';
import { lookAtFile } from '../file/look-at-file.ts';
import { type AskedSecond, listSecond, type SecondKind } from '../file/second-person.ts';
import { closeFile, withdrawPerson } from '../file/standing.ts';
import {
  consentWith,
  journalOf,
  madeFile,
  makeAgency,
  NOW,
  say,
  type TestWorker,
  wordsIn,
} from '../file/testing/index.ts';
import { listDue } from './due-files.ts';
import { confirmErasure, lookAtKeeping, proposeErasure } from './erase.ts';
import { confirmHold, confirmRelease, proposeHold, proposeRelease } from './hold.ts';
import { KIND_OF_TABLE, KINDS, KINDS_BESIDE_TABLES } from './kinds.ts';
import { dueFrom } from './period.ts';

const DAY_MS = 86_400_000;

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase(inject('store'));
});
afterAll(() => database.drop());

/** An agency with a file of two people's team, something in each part of it, and a clock that can be moved. */
async function atWork() {
  let now = NOW.getTime();
  const agency = await makeAgency(database, { now: () => new Date(now) });
  const owner = await agency.join(['case-worker'], 'north');
  const supervisor = await agency.join(['supervisor'], 'north');
  const fileId = await madeFile(owner, agency.teams.north);
  await say(owner, { fileId, words: 'told' });
  await say(owner, { fileId, compartment: 'identity', about: 'name', words: 'Zarquon' });
  await giveGrant(owner, consentWith(fileId, 'Sisters'));
  const passDays = (days: number) => {
    now += days * DAY_MS;
  };
  return { agency, owner, supervisor, fileId, passDays };
}

async function second(worker: TestWorker, kind: SecondKind = 'file.erase'): Promise<AskedSecond> {
  const { found } = await listSecond(worker);
  return found.find(({ content }) => content.kind === kind) ?? { proposalId: '', seen: '' };
}

const asks = { why: 'person-asks', reason: 'I want to be forgotten.' } as const;

/** Every row of every table that has this id in it, by table. */
async function rowsWith(id: string): Promise<Record<string, number>> {
  const { rows: tables } = await sql<{ name: string }>`SELECT relname AS name FROM pg_class
    WHERE relnamespace = 'clew'::regnamespace AND relkind = 'r' ORDER BY 1`.execute(database.admin);
  const found: Record<string, number> = {};
  for (const { name } of tables) {
    const { rows } = await sql<{ count: number }>`SELECT count(*)::int AS count FROM ${sql.id('clew', name)} t
      WHERE t::text LIKE ${`%${id}%`}`.execute(database.admin);
    if (rows[0] && rows[0].count > 0) found[name] = rows[0].count;
  }
  return found;
}

describe('an erasure', () => {
  test('by two people, a week apart, leaves the journal’s lines and an id, and nothing else in any table', async () => {
    const { owner, supervisor, fileId, passDays } = await atWork();
    await excludeWorker(owner, {
      ...{ fileId, workerId: supervisor.workerId, reason: 'x', wish: 'agency', as: 'excluded' },
    });
    await closeFile(owner, { fileId, why: 'done' });
    expect(await proposeErasure(owner, { fileId, ...asks }, undefined)).toEqual({ ok: true });
    passDays(7);
    const done = await confirmErasure(supervisor, await second(supervisor), undefined);
    expect(done).toMatchObject({
      ok: true,
      remains: {
        fileId,
        backupsUntil: '2026-04-06',
        holders: [{ recipient: 'Sisters clinic', recipientKind: 'service', state: 'live' }],
      },
    });
    expect(Object.keys(await rowsWith(fileId))).toEqual(['erased', 'journal_entry']);
    expect(await lookAtFile(owner, fileId)).toEqual({ ok: false, why: 'not-found' });
    expect(await wordsIn(owner, fileId)).toBe('not-found');
    expect(await findByName(owner, 'zarquon')).toMatchObject({ ok: true, files: [] });
    const told = await journalOf(owner, 'file.erase-propose', 'file.erase-confirm');
    expect(told.map(([who]) => who)).toEqual([owner.workerId, supervisor.workerId]);
    expect(told.every(([, what]) => what.includes(`file ${fileId} proposal `))).toBe(true);
  });

  test('leaves every other file as it was', async () => {
    const { agency, owner, supervisor, fileId, passDays } = await atWork();
    const other = await madeFile(owner, agency.teams.north);
    await say(owner, { fileId: other, words: 'kept' });
    await withdrawPerson(owner, { fileId });
    await proposeErasure(owner, { fileId, ...asks }, undefined);
    passDays(7);
    expect(await confirmErasure(supervisor, await second(supervisor), undefined)).toMatchObject({ ok: true });
    expect(await wordsIn(owner, other)).toEqual(['kept']);
    expect(await wordsIn(supervisor, other)).toEqual(['kept']);
  });

  test('takes two: not who asked for it', async () => {
    const { owner, fileId, passDays } = await atWork();
    await closeFile(owner, { fileId, why: 'done' });
    await proposeErasure(owner, { fileId, ...asks }, undefined);
    const { rows } = await sql<{ id: string }>`SELECT proposal_id AS id FROM clew.proposal
      WHERE thing = ${`file ${fileId} erase`}`.execute(database.admin);
    passDays(7);
    expect(await confirmErasure(owner, { proposalId: rows[0]?.id ?? '', seen: '' }, undefined)).toMatchObject(
      { ok: false },
    );
    expect(await wordsIn(owner, fileId)).toEqual(['told']);
  });

  test('is not let through, and no file falls due, because the clock was moved forward', async () => {
    const { owner, supervisor, fileId, passDays } = await atWork();
    await closeFile(owner, { fileId, why: 'done' });
    await proposeErasure(owner, { fileId, ...asks }, undefined);
    const proposal = await second(supervisor);
    const jump = async (days: number) => {
      passDays(days);
      await noteClockJump(database.adminUrl, { at: owner.now(), movedMs: days * DAY_MS });
    };
    try {
      await jump(8);
      expect(await confirmErasure(supervisor, proposal, undefined)).toEqual({ ok: false, why: 'waits' });
      await jump(400);
      expect(await listDue(supervisor, 12)).toEqual([]);
      const due = { fileId, why: 'due', reason: 'Its time is over.' } as const;
      expect(await proposeErasure(owner, due, 12)).toEqual({ ok: false, why: 'waits' });
    } finally {
      await sql`DELETE FROM clew.clock_jump`.execute(database.admin);
    }
    expect(await listDue(supervisor, 12)).toMatchObject([{ fileId }]);
  });

  test('waits seven days, and everybody who sees the file sees that it was asked', async () => {
    const { owner, supervisor, fileId, passDays } = await atWork();
    await closeFile(owner, { fileId, why: 'done' });
    await proposeErasure(owner, { fileId, ...asks }, undefined);
    passDays(6.99);
    const proposal = await second(supervisor);
    expect(await confirmErasure(supervisor, proposal, undefined)).toEqual({ ok: false, why: 'waits' });
    expect(await lookAtFile(supervisor, fileId)).toMatchObject({ file: { erasureAsked: true } });
    const seen = await lookAtKeeping(supervisor, fileId, undefined);
    expect(seen).toMatchObject({ keeping: { asked: { erasureFrom: '2026-03-23' } } });
    passDays(0.02);
    expect(await confirmErasure(supervisor, proposal, undefined)).toMatchObject({ ok: true });
  });

  test('is refused by the database too, where the two people, the week or the hold are not as they must be', async () => {
    const { agency, owner, supervisor, fileId, passDays } = await atWork();
    await closeFile(owner, { fileId, why: 'done' });
    await proposeErasure(owner, { fileId, ...asks }, undefined);
    const proposal = await second(supervisor);
    const erase = async () => {
      const { rows } = await owner.door.tally((transaction) =>
        sql<{ done: boolean }>`SELECT clew.erase_file(${agency.agencyId}::uuid, ${fileId}::uuid,
          ${proposal.proposalId}::uuid, ${owner.now()}) AS done`.execute(transaction),
      );
      return rows[0]?.done;
    };
    passDays(8);
    expect(await erase()).toBe(false);
    const confirm = (by: string) =>
      sql`UPDATE clew.proposal SET confirmed_by = ${by}::uuid, confirmed_at = now() WHERE proposal_id = ${proposal.proposalId}`.execute(
        database.admin,
      );
    await confirm(supervisor.workerId);
    passDays(-8);
    expect(await erase()).toBe(false);
    passDays(8);
    await sql`INSERT INTO clew.file_hold VALUES (${agency.agencyId}, ${fileId}, '2027-01-01')`.execute(
      database.admin,
    );
    expect(await erase()).toBe(false);
    await sql`DELETE FROM clew.file_hold WHERE file_id = ${fileId}`.execute(database.admin);
    const neighbour = await makeAgency(database);
    const stranger = await neighbour.join(['case-worker']);
    const foreign = stranger.door.tally((transaction) =>
      sql`SELECT clew.erase_file(${agency.agencyId}::uuid, ${fileId}::uuid, ${proposal.proposalId}::uuid, now())`.execute(
        transaction,
      ),
    );
    await expect(foreign).rejects.toThrow();
    expect(await erase()).toBe(true);
  });

  test('cannot be done by deleting: the application has no right to', async () => {
    const { owner, fileId } = await atWork();
    for (const table of ['file', 'file_entry', 'proposal', 'erased'] as const)
      await expect(
        owner.door.tally((transaction) =>
          sql`DELETE FROM ${sql.id('clew', table)} WHERE agency_id = ${owner.actor.agencyId}`.execute(
            transaction,
          ),
        ),
      ).rejects.toThrow();
    expect(await wordsIn(owner, fileId)).toEqual(['told']);
  });

  test('is only of a file that rests, and “due” only of one whose time is over', async () => {
    const { owner, fileId, passDays } = await atWork();
    expect(await proposeErasure(owner, { fileId, ...asks }, 12)).toEqual({ ok: false, why: 'changed' });
    await closeFile(owner, { fileId, why: 'done' });
    const due = { fileId, why: 'due', reason: 'x' } as const;
    expect(await proposeErasure(owner, due, undefined)).toEqual({ ok: false, why: 'waits' });
    passDays(365);
    expect(await proposeErasure(owner, due, 12)).toEqual({ ok: false, why: 'waits' });
    passDays(30);
    expect(await proposeErasure(owner, due, 12)).toEqual({ ok: true });
  });
});

describe('a hold', () => {
  test('stops an erasure from the moment somebody asks for it, and until two people take it off', async () => {
    const { owner, supervisor, fileId, passDays } = await atWork();
    await closeFile(owner, { fileId, why: 'done' });
    await proposeErasure(owner, { fileId, ...asks }, undefined);
    const erasure = await second(supervisor);
    await proposeHold(owner, { fileId, reviewOn: '2026-09-01', reason: 'An inquiry.' });
    passDays(8);
    expect(await confirmErasure(supervisor, erasure, undefined)).toEqual({ ok: false, why: 'held' });
    expect(await confirmHold(supervisor, await second(supervisor, 'file.hold'))).toEqual({ ok: true });
    passDays(20);
    expect(await proposeErasure(owner, { fileId, ...asks }, undefined)).toEqual({ ok: false, why: 'held' });
    expect(await lookAtFile(owner, fileId)).toMatchObject({
      file: {
        heldUntil: '2026-09-01',
        standings: [{ is: 'closed' }, { is: 'held', reviewOn: '2026-09-01', words: 'An inquiry.' }],
      },
    });
    expect(await proposeRelease(supervisor, { fileId, reason: 'It is over.' })).toEqual({ ok: true });
    expect(await confirmRelease(supervisor, await second(owner, 'file.release'))).toMatchObject({
      ok: false,
    });
    expect(await confirmRelease(owner, await second(owner, 'file.release'))).toEqual({ ok: true });
    expect(await proposeErasure(owner, { fileId, ...asks }, undefined)).toEqual({ ok: true });
    const told = await journalOf(owner, 'file.hold-confirm', 'file.release-confirm');
    expect(told.map(([who]) => who)).toEqual([supervisor.workerId, owner.workerId]);
  });

  test('that nobody confirmed ends after fourteen days', async () => {
    const { owner, supervisor, fileId, passDays } = await atWork();
    await closeFile(owner, { fileId, why: 'done' });
    await proposeHold(supervisor, { fileId, reviewOn: '2026-09-01', reason: 'x' });
    expect(await proposeErasure(owner, { fileId, ...asks }, undefined)).toEqual({ ok: false, why: 'held' });
    passDays(14);
    expect(await proposeErasure(owner, { fileId, ...asks }, undefined)).toEqual({ ok: true });
  });

  test('has a day on which somebody looks at it, which is still to come', async () => {
    const { owner, fileId } = await atWork();
    for (const reviewOn of ['2026-03-15', 'soon', '2026-02-30'])
      expect(await proposeHold(owner, { fileId, reviewOn, reason: 'x' })).toEqual({
        ok: false,
        why: 'changed',
      });
  });
});

describe('what is due', () => {
  test('is listed to whoever could erase it, and nothing happens to it', async () => {
    const { agency, owner, supervisor, fileId, passDays } = await atWork();
    await closeFile(owner, { fileId, why: 'done' });
    const elsewhere = await agency.join(['supervisor'], 'south');
    expect(await listDue(owner, 12)).toEqual([]);
    passDays(400);
    for (const worker of [owner, supervisor])
      expect(await listDue(worker, 12)).toMatchObject([{ fileId, dueFrom: '2027-04-01' }]);
    expect(await listDue(elsewhere, 12)).toEqual([]);
    expect(await listDue(owner, undefined)).toEqual([]);
    expect(await wordsIn(owner, fileId)).toEqual(['told']);
  });

  test('holds whose day has come are listed too', async () => {
    const { owner, supervisor, fileId, passDays } = await atWork();
    await proposeHold(owner, { fileId, reviewOn: '2026-05-01', reason: 'x' });
    await confirmHold(supervisor, await second(supervisor, 'file.hold'));
    expect(await listDue(owner, undefined)).toEqual([]);
    passDays(60);
    expect(await listDue(owner, undefined)).toMatchObject([{ fileId, heldUntil: '2026-05-01' }]);
  });

  test.each([
    ['2026-03', 12, '2027-04-01'],
    ['2026-12', 1, '2027-02-01'],
    ['2023-12', 2, '2024-03-01'],
  ])('a file that rests since %s and is kept %i months is due from %s', (month, months, day) => {
    expect(dueFrom(month, months)).toBe(day);
  });
});

describe('the register of what is kept', () => {
  test('has a kind for every table that the database has', async () => {
    const { rows } = await sql<{ name: string }>`SELECT relname AS name FROM pg_class
      WHERE relnamespace = 'clew'::regnamespace AND relkind IN ('r', 'p') AND relname NOT LIKE 'migration%'`.execute(
      database.admin,
    );
    expect(Object.keys(KIND_OF_TABLE).toSorted()).toEqual(rows.map(({ name }) => name).toSorted());
  });

  test('has no kind that nothing is of', () => {
    const used = new Set([...Object.values(KIND_OF_TABLE), ...KINDS_BESIDE_TABLES]);
    expect([...used].toSorted()).toEqual(Object.keys(KINDS).toSorted());
  });

  test('counts as of a file every table that names one: an erasure empties each', async () => {
    const { rows } = await sql<{ name: string }>`SELECT table_name AS name FROM information_schema.columns
      WHERE table_schema = 'clew' AND column_name = 'file_id' ORDER BY 1`.execute(database.admin);
    const kinds = rows.map(({ name }) => KIND_OF_TABLE[name as keyof typeof KIND_OF_TABLE]);
    expect(new Set(kinds)).toEqual(new Set(['file', 'of-file']));
    const { rows: erasing } = await sql<{
      text: string;
    }>`SELECT pg_get_functiondef('clew.erase_file'::regproc) AS text`.execute(database.admin);
    for (const { name } of rows.filter(({ name }) => name !== 'file_hold'))
      expect(erasing[0]?.text).toContain(`DELETE FROM clew.${name} `);
  });
});
