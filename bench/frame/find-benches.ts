import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Bench } from './bench.ts';

/** The benches of a folder, by name: each `NAME.ts` or `NAME/index.ts` that exports `bench`. */
export function findBenches(folder: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = entry.isDirectory() ? join(folder, entry.name, 'index.ts') : join(folder, entry.name);
    if (!path.endsWith('.ts') || path.endsWith('.test.ts') || !existsSync(path)) continue;
    // Read, not imported: a list must not load what every bench needs.
    if (!/^export const bench\b/m.test(readFileSync(path, 'utf8'))) continue;
    found.set(entry.name.replace(/\.ts$/, ''), path);
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The bench that a file exports. */
export async function loadBench(path: string): Promise<Bench> {
  return ((await import(pathToFileURL(path).href)) as { bench: Bench }).bench;
}
