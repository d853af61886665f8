import { contextOf, open, seal } from '@clew/seal';
import { z } from 'zod';
import { CATEGORIES, type Compartment } from '../policy/index.ts';
import type { FileDesk } from './file-desk.ts';
import type { Part } from './parts.ts';

/** Where something that is recorded comes from. */
export const SOURCES = ['person', 'document', 'observation', 'other-agency'] as const;
/** How sure the source is of an answer. */
export const CERTAINTIES = ['certain', 'likely', 'unsure'] as const;
/**
 * The same of free words, which may be a suspicion of whoever writes them down: nobody said so, and it is a reason to look
 * closer, never a finding. No answer to a question of the law is one: it would be read as an answer.
 */
export const STATEMENT_CERTAINTIES = [...CERTAINTIES, 'suspected'] as const;
/** Whose wish it is that somebody never sees a file. */
export const WISHES = ['person', 'agency'] as const;
/** How somebody is kept from a file by others. */
export const BARS = ['excluded', 'suspected'] as const;
/** Why a file is closed. */
export const CLOSING = ['done', 'elsewhere', 'no-contact', 'person-asks', 'mistake', 'other'] as const;
/** Why a file is erased: its time is over, the person asks, it should never have been, or a court or authority orders it. */
export const ERASING = ['due', 'person-asks', 'mistake', 'ordered'] as const;
/** Who is told something by a consent. */
export const RECIPIENT_KINDS = ['worker', 'agency', 'authority', 'service', 'person'] as const;
/** Who gives a consent: somebody able to, a guardian for them, both, or nobody could yet. */
export const CAPACITIES = ['own', 'guardian', 'with-guardian', 'in-doubt'] as const;

/** What free words of a compartment can be about. Only names lead to a file, by their hashes. */
export const ABOUT: Readonly<Record<Compartment, readonly About[]>> = {
  identity: ['name', 'birth', 'papers', 'other'],
  contact: ['phone', 'place', 'safe-way', 'other'],
  narrative: ['told', 'seen', 'other'],
  health: ['health', 'other'],
  asylum: ['claim', 'other'],
  'law-enforcement': ['authority', 'other'],
};
const ABOUTS = [
  'name',
  'birth',
  'papers',
  'phone',
  'place',
  'safe-way',
  'told',
  'seen',
  'health',
  'claim',
  'authority',
  'other',
] as const;
export type About = (typeof ABOUTS)[number];

const Day = z.iso.date();
const Recorded = {
  /** When it was written down, and by whom. */
  at: z.iso.datetime(),
  by: z.uuid(),
};
const Weighed = {
  ...Recorded,
  source: z.enum(SOURCES),
  /** The day on which it was said, seen or written. */
  on: Day.optional(),
  /** The entry that this one corrects. That one stays. */
  replaces: z.uuid().optional(),
};

/** An answer to a question that the law asks. */
export const FactEntry = z.strictObject({
  kind: z.literal('fact'),
  factId: z.string().min(1),
  answer: z.union([z.string(), z.number()]),
  certainty: z.enum(CERTAINTIES),
  /** The hash of the law that asked. The first entries carry none. */
  law: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  ...Weighed,
});
export type FactEntry = z.infer<typeof FactEntry>;

/** Free words. */
export const StatementEntry = z.strictObject({
  kind: z.literal('statement'),
  about: z.enum(ABOUTS),
  words: z.string().min(1),
  certainty: z.enum(STATEMENT_CERTAINTIES),
  ...Weighed,
});
export type StatementEntry = z.infer<typeof StatementEntry>;

/** What the person agreed to. */
export const GrantEntry = z.strictObject({
  kind: z.literal('grant'),
  recipientKind: z.enum(RECIPIENT_KINDS),
  recipient: z.string().min(1),
  purpose: z.string().min(1),
  categories: z.array(z.enum(CATEGORIES)).min(1),
  expiresOn: Day,
  /** In which words it was asked: their hash, and the language they were said in. */
  wording: z.string().regex(/^[0-9a-f]{64}$/),
  language: z.string().min(1),
  capacity: z.enum(CAPACITIES),
  guardian: z.string().min(1).optional(),
  /** Whether the person asked for it of their own accord. */
  personAsks: z.boolean(),
  ...Recorded,
});
export type GrantEntry = z.infer<typeof GrantEntry>;

/** What the person took back. */
const WithdrawalEntry = z.strictObject({
  kind: z.literal('withdrawal'),
  grantId: z.uuid(),
  ...Recorded,
});
/** What the person did not agree to. */
export const RefusalEntry = z.strictObject({
  kind: z.literal('refusal'),
  recipient: z.string().min(1),
  purpose: z.string().min(1),
  ...Recorded,
});
export type RefusalEntry = z.infer<typeof RefusalEntry>;

/** Why somebody must never see a file. The first entries say neither whose wish it was nor how. */
export const BarEntry = z.strictObject({
  kind: z.literal('bar'),
  workerId: z.uuid(),
  reason: z.string().min(1),
  as: z.enum(BARS).optional(),
  wish: z.enum(WISHES).optional(),
  /** Who proposed it, where it took two. */
  proposedBy: z.uuid().optional(),
  ...Recorded,
});
export type BarEntry = z.infer<typeof BarEntry>;

/** Why somebody may see a file again who was barred from it. */
export const ReturnEntry = z.strictObject({
  kind: z.literal('return'),
  workerId: z.uuid(),
  reason: z.string().min(1),
  personAgrees: z.boolean(),
  proposedBy: z.uuid(),
  ...Recorded,
});
export type ReturnEntry = z.infer<typeof ReturnEntry>;

/** That a file was closed, that the person withdrew from it, that it was opened again, or that it must not be erased for now. */
export const StandingEntry = z.strictObject({
  kind: z.literal('standing'),
  is: z.enum(['closed', 'withdrawn', 'reopened', 'held', 'released']),
  /** On which day a hold is to be looked at. */
  reviewOn: Day.optional(),
  why: z.enum(CLOSING).optional(),
  words: z.string().min(1).optional(),
  personAsks: z.boolean().optional(),
  proposedBy: z.uuid().optional(),
  ...Recorded,
});
export type StandingEntry = z.infer<typeof StandingEntry>;

/** Whatever can be sealed into a part of a file. */
export const Entry = z.discriminatedUnion('kind', [
  FactEntry,
  StatementEntry,
  GrantEntry,
  WithdrawalEntry,
  RefusalEntry,
  BarEntry,
  ReturnEntry,
  StandingEntry,
]);
export type Entry = z.infer<typeof Entry>;

/** What is sealed: an entry, and its place among those of its part, counted from 1, so that one that was taken out is missed. */
const Sealed = z.strictObject({ number: z.int().min(1), entry: Entry });
export type Sealed = z.infer<typeof Sealed>;

/** Where a sealed entry stands. It opens there and nowhere else. */
type EntryPlace = { fileId: string; part: Part; entryId: string; generation: number };

/** Most entries are one line; a box then says little of its length. */
const PAD_TO = 1024;

/** Seals an entry for its row alone. */
export function sealEntry(desk: FileDesk, place: EntryPlace & { key: Uint8Array }, sealed: Sealed): string {
  return seal({
    key: place.key,
    random: desk.random,
    context: entryContext(desk.actor.agencyId, place),
    text: JSON.stringify(sealed),
    padTo: PAD_TO,
  });
}

/** Opens an entry; undefined for a box that is not sound, was moved from another row, or says what no entry says. */
export function openEntry(
  desk: FileDesk,
  place: EntryPlace & { key: Uint8Array },
  box: string,
): Sealed | undefined {
  const opened = open({ key: place.key, context: entryContext(desk.actor.agencyId, place), box });
  if (!opened.ok) return undefined;
  const read = Sealed.safeParse(JSON.parse(opened.text));
  return read.success ? read.data : undefined;
}

function entryContext(agencyId: string, { fileId, part, entryId, generation }: EntryPlace): string {
  return contextOf(agencyId, 'file_entry', fileId, entryId, part, generation);
}
