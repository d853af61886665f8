import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { spread } from './bench.ts';
import { type BenchPlace, runBenchCommand } from './command.ts';

let place: BenchPlace;
let said: string[];
beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'clew bench '));
  said = [];
  place = { root: dirname(dirname(import.meta.dirname)), folder, print: (line) => said.push(line) };
  await write(
    'sum.ts',
    `export const bench = { about: 'adds', run: async () => ({ figures: { sum: 3 }, versions: { peer: '1.2' } }) };`,
  );
  await write(
    'deep/index.ts',
    `export const bench = { about: 'lies deeper', run: async ({ args }) => ({ figures: { args } }) };`,
  );
  await write(
    'broken.ts',
    `export const bench = { about: 'breaks', run: async () => { throw new Error('wrong answer') } };`,
  );
  await write('peers.ts', `export const none = 1;`);
  await write('sum.test.ts', `export const bench = 1;`);
});
afterEach(() => rm(place.folder, { recursive: true }));

describe('npm run bench', () => {
  test('without a name lists what there is', async () => {
    expect(await runBenchCommand([], place)).toBe(0);
    const text = said.join('\n');
    expect(text).toMatch(/broken +breaks\n +deep +lies deeper\n +sum +adds$/);
    expect(text).not.toContain('peers');
  });

  test('an unknown name is bad input, answered with the list', async () => {
    expect(await runBenchCommand(['speed'], place)).toBe(2);
    expect(said).toEqual(['There is no bench "speed". There are: broken, deep, sum.']);
  });

  test('writes the figures with all they depend on', async () => {
    expect(await runBenchCommand(['sum'], place)).toBe(0);
    const results = JSON.parse(await readFile(join(place.folder, 'results/sum.json'), 'utf8'));
    expect(results).toMatchObject({
      name: 'sum',
      about: 'adds',
      figures: { sum: 3 },
      versions: { node: process.version, peer: '1.2' },
      machine: { cpu: expect.any(String), cores: expect.any(Number), memoryBytes: expect.any(Number) },
      load: { before: expect.any(Array), after: expect.any(Array) },
    });
    expect(Date.parse(results.date)).not.toBeNaN();
    expect(results.versions.clew).toMatch(/^\d+\.\d+\.\d+/);
    if (results.commit) expect(results.commit.hash).toMatch(/^[0-9a-f]{40}$/);
  });

  test('a bench in a folder gets what stood after its name', async () => {
    expect(await runBenchCommand(['deep', '--rounds', '50'], place)).toBe(0);
    const results = JSON.parse(await readFile(join(place.folder, 'results/deep.json'), 'utf8'));
    expect(results.figures).toEqual({ args: ['--rounds', '50'] });
  });

  test('a bench that fails is our fault, and leaves no figures', async () => {
    expect(await runBenchCommand(['broken'], place)).toBe(3);
    expect(said.join('\n')).toContain('wrong answer');
    expect(await readdir(place.folder)).not.toContain('results');
  });
});

test('spread gives the least, the middle and the most', () => {
  expect(spread([5, 1, 4])).toEqual({ min: 1, median: 4, max: 5, runs: 3 });
  expect(spread([4, 1])).toEqual({ min: 1, median: 2.5, max: 4, runs: 2 });
  expect(() => spread([])).toThrow('Nothing was measured');
});

async function write(path: string, text: string): Promise<void> {
  const file = join(place.folder, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}
