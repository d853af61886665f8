import type { Day, Verified } from '@clew/rules';

/**
 * Up to which day something is known, for a sentence on a terminal; where its page tells no day, that this is only the one
 * by which it had been read.
 */
export function asOfText({ asOf, compared }: Pick<Verified, 'compared'> & { asOf: Day }): string {
  return compared?.undated ? `read by ${asOf}, the page tells no day` : `known up to ${asOf}`;
}
