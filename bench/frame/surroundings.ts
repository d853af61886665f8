import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';
import { join } from 'node:path';

/** What a figure depends on beside the code: nobody can compare figures without it. */
export interface Surroundings {
  machine: { cpu: string; cores: number; memoryBytes: number; system: string };
  versions: { node: string; clew: string };
  /** Undefined outside a git checkout. */
  commit?: { hash: string; changed: boolean };
}

/** The machine, the versions and the commit of the checkout at `root`. */
export function readSurroundings(root: string): Surroundings {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const commit = readCommit(root);
  return {
    machine: {
      cpu: cpus()[0]?.model ?? 'unknown',
      cores: availableParallelism(),
      memoryBytes: totalmem(),
      system: `${type()} ${release()} ${process.arch}`,
    },
    versions: { node: process.version, clew: version },
    ...(commit && { commit }),
  };
}

/** How busy the machine is: tasks ready to run, averaged over one, five and fifteen minutes. */
export function readLoad(): number[] {
  return loadavg().map((load) => Math.round(load * 100) / 100);
}

function readCommit(root: string): Surroundings['commit'] {
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    // The results themselves may have changed: that is what a bench does.
    const changed = git('status', '--porcelain', '--', '.', ':!bench/results') !== '';
    return { hash: git('rev-parse', 'HEAD'), changed };
  } catch {
    return undefined;
  }
}
