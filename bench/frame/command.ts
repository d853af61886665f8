import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Measured } from './bench.ts';
import { findBenches, loadBench } from './find-benches.ts';
import { readLoad, readSurroundings } from './surroundings.ts';

const checkout = dirname(dirname(import.meta.dirname));

export interface BenchPlace {
  /** Root of the checkout: what is measured. */
  root: string;
  /** Folder of the benches; results go to `results` below it. */
  folder: string;
  print(line: string): void;
}

/**
 * `npm run bench`: without a name lists the benches, with one runs it and writes its results.
 * Returns the exit code: 0, 2 for a name that is not there, 3 if the bench itself failed.
 */
export async function runBenchCommand(args: readonly string[], place = ours()): Promise<number> {
  const benches = findBenches(place.folder);
  const [name, ...rest] = args;
  if (name === undefined) {
    place.print('Run one with: npm run bench -- NAME\n');
    for (const [each, path] of benches) place.print(`  ${each.padEnd(16)}${(await loadBench(path)).about}`);
    return 0;
  }
  const path = benches.get(name);
  if (path === undefined) {
    place.print(`There is no bench "${name}". There are: ${[...benches.keys()].join(', ')}.`);
    return 2;
  }
  try {
    const results = await measure(path, rest, place);
    const file = join(place.folder, 'results', `${name}.json`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify({ name, ...results }, null, 2)}\n`);
    place.print(`${JSON.stringify(results.figures, null, 2)}\nWritten to ${relative(place.root, file)}`);
    return 0;
  } catch (error) {
    place.print(`The bench "${name}" failed, so nothing was written.`);
    place.print(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return 3;
  }
}

async function measure(path: string, args: readonly string[], { root, print }: BenchPlace) {
  const bench = await loadBench(path);
  // Before the run: a commit made meanwhile is not what was measured.
  const { versions, ...surroundings } = readSurroundings(root);
  const before = readLoad();
  const started = new Date();
  const measured: Measured = await bench.run({ args, say: print });
  return {
    about: bench.about,
    date: started.toISOString(),
    ...surroundings,
    versions: { ...versions, ...measured.versions },
    load: { before, after: readLoad() },
    figures: measured.figures,
  };
}

function ours(): BenchPlace {
  const print = (line: string) => process.stdout.write(`${line}\n`);
  return { root: checkout, folder: join(checkout, 'bench'), print };
}
