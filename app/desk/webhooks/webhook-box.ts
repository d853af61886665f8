import { openEnvelope, sealEnvelope } from '@clew/seal';
import { z } from 'zod';
import { isTarget } from '../alarms/channel.ts';
import { TokenBox } from '../api/token-box.ts';

export const LONGEST_ADDRESS = 500;

const PORT = '(:([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}))?';
/** As the description of the API says it: a name over https, or this machine for who tries it out; no name, password or fragment. */
const ADDRESS = new RegExp(
  `^(https://([a-z0-9-]{1,63}\\.){1,8}[a-z][a-z0-9-]{0,62}${PORT}|http://localhost${PORT})(/[A-Za-z0-9._~/?&=%+-]*)?$`,
);

/** An address that a program may name; where it leads is looked at whenever something is sent. */
export const WebhookAddress = z
  .string()
  .max(LONGEST_ADDRESS)
  .regex(ADDRESS, 'An address over https, by a name in small letters, without a name and password in it.')
  .refine(isTarget);

/** Where a program is told, and what its token was made for: sealed to the process that sends. */
const WebhookBox = z.strictObject({ address: WebhookAddress, token: TokenBox });
export type WebhookBox = z.infer<typeof WebhookBox>;

const Secret = z.string().regex(/^whsec_[A-Za-z0-9+/=]{32,88}$/);

/** Seals an address to the process that sends. */
export async function sealWebhook(box: WebhookBox, recipient: string): Promise<Buffer> {
  return sealText(JSON.stringify(WebhookBox.parse(box)), recipient);
}

/** Seals a secret to the process that sends. */
export async function sealSecret(secret: string, recipient: string): Promise<Buffer> {
  return sealText(JSON.stringify(Secret.parse(secret)), recipient);
}

/** What an address holds; undefined where it was sealed to another node's key. */
export async function openWebhook(box: Uint8Array, identity: string): Promise<WebhookBox | undefined> {
  return WebhookBox.safeParse(await openText(box, identity)).data;
}

/** A secret; undefined where it was sealed to another node's key. */
export async function openSecret(box: Uint8Array, identity: string): Promise<string | undefined> {
  return Secret.safeParse(await openText(box, identity)).data;
}

async function sealText(text: string, recipient: string): Promise<Buffer> {
  return Buffer.from(await sealEnvelope({ content: Buffer.from(text), recipients: [recipient] }));
}

async function openText(box: Uint8Array, identity: string): Promise<unknown> {
  const opened = await openEnvelope({ envelope: box, identities: [identity] });
  return opened.ok ? JSON.parse(Buffer.from(opened.content).toString('utf8')) : undefined;
}
