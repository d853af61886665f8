import type { Law } from '@clew/rules';
import { contentFiles, sha256 } from '../content-files.ts';
import { type ReferralRead, readReferral } from './read-referral.ts';

const loaded = new WeakMap<Law, ReferralRead>();

/** The referral mechanism of this checkout against a law, read once; or why it cannot be used. */
export function readOwnReferral(law: Law): ReferralRead {
  const before = loaded.get(law);
  if (before) return before;
  const read = readReferral({ files: contentFiles('laws/referral'), hash: sha256, law });
  loaded.set(law, read);
  return read;
}
