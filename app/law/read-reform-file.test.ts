import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadLaw } from './load-law.ts';
import { readReformFile } from './read-reform-file.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clew reform file '));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(ops: string) {
  const path = join(folder, 'tried.md');
  const text = `\`\`\`overlay\nid: reform.tried\nlabel: Tried\ncite: icat-refugee-brief#linked\nstatus: proposal\nops: [${ops}]\n\`\`\`\n`;
  await writeFile(path, text);
  return readReformFile(loadLaw(), path);
}

test('a reform of a file that takes from a protection is refused before anything is asked under it', async () => {
  const found = await read('{op: add-all, rule: protection.reflection, member: {not: child}}');
  expect(found.ok ? [] : found.problems.map(({ code }) => code)).toContain('protection-lost');
});

test('one that takes from none stands beside the law’s own', async () => {
  const found = await read('{op: set-value, value: protection.reflection-days, to: 90}');
  expect(found.ok && Object.hasOwn(found.law.overlays, 'reform.tried')).toBe(true);
});
