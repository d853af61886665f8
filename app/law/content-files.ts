import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LawFile } from '@clew/rules';

/** The checkout in which this stands. */
export const CHECKOUT = fileURLToPath(new URL('../../', import.meta.url));

/** The texts of one folder of a checkout, with paths as a person in it would write them. None where it is not there. */
export function contentFiles(folder: string, home = CHECKOUT): LawFile[] {
  if (!existsSync(join(home, folder))) return [];
  return readdirSync(join(home, folder))
    .filter((name) => /\.(md|ya?ml)$/.test(name))
    .sort()
    .map((name) => ({ path: `${folder}/${name}`, text: readFileSync(join(home, folder, name), 'utf8') }));
}

/** The SHA-256 of a text, in hex. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
