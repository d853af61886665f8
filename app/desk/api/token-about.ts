import { openEnvelope, sealEnvelope } from '@clew/seal';
import { z } from 'zod';
import { TOKEN_ACTIONS } from './token-actions.ts';

/** What the worker who made a token sees of it again. */
const TokenAbout = z.strictObject({ purpose: z.string(), actions: z.array(z.enum(TOKEN_ACTIONS)) });
export type TokenAbout = z.infer<typeof TokenAbout>;

/** Seals it to the worker alone. */
export async function sealAbout(recipient: string, about: TokenAbout): Promise<string> {
  const content = Buffer.from(JSON.stringify(about).padEnd(1024));
  return Buffer.from(await sealEnvelope({ content, recipients: [recipient] })).toString('base64url');
}

/** What a worker wrote down about a token; undefined for what does not open, or says something else. */
export async function openAbout(identity: string, sealed: string): Promise<TokenAbout | undefined> {
  const opened = await openEnvelope({ envelope: Buffer.from(sealed, 'base64url'), identities: [identity] });
  if (!opened.ok) return undefined;
  const text = Buffer.from(opened.content).toString();
  return TokenAbout.safeParse(JSON.parse(text)).data;
}
