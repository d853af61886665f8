import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** The most lines of a file that holds one idea. */
const MOST_LINES = 300;

/** Longer than that: how long each is today, which it may not outgrow, and why it is one file. Tests are not counted. */
const LONGER: Readonly<Record<string, { lines: number; why: string }>> = {
  'app/cli.ts': { lines: 348, why: 'Every command of clew, with its options.' },
  'app/store/schema.ts': { lines: 439, why: 'Every table with its columns.' },
  'app/web/site.tsx': { lines: 373, why: 'A request from its arrival to its answer: to be split.' },
  'app/desk/api/agency-routes.ts': { lines: 317, why: 'The routes of an agency: to be split.' },
  'app/desk/directory/hsds/schema.ts': { lines: 346, why: 'The whole of the form HSDS 3.' },
  'app/desk/file/pages/file-page.tsx': { lines: 336, why: 'One page: to be split by its parts.' },
  'app/desk/keeping/file-keeping-page.tsx': { lines: 307, why: 'One page: to be split by its parts.' },
  'app/desk/pages/people-page.tsx': { lines: 363, why: 'One page: to be split by its parts.' },
  'app/desk/policy/actions.ts': { lines: 334, why: 'Every action of the policy, a block each.' },
  'app/desk/recovery/keys-page.tsx': { lines: 353, why: 'One page: to be split by its parts.' },
  'packages/client/operations.ts': { lines: 1338, why: 'Written by a tool out of the API.' },
};

test('no file is longer than one idea needs', () => {
  const long = linesOfFiles(['app', 'packages', 'bench', 'bin', 'deploy']).filter(
    ({ lines, path }) => lines > (LONGER[path]?.lines ?? MOST_LINES),
  );
  expect(long.map(({ path, lines }) => `${path} has ${lines} lines`)).toEqual([]);
});

test('no file stands among the longer ones that is not longer', () => {
  const long = new Map(linesOfFiles(['app', 'packages']).map(({ path, lines }) => [path, lines]));
  expect(Object.keys(LONGER).filter((path) => (long.get(path) ?? 0) <= MOST_LINES)).toEqual([]);
});

function linesOfFiles(folders: readonly string[]): { path: string; lines: number }[] {
  const paths = folders.flatMap((folder) =>
    readdirSync(join(import.meta.dirname, folder), { recursive: true, encoding: 'utf8' }).map((path) =>
      join(folder, path),
    ),
  );
  return paths
    .filter((path) => /\.(tsx?|mjs)$/.test(path) && !/\.test\.tsx?$|node_modules/.test(path))
    .map((path) => ({ path, lines: linesIn(readFileSync(join(import.meta.dirname, path), 'utf8')) }));
}

function linesIn(text: string): number {
  return text.split('\n').length - 1;
}
