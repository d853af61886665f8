import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../store/testing/index.ts';
import { askGlass } from './ask-glass.ts';
import { confirmGlass, endOverdueGlass, letInByGlass, listOwnAdmissions } from './break-glass.ts';
import { confirmExclusion, excludeWorker } from './exclude.ts';
import { listGlass } from './list-glass.ts';
import { lookAtFile } from './look-at-file.ts';
import {
  firstGlass,
  firstSecond,
  journalOf,
  makeAgency,
  NOW,
  openedFile,
  say,
  type TestWorker,
  wordsIn,
} from './testing/index.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase(inject('store'));
});
afterAll(() => database.drop());

/** A file of the north, its supervisor, and a case worker of the south who needs to know where somebody is. */
async function atNight() {
  let later = 0;
  const agency = await makeAgency(database, { now: () => new Date(NOW.getTime() + later * 3_600_000) });
  const amina = await agency.join(['case-worker'], 'north');
  const supervisor = await agency.join(['supervisor'], 'north');
  const bilal = await agency.join(['case-worker'], 'south');
  const { fileId, codeName } = await openedFile(amina, agency.teams.north);
  await say(amina, { fileId, compartment: 'contact', about: 'place', words: 'Second house' });
  const asking = { codeName, compartment: 'contact', hours: 4, reason: 'She called and is lost.' } as const;
  const pass = (hours: number) => {
    later += hours;
  };
  return { agency, amina, supervisor, bilal, fileId, asking, pass };
}

/** Confirmed by the supervisor, sealed by the owner: three people with who asked. */
async function letThemIn({
  supervisor,
  amina,
}: {
  supervisor: TestWorker;
  amina: TestWorker;
}): Promise<void> {
  const asked = await firstGlass(supervisor);
  await confirmGlass(supervisor, asked);
  expect(await letInByGlass(amina, asked)).toEqual({ ok: true });
}

describe('break-glass', () => {
  test('lets in who asked, once a second person confirmed it and a third sealed the key to them, and raises an alarm', async () => {
    const { amina, supervisor, bilal, fileId, asking } = await atNight();
    expect(await wordsIn(bilal, fileId, 'contact')).toBe('not-found');
    expect(await askGlass(bilal, asking)).toEqual({ ok: true });
    expect(await wordsIn(bilal, fileId, 'contact')).toBe('not-found');
    expect((await listGlass(supervisor)).found).toMatchObject([
      { fileId, compartment: 'contact', askedBy: bilal.workerId, hours: 4, reason: asking.reason },
    ]);
    expect((await listGlass(supervisor)).found).toMatchObject([
      { step: 'confirm', sealers: [amina.workerId] },
    ]);
    const asked = await firstGlass(supervisor);
    expect(await confirmGlass(supervisor, asked)).toEqual({ ok: true, isLetIn: false });
    expect(await letInByGlass(supervisor, asked)).toEqual({ ok: false, why: 'forbidden' });
    expect(await wordsIn(bilal, fileId, 'contact')).toBe('not-found');
    expect((await listGlass(supervisor)).found).toMatchObject([{ step: 'wait' }]);
    expect((await listGlass(amina)).found).toMatchObject([
      { step: 'let-in', confirmedBy: supervisor.workerId },
    ]);
    expect(await letInByGlass(amina, asked)).toEqual({ ok: true });
    expect(await wordsIn(bilal, fileId, 'contact')).toEqual(['Second house']);
    expect(await wordsIn(bilal, fileId, 'narrative')).toBe('forbidden');
    expect(await listOwnAdmissions(bilal)).toMatchObject([{ fileId, compartment: 'contact' }]);
    expect(await glassInJournal(amina)).toEqual([
      [bilal.workerId, 'glass.ask'],
      [supervisor.workerId, 'glass.confirm'],
      [amina.workerId, 'alarm.raise'],
      [amina.workerId, 'glass.seal'],
    ]);
  });

  test('takes two where three cannot be had, and the journal says that it was two', async () => {
    const { amina, supervisor, bilal, fileId, asking } = await atNight();
    await sql`UPDATE clew.worker SET standing = 'left' WHERE worker_id = ${amina.workerId}`.execute(
      database.admin,
    );
    await askGlass(bilal, asking);
    expect((await listGlass(supervisor)).found).toMatchObject([{ step: 'both', sealers: [] }]);
    const asked = await firstGlass(supervisor);
    expect(await confirmGlass(supervisor, asked)).toEqual({ ok: true, isLetIn: true });
    expect(await wordsIn(bilal, fileId, 'contact')).toEqual(['Second house']);
    expect(await glassInJournal(bilal)).toEqual([
      [bilal.workerId, 'glass.ask'],
      [supervisor.workerId, 'glass.confirm'],
      [supervisor.workerId, 'alarm.raise'],
      [supervisor.workerId, 'glass.by-two'],
      [supervisor.workerId, 'glass.seal'],
    ]);
  });

  test('is done by who has the key where who confirms has none', async () => {
    const { agency, amina, supervisor, fileId, asking } = await atNight();
    const doctor = await agency.join(['health'], 'south');
    await say(amina, { fileId, compartment: 'asylum', about: 'claim', words: 'x' });
    const lawyer = await agency.join(['lawyer'], 'south');
    await askGlass(lawyer, { ...asking, compartment: 'asylum' });
    const asked = await firstGlass(supervisor);
    expect(await letInByGlass(amina, asked)).toEqual({ ok: false, why: 'changed' });
    expect(await confirmGlass(supervisor, asked)).toEqual({ ok: true, isLetIn: false });
    expect(await letInByGlass(supervisor, asked)).toEqual({ ok: false, why: 'forbidden' });
    expect(await letInByGlass(amina, asked)).toEqual({ ok: true });
    expect(await wordsIn(lawyer, fileId, 'asylum')).toEqual(['x']);
    expect(await askGlass(doctor, { ...asking, compartment: 'asylum' })).toEqual({
      ok: false,
      why: 'forbidden',
    });
  });

  test('ends by itself, and what is written afterwards is sealed under another key', async () => {
    const { amina, supervisor, bilal, fileId, asking, pass } = await atNight();
    await askGlass(bilal, asking);
    await letThemIn({ supervisor, amina });
    pass(4);
    expect(await wordsIn(bilal, fileId, 'contact')).toBe('not-found');
    expect(await wrapsOf(bilal)).toBe(1);
    await say(amina, { fileId, compartment: 'contact', about: 'place', words: 'Third house' });
    expect(await wrapsOf(bilal)).toBe(0);
    expect(await wordsIn(supervisor, fileId, 'contact')).toEqual(['Second house', 'Third house']);
  });

  test('loses its key at its end also where nothing is written, as soon as somebody who has one looks in', async () => {
    const { amina, supervisor, bilal, asking, pass } = await atNight();
    await askGlass(bilal, asking);
    await letThemIn({ supervisor, amina });
    await endOverdueGlass(amina);
    expect(await wrapsOf(bilal)).toBe(1);
    pass(5);
    await endOverdueGlass(bilal);
    expect(await wrapsOf(bilal)).toBe(1);
    await endOverdueGlass(amina);
    expect(await wrapsOf(bilal)).toBe(0);
  });

  test('is confirmed by nobody who asked, does not see the file, or is barred', async () => {
    const { agency, supervisor, bilal, amina, fileId, asking } = await atNight();
    const south = await agency.join(['supervisor'], 'south');
    const both = await agency.join(['case-worker', 'supervisor'], 'north');
    await askGlass(both, asking);
    const asked = await firstGlass(supervisor);
    expect(await confirmGlass(both, asked)).toMatchObject({ ok: false });
    expect(await confirmGlass(south, asked)).toEqual({ ok: false, why: 'not-found' });
    expect((await listGlass(south)).found).toEqual([]);
    await excludeWorker(amina, { fileId, workerId: supervisor.workerId, wish: 'agency', reason: 'x' });
    await confirmExclusion(both, await firstSecond(both));
    expect(await confirmGlass(supervisor, asked)).toEqual({ ok: false, why: 'not-found' });
    expect(await wordsIn(bilal, fileId, 'contact')).toBe('not-found');
  });

  test('answers alike whether the file is there or not and whether it bars who asks, and the journal tells', async () => {
    const { amina, bilal, supervisor, fileId, asking } = await atNight();
    await excludeWorker(amina, { fileId, workerId: bilal.workerId, wish: 'person', reason: 'x' });
    expect(await askGlass(bilal, asking)).toEqual({ ok: true });
    expect(await askGlass(bilal, { ...asking, codeName: 'Nowhere 1' })).toEqual({ ok: true });
    expect((await listGlass(supervisor)).found).toEqual([]);
    expect((await journalOf(amina, 'file.tried')).map(([, what]) => what)).toEqual([
      `file.tried file ${fileId} glass.ask`,
      'file.tried file unknown glass.ask',
    ]);
  });

  test('lets in nobody by a confirmation that somebody wrote into the database', async () => {
    const { amina, supervisor, bilal, fileId, asking } = await atNight();
    await askGlass(bilal, asking);
    const asked = await firstGlass(supervisor);
    await sql`UPDATE clew.proposal SET confirmed_by = ${supervisor.workerId}, confirmed_at = ${NOW}, confirmed_entry = 1,
      confirmed_signature = split_part(content, ' ', 2) WHERE proposal_id = ${asked.proposalId}`.execute(
      database.admin,
    );
    expect(await letInByGlass(amina, asked)).toEqual({ ok: false, why: 'changed' });
    expect(await wordsIn(bilal, fileId, 'contact')).toBe('not-found');
  });

  test('is not for a reason that somebody else wrote into the database', async () => {
    const { supervisor, bilal, asking } = await atNight();
    await askGlass(bilal, asking);
    const asked = await firstGlass(supervisor);
    await sql`UPDATE clew.proposal SET proposed_by = ${supervisor.workerId}, thing = thing || ''
      WHERE proposal_id = ${asked.proposalId}`.execute(database.admin);
    expect((await listGlass(bilal)).found).toEqual([]);
    expect(await confirmGlass(bilal, asked)).toEqual({ ok: false, why: 'not-found' });
  });

  test('is over with the day that was signed: an old asking with another day lets in nobody', async () => {
    const { amina, supervisor, bilal, fileId, asking, pass } = await atNight();
    await askGlass(bilal, asking);
    const asked = await firstGlass(supervisor);
    await confirmGlass(supervisor, asked);
    pass(8 * 24);
    await sql`UPDATE clew.proposal SET at = ${amina.now()}, confirmed_at = ${amina.now()}
      WHERE proposal_id = ${asked.proposalId}`.execute(database.admin);
    expect((await listGlass(amina)).found).toEqual([]);
    expect(await letInByGlass(amina, asked)).toEqual({ ok: false, why: 'changed' });
    expect(await wordsIn(bilal, fileId, 'contact')).toBe('not-found');
  });

  test('lasts as long as whoever let in signed, and lets in nobody whom a row says was let in', async () => {
    const { amina, supervisor, bilal, fileId, asking, pass } = await atNight();
    await askGlass(bilal, asking);
    await letThemIn({ supervisor, amina });
    expect(await wordsIn(bilal, fileId, 'contact')).toEqual(['Second house']);
    await sql`UPDATE clew.file_admission SET expires_at = expires_at + interval '1 day' WHERE file_id = ${fileId}`.execute(
      database.admin,
    );
    expect(await wordsIn(bilal, fileId, 'contact')).toBe('not-found');
    await sql`UPDATE clew.file_admission SET expires_at = expires_at - interval '1 day' WHERE file_id = ${fileId}`.execute(
      database.admin,
    );
    expect(await wordsIn(bilal, fileId, 'contact')).toEqual(['Second house']);
    pass(5);
    expect(await wordsIn(bilal, fileId, 'contact')).toBe('not-found');
  });

  test('is answered as the page showed it, or not at all', async () => {
    const { amina, supervisor, bilal, asking } = await atNight();
    await askGlass(bilal, asking);
    const asked = await firstGlass(supervisor);
    const other = { ...asked, seen: 'x'.repeat(43) };
    expect(await confirmGlass(supervisor, other)).toEqual({ ok: false, why: 'other-content' });
    await confirmGlass(supervisor, asked);
    expect(await letInByGlass(amina, other)).toEqual({ ok: false, why: 'other-content' });
    expect(await letInByGlass(amina, asked)).toEqual({ ok: true });
  });

  test('is asked twenty times at once by one person, whether there is such a file or not', async () => {
    const { bilal, asking } = await atNight();
    for (let at = 0; at < 20; at += 1)
      expect(await askGlass(bilal, { ...asking, codeName: `Nothing ${at}` })).toEqual({ ok: true });
    for (const codeName of [asking.codeName, 'Nothing'])
      expect(await askGlass(bilal, { ...asking, codeName })).toEqual({ ok: false, why: 'too-many' });
  });

  test('shows who asked nothing of the file but the compartment', async () => {
    const { amina, supervisor, bilal, fileId, asking } = await atNight();
    await askGlass(bilal, asking);
    await letThemIn({ supervisor, amina });
    const seen = await lookAtFile(bilal, fileId);
    if (!seen.ok) throw new Error(seen.why);
    expect(seen.file).toMatchObject({ grants: undefined, bars: undefined, mayHandOver: false });
    expect(seen.file.compartments.filter(({ state }) => state !== 'not-yours')).toMatchObject([
      { compartment: 'contact', state: 'open' },
    ]);
  });
});

async function glassInJournal(worker: TestWorker): Promise<[string, string | undefined][]> {
  const actions = ['glass.ask', 'glass.confirm', 'glass.seal', 'glass.by-two', 'alarm.raise'];
  return (await journalOf(worker, ...actions)).map(([who, what]) => [who, what.split(' ')[0]]);
}

async function wrapsOf({ workerId, door }: TestWorker): Promise<number> {
  const rows = await door.read((transaction) =>
    transaction
      .selectFrom('clew.key_wrap')
      .select('key_id')
      .where('worker_id', '=', workerId)
      .where('key_id', 'like', 'file:%:contact')
      .execute(),
  );
  return rows.length;
}
