import type { KyselyPlugin, RootOperationNode } from 'kysely';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Database } from '../../store/index.ts';
import { createTestDatabase, type TestDatabase } from '../../store/testing/index.ts';
import { excludeWorker } from './exclude.ts';
import { findByName } from './find-by-name.ts';
import { makeAgency, openedFile, say, type TestWorker, VERBS_BY_WORDS } from './testing/index.ts';

let database: TestDatabase;
const asked: string[] = [];
/** Notes what the database is asked, by its kind: what the text holds differs, and must not matter. */
const noting: KyselyPlugin = {
  transformQuery: ({ node }) => {
    asked.push(textOf(node));
    return node;
  },
  transformResult: async ({ result }) => result,
};
beforeAll(async () => {
  database = await createTestDatabase(inject('store'));
});
afterAll(() => database.drop());

function textOf(node: RootOperationNode): string {
  return node.kind === 'RawNode' ? `raw ${node.sqlFragments.join('?').slice(0, 60)}` : node.kind;
}

/** What a deed asks of the database, and how many rows of which tables it leaves behind. */
async function workOf(worker: TestWorker, run: () => Promise<unknown>) {
  const before = await rowsOf(worker);
  asked.length = 0;
  const answer = await run();
  const questions = [...asked];
  const after = await rowsOf(worker);
  const left = Object.fromEntries(
    Object.entries(after).map(([name, count]) => [name, count - (before[name] ?? 0)]),
  );
  return { answer, questions, left };
}

async function rowsOf({ door }: TestWorker): Promise<Record<string, number>> {
  const names = ['journal_entry', 'proposal', 'file', 'file_entry', 'key_wrap', 'file_name_part'];
  const rows: Record<string, number> = {};
  for (const name of names)
    rows[name] = await door.read(async (transaction) => {
      const { rows: found } = await sql<{
        count: string;
      }>`SELECT count(*) FROM ${sql.table(`clew.${name}`)}`.execute(transaction);
      return Number(found[0]?.count);
    });
  return rows;
}

/** An officer who is shut out of two files of one name. */
async function withOfficer() {
  const app = database.app.withPlugin(noting) as Database;
  const agency = await makeAgency({ app, admin: database.admin });
  const owner = await agency.join(['case-worker'], 'north');
  await agency.join(['supervisor'], 'north');
  const officer = await agency.join(['case-worker'], 'north');
  const files = [await openedFile(owner, agency.teams.north), await openedFile(owner, agency.teams.north)];
  const names = ['Zarquon Alone', 'Beeblebrox One', 'Beeblebrox Two'];
  const [one, other] = files.map(({ fileId }) => fileId);
  await say(owner, { fileId: one ?? '', compartment: 'identity', about: 'name', words: names[0] ?? '' });
  await say(owner, { fileId: one ?? '', compartment: 'identity', about: 'name', words: names[1] ?? '' });
  await say(owner, { fileId: other ?? '', compartment: 'identity', about: 'name', words: names[2] ?? '' });
  for (const { fileId } of files)
    await excludeWorker(owner, { fileId, workerId: officer.workerId, wish: 'person', reason: 'x' });
  return { officer, codeName: files[0]?.codeName ?? '' };
}

describe('an officer who is shut out learns nothing by how much is done', () => {
  test('when asking by a code name: a file that bars them, and none', async () => {
    const { officer, codeName } = await withOfficer();
    const barred = await workOf(officer, () => VERBS_BY_WORDS.ask(officer, codeName));
    const none = await workOf(officer, () => VERBS_BY_WORDS.ask(officer, 'Nowhere 1'));
    expect(barred).toEqual(none);
    expect(barred.left).toMatchObject({ journal_entry: 1, proposal: 1 });
    expect(barred.questions.length).toBeGreaterThan(5);
  });

  test.each(['zarquon', 'beeblebrox'])(
    'when looking for a name: %s, who is in files that bar them, and nobody',
    async (name) => {
      const { officer } = await withOfficer();
      const barred = await workOf(officer, () => findByName(officer, name));
      const none = await workOf(officer, () => findByName(officer, 'nobody'));
      expect(barred).toEqual(none);
      expect(barred.left).toMatchObject({ journal_entry: 2 });
    },
  );
});
