import { createHash } from 'node:crypto';

/** What of a proposal decides what whoever confirms it signs. */
type Seen = {
  proposal_id: string;
  kind: string;
  thing: string;
  content: string;
  proposed_by: string;
  proposed_signature?: string | null;
};

/**
 * The hash of a proposal as it was read for a page. The form that confirms it carries the hash back, so that nobody signs another
 * content than the page showed them.
 */
export function seenOf({ proposal_id, kind, thing, content, proposed_by, proposed_signature }: Seen): string {
  const parts = [proposal_id, kind, thing, content, proposed_by, proposed_signature ?? null];
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}
