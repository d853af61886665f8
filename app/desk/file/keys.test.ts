import { makeKey, makeWorkerKeys, type RosterWorker, wrapKey } from '@clew/seal';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../store/testing/index.ts';
import { excludeWorker, recuseOneself } from './exclude.ts';
import { keyIdOf } from './parts.ts';
import { readPart } from './read-part.ts';
import { recordStatement } from './record.ts';
import {
  journalOf,
  madeFile,
  makeAgency,
  NOBODYS_ID,
  say,
  type TestWorker,
  wordsIn,
} from './testing/index.ts';
import { giveKeys, handOver, letIn, remove } from './who-may-open.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase(inject('store'));
});
afterAll(() => database.drop());

const told = {
  compartment: 'narrative',
  about: 'told',
  words: 'x',
  source: 'person',
  certainty: 'likely',
} as const;

/** A team with a case worker and her supervisor, and a file of theirs in which something was told. */
async function atWork() {
  const agency = await makeAgency(database);
  const amina = await agency.join(['case-worker'], 'north');
  const supervisor = await agency.join(['supervisor'], 'north');
  const fileId = await madeFile(amina, agency.teams.north);
  await say(amina, { fileId, words: 'before' });
  return { agency, amina, supervisor, fileId };
}

/** The same, and a lawyer who was let in. */
async function withOfficer() {
  const at = await atWork();
  const officer = await at.agency.join(['lawyer']);
  await letIn(at.amina, { fileId: at.fileId, workerId: officer.workerId });
  return { ...at, officer };
}

/** For whom keys of a part stand in the database, by generation. */
async function holders(worker: TestWorker, fileId: string): Promise<Record<number, string[]>> {
  const rows = await worker.door.read((transaction) =>
    transaction
      .selectFrom('clew.key_wrap')
      .select(['generation', 'worker_id'])
      .where('key_id', '=', keyIdOf(fileId, 'narrative'))
      .orderBy('worker_id')
      .execute(),
  );
  const found: Record<number, string[]> = {};
  for (const { generation, worker_id } of rows) found[generation] = [...(found[generation] ?? []), worker_id];
  return found;
}

const ids = (...workers: TestWorker[]) => workers.map(({ workerId }) => workerId).toSorted();

describe('who is let in', () => {
  test('reads what was written before, and once taken out nothing more', async () => {
    const { agency, amina, supervisor, fileId } = await atWork();
    const lawyer = await agency.join(['lawyer']);
    expect(await wordsIn(lawyer, fileId)).toBe('not-found');
    expect(await letIn(amina, { fileId, workerId: lawyer.workerId })).toEqual({ ok: true });
    expect(await wordsIn(lawyer, fileId)).toEqual(['before']);
    expect(await remove(amina, { fileId, workerId: lawyer.workerId })).toEqual({ ok: true });
    expect(await wordsIn(lawyer, fileId)).toBe('not-found');
    await say(amina, { fileId, words: 'after' });
    expect(await wordsIn(supervisor, fileId)).toEqual(['before', 'after']);
  });

  test('loses the keys, and the one that they may have kept does not open what is written later', async () => {
    const { agency, amina, supervisor, fileId } = await atWork();
    const lawyer = await agency.join(['lawyer']);
    await letIn(amina, { fileId, workerId: lawyer.workerId });
    const kept = await amina.door.read((transaction) =>
      transaction
        .selectFrom('clew.key_wrap')
        .selectAll()
        .where('worker_id', '=', lawyer.workerId)
        .where('key_id', '=', keyIdOf(fileId, 'narrative'))
        .execute(),
    );
    await remove(amina, { fileId, workerId: lawyer.workerId });
    await say(amina, { fileId, words: 'after' });
    expect(await holders(amina, fileId)).toEqual({ 1: ids(amina, supervisor), 2: ids(amina, supervisor) });
    // Whoever can write to the database puts the old key back, and takes the bar of the policy away as well.
    await database.admin.insertInto('clew.key_wrap').values(kept).execute();
    await sql`INSERT INTO clew.file_named VALUES (${amina.actor.agencyId}, ${fileId}, ${lawyer.workerId})`.execute(
      database.admin,
    );
    expect(await wordsIn(lawyer, fileId)).toEqual(['before', '(shut)']);
  });

  test('is not let in twice, nor is somebody of nowhere', async () => {
    const { agency, amina, fileId } = await atWork();
    const stranger = await (await makeAgency(database)).join(['lawyer']);
    for (const workerId of [stranger.workerId, NOBODYS_ID, 'x'])
      expect(await letIn(amina, { fileId, workerId })).toEqual({ ok: false, why: 'changed' });
    const lawyer = await agency.join(['lawyer']);
    await letIn(amina, { fileId, workerId: lawyer.workerId });
    expect(await letIn(amina, { fileId, workerId: lawyer.workerId })).toEqual({ ok: true });
  });
});

describe('handing over', () => {
  test('gives the new owner every key, and takes those of the old one', async () => {
    const { agency, amina, supervisor, fileId } = await atWork();
    const bilal = await agency.join(['case-worker'], 'south');
    const south = await agency.join(['supervisor'], 'south');
    const to = { workerId: bilal.workerId, teamId: agency.teams.south ?? '' };
    expect(await handOver(amina, { fileId, ...to })).toEqual({ ok: true });
    expect(await wordsIn(bilal, fileId)).toEqual(['before']);
    expect(await wordsIn(south, fileId)).toEqual(['before']);
    expect(await wordsIn(amina, fileId)).toBe('not-found');
    expect(await wordsIn(supervisor, fileId)).toBe('not-found');
    await say(bilal, { fileId, words: 'after' });
    expect(await holders(bilal, fileId)).toEqual({ 1: ids(bilal, south), 2: ids(bilal, south) });
  });

  test('does not reach who is excluded', async () => {
    const { agency, amina, fileId } = await atWork();
    const bilal = await agency.join(['case-worker']);
    await excludeWorker(amina, { fileId, workerId: bilal.workerId, wish: 'person', reason: 'x' });
    expect(await handOver(amina, { fileId, workerId: bilal.workerId })).toEqual({
      ok: false,
      why: 'changed',
    });
  });

  test('is refused where the colleague could open nothing of the file', async () => {
    const { agency, amina, fileId } = await atWork();
    for (const role of ['administrator', 'auditor', 'coordinator'] as const) {
      const { workerId } = await agency.join([role]);
      expect(await handOver(amina, { fileId, workerId })).toEqual({ ok: false, why: 'opens-nothing' });
    }
    expect(await wordsIn(amina, fileId)).toEqual(['before']);
  });

  test('takes no key away while the only other who has it is shut out', async () => {
    const agency = await makeAgency(database);
    const amina = await agency.join(['case-worker']);
    const bilal = await agency.join(['case-worker']);
    const fileId = await madeFile(amina);
    await say(amina, { fileId, words: 'kept' });
    await letIn(amina, { fileId, workerId: bilal.workerId });
    await sql`INSERT INTO clew.shut_worker (agency_id, worker_id, secret_box) VALUES (${agency.agencyId}, ${bilal.workerId}, 'x')`.execute(
      database.admin,
    );
    expect(await handOver(amina, { fileId, workerId: bilal.workerId })).toEqual({ ok: true });
    expect((await holders(bilal, fileId))[1]).toEqual(ids(amina, bilal));
  });

  test('takes no key from the last who has it where nobody else could open the part', async () => {
    const agency = await makeAgency(database);
    const amina = await agency.join(['case-worker']);
    const screener = await agency.join(['screener']);
    const fileId = await madeFile(amina);
    await say(amina, { fileId, compartment: 'asylum', about: 'claim', words: 'kept' });
    await handOver(amina, { fileId, workerId: screener.workerId });
    expect(await wordsIn(amina, fileId, 'asylum')).toBe('not-found');
    const back = await handOver(screener, { fileId, workerId: amina.workerId });
    expect(back).toEqual({ ok: true });
    expect(await wordsIn(amina, fileId, 'asylum')).toEqual(['kept']);
  });
});

describe('an officer excluded by name', () => {
  test('finds nothing by any way, and the journal shows that they tried', async () => {
    const { amina, supervisor, officer, fileId } = await withOfficer();
    expect(await wordsIn(officer, fileId)).toEqual(['before']);
    const reason = 'He is the brother of the one she fled from.';
    const excluding = { fileId, workerId: officer.workerId, wish: 'person', reason } as const;
    expect(await excludeWorker(amina, excluding)).toEqual({ ok: true, isHeld: true });
    expect(await wordsIn(officer, fileId)).toBe('not-found');
    expect(await recuseOneself(officer, fileId)).toEqual({ ok: false, why: 'not-found' });
    expect(await journalOf(amina, 'file.tried')).toEqual([
      [officer.workerId, `file.tried file ${fileId} file.reveal.narrative`],
      [officer.workerId, `file.tried file ${fileId} file.recuse`],
    ]);
    await say(amina, { fileId, words: 'after' });
    expect(await holders(amina, fileId)).toEqual({ 1: ids(amina, supervisor), 2: ids(amina, supervisor) });
  });

  test('gets the same answer, and leaves the same trace, as for a file that is not there', async () => {
    const { amina, officer, fileId } = await withOfficer();
    await excludeWorker(amina, { fileId, workerId: officer.workerId, wish: 'person', reason: 'x' });
    const barred = await recordStatement(officer, { fileId, ...told });
    expect(await recordStatement(officer, { fileId: NOBODYS_ID, ...told })).toEqual(barred);
    expect(barred).toEqual({ ok: false, why: 'not-found' });
    expect((await journalOf(amina, 'file.tried')).map(([, entry]) => entry)).toEqual([
      `file.tried file ${fileId} file.write.narrative`,
      `file.tried file ${NOBODYS_ID} file.write.narrative`,
    ]);
  });

  test('has a reason that is read by who may exclude, and by nobody else', async () => {
    const { agency, amina, supervisor, fileId } = await atWork();
    const coordinator = await agency.join(['coordinator']);
    const other = await agency.join(['case-worker']);
    await excludeWorker(amina, { fileId, workerId: other.workerId, wish: 'person', reason: 'x' });
    expect(await wordsIn(supervisor, fileId, 'bars')).toEqual(['bar']);
    expect(await wordsIn(coordinator, fileId, 'bars')).toBe('forbidden');
  });

  test('cannot be oneself: who steps back says so, and is then excluded as well', async () => {
    const { amina, supervisor, fileId } = await atWork();
    expect(
      await excludeWorker(amina, { fileId, workerId: amina.workerId, wish: 'person', reason: 'x' }),
    ).toEqual({
      ok: false,
      why: 'changed',
    });
    expect(await recuseOneself(amina, fileId)).toEqual({ ok: true });
    expect(await wordsIn(amina, fileId)).toBe('not-found');
    expect(await wordsIn(supervisor, fileId)).toEqual(['before']);
    expect(await holders(supervisor, fileId)).toEqual({ 1: ids(supervisor), 2: ids(supervisor) });
  });
});

describe('a colleague who came later', () => {
  test('waits for the key until somebody gives it', async () => {
    const { agency, amina, fileId } = await atWork();
    const late = await agency.join(['supervisor'], 'north');
    expect(await wordsIn(late, fileId)).toEqual(['(shut)']);
    expect(await giveKeys(amina, { fileId, workerId: late.workerId })).toEqual({ ok: true });
    expect(await wordsIn(late, fileId)).toEqual(['before']);
  });

  test('without a sound key writes nothing, and makes no key of their own', async () => {
    const { agency, amina, supervisor, fileId } = await atWork();
    const late = await agency.join(['case-worker', 'supervisor'], 'north');
    await letIn(amina, { fileId, workerId: late.workerId });
    await sql`DELETE FROM clew.key_wrap WHERE worker_id = ${late.workerId} AND key_id LIKE 'file:%'`.execute(
      database.admin,
    );
    expect(await recordStatement(late, { fileId, ...told })).toEqual({ ok: false, why: 'no-key' });
    expect(await holders(amina, fileId)).toEqual({ 1: ids(amina, supervisor) });
  });
});

describe('whoever can write to the database', () => {
  test('slips in a key of their own: it does not open, and is not used', async () => {
    const { amina, supervisor, fileId } = await atWork();
    const thief = await makeWorkerKeys((length) => Uint8Array.from({ length }, () => 7));
    const keyId = keyIdOf(fileId, 'narrative');
    const forger = {
      worker: { ...supervisor.keys.me, verifyKey: thief.verifyKey } as RosterWorker,
      signingKey: thief.secrets.signingKey,
    };
    const { wrap, signature } = await wrapKey({
      key: makeKey((length) => new Uint8Array(length)),
      about: { keyId, generation: 1 },
      recipient: amina.keys.me,
      giver: forger,
    });
    await sql`UPDATE clew.key_wrap SET wrap = ${wrap}, signature = ${signature}, given_by = ${supervisor.workerId}
      WHERE key_id = ${keyId} AND worker_id = ${amina.workerId}`.execute(database.admin);
    expect(await recordStatement(amina, { fileId, ...told })).toEqual({ ok: false, why: 'no-key' });
    expect(await wordsIn(amina, fileId)).toEqual(['(shut)']);
    // It is said, and in the journal, and a colleague who has the key gives it again in its place.
    expect(await readPart(amina, { fileId, part: 'narrative' })).toMatchObject({ shut: 1, badKeys: 1 });
    const tells = [amina.workerId, `keys.unsound file ${fileId} narrative`];
    expect(await journalOf(amina, 'keys.unsound')).toEqual([tells, tells]);
    expect(await giveKeys(supervisor, { fileId, workerId: amina.workerId })).toEqual({ ok: true });
    expect(await wordsIn(amina, fileId)).toEqual(['before']);
    expect(await readPart(amina, { fileId, part: 'narrative' })).toMatchObject({ shut: 0, badKeys: 0 });
  });

  test('puts keys of their own beside a colleague’s name: no key is given to them', async () => {
    const { agency, amina, fileId } = await atWork();
    const lawyer = await agency.join(['lawyer']);
    const thief = await makeWorkerKeys((length) => Uint8Array.from({ length }, () => 7));
    for (const table of ['clew.worker', 'clew.roster_entry'])
      await sql`UPDATE ${sql.table(table)} SET recipient = ${thief.recipient} WHERE worker_id = ${lawyer.workerId}`.execute(
        database.admin,
      );
    await letIn(amina, { fileId, workerId: lawyer.workerId });
    expect((await holders(amina, fileId))[1]).not.toContain(lawyer.workerId);
  });

  test('names an accomplice on a file: no key moves to them by what others write', async () => {
    const { agency, amina, officer, fileId } = await withOfficer();
    const accomplice = await agency.join(['lawyer']);
    await sql`INSERT INTO clew.file_named VALUES (${amina.actor.agencyId}, ${fileId}, ${accomplice.workerId})`.execute(
      database.admin,
    );
    await say(amina, { fileId, words: 'after' });
    await excludeWorker(amina, { fileId, workerId: officer.workerId, wish: 'person', reason: 'x' });
    await say(amina, { fileId, words: 'and after' });
    expect(await wordsIn(accomplice, fileId)).toEqual(['(shut)', '(shut)', '(shut)']);
  });

  test('puts a wrap where the next key will be: it is thrown away', async () => {
    const { amina, officer, fileId } = await withOfficer();
    await sql`INSERT INTO clew.key_wrap SELECT agency_id, key_id, 2, worker_id, wrap, given_by, signature
      FROM clew.key_wrap WHERE key_id = ${keyIdOf(fileId, 'narrative')}`.execute(database.admin);
    await excludeWorker(amina, { fileId, workerId: officer.workerId, wish: 'person', reason: 'x' });
    await say(amina, { fileId, words: 'after' });
    expect(await wordsIn(amina, fileId)).toEqual(['before', 'after']);
  });

  test.each([
    ['another file', 'file_id'],
    ['another row', 'entry_id'],
    ['another compartment', 'compartment'],
  ] as const)('moves a box to %s: it does not open there', async (_, column) => {
    const { amina, fileId } = await atWork();
    const other = await madeFile(amina);
    await say(amina, { fileId, words: 'second' });
    await say(amina, { fileId, compartment: 'asylum', about: 'claim', words: 'claim' });
    await say(amina, { fileId: other, words: 'other' });
    const to = { file_id: other, entry_id: NOBODYS_ID, compartment: 'asylum' }[column];
    await sql`UPDATE clew.file_entry SET ${sql.ref(column)} = ${to} WHERE file_id = ${fileId}
      AND entry_id = (SELECT entry_id FROM clew.file_entry WHERE file_id = ${fileId}
        AND compartment = 'narrative' ORDER BY entry_id LIMIT 1)`.execute(database.admin);
    const seen = [
      await wordsIn(amina, fileId),
      await wordsIn(amina, other),
      await wordsIn(amina, fileId, 'asylum'),
    ].flat();
    expect(seen.filter((words) => words === '(unsound)')).toHaveLength(1);
    expect(seen).toContain('other');
  });

  test('swaps two boxes: neither opens', async () => {
    const { amina, fileId } = await atWork();
    await say(amina, { fileId, words: 'second' });
    await sql`UPDATE clew.file_entry e SET box = (SELECT o.box FROM clew.file_entry o
      WHERE o.file_id = e.file_id AND o.entry_id <> e.entry_id) WHERE file_id = ${fileId}`.execute(
      database.admin,
    );
    expect(await wordsIn(amina, fileId)).toEqual(['(unsound)', '(unsound)']);
  });
});
