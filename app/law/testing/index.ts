import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { type AssessOptions, assess } from '../command.ts';
import type { CommandOutput } from '../command-output.ts';

const EXAMPLE_FOLDER = fileURLToPath(new URL('../../../examples', import.meta.url));

/** The example cases, with their paths. */
export const EXAMPLES = readdirSync(EXAMPLE_FOLDER)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => join(EXAMPLE_FOLDER, name));

/** The first example: a person in Norway. */
export const EXAMPLE = join(EXAMPLE_FOLDER, 'domestic-worker.yaml');

/** Files of a test, in a folder of their own that goes with it. */
type CaseFolder = {
  path: string;
  write: (name: string, content: string | Uint8Array) => string;
  /** Writes a case with these answers and lines, and gives its path. The answers stand in line 3. */
  caseOf: (facts: string, rest?: string) => string;
};

/** A folder for the cases of one test file, removed after it. */
export function caseFolder(): CaseFolder {
  const path = mkdtempSync(join(tmpdir(), 'clew-assess-'));
  afterAll(() => rmSync(path, { recursive: true }));
  const write = (name: string, content: string | Uint8Array) => {
    writeFileSync(join(path, name), content);
    return join(path, name);
  };
  const caseOf = (facts: string, rest = '') =>
    write('case.yaml', `title: T\nsource: Made up.\nfacts: {${facts}}\n${rest}`);
  return { path, write, caseOf };
}

/** `clew assess FILE` on 1 January 2026, in English and without colour, unless something else is asked for. */
export function runAssess(file: string, more: Partial<AssessOptions> = {}): Promise<CommandOutput> {
  return assess({ file, json: false, colour: false, lang: 'en', today: new Date(2026, 0, 1), ...more });
}

/** Text with every break and indentation taken out, so that a sentence can be looked for. */
export function flat(text: string): string {
  return text.replace(/\s+/g, ' ');
}
