import { closeSync, openSync, writeSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type SimulateOptions, simulateCommand } from '../app/law/index.ts';
import { canMount, withSmallDisk } from '../app/supervisor/testing/index.ts';

const RECORDS = 40_000;
const CHUNK = 4_096;

let folder: string;
let population: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clew full disk '));
  population = join(folder, 'population.csv');
  const answers = ['yes', 'no', ''];
  const lines = Array.from({ length: RECORDS }, (_, at) =>
    [answers[at % 3], answers[(at >> 2) % 3], answers[(at >> 4) % 3]].join(),
  );
  await writeFile(population, ['act.recruited,means.deception,purpose.labour', ...lines].join('\n'));
});
afterAll(() => rm(folder, { recursive: true }));

function ask(journals: string, more: Partial<SimulateOptions> = {}) {
  return simulateCommand({
    ...{
      population,
      journals,
      reforms: ['F01'],
      together: false,
      by: [],
      state: undefined,
      on: '2026-01-01',
    },
    ...{ resume: false, json: true, moves: false, colour: false, today: new Date('2026-01-01T12:00:00Z') },
    ...{ signal: new AbortController().signal, onProgress: () => {}, limits: { chunk: CHUNK, sample: 0 } },
    ...more,
  });
}

/** Writes into a file of the disk until nothing more goes in, not a byte. Returns its path. */
function fill(disk: string): string {
  const ballast = join(disk, 'ballast');
  const file = openSync(ballast, 'a');
  try {
    for (const bytes of [65_536, 4_096, 1])
      while (takes(file, bytes)) {
        // Until it is full.
      }
  } finally {
    closeSync(file);
  }
  return ballast;
}

function takes(file: number, bytes: number): boolean {
  try {
    return writeSync(file, Buffer.alloc(bytes)) > 0;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return false;
    throw error;
  }
}

describe.runIf(canMount)(
  'a disk that fills while a population is counted (needs root and the right to mount)',
  () => {
    test('is said in plain words, half of nothing is told, and with room again the count goes on to the same answer', async () => {
      const undisturbed = await ask(join(folder, 'journals'));
      expect(undisturbed.exitCode).toBe(0);
      await withSmallDisk(1, async (disk) => {
        const journals = join(disk, 'journals');
        let ballast = '';
        const onProgress = (words: string) => {
          if (ballast === '' && !words.startsWith('0 of')) ballast = fill(disk);
        };
        const refused = await ask(journals, { onProgress });
        expect(ballast).not.toBe('');
        expect(refused.exitCode).toBe(2);
        expect(refused.text).toContain('The disk is full. Make room, and go on with --resume.');
        expect(refused.text).not.toContain('clew-simulation');

        const still = await ask(journals, { resume: true });
        expect(still.text).toContain('The disk is full. Make room, and go on with --resume.');
        expect(await readdir(journals)).toEqual([expect.stringMatching(/^[0-9a-f]{32}\.jsonl$/)]);

        await rm(ballast);
        const told: string[] = [];
        const resumed = await ask(journals, { resume: true, onProgress: (words) => told.push(words) });
        expect(Number(/^\d+/.exec(told[0] ?? '')?.[0])).toBeGreaterThanOrEqual(CHUNK);
        expect(resumed).toEqual(undisturbed);
        expect(await readdir(journals)).toEqual([]);
      });
    });
  },
);
