import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../store/testing/index.ts';
import { ROLES } from '../policy/index.ts';
import { askGlass } from './ask-glass.ts';
import { excludeWorker } from './exclude.ts';
import { giveGrant } from './grants.ts';
import { listFiles } from './list-files.ts';
import { listGlass } from './list-glass.ts';
import {
  consentWith,
  firstGlass,
  firstSecond,
  journalOf,
  makeAgency,
  NOBODYS_ID,
  NOTHING_ASKED,
  openedFile,
  say,
  type TestAgency,
  type TestWorker,
  VERBS_AT_FILE,
  VERBS_BY_WORDS,
  type VerbAt,
} from './testing/index.ts';

let database: TestDatabase;
let amina: TestWorker;
let at: VerbAt;
let codeName: string;
let agency: TestAgency;
beforeAll(async () => {
  database = await createTestDatabase(inject('store'));
  agency = await makeAgency(database);
  amina = await agency.join(['case-worker'], 'north');
  const supervisor = await agency.join(['supervisor'], 'north');
  const bilal = await agency.join(['case-worker'], 'south');
  const made = await openedFile(amina, agency.teams.north);
  const { fileId } = made;
  codeName = made.codeName;
  await say(amina, { fileId, words: 'x' });
  await say(amina, { fileId, compartment: 'identity', about: 'name', words: 'Zarquon' });
  const given = await giveGrant(amina, consentWith(fileId, 'x'));
  await askGlass(bilal, { codeName, compartment: 'narrative', hours: 1, reason: 'x' });
  const glass = await firstGlass(supervisor);
  const grantId = given.ok ? given.grantId : '';
  const third = await agency.join(['supervisor'], 'north');
  await excludeWorker(amina, { fileId, workerId: third.workerId, wish: 'agency', reason: 'x' });
  const second = await firstSecond(supervisor);
  expect(second).not.toEqual(NOTHING_ASKED);
  at = { fileId, workerId: bilal.workerId, grantId, glass, second, words: 'x' };
});
afterAll(() => database.drop());

const nowhere: VerbAt = {
  ...{
    fileId: NOBODYS_ID,
    workerId: NOBODYS_ID,
    grantId: NOBODYS_ID,
    glass: { proposalId: NOBODYS_ID, seen: '' },
    second: { proposalId: NOBODYS_ID, seen: '' },
  },
  words: 'x',
};

/** All that a verb leaves in a chain, with ids taken out. */
async function traces(worker: TestWorker, of: VerbAt): Promise<string[]> {
  const entries = await journalOf(worker, 'file.tried', 'file.list');
  const { glass, second, ...others } = of;
  const named = [...Object.values(others), glass.proposalId, second.proposalId, NOBODYS_ID];
  const ids = new RegExp(named.filter((id) => id.length > 30).join('|'), 'g');
  return entries.map(([, entry]) => entry.replace(ids, 'ID'));
}

describe('two agencies on one node', () => {
  test.each(Object.keys(VERBS_AT_FILE))(
    'cannot find each other’s file: %s answers, and leaves behind, what it does for none at all',
    async (name) => {
      const other = await makeAgency(database);
      const stranger = await other.join(
        ['case-worker', 'supervisor', 'lawyer', 'health', 'coordinator'],
        'north',
      );
      const run = VERBS_AT_FILE[name];
      const answer = await run?.(stranger, at);
      expect(answer).toEqual({ ok: false, why: 'not-found' });
      const left = await traces(stranger, at);
      expect(left).toHaveLength(1);
      const second = await other.join(
        ['case-worker', 'supervisor', 'lawyer', 'health', 'coordinator'],
        'north',
      );
      expect(await run?.(second, nowhere)).toEqual(answer);
      expect(await traces(second, at)).toEqual([...left, ...left]);
    },
  );

  test('find nothing by name, code name or list, and count nothing', async () => {
    const other = await makeAgency(database);
    const stranger = await other.join(['case-worker', 'supervisor', 'coordinator'], 'north');
    const own = await openedFile(stranger, other.teams.north);
    await say(stranger, { fileId: own.fileId, compartment: 'identity', about: 'name', words: 'Someone' });
    expect(await VERBS_BY_WORDS.find(stranger, 'Zarquon')).toEqual({ ok: true, files: [] });
    expect(await VERBS_BY_WORDS.ask(stranger, codeName)).toEqual({ ok: true });
    expect((await listGlass(stranger)).found).toEqual([]);
    expect(await listFiles(stranger)).toMatchObject({ files: [{ fileId: own.fileId }], next: undefined });
  });

  test('may have the same id and the same code name, and neither learns of it', async () => {
    const other = await makeAgency(database);
    const stranger = await other.join(['case-worker'], 'north');
    await sql`INSERT INTO clew.file SELECT ${other.agencyId}, file_id, ${stranger.workerId}, NULL, opened_month, false,
      code_name, code_hash, false, NULL, 1 FROM clew.file WHERE file_id = ${at.fileId}`.execute(
      database.admin,
    );
    const seen = await VERBS_AT_FILE.look?.(stranger, at);
    expect(seen).toMatchObject({ ok: true, file: { codeName: undefined, grants: { grants: [] } } });
  });
});

describe('an administrator with everything else', () => {
  test.each(Object.keys(VERBS_AT_FILE))('opens nothing and changes nothing: %s', async (name) => {
    const administrator = await agency.join(
      ['administrator', ...ROLES.filter((role) => role !== 'administrator')],
      'north',
    );
    await sql`INSERT INTO clew.file_named VALUES (${agency.agencyId}, ${at.fileId}, ${administrator.workerId})`.execute(
      database.admin,
    );
    expect(await VERBS_AT_FILE[name]?.(administrator, at)).toEqual({ ok: false, why: 'not-found' });
    expect(await listFiles(administrator)).toMatchObject({ files: [] });
    expect(await VERBS_BY_WORDS.find(administrator, 'Zarquon')).toEqual({ ok: false, why: 'forbidden' });
  });

  test('has no key to any part of a file, also where everybody who may is given theirs', async () => {
    const administrator = await agency.join(['administrator'], 'north');
    await VERBS_AT_FILE['let in']?.(amina, { ...at, workerId: administrator.workerId });
    const { rows } =
      await sql`SELECT 1 FROM clew.key_wrap WHERE key_id LIKE 'file:%' AND worker_id = ${administrator.workerId}`.execute(
        database.admin,
      );
    expect(rows).toEqual([]);
  });
});

test('what is no id is not found, and not an error', async () => {
  for (const fileId of ['', 'x', "' OR 1=1", `${randomUUID()}x`, '%00'])
    for (const run of [VERBS_AT_FILE.look, VERBS_AT_FILE.record, VERBS_AT_FILE.exclude])
      expect(await run?.(amina, { ...at, fileId })).toEqual({ ok: false, why: 'not-found' });
});
