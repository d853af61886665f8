import { chmod, chown, mkdir, mkdtemp, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { keyOf, openJournal } from './journal.ts';
import { openJournalFolder } from './journal-folder.ts';

let base: string;
let folder: string;
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'clew journal '));
  folder = join(base, 'own');
});
afterEach(() => rm(base, { recursive: true }));

const KEY = keyOf({ a: 1 });
const entry = (chunk: number) =>
  ({ chunk, parts: [[0, 0, { total: chunk }]] as [number, number, object][] }) as never;

async function written(chunks: readonly number[]): Promise<void> {
  const journal = await openJournal({ folder, key: KEY, resume: false });
  for (const chunk of chunks) await journal.add(entry(chunk));
  await journal.close();
}

describe('the folder of journals', () => {
  test('is refused as a link, even to a folder of one’s own', async () => {
    await mkdir(join(base, 'other'));
    await symlink(join(base, 'other'), folder);
    await expect(openJournalFolder(folder)).rejects.toThrow('is a link or a file');
  });

  test('is refused if others may write into it', async () => {
    await mkdir(folder);
    for (const mode of [0o770, 0o707]) {
      await chmod(folder, mode);
      await expect(openJournalFolder(folder)).rejects.toThrow('Others may write');
    }
    await chmod(folder, 0o700);
    await openJournalFolder(folder);
  });

  test('is refused if it is somebody else’s', async () => {
    await mkdir(folder, { mode: 0o700 });
    const isRoot = process.getuid?.() === 0;
    if (isRoot) await chown(folder, 12_345, 12_345);
    await expect(openJournalFolder(isRoot ? folder : '/usr')).rejects.toThrow('belongs to somebody else');
  });

  test('loses journals older than a day at every start, and nothing else', async () => {
    await openJournalFolder(folder);
    const [old, half, fresh, other] = [
      `${keyOf({ b: 1 })}.jsonl`,
      `${KEY}.jsonl.0123456789abcdef.tmp`,
      `${KEY}.jsonl`,
      'notes.txt',
    ];
    for (const name of [old, half, fresh, other]) await writeFile(join(folder, name), '');
    for (const name of [old, half, other]) await utimes(join(folder, name), 1_000, 1_000);
    await openJournalFolder(folder);
    expect((await readdir(folder)).sort()).toEqual([fresh, other].sort());
  });
});

describe('a journal', () => {
  beforeEach(() => openJournalFolder(folder));

  test('goes on with what was finished, which stands on the disk all the while', async () => {
    await written([0, 1]);
    const again = await openJournal({ folder, key: KEY, resume: true });
    expect(again.finished.map(({ chunk }) => chunk)).toEqual([0, 1]);
    // As after a kill: nothing was added, and nothing closed.
    const third = await openJournal({ folder, key: KEY, resume: true });
    expect(third.finished).toHaveLength(2);
    await again.close();
    await third.remove();
    expect(await readdir(folder)).toEqual([]);
  });

  test('that cannot be written anew leaves the old one as it was', async () => {
    await written([0, 1]);
    await expect(openJournal({ folder: join(folder, 'none'), key: KEY, resume: true })).rejects.toThrow(
      'ENOENT',
    );
    expect(await readdir(folder)).toEqual([`${KEY}.jsonl`]);
  });

  test('follows no link, neither to read nor to write', async () => {
    const other = join(base, 'other.jsonl');
    await written([0]);
    await rm(other, { force: true });
    const { rename, readFile } = await import('node:fs/promises');
    await rename(join(folder, `${KEY}.jsonl`), other);
    await symlink(other, join(folder, `${KEY}.jsonl`));
    const before = await readFile(other, 'utf8');
    const journal = await openJournal({ folder, key: KEY, resume: true });
    expect(journal.finished).toEqual([]);
    await journal.add(entry(7));
    await journal.close();
    expect(await readFile(other, 'utf8')).toBe(before);
  });
});
