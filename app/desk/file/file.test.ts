import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../store/testing/index.ts';
import { drawCodeName, plainCodeName } from './code-name.ts';
import { findByName } from './find-by-name.ts';
import { listFiles } from './list-files.ts';
import { lookAtFile } from './look-at-file.ts';
import { plainNameParts } from './name-parts.ts';
import { openFile } from './open-file.ts';
import { readPart } from './read-part.ts';
import { recordStatement } from './record.ts';
import { journalOf, madeFile, makeAgency, say, wordsIn } from './testing/index.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase(inject('store'));
});
afterAll(() => database.drop());

describe('a file', () => {
  test('is opened, written, found in the list, looked at and read, each with its entry in the journal', async () => {
    const agency = await makeAgency(database);
    const amina = await agency.join(['case-worker'], 'north');
    const fileId = await madeFile(amina, agency.teams.north);
    await say(amina, { fileId, words: 'The door was locked.' });
    expect(await listFiles(amina)).toMatchObject({ files: [{ fileId, openedMonth: '2026-03' }] });
    expect(await lookAtFile(amina, fileId)).toMatchObject({
      file: { codeName: expect.stringMatching(/^[A-Z][a-z]+ \d{1,2}$/) },
    });
    expect(await wordsIn(amina, fileId)).toEqual(['The door was locked.']);
    const actions = ['file.make', 'file.write.narrative', 'file.open', 'file.reveal.narrative'] as const;
    expect(await journalOf(amina, ...actions)).toEqual([
      [amina.workerId, `file.make file ${fileId}`],
      [amina.workerId, `file.write.narrative file ${fileId} narrative`],
      [amina.workerId, `file.open file ${fileId}`],
      [amina.workerId, `file.reveal.narrative file ${fileId} narrative`],
    ]);
  });

  test('belongs to no team that its maker is not in', async () => {
    const agency = await makeAgency(database);
    const amina = await agency.join(['case-worker'], 'north');
    expect(await openFile(amina, { teamId: agency.teams.south ?? '' })).toEqual({
      ok: false,
      why: 'forbidden',
    });
  });

  test('keeps what was corrected beside the correction', async () => {
    const agency = await makeAgency(database);
    const amina = await agency.join(['case-worker']);
    const fileId = await madeFile(amina);
    const first = await say(amina, { fileId, words: 'Three months.' });
    await say(amina, { fileId, words: 'Five months.', replaces: first });
    const read = await readPart(amina, { fileId, part: 'narrative' });
    expect(read).toMatchObject({
      entries: [
        { entryId: first, words: 'Three months.' },
        { words: 'Five months.', replaces: first },
      ],
    });
  });

  test('takes no correction of what stands in another compartment or another file', async () => {
    const agency = await makeAgency(database);
    const amina = await agency.join(['case-worker']);
    const fileId = await madeFile(amina);
    const other = await madeFile(amina);
    const replaces = await say(amina, { fileId: other, words: 'x' });
    const correction = {
      about: 'told',
      words: 'y',
      source: 'person',
      certainty: 'likely',
      replaces,
    } as const;
    expect(await recordStatement(amina, { fileId, compartment: 'narrative', ...correction })).toEqual({
      ok: false,
      why: 'changed',
    });
  });

  test('loses nothing where many write at once, also the first of all into a compartment', async () => {
    const agency = await makeAgency(database);
    const amina = await agency.join(['case-worker'], 'north');
    const said = await agency.join(['case-worker', 'lawyer'], 'north');
    const fileId = await madeFile(amina);
    const writers = [amina, { ...amina }, { ...amina }];
    const words = Array.from({ length: 12 }, (_, index) => `entry ${index}`);
    await Promise.all(words.map((one, index) => say(writers[index % 3] ?? amina, { fileId, words: one })));
    expect(((await wordsIn(amina, fileId)) as string[]).toSorted()).toEqual(words.toSorted());
    expect(await wordsIn(said, fileId)).toBe('not-found');
  });

  test('of a claim is not read by who has no role for it', async () => {
    const agency = await makeAgency(database);
    const amina = await agency.join(['case-worker'], 'north');
    const supervisor = await agency.join(['supervisor'], 'north');
    const fileId = await madeFile(amina, agency.teams.north);
    await say(amina, { fileId, compartment: 'asylum', about: 'claim', words: 'x' });
    await say(amina, { fileId, words: 'y' });
    expect(await wordsIn(supervisor, fileId)).toEqual(['y']);
    expect(await wordsIn(supervisor, fileId, 'asylum')).toBe('forbidden');
    expect(await lookAtFile(supervisor, fileId)).toMatchObject({
      file: {
        compartments: [
          { compartment: 'identity', state: 'empty' },
          { compartment: 'contact', state: 'empty' },
          { compartment: 'narrative', state: 'open', holders: [amina, supervisor].map(idOf).toSorted() },
          { compartment: 'health', state: 'not-yours' },
          { compartment: 'asylum', state: 'not-yours', holders: [amina.workerId] },
          { compartment: 'law-enforcement', state: 'not-yours' },
        ],
      },
    });
  });
});

const idOf = ({ workerId }: { workerId: string }) => workerId;

describe('the list', () => {
  test('shows what the policy lets each see, in pages that leave none out', async () => {
    const agency = await makeAgency(database);
    const amina = await agency.join(['case-worker'], 'north');
    const bilal = await agency.join(['case-worker'], 'south');
    const north = await agency.join(['supervisor'], 'north');
    const all = await agency.join(['coordinator']);
    const made: string[] = [];
    for (let count = 0; count < 45; count++) made.push(await madeFile(amina, agency.teams.north));
    const his = await madeFile(bilal, agency.teams.south);
    const listedBy = async (worker: typeof amina) => {
      const ids: string[] = [];
      for (let after: { month: string; fileId: string } | undefined, more = true; more; ) {
        const page = await listFiles(worker, after ? { after } : {});
        if (!page.ok) throw new Error(page.why);
        ids.push(...page.files.map(({ fileId }) => fileId));
        after = page.next;
        more = after !== undefined;
      }
      return ids;
    };
    expect((await listedBy(amina)).toSorted()).toEqual(made.toSorted());
    expect((await listedBy(north)).toSorted()).toEqual(made.toSorted());
    expect(await listedBy(bilal)).toEqual([his]);
    expect((await listedBy(all)).toSorted()).toEqual([...made, his].toSorted());
    expect(await listedBy(await agency.join(['administrator']))).toEqual([]);
    expect(await listedBy(await agency.join(['guardian']))).toEqual([]);
  });
});

describe('finding by name', () => {
  test('takes a name in any order, case and with or without its marks', async () => {
    const agency = await makeAgency(database);
    const amina = await agency.join(['case-worker']);
    const fileId = await madeFile(amina);
    await say(amina, { fileId, compartment: 'identity', about: 'name', words: 'Noël O’Reilly أحمد' });
    const found = async (name: string) => {
      const result = await findByName(amina, name);
      return result.ok && result.files.map((file) => file.fileId);
    };
    expect(await found('reilly NOEL')).toEqual([fileId]);
    expect(await found('احمد')).toEqual([fileId]);
    expect(await found('Noël Smith')).toEqual([]);
    expect(await found(' - ')).toEqual([]);
  });

  test('finds by an earlier spelling too, and what a colleague wrote who had no search key yet', async () => {
    const agency = await makeAgency(database);
    const amina = await agency.join(['case-worker']);
    const other = await madeFile(amina);
    await say(amina, { fileId: other, compartment: 'identity', about: 'name', words: 'Somebody' });
    const late = await agency.join(['case-worker']);
    const fileId = await madeFile(late);
    const first = await say(late, { fileId, compartment: 'identity', about: 'name', words: 'Jon' });
    expect(await findByName(late, 'Jon')).toEqual({ ok: true, files: [] });
    await say(amina, { fileId: other, compartment: 'identity', about: 'name', words: 'Somebody Else' });
    await say(late, { fileId, compartment: 'identity', about: 'name', words: 'John', replaces: first });
    for (const name of ['Jon', 'john'])
      expect(await findByName(late, name)).toMatchObject({ files: [{ fileId }] });
  });

  test('tells nothing of files out of reach, and leaves no name in the journal', async () => {
    const agency = await makeAgency(database);
    const amina = await agency.join(['case-worker']);
    const bilal = await agency.join(['case-worker']);
    const fileId = await madeFile(amina);
    await say(amina, { fileId, compartment: 'identity', about: 'name', words: 'Zzquark' });
    expect(await findByName(bilal, 'Zzquark')).toEqual({ ok: true, files: [] });
    expect(await findByName(await agency.join(['coordinator']), 'Zzquark')).toEqual({
      ok: false,
      why: 'forbidden',
    });
    expect(await journalOf(amina, 'file.list')).toEqual([
      [bilal.workerId, 'file.list files find'],
      [bilal.workerId, 'file.list files found'],
    ]);
  });

  test.each([
    ['José  de-la Cruz', ['jose', 'de', 'la', 'cruz']],
    ['O’Brien, A.', ['brien']],
    ['مُحَمَّد ٱلأحمد', ['محمد', 'الاحمد']],
    ['', []],
  ])('takes “%s” apart', (name, parts) => {
    expect(plainNameParts(name)).toEqual(parts);
  });
});

describe('a code name', () => {
  test('can be said in any case, with a hyphen, and with the digits of other scripts', () => {
    for (const heard of ['cedar 17', ' CEDAR-17 ', 'Cedar ١٧', 'cedar  ۱۷'])
      expect(plainCodeName(heard)).toBe('cedar 17');
  });

  test('is a word and a number', () => {
    for (let drawn = 0; drawn < 200; drawn++) expect(drawCodeName(99)).toMatch(/^[A-Z][a-z]+ [1-9]\d?$/);
  });
});
