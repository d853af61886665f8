import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../store/testing/index.ts';
import { findByName } from './find-by-name.ts';
import { giveGrant } from './grants.ts';
import { listFiles } from './list-files.ts';
import { lookAtFile } from './look-at-file.ts';
import { recordStatement } from './record.ts';
import { listSecond } from './second-person.ts';
import { closeFile, confirmReopening, proposeReopening, withdrawPerson } from './standing.ts';
import {
  consentWith,
  firstSecond,
  madeFile,
  makeAgency,
  NOTHING_ASKED,
  say,
  type TestWorker,
  wordsIn,
} from './testing/index.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase(inject('store'));
});
afterAll(() => database.drop());

async function atWork() {
  const agency = await makeAgency(database);
  const owner = await agency.join(['case-worker'], 'north');
  const supervisor = await agency.join(['supervisor'], 'north');
  const fileId = await madeFile(owner, agency.teams.north);
  await say(owner, { fileId, words: 'told' });
  await say(owner, { fileId, compartment: 'identity', about: 'name', words: 'Zarquon' });
  return { agency, owner, supervisor, fileId };
}

const told = {
  compartment: 'narrative',
  about: 'told',
  words: 'x',
  source: 'person',
  certainty: 'certain',
} as const;

async function listedTo(worker: TestWorker, closed = false): Promise<string[]> {
  const list = await listFiles(worker, { closed });
  return list.ok ? list.files.map(({ fileId }) => fileId) : [];
}

describe('a file that is closed', () => {
  test.each(['owner', 'supervisor'] as const)(
    'is closed by its %s, leaves the list and takes nothing new',
    async (who) => {
      const at = await atWork();
      const { owner, fileId } = at;
      expect(await closeFile(at[who], { fileId, why: 'done' })).toEqual({ ok: true });
      expect(await listedTo(owner)).toEqual([]);
      expect(await listedTo(owner, true)).toEqual([fileId]);
      expect(await recordStatement(owner, { fileId, ...told })).toEqual({ ok: false, why: 'forbidden' });
      expect(await giveGrant(owner, consentWith(fileId, 'x'))).toEqual({ ok: false, why: 'forbidden' });
      expect(await closeFile(owner, { fileId, why: 'done' })).toEqual({ ok: false, why: 'forbidden' });
    },
  );

  test('is read as before, and found by name as what it is: nothing is destroyed', async () => {
    const { owner, fileId } = await atWork();
    await closeFile(owner, { fileId, why: 'elsewhere', words: 'In another town.' });
    expect(await wordsIn(owner, fileId)).toEqual(['told']);
    expect(await findByName(owner, 'zarquon')).toMatchObject({ files: [{ fileId, closed: true }] });
    const seen = await lookAtFile(owner, fileId);
    expect(seen).toMatchObject({
      file: { closed: true, standings: [{ is: 'closed', why: 'elsewhere', words: 'In another town.' }] },
    });
  });

  test('is opened again by two people, and not by one', async () => {
    const { owner, supervisor, fileId } = await atWork();
    await closeFile(owner, { fileId, why: 'mistake' });
    expect(await proposeReopening(owner, { fileId, reason: 'x', personAsks: false })).toEqual({ ok: true });
    expect(await listedTo(owner)).toEqual([]);
    const asked = await firstSecond(supervisor);
    expect(await confirmReopening(owner, asked)).toMatchObject({ ok: false });
    expect(await confirmReopening(supervisor, asked)).toEqual({ ok: true });
    expect(await listedTo(owner)).toEqual([fileId]);
    expect(await confirmReopening(supervisor, asked)).toEqual({ ok: false, why: 'changed' });
    expect(await proposeReopening(owner, { fileId, reason: 'x', personAsks: false })).toEqual({
      ok: false,
      why: 'changed',
    });
  });

  test('is not opened again as was proposed before the person wished otherwise', async () => {
    const { owner, supervisor, fileId } = await atWork();
    await closeFile(owner, { fileId, why: 'done' });
    await proposeReopening(owner, { fileId, reason: 'x', personAsks: true });
    const asked = await firstSecond(supervisor);
    await withdrawPerson(owner, { fileId, words: 'Leave it closed.' });
    expect((await listSecond(supervisor)).found).toMatchObject([{ isOvertaken: true }]);
    expect(await confirmReopening(supervisor, asked)).toEqual({ ok: false, why: 'overtaken' });
    expect(await wordsIn(owner, fileId)).toBe('forbidden');
    await proposeReopening(owner, { fileId, reason: 'She asks now.', personAsks: true });
    const anew = (await listSecond(supervisor)).found.find(({ isOvertaken }) => !isOvertaken);
    expect(await confirmReopening(supervisor, anew ?? NOTHING_ASKED)).toEqual({ ok: true });
  });

  test('is opened again as the page showed it, or not at all', async () => {
    const { owner, supervisor, fileId } = await atWork();
    await closeFile(owner, { fileId, why: 'done' });
    await proposeReopening(owner, { fileId, reason: 'x', personAsks: false });
    const asked = await firstSecond(supervisor);
    const other = { ...asked, seen: 'x'.repeat(43) };
    expect(await confirmReopening(supervisor, other)).toEqual({ ok: false, why: 'other-content' });
    expect(await confirmReopening(supervisor, asked)).toEqual({ ok: true });
  });

  test('is not pushed out of a list by what else is put there: the longest waiting stands first, in pages', async () => {
    const { agency, owner, supervisor, fileId } = await atWork();
    await closeFile(owner, { fileId, why: 'done' });
    await proposeReopening(owner, { fileId, reason: 'x', personAsks: false });
    const asked = await firstSecond(supervisor);
    const row = await database.admin
      .selectFrom('clew.proposal')
      .selectAll()
      .where('proposal_id', '=', asked.proposalId)
      .executeTakeFirstOrThrow();
    const filling = (from: number, count: number) =>
      Array.from({ length: count }, (_, at) => {
        const moment = new Date(row.at.getTime() + (from + at) * 1000);
        return { ...row, proposal_id: randomUUID(), at: moment };
      });
    await database.admin.insertInto('clew.proposal').values(filling(1, 60)).execute();
    expect((await listSecond(supervisor)).found).toMatchObject([asked]);
    await database.admin.insertInto('clew.proposal').values(filling(-250, 240)).execute();
    const found: string[] = [];
    let after: string | undefined;
    do {
      const page = await listSecond(supervisor, after);
      found.push(...page.found.map(({ proposalId }) => proposalId));
      after = page.next;
    } while (after !== undefined);
    expect(found).toEqual([asked.proposalId]);
    await sql`DELETE FROM clew.proposal WHERE agency_id = ${agency.agencyId}`.execute(database.admin);
  });

  test('is proposed for twenty files at a time by one person, so that nobody fills the list', async () => {
    const { agency, owner, fileId } = await atWork();
    await closeFile(owner, { fileId, why: 'done' });
    const propose = () => proposeReopening(owner, { fileId, reason: 'x', personAsks: false });
    for (let at = 0; at < 20; at += 1) expect(await propose()).toEqual({ ok: true });
    expect(await propose()).toEqual({ ok: false, why: 'too-many' });
    await sql`DELETE FROM clew.proposal WHERE agency_id = ${agency.agencyId}`.execute(database.admin);
  });

  test('is closed by nobody who has it neither as theirs nor in their team', async () => {
    const { agency, fileId } = await atWork();
    const coordinator = await agency.join(['coordinator']);
    const stranger = await agency.join(['case-worker'], 'south');
    expect(await closeFile(coordinator, { fileId, why: 'done' })).toEqual({ ok: false, why: 'forbidden' });
    expect(await closeFile(stranger, { fileId, why: 'done' })).toEqual({ ok: false, why: 'not-found' });
  });
});

describe('a person who withdraws', () => {
  test('ends every consent at once, and no part opens any more, for nobody', async () => {
    const { owner, supervisor, fileId } = await atWork();
    await giveGrant(owner, consentWith(fileId, 'x'));
    await giveGrant(owner, consentWith(fileId, 'y'));
    expect(await withdrawPerson(owner, { fileId, words: 'I want no more of it.' })).toEqual({ ok: true });
    for (const worker of [owner, supervisor]) expect(await wordsIn(worker, fileId)).toBe('forbidden');
    expect(await recordStatement(owner, { fileId, ...told })).toEqual({ ok: false, why: 'forbidden' });
    const seen = await lookAtFile(owner, fileId);
    expect(seen).toMatchObject({
      file: {
        withdrawn: true,
        grants: { grants: [{ state: 'withdrawn' }, { state: 'withdrawn' }] },
        standings: [{ is: 'withdrawn', words: 'I want no more of it.' }],
      },
    });
    expect(await withdrawPerson(owner, { fileId })).toEqual({ ok: false, why: 'forbidden' });
  });

  test('can come back if they ask for it, by two people; what was taken back stays taken back', async () => {
    const { owner, supervisor, fileId } = await atWork();
    await giveGrant(owner, consentWith(fileId, 'x'));
    await withdrawPerson(owner, { fileId });
    const asked = { fileId, reason: 'She came back.' };
    expect(await proposeReopening(owner, { ...asked, personAsks: false })).toEqual({
      ok: false,
      why: 'wish',
    });
    expect(await proposeReopening(owner, { ...asked, personAsks: true })).toEqual({ ok: true });
    expect(await wordsIn(owner, fileId)).toBe('forbidden');
    expect(await confirmReopening(supervisor, await firstSecond(supervisor))).toEqual({ ok: true });
    expect(await wordsIn(owner, fileId)).toEqual(['told']);
    const seen = await lookAtFile(owner, fileId);
    expect(seen).toMatchObject({ file: { grants: { grants: [{ state: 'withdrawn' }] } } });
  });
});
