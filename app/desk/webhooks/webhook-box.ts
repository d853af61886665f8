import { contextOf, openEnvelope, sealEnvelope } from '@clew/seal';
import { z } from 'zod';
import { isTarget } from '../alarms/channel.ts';
import { TokenBox } from '../api/token-box.ts';

const LONGEST_ADDRESS = 500;

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

/** Of which address a box is. An envelope has no associated data: it stands inside, and is compared. */
export type BoxOf = { agencyId: string; webhookId: string; tokenId: string };

/** Seals an address to the process that sends. */
export async function sealWebhook(of: BoxOf, box: WebhookBox, recipient: string): Promise<Buffer> {
  return sealFor('told', of, { value: WebhookBox.parse(box), recipient });
}

/** Seals a secret to the process that sends. */
export async function sealSecret(of: BoxOf, secret: string, recipient: string): Promise<Buffer> {
  return sealFor('secret', of, { value: Secret.parse(secret), recipient });
}

/** Seals an address to the worker whose token set it, all of one length. */
export async function sealShown(of: BoxOf, address: string, recipient: string): Promise<string> {
  const box = await sealFor('shown', of, { value: WebhookAddress.parse(address), recipient, length: 1024 });
  return box.toString('base64url');
}

/** What an address holds; undefined where it was sealed to another node's key, or for another address. */
export async function openWebhook(
  of: BoxOf,
  box: Uint8Array,
  identity: string,
): Promise<WebhookBox | undefined> {
  return WebhookBox.safeParse(await openFor('told', of, { box, identity })).data;
}

/** A secret; undefined where it was sealed to another node's key, or for another address. */
export async function openSecret(of: BoxOf, box: Uint8Array, identity: string): Promise<string | undefined> {
  return Secret.safeParse(await openFor('secret', of, { box, identity })).data;
}

/** An address as its worker sees it; undefined where it was sealed to keys before theirs, or for another address. */
export async function openShown(of: BoxOf, shown: string, identity: string): Promise<string | undefined> {
  const box = Buffer.from(shown, 'base64url');
  return WebhookAddress.safeParse(await openFor('shown', of, { box, identity })).data;
}

type What = 'told' | 'secret' | 'shown';

function contextFor(what: What, { agencyId, webhookId, tokenId }: BoxOf): string {
  return contextOf(agencyId, 'webhook', webhookId, tokenId, what);
}

type Sealing = { value: unknown; recipient: string; length?: number };

async function sealFor(what: What, of: BoxOf, { value, recipient, length = 0 }: Sealing): Promise<Buffer> {
  const text = JSON.stringify({ for: contextFor(what, of), value }).padEnd(length);
  return Buffer.from(await sealEnvelope({ content: Buffer.from(text), recipients: [recipient] }));
}

const Bound = z.strictObject({ for: z.string(), value: z.unknown() });

type Opening = { box: Uint8Array; identity: string };

async function openFor(what: What, of: BoxOf, { box, identity }: Opening): Promise<unknown> {
  const opened = await openEnvelope({ envelope: box, identities: [identity] });
  if (!opened.ok) return undefined;
  const read = Bound.safeParse(JSON.parse(Buffer.from(opened.content).toString('utf8')));
  // Whoever can write to the database must not put one in the place of another.
  return read.success && read.data.for === contextFor(what, of) ? read.data.value : undefined;
}
