import { type Day, isDate } from '@clew/rules';
import { open, openBytes, openEnvelope, type Random, seal, sealBytes, sealEnvelope } from '@clew/seal';
import { z } from 'zod';
import { SimulationResult } from '../../law/index.ts';

/** What is told of a population beside its bytes. */
export const About = z.strictObject({
  /** What its owner calls it. */
  name: z.string().max(80),
  bytes: z.number().int().nonnegative(),
  pieces: z.number().int().nonnegative(),
});
export type About = z.infer<typeof About>;

/** What is asked of a population; of one that is only looked at, nothing. */
export const Question = z.strictObject({
  /** Ids of reforms, each a law of its own. */
  reforms: z.array(z.string().max(200)).max(30),
  /** Also all of them at once, in their order. */
  together: z.boolean(),
  by: z.string().max(500).nullable(),
  state: z.string().max(10).nullable(),
  on: z.custom<Day>((day) => typeof day === 'string' && isDate(day)),
});
export type Question = z.infer<typeof Question>;

const Use = z.enum([
  'fact',
  'id',
  'state',
  'grouping',
  'personal',
  'twice',
  'nameless',
  'of-group',
  'other-type',
]);

/** What came out of a look or a count. */
export const Outcome = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('looked'),
    columns: z.union([
      z.literal(['no-facts', 'too-many']),
      z.array(z.strictObject({ name: z.string(), use: Use })).max(500),
    ]),
  }),
  z.strictObject({ kind: z.literal('refused'), messages: z.array(z.string().max(2_000)).max(600) }),
  z.strictObject({ kind: z.literal('done'), result: SimulationResult }),
]);
export type Outcome = z.infer<typeof Outcome>;

/** The key of one population, and whose it is: no box of one opens as another's. */
export type PopulationKey = { agencyId: string; populationId: string; key: Uint8Array };

/** What a box of a population holds. */
type What = 'about' | `piece ${number}` | `question ${string}` | `outcome ${string}` | `part ${string}`;

function contextOf({ agencyId, populationId }: PopulationKey, what: What): string {
  return `${agencyId}/population/${populationId}/${what}`;
}

/** Seals bytes of a population under its key. */
export function sealPiece(
  of: PopulationKey,
  what: What,
  given: { bytes: Uint8Array; random: Random },
): Buffer {
  return Buffer.from(sealBytes({ key: of.key, context: contextOf(of, what), ...given }));
}

/** The bytes of a box; undefined where it is not what it should be. */
export function openPiece(of: PopulationKey, what: What, box: Uint8Array): Buffer | undefined {
  const opened = openBytes({ key: of.key, context: contextOf(of, what), box: Uint8Array.from(box) });
  return opened.ok ? Buffer.from(opened.bytes) : undefined;
}

/** Seals what is told of a population, as text. */
export function sealText(of: PopulationKey, what: What, given: { value: unknown; random: Random }): string {
  return seal({
    key: of.key,
    context: contextOf(of, what),
    text: JSON.stringify(given.value),
    random: given.random,
  });
}

/** What a box says; undefined where it does not open, or says something else. */
export function openText<Read extends z.ZodType>(
  of: PopulationKey,
  what: What,
  { box, schema }: { box: string; schema: Read },
): z.infer<Read> | undefined {
  const opened = open({ key: of.key, context: contextOf(of, what), box });
  return opened.ok ? schema.safeParse(JSON.parse(opened.text)).data : undefined;
}

/** The key of a population, sealed to somebody: its owner, or the process that counts. */
export async function sealKey(key: Uint8Array, recipient: string): Promise<Buffer> {
  return Buffer.from(await sealEnvelope({ content: key, recipients: [recipient] }));
}

/** The key, for who can open it; undefined for anybody else, as after their keys were made anew. */
export async function openKey(box: Uint8Array, identity: string): Promise<Uint8Array | undefined> {
  const opened = await openEnvelope({ envelope: Uint8Array.from(box), identities: [identity] });
  return opened.ok && opened.content.length === 32 ? opened.content : undefined;
}
