import { open, openEnvelope, seal, sealEnvelope } from '@clew/seal';
import { z } from 'zod';
import type { Desk } from '../desk.ts';

/** For how long a page that nobody has signed in to may lie open, in milliseconds. */
const CARRIED_MS = 3_600_000;

/** What a page carries from one step to the next before anybody is signed in, sealed by the node until it restarts. */
export function sealCarried(desk: Desk, purpose: string, value: unknown): string {
  const until = desk.now().getTime() + CARRIED_MS;
  return seal({
    key: desk.sealKey,
    random: desk.random,
    context: `desk.${purpose}`,
    text: JSON.stringify({ until, value }),
  });
}

/** What `sealCarried` sealed for the same purpose, if it has the form that is expected and is not too old. */
export function openCarried<Value>(
  desk: Desk,
  purpose: string,
  { box, schema }: { box: string | null; schema: z.ZodType<Value> },
): Value | undefined {
  const opened = open({ key: desk.sealKey, context: `desk.${purpose}`, box: box ?? '' });
  if (!opened.ok) return undefined;
  const read = z.object({ until: z.number(), value: schema }).safeParse(JSON.parse(opened.text));
  return read.success && read.data.until > desk.now().getTime() ? read.data.value : undefined;
}

const Typed = z.object({ path: z.string(), fields: z.array(z.tuple([z.string(), z.string()])) });
/** What was typed into a form, and where that form goes. */
type Typed = z.infer<typeof Typed>;

/** Seals what was typed when a session was over: only the worker whose session it was can open it again. */
export async function sealTyped(recipient: string, typed: Typed): Promise<string> {
  const envelope = await sealEnvelope({
    content: Buffer.from(JSON.stringify(typed)),
    recipients: [recipient],
  });
  return Buffer.from(envelope).toString('base64url');
}

/** What `sealTyped` sealed to this worker; undefined for anything else, a colleague's among it. */
export async function openTyped(identity: string, sealed: string): Promise<Typed | undefined> {
  const envelope = Buffer.from(sealed, 'base64url');
  const opened = await openEnvelope({ envelope, identities: [identity] });
  if (!opened.ok) return undefined;
  return Typed.safeParse(JSON.parse(Buffer.from(opened.content).toString())).data;
}
