import { contextOf, open, type Random, seal } from '@clew/seal';
import { z } from 'zod';
import type { Door } from '../../store/index.ts';
import type { Pins } from '../keys/roster.ts';
import type { Signer } from '../keys/statement.ts';
import type { Actor } from '../policy/index.ts';

/** The kind of proposal that enters a demand: one person registers it, another confirms it. */
export const DEMAND = 'demand.register';
/** The kind of proposal that says later that the person was told. */
export const TOLD = 'demand.told';

const Line = z.string().trim().min(1).max(300);
const Text = z.string().trim().min(1).max(5_000);

/**
 * What an authority demanded and what was given. The person is told unless a court forbids it: then which court, and
 * until when if its order names an end.
 */
export const Demand = z
  .strictObject({
    askedBy: Line,
    receivedOn: z.iso.date(),
    basis: Text,
    about: Text,
    given: Text,
    told: z.enum(['told', 'not-yet', 'forbidden']),
    court: Line.optional(),
    forbiddenUntil: z.iso.date().optional(),
  })
  .refine(({ told, court }) => told !== 'forbidden' || court !== undefined, { path: ['court'] })
  .refine(({ told, court, forbiddenUntil }) => told === 'forbidden' || !(court ?? forbiddenUntil), {
    path: ['told'],
  });
export type Demand = z.infer<typeof Demand>;

/** That the person was told after all: on which day, and how. */
export const ToldLater = z.strictObject({ toldOn: z.iso.date(), how: Text });
export type ToldLater = z.infer<typeof ToldLater>;

/** A worker at the register, while one request is answered. */
export type DemandDesk = {
  readonly actor: Actor;
  readonly door: Door;
  readonly keys: Signer & {
    readonly pins: Pins;
    open(keyId: string, generation?: number): Promise<{ key: Uint8Array; generation?: number } | undefined>;
  };
  readonly now: () => Date;
  readonly random: Random;
};

type Sealing = { proposalId: string; kind: typeof DEMAND | typeof TOLD };

/** Seals an entry of the register under the agency's key, for this row alone; undefined where the key is not there. */
export async function sealEntry(
  desk: DemandDesk,
  sealing: Sealing,
  value: Demand | ToldLater,
): Promise<string | undefined> {
  const agencyKey = await desk.keys.open('agency');
  if (!agencyKey) return undefined;
  const generation = agencyKey.generation ?? 1;
  const box = seal({
    key: agencyKey.key,
    random: desk.random,
    context: contextFor(desk, sealing, generation),
    text: JSON.stringify(value),
    padTo: 4_096,
  });
  return `${generation} ${box}`;
}

/** What `sealEntry` sealed into the same row; undefined if it does not open, or is not of that form. */
export async function openEntry<Value>(
  desk: DemandDesk,
  { content, schema, ...sealing }: Sealing & { content: string; schema: z.ZodType<Value> },
): Promise<Value | undefined> {
  const [generation = '', box = ''] = content.split(' ');
  const agencyKey = await desk.keys.open('agency', Number(generation));
  if (!agencyKey) return undefined;
  const opened = open({ key: agencyKey.key, context: contextFor(desk, sealing, Number(generation)), box });
  return opened.ok ? schema.safeParse(JSON.parse(opened.text)).data : undefined;
}

function contextFor({ actor }: DemandDesk, { proposalId, kind }: Sealing, generation: number): string {
  return contextOf(actor.agencyId, 'proposal', proposalId, kind, generation);
}
