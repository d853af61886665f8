import { createHash } from 'node:crypto';
import { type Law, readLaw } from '@clew/rules';
import { benchLaw } from './law-text.ts';

/** The law of the bench, read and checked. */
export function getLaw(): Law {
  const hash = (text: string) => createHash('sha256').update(text).digest('hex');
  const read = readLaw({ files: benchLaw(), hash });
  if (read.ok) return read.law;
  throw new Error(read.problems.map(({ file, line, message }) => `${file}:${line} ${message}`).join('\n'));
}
