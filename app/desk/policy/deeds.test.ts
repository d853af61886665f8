import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ACTIONS, NOTES } from './actions.ts';

const app = join(import.meta.dirname, '..', '..');
const sources = readdirSync(app, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$|testing/.test(path))
  .map((path) => readFileSync(join(app, path), 'utf8'));
const written = new Set(
  sources.flatMap((text) => [...text.matchAll(/\baction: '([^']*)'/g)].map(([, name]) => name)),
);

test('every action that the code names, for a page, a command or the journal, is a word of the closed lists', () => {
  const known: readonly string[] = [...ACTIONS, ...NOTES];
  expect([...written].filter((name) => name === undefined || !known.includes(name))).toEqual([]);
  expect(written.size).toBeGreaterThan(30);
});

test('no action is also a note', () => {
  expect(NOTES.filter((name) => (ACTIONS as readonly string[]).includes(name))).toEqual([]);
});
