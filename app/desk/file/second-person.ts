import { randomUUID } from 'node:crypto';
import type { RosterWorker } from '@clew/seal';
import { z } from 'zod';
import type { Action, Actor } from '../policy/index.ts';
import { isTooMany, PROPOSAL_MS } from '../proposals/open-limit.ts';
import { BY_AGE, isBehind, type Placed, pageThrough, type WaitingPage } from '../proposals/page-through.ts';
import { seenOf } from '../proposals/seen.ts';
import { signConfirmation } from '../proposals/signed-proposal.ts';
import { noteTry, refusalAt, writeAtFile } from './at-file.ts';
import { FirstOfBar } from './bars.ts';
import { type Colleague, loadColleagues, onRoster } from './colleagues.ts';
import { BARS, ERASING, WISHES } from './entry.ts';
import type { FileDesk, FileTransaction } from './file-desk.ts';
import { stateOf } from './file-state.ts';
import { type LoadedFile, loadFile } from './load-file.ts';
import { Refusal, type Refused } from './refusal.ts';
import { type AskingRow, openAsking, sealAsking } from './sealed-asking.ts';

const Reason = z.string().min(1);
/** How the file stood when it was proposed (`stateOf`), in what its proposer signs. */
const State = z.string().optional();
/** What falls with the next thing that is said about the file: the person may wish otherwise by then. */
const BOUND: readonly string[] = ['file.include', 'file.reopen', 'file.erase'];

/** What takes two people at a file. */
export const SecondContent = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('file.exclude'),
    workerId: z.uuid(),
    as: z.enum(BARS),
    wish: z.enum(WISHES),
    reason: Reason,
    first: FirstOfBar,
  }),
  z.strictObject({
    kind: z.literal('file.include'),
    workerId: z.uuid(),
    personAgrees: z.boolean(),
    reason: Reason,
    first: FirstOfBar,
    state: State,
  }),
  z.strictObject({
    kind: z.literal('file.reopen'),
    personAsks: z.boolean(),
    reason: Reason,
    state: State,
  }),
  z.strictObject({ kind: z.literal('file.hold'), reviewOn: z.iso.date(), reason: Reason }),
  z.strictObject({ kind: z.literal('file.release'), reason: Reason }),
  z.strictObject({ kind: z.literal('file.erase'), why: z.enum(ERASING), reason: Reason, state: State }),
]);
export type SecondContent = z.infer<typeof SecondContent>;
export type SecondKind = SecondContent['kind'];
export type ContentOf<Kind extends SecondKind> = Extract<SecondContent, { kind: Kind }>;

/** The action of the first person and that of the second. */
export const STEPS = {
  'file.exclude': { propose: 'file.exclude', confirm: 'file.exclude-confirm' },
  'file.include': { propose: 'file.include-propose', confirm: 'file.include-confirm' },
  'file.reopen': { propose: 'file.reopen-propose', confirm: 'file.reopen-confirm' },
  'file.hold': { propose: 'file.hold-propose', confirm: 'file.hold-confirm' },
  'file.release': { propose: 'file.release-propose', confirm: 'file.release-confirm' },
  'file.erase': { propose: 'file.erase-propose', confirm: 'file.erase-confirm' },
} as const satisfies Record<SecondKind, { propose: Action; confirm: Action }>;
const KINDS = Object.keys(STEPS) as SecondKind[];

/** What waits for a second person, as one sees it who may confirm it. */
export type Second = {
  proposalId: string;
  fileId: string;
  proposedBy: string;
  at: Date;
  content: SecondContent;
  /** The hash of what stands there, which the form that confirms it carries. */
  seen: string;
  /** Whether something else was said about the file since: it can only be proposed anew. */
  isOvertaken: boolean;
};

type Row = AskingRow & { kind: string; at: Date; confirmed_by: string | null };
type AtFile<Result> = (transaction: FileTransaction, file: LoadedFile) => Promise<Result>;
type Proposing<Kind extends SecondKind> = {
  fileId: string;
  kind: Kind;
  content: AtFile<ContentOf<Kind>>;
  check?: AtFile<void>;
};

/**
 * Proposes what takes a second person. It is sealed to those who may confirm it now, whoever it is about left out: they
 * learn of it once it holds. `nobody` if there is nobody else; `too-many` if so much waits that this worker proposed.
 */
export async function proposeAtFile<Kind extends SecondKind>(
  desk: FileDesk,
  { fileId, kind, content: make, check }: Proposing<Kind>,
): Promise<{ ok: true } | Refused> {
  const proposalId = randomUUID();
  const told = kind === 'file.exclude' ? { told: `proposal ${proposalId}` } : {};
  const doing = { action: STEPS[kind].propose, fileId, part: `proposal ${proposalId}`, ...told };
  return writeAtFile(desk, doing, async (transaction, file) => {
    await check?.(transaction, file);
    if (await isTooMany(transaction, { ...desk.actor, kinds: KINDS, now: desk.now() }))
      throw new Refusal('too-many');
    const content = await make(transaction, file);
    const readers = await readersOf(transaction, desk, { file, content, proposedBy: desk.actor.workerId });
    if (readers.length === 0) throw new Refusal('nobody');
    const thing = `file ${file.file_id} ${kind.slice('file.'.length)}`;
    const about = { label: labelOf(kind), proposalId, thing };
    const state = BOUND.includes(kind) ? { state: await stateOf(transaction, file) } : {};
    const sealed = await sealAsking(desk, about, { content: { ...content, ...state }, readers });
    await transaction
      .insertInto('clew.proposal')
      .values({
        agency_id: desk.actor.agencyId,
        proposal_id: proposalId,
        kind,
        thing,
        content: sealed,
        proposed_by: desk.actor.workerId,
        at: desk.now(),
      })
      .execute();
    return {};
  });
}

/** What waits for this worker as the second person, the longest waiting first. What is not sealed to them is not there. */
export async function listSecond(desk: FileDesk, after?: string): Promise<WaitingPage<Second>> {
  return desk.door.read(async (transaction) => {
    let colleagues: readonly Colleague[] | undefined;
    const read = (place: Placed | undefined, limit: number) => openRows(transaction, desk, { place, limit });
    return pageThrough(after, read, async (row) => {
      const second = await openRow(transaction, desk, row);
      const file =
        second && (await loadFile(transaction, { pins: desk.keys.pins, fileId: second.fileId }, false));
      if (!second || !file) return undefined;
      colleagues ??= await loadColleagues(transaction, desk);
      const isShown =
        stands(desk, { second, file, colleagues }) && mayConfirm(desk, desk.actor, { file, ...second });
      if (!isShown) return undefined;
      return { ...second, seen: seenOf(row), isOvertaken: await isOvertaken(transaction, file, second) };
    });
  });
}

/** Which proposal, and the hash of what the page showed of it. */
export type AskedSecond = { proposalId: string; seen: string };
type Confirming<Kind extends SecondKind> = AskedSecond & { kind: Kind };
type CarryOut<Kind extends SecondKind> = (
  transaction: FileTransaction,
  at: { file: LoadedFile; content: ContentOf<Kind>; proposedBy: string; at: Date },
) => Promise<void>;

/**
 * Confirms what a colleague proposed, and carries it out in the same transaction, once. `not-found` if it was not sealed to
 * this worker; `changed` if it was done, is too old, or is by somebody who may not (any more) propose it; `overtaken` if the person or
 * a colleague said something else about the file since; `other-content` if it is not what the page showed.
 */
export async function confirmAtFile<Kind extends SecondKind>(
  desk: FileDesk,
  { proposalId, kind, seen }: Confirming<Kind>,
  carryOut: CarryOut<Kind>,
): Promise<{ ok: true } | Refused> {
  if (!z.uuid().safeParse(proposalId).success) return { ok: false, why: 'not-found' };
  const action = STEPS[kind].confirm;
  const row = await readRow(desk, { proposalId, kind });
  if (row === undefined) {
    await noteTry(desk, `proposal ${proposalId} ${action}`);
    return { ok: false, why: 'not-found' };
  }
  const fileId = row.thing.split(' ')[1] ?? '';
  const doing = { action, fileId, part: `proposal ${proposalId}`, beside: { proposedBy: row.proposed_by } };
  return writeAtFile(desk, doing, async (transaction, file) => {
    const second = await openRow(transaction, desk, row);
    if (second === undefined || second.content.kind !== kind) throw new Refusal('not-found');
    if (!mayConfirm(desk, desk.actor, { file, ...second })) throw new Refusal('not-found');
    const colleagues = await loadColleagues(transaction, desk);
    if (seenOf(row) !== seen) throw new Refusal('other-content');
    const isOpen = row.confirmed_by === null && isTimely(desk, second);
    if (!isOpen || !stands(desk, { second, file, colleagues })) throw new Refusal('changed');
    if (await isOvertaken(transaction, file, second)) throw new Refusal('overtaken');
    const marked = await transaction
      .updateTable('clew.proposal')
      .set({ ...signConfirmation(desk.keys, row), confirmed_at: desk.now() })
      .where('agency_id', '=', desk.actor.agencyId)
      .where('proposal_id', '=', proposalId)
      .where('content', '=', row.content)
      .where('confirmed_by', 'is', null)
      .executeTakeFirst();
    if (marked.numUpdatedRows !== 1n) throw new Refusal('changed');
    const { proposedBy, at } = second;
    await carryOut(transaction, { file, content: second.content as ContentOf<Kind>, proposedBy, at });
    return {};
  });
}

/** Whoever may confirm it and is on the roster. */
async function readersOf(
  transaction: FileTransaction,
  desk: FileDesk,
  about: About,
): Promise<RosterWorker[]> {
  const readers: RosterWorker[] = [];
  for (const colleague of await loadColleagues(transaction, desk)) {
    if (!mayConfirm(desk, colleague.actor, about)) continue;
    const worker = await onRoster(transaction, desk, colleague);
    if (worker) readers.push(worker);
  }
  return readers;
}

type Opened = Omit<Second, 'seen' | 'isOvertaken'>;

type About = { file: LoadedFile; content: SecondContent; proposedBy: string };

function mayConfirm(desk: FileDesk, actor: Actor, { file, content, proposedBy }: About): boolean {
  if ('workerId' in content && content.workerId === actor.workerId) return false;
  const action = STEPS[content.kind].confirm;
  return refusalAt(desk, actor, { file, action, beside: { proposedBy } }) === undefined;
}

/** Whether anything was said about the file since, of what falls with it. */
async function isOvertaken(
  transaction: FileTransaction,
  file: LoadedFile,
  { content }: Opened,
): Promise<boolean> {
  if (!BOUND.includes(content.kind)) return false;
  return !('state' in content) || content.state !== (await stateOf(transaction, file));
}

/** Whether who proposed it is still there and could still propose it: who was shut out since no longer speaks. */
function stands(
  desk: FileDesk,
  { second, file, colleagues }: { second: Opened; file: LoadedFile; colleagues: readonly Colleague[] },
): boolean {
  const proposer = colleagues.find(({ actor }) => actor.workerId === second.proposedBy);
  const action = STEPS[second.content.kind].propose;
  return proposer !== undefined && refusalAt(desk, proposer.actor, { file, action }) === undefined;
}

async function openRow(transaction: FileTransaction, desk: FileDesk, row: Row): Promise<Opened | undefined> {
  const label = labelOf(row.kind as SecondKind);
  const read = SecondContent.safeParse(await openAsking(transaction, desk, { label, row }));
  if (!read.success || read.data.kind !== row.kind) return undefined;
  const { proposal_id: proposalId, proposed_by: proposedBy, at } = row;
  return { proposalId, fileId: row.thing.split(' ')[1] ?? '', proposedBy, at, content: read.data };
}

function isTimely(desk: FileDesk, { at }: { at: Date }): boolean {
  return desk.now().getTime() - at.getTime() < PROPOSAL_MS;
}

function labelOf(kind: SecondKind): string {
  return `clew ${kind}`;
}

const COLUMNS = ['proposal_id', 'kind', 'thing', 'content', 'proposed_by', 'confirmed_by', 'at'] as const;

type PageOf = { place: Placed | undefined; limit: number };

async function openRows(
  transaction: FileTransaction,
  desk: FileDesk,
  { place, limit }: PageOf,
): Promise<Row[]> {
  return transaction
    .selectFrom('clew.proposal')
    .select(COLUMNS)
    .where('agency_id', '=', desk.actor.agencyId)
    .where('kind', 'in', KINDS)
    .where('proposed_by', '<>', desk.actor.workerId)
    .where('confirmed_by', 'is', null)
    .where('at', '>', new Date(desk.now().getTime() - PROPOSAL_MS))
    .where(isBehind(place))
    .orderBy(BY_AGE)
    .limit(limit)
    .execute();
}

async function readRow(
  desk: FileDesk,
  { proposalId, kind }: { proposalId: string; kind: SecondKind },
): Promise<Row | undefined> {
  return desk.door.read((transaction) =>
    transaction
      .selectFrom('clew.proposal')
      .select(COLUMNS)
      .where('agency_id', '=', desk.actor.agencyId)
      .where('proposal_id', '=', proposalId)
      .where('kind', '=', kind)
      .executeTakeFirst(),
  );
}
