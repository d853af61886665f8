import { randomUUID } from 'node:crypto';
import { makeKey, type RosterWorker, wrapKey } from '@clew/seal';
import { sql } from 'kysely';
import type { Desk } from '../desk.ts';
import { agencyKeysOf, hashCodeName, sealCodeName } from '../file/code-name.ts';
import { sealEntry } from '../file/entry.ts';
import type { FileDesk, FileTransaction } from '../file/file-desk.ts';
import { fileDeskOf } from '../file/pages/at-desk.tsx';
import { keyIdOf, type Part } from '../file/parts.ts';
import { findOnRoster } from '../keys/roster.ts';
import { atDesk, type BigSession } from './big-files.ts';

/** Files like one that is there: of the same owner and team, open to the same people, so many entries in each. */
type ManyFiles = {
  like: string;
  owner: BigSession;
  count: number;
  entriesEach: number;
  firstNumber: number;
};

type Like = {
  teamId: string | null;
  named: readonly string[];
  holders: ReadonlyMap<Part, readonly RosterWorker[]>;
};

const BATCH = 100;
const PART = 'narrative';
const FIRST_PART = 'identity';

/**
 * Makes many files as `openFile` and `recordStatement` would, with keys, wraps and boxes of their own, and writes them in batches: a
 * million entries one by one would take a day. Returns their ids.
 */
export async function makeManyFiles(desk: Desk, many: ManyFiles): Promise<string[]> {
  const fileDesk = fileDeskOf(await atDesk(desk, many.owner.cookie));
  const [agencyKey] = await agencyKeysOf(fileDesk);
  if (!agencyKey) throw new Error('The owner was not given the key of the agency.');
  const like = await fileDesk.door.read((transaction) => readLike(transaction, fileDesk, many.like));
  const made: string[] = [];
  while (made.length < many.count) {
    const numbers = Array.from(
      { length: Math.min(BATCH, many.count - made.length) },
      (_, at) => many.firstNumber + made.length + at,
    );
    const files = await Promise.all(
      numbers.map((number) => makeRows(fileDesk, { ...many, like, agencyKey, number })),
    );
    await fileDesk.door.write({ action: 'file.make', thing: `file ${files[0]?.fileId}` }, (transaction) =>
      writeRows(transaction, fileDesk, { files, like }),
    );
    made.push(...files.map(({ fileId }) => fileId));
  }
  return made;
}

async function readLike(transaction: FileTransaction, desk: FileDesk, fileId: string): Promise<Like> {
  const { agencyId } = desk.actor;
  const file = await transaction
    .selectFrom('clew.file')
    .select('team_id')
    .where('agency_id', '=', agencyId)
    .where('file_id', '=', fileId)
    .executeTakeFirstOrThrow();
  const named = await transaction
    .selectFrom('clew.file_named')
    .select('worker_id')
    .where('agency_id', '=', agencyId)
    .where('file_id', '=', fileId)
    .execute();
  const holders = new Map<Part, RosterWorker[]>();
  for (const part of [FIRST_PART, PART] as const) {
    const wraps = await transaction
      .selectFrom('clew.key_wrap')
      .select('worker_id')
      .where('agency_id', '=', agencyId)
      .where('key_id', '=', keyIdOf(fileId, part))
      .execute();
    const found = await Promise.all(
      wraps.map(({ worker_id }) => findOnRoster(transaction, desk.keys.pins, worker_id)),
    );
    holders.set(
      part,
      found.filter((worker) => worker !== undefined),
    );
  }
  return { teamId: file.team_id, named: named.map(({ worker_id }) => worker_id), holders };
}

type Making = ManyFilesOf & { number: number };
type ManyFilesOf = { like: Like; agencyKey: Uint8Array; entriesEach: number };

type MadeFile = {
  fileId: string;
  codeName: string;
  codeHash: Buffer;
  entries: { part: Part; entryId: string; box: string }[];
  wraps: { keyId: string; workerId: string; wrap: string; signature: string }[];
};

async function makeRows(desk: FileDesk, { like, agencyKey, entriesEach, number }: Making): Promise<MadeFile> {
  const fileId = randomUUID();
  const codeName = `Bench ${number}`;
  const made: MadeFile = {
    fileId,
    codeName: sealCodeName(desk, { agencyKey, fileId }, codeName),
    codeHash: hashCodeName(agencyKey, codeName),
    entries: [],
    wraps: [],
  };
  for (const [part, holders] of like.holders) {
    const key = makeKey(desk.random);
    const keyId = keyIdOf(fileId, part);
    const giver = { worker: desk.keys.me, signingKey: desk.keys.signingKey };
    for (const recipient of holders) {
      const given = await wrapKey({ key, about: { keyId, generation: 1 }, recipient, giver });
      made.wraps.push({ keyId, workerId: recipient.workerId, ...given });
    }
    const count = part === PART ? entriesEach - 1 : 1;
    for (let at = 1; at <= count; at += 1) made.entries.push(makeEntry(desk, { fileId, part, key, at }));
  }
  return made;
}

function makeEntry(
  desk: FileDesk,
  { fileId, part, key, at }: { fileId: string; part: Part; key: Uint8Array; at: number },
): MadeFile['entries'][number] {
  const entryId = randomUUID();
  const entry = {
    kind: 'statement',
    about: part === PART ? 'told' : 'birth',
    words: `What was told at talk ${at}, as far as she wished. `.repeat(4),
    certainty: 'certain',
    source: 'person',
    at: desk.now().toISOString(),
    by: desk.actor.workerId,
  } as const;
  const box = sealEntry(desk, { fileId, part, entryId, generation: 1, key }, { number: at, entry });
  return { part, entryId, box };
}

async function writeRows(
  transaction: FileTransaction,
  desk: FileDesk,
  { files, like }: { files: readonly MadeFile[]; like: Like },
): Promise<void> {
  const { agencyId, workerId } = desk.actor;
  const month = `${desk.now().toISOString().slice(0, 7)}-01`;
  const ids = files.map(({ fileId }) => fileId);
  await sql`INSERT INTO clew.file (agency_id, file_id, owner_id, team_id, opened_month, code_name, code_hash, code_generation)
    SELECT ${agencyId}, f, ${workerId}, ${like.teamId}, ${month}::date, n, decode(h, 'hex'), 1
    FROM unnest(${ids}::uuid[], ${files.map(({ codeName }) => codeName)}::text[],
      ${files.map(({ codeHash }) => codeHash.toString('hex'))}::text[]) AS made (f, n, h)`.execute(
    transaction,
  );
  await sql`INSERT INTO clew.file_named (agency_id, file_id, worker_id)
    SELECT ${agencyId}, f, w FROM unnest(${ids}::uuid[]) f, unnest(${like.named}::uuid[]) w`.execute(
    transaction,
  );
  await sql`INSERT INTO clew.file_compartment (agency_id, file_id, compartment, generation)
    SELECT ${agencyId}, f, c, 1 FROM unnest(${ids}::uuid[]) f, unnest(${[...like.holders.keys()]}::text[]) c`.execute(
    transaction,
  );
  const wraps = files.flatMap((file) => file.wraps);
  await sql`INSERT INTO clew.key_wrap (agency_id, key_id, generation, worker_id, wrap, given_by, signature)
    SELECT ${agencyId}, k, 1, w, b, ${workerId}, s
    FROM unnest(${wraps.map(({ keyId }) => keyId)}::text[], ${wraps.map((wrap) => wrap.workerId)}::uuid[],
      ${wraps.map(({ wrap }) => wrap)}::text[], ${wraps.map(({ signature }) => signature)}::text[]) AS made (k, w, b, s)`.execute(
    transaction,
  );
  const entries = files.flatMap((file) => file.entries.map((entry) => ({ ...entry, fileId: file.fileId })));
  await sql`INSERT INTO clew.file_entry (agency_id, file_id, compartment, entry_id, generation, box)
    SELECT ${agencyId}, f, c, e, 1, b
    FROM unnest(${entries.map(({ fileId }) => fileId)}::uuid[], ${entries.map(({ part }) => part)}::text[],
      ${entries.map(({ entryId }) => entryId)}::uuid[], ${entries.map(({ box }) => box)}::text[]) AS made (f, c, e, b)`.execute(
    transaction,
  );
}
