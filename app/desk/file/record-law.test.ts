import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { loadLaw } from '../../law/index.ts';
import { createTestDatabase, type TestDatabase } from '../../store/testing/index.ts';
import { lookAtFile } from './look-at-file.ts';
import { readPart } from './read-part.ts';
import { RecordedFact, RecordedStatement, recordFact } from './record.ts';
import { madeFile, makeAgency } from './testing/index.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase(inject('store'));
});
afterAll(() => database.drop());

const born = { factId: 'person.born', answer: '1990-01-02', source: 'person', certainty: 'certain' } as const;

describe('an answer to a question of the law', () => {
  test('carries the hash of the law that asked, also of one that nobody approved: no word is lost', async () => {
    const agency = await makeAgency(database);
    const amina = await agency.join(['case-worker']);
    const fileId = await madeFile(amina);
    const law = { ...loadLaw(), hash: 'b'.repeat(64) };
    const recorded = await recordFact(amina, law, { fileId, ...born });
    expect(recorded).toMatchObject({ ok: true });
    const read = await readPart(amina, { fileId, part: 'narrative' });
    expect(read).toMatchObject({ entries: [{ answer: '1990-01-02', law: law.hash }] });
    expect(await lookAtFile(amina, fileId)).toMatchObject({ file: { approvedLaws: [] } });
  });
});

describe('how sure something is', () => {
  const said = { fileId: 'x', compartment: 'narrative', about: 'seen', words: 'x', source: 'observation' };

  test('is a word of a closed list', () => {
    expect(RecordedStatement.safeParse({ ...said, certainty: 'very' }).success).toBe(false);
    expect(RecordedStatement.safeParse(said).success).toBe(false);
  });

  test('can be a suspicion of whoever writes, and then it is not what the person says', () => {
    expect(RecordedStatement.safeParse({ ...said, certainty: 'suspected' }).success).toBe(true);
    expect(RecordedStatement.safeParse({ ...said, certainty: 'suspected', source: 'person' }).success).toBe(
      false,
    );
  });

  test('of an answer to the law is never a suspicion', () => {
    expect(RecordedFact.safeParse({ fileId: 'x', ...born, certainty: 'suspected' }).success).toBe(false);
  });
});
