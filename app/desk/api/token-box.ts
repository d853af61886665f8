import { z } from 'zod';
import { TOKEN_ACTIONS } from './token-actions.ts';

/** What lies in a token's row under its secret: what whoever can write to the database must not widen. */
export const TokenBox = z.strictObject({
  workerId: z.uuid(),
  actions: z.array(z.enum(TOKEN_ACTIONS)).min(1),
  expiresAt: z.iso.datetime(),
  rosterVerifyKey: z.string(),
  founding: z.string(),
});
export type TokenBox = z.infer<typeof TokenBox>;

/** What a token's box is sealed for. */
export function tokenContext({ agencyId, tokenId }: { agencyId: string; tokenId: string }): string {
  return `${agencyId}/api_token/${tokenId}`;
}
