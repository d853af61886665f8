import { contextOf, open, seal } from '@clew/seal';
import { z } from 'zod';
import { AGENCY_KEY } from '../agency/profiles.ts';
import type { SignedIn } from '../pages/signed-in.ts';
import { type HsdsDocument, readKept } from './hsds/read-hsds.ts';

/** By which way the second person asked whether it is right: one that was known before, or one that they found themselves. */
const WAYS = ['old-contact', 'found'] as const;
export type Way = (typeof WAYS)[number];

/** How somebody made sure that an entry is right. */
export const Confirmed = z.strictObject({ way: z.enum(WAYS), which: z.string().min(1).max(500) });
export type Confirmed = z.infer<typeof Confirmed>;

const Content = z.strictObject({ service: z.string(), confirmed: Confirmed.optional() });

/** What lies sealed of an entry or a change: the whole service, and how it was confirmed. */
export type Content = { service: HsdsDocument; confirmed?: Confirmed | undefined };

type Holder = Pick<SignedIn, 'desk' | 'keys'>;
type Box = { table: 'directory_entry' | 'directory_change'; id: string };

/** Seals it under the agency's key; undefined for who does not hold that. The number before the box is the key's generation. */
export async function sealContent(
  { desk, keys }: Holder,
  { table, id }: Box,
  { service, confirmed }: Content,
): Promise<string | undefined> {
  const key = await keys.open(AGENCY_KEY);
  if (!key) return undefined;
  const context = contextOf(keys.me.agencyId, table, id, 'content', key.generation);
  const text = JSON.stringify({ service: JSON.stringify(service.document), confirmed });
  return `${key.generation} ${seal({ key: key.key, random: desk.random, context, text })}`;
}

/** What lies in it; undefined where it does not open, or holds no service. */
export async function openContent(
  { keys }: Pick<Holder, 'keys'>,
  { table, id }: Box,
  content: string,
): Promise<Content | undefined> {
  const [, number = '', box = ''] = /^(\d+) (.+)$/s.exec(content) ?? [];
  const key = await keys.open(AGENCY_KEY, Number(number));
  if (!key) return undefined;
  const context = contextOf(keys.me.agencyId, table, id, 'content', key.generation);
  const opened = open({ key: key.key, context, box });
  const read = opened.ok ? Content.safeParse(JSON.parse(opened.text)) : undefined;
  const service = read?.success ? readKept(read.data.service) : undefined;
  return service && read?.success ? { service, confirmed: read.data.confirmed } : undefined;
}
