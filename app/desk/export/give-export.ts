import { sealEnvelope } from '@clew/seal';
import { sql } from 'kysely';
import { listDemands } from '../demands/register.ts';
import { refusalAt } from '../file/at-file.ts';
import type { FileDesk } from '../file/file-desk.ts';
import { type ListedFile, type ListPlace, listFiles } from '../file/list-files.ts';
import { loadFile } from '../file/load-file.ts';
import { PARTS, type Part, revealOf } from '../file/parts.ts';
import { readPart } from '../file/read-part.ts';
import { MANDATE_LINE } from '../keys/agency-rules.ts';
import { readLines } from '../keys/line.ts';
import { readRights } from '../keys/rights.ts';
import type { SignedIn } from '../pages/signed-in.ts';
import { mayAtAll } from '../policy/index.ts';
import { type Custody, writeCustody } from './custody.ts';
import { ExportProblem, type FoundGift, type Piece, readGifts, writeGift } from './export-folder.ts';
import { entriesByPath, pathOf, tellKnown } from './known-gifts.ts';

/** What a worker gave, and what they could not. */
type Gave = {
  gift: FoundGift;
  files: number;
  parts: number;
  /** Parts that stood in the folder already, with as much in them. */
  there: number;
  /** Parts that the worker may open and of which some entries, or all, do not open: no key, or not sound. */
  unopened: number;
  /** Gifts in the folder that do not count: nobody who works here now signed them with the key that they have. */
  unknown: readonly FoundGift[];
};

type Giving = { folder: string; custody: Custody; onProgress?: (words: string) => void };

/**
 * Seals everything that a worker may open to the custodians' key, into the folder of an export: the parts of their files, the
 * agency's names, and the journal and the register of demands where they read those. The journal tells first to which custody it is given, then each part
 * that is opened, and as many as these raise the alarm that much reading raises. Nothing that the worker may not open is in it, nor tried. Throws
 * ExportProblem for a folder of another agency, or sealed to others, and where the list of files is refused.
 */
export async function giveExport(worker: SignedIn, { folder, custody, onProgress }: Giving): Promise<Gave> {
  const { agencyId, workerId } = worker.actor;
  const gifts = await readGifts(folder);
  const { recipient } = custody;
  if (gifts.some(({ given }) => given.agencyId !== agencyId))
    throw new ExportProblem(`${folder} holds the export of another agency. Name another folder.`);
  if (gifts.some(({ given }) => given.recipient !== recipient))
    throw new ExportProblem(`${folder} is sealed to other custodians. Name another folder.`);
  const counts = { files: 0, parts: 0, there: 0, unopened: 0 };
  const { known, unknown } = await tellKnown(worker, gifts);
  const there = entriesByPath(known);
  const pieces = async function* (): AsyncGenerator<Piece> {
    for await (const file of seenFiles(worker)) {
      counts.files += 1;
      onProgress?.(`file ${counts.files}`);
      for (const { part, entries } of await partsToGive(worker, file.fileId))
        yield* partOf(worker, { file, part, entries, recipient, there, counts });
    }
    yield* agencyPieces(worker, recipient);
  };
  const given = { agencyId, workerId, at: worker.desk.now().toISOString(), recipient };
  const signer = { verifyKey: worker.keys.me.verifyKey, signingKey: worker.keys.signingKey };
  // Before the first piece: a run that is killed has opened some, too.
  const deed = { action: 'export.give', thing: `custody ${writeCustody(custody).digits}` };
  await worker.door.write(deed, async () => undefined);
  const gift = await writeGift({ folder, given, signer }, pieces());
  return { gift, unknown, ...counts };
}

function fileDesk({ actor, keys, door, desk }: SignedIn): FileDesk {
  return { actor, keys, door, now: desk.now, random: desk.random };
}

async function* seenFiles(worker: SignedIn): AsyncGenerator<ListedFile> {
  if (!mayAtAll(worker.actor, 'file.list')) return;
  for (const closed of [false, true]) {
    let after: ListPlace | undefined;
    do {
      const list = await listFiles(fileDesk(worker), after === undefined ? { closed } : { after, closed });
      if (!list.ok)
        throw new ExportProblem(
          `The list of your files was refused (${list.why}). Nothing was given: ask a colleague to give you the agency’s key.`,
        );
      yield* list.files;
      after = list.next;
    } while (after !== undefined);
  }
}

type PartToGive = {
  file: ListedFile;
  part: Part;
  /** So many stand in it. */
  entries: number;
  recipient: string;
  there: ReadonlyMap<string, number>;
  counts: { parts: number; there: number; unopened: number };
};

async function* partOf(worker: SignedIn, giving: PartToGive): AsyncGenerator<Piece> {
  const { file, part, entries, recipient, there, counts } = giving;
  const path = pathOf(file.fileId, part);
  if ((there.get(path) ?? 0) >= entries) {
    counts.there += 1;
    return;
  }
  const read = await readPart(fileDesk(worker), { fileId: file.fileId, part });
  if (!read.ok || read.entries.length === 0) {
    counts.unopened += 1;
    return;
  }
  const { shut, unsound, missing } = read;
  if (shut + unsound + missing > 0) counts.unopened += 1;
  counts.parts += 1;
  const content = { clew: 'export', format: 1, ...file, part, entries: read.entries, shut, unsound, missing };
  yield { path, entries: read.entries.length, sealed: await sealed(recipient, JSON.stringify(content)) };
}

/** Parts in which something stands and that the policy lets the worker open. It is asked before: a try would stand in the journal. */
async function partsToGive(worker: SignedIn, fileId: string): Promise<{ part: Part; entries: number }[]> {
  const desk = fileDesk(worker);
  const { agencyId } = desk.actor;
  return desk.door.read(async (transaction) => {
    const file = await loadFile(transaction, { pins: worker.keys.pins, fileId }, false);
    if (file === undefined) return [];
    const rows = await transaction
      .selectFrom('clew.file_entry')
      .select(({ fn }) => ['compartment', fn.countAll<string>().as('count')])
      .where('agency_id', '=', agencyId)
      .where('file_id', '=', fileId)
      .groupBy('compartment')
      .execute();
    const counted = new Map<string, number>(rows.map((row) => [row.compartment, Number(row.count)]));
    return PARTS.filter((part) => refusalAt(desk, desk.actor, { file, action: revealOf(part) }) === undefined)
      .map((part) => ({ part, entries: counted.get(part) ?? 0 }))
      .filter(({ entries }) => entries > 0);
  });
}

/** What is of the agency itself: names that its key opens; the journal and the demands for who reads those. */
async function* agencyPieces(worker: SignedIn, recipient: string): AsyncGenerator<Piece> {
  const whole = async (path: string, text: string): Promise<Piece> => ({
    ...{ path, entries: 0 },
    sealed: await sealed(recipient, text),
  });
  yield whole('agency.json.age', JSON.stringify(await readAgency(worker)));
  if (mayAtAll(worker.actor, 'journal.read')) yield* journalPieces(worker, recipient);
  if (!mayAtAll(worker.actor, 'demand.read')) return;
  const { actor, door, keys, desk } = worker;
  const register = await listDemands({ actor, door, keys, now: desk.now, random: desk.random });
  if (register.ok) yield whole('demands.json.age', JSON.stringify(register.demands));
}

async function readAgency({ door, actor, names, keys }: SignedIn) {
  const { agencyId } = actor;
  const { pins } = keys;
  const found = await door.read(async (transaction) => {
    const workers = await transaction
      .selectFrom('clew.worker')
      .select(['worker_id', 'standing'])
      .where('agency_id', '=', agencyId)
      .execute();
    const teams = await transaction
      .selectFrom('clew.team')
      .select('team_id')
      .where('agency_id', '=', agencyId)
      .execute();
    const mandates = await readLines({ transaction, pins }, MANDATE_LINE);
    const ids = workers.map(({ worker_id }) => worker_id);
    return { workers, teams, mandates, rights: await readRights(transaction, pins, ids) };
  });
  const mandates = [...found.mandates].flatMap(([mandate, line]) =>
    line.state === 'whole' && line.value ? [{ mandate, since: line.at }] : [],
  );
  return {
    ...{ clew: 'export', format: 1, agencyId, name: await names.agency(), mandates },
    workers: await Promise.all(
      found.workers.map(async ({ worker_id: id, standing }) => ({
        ...{ id, standing, name: await names.worker(id) },
        roles: found.rights.get(id)?.roles ?? [],
      })),
    ),
    teams: await Promise.all(
      found.teams.map(async ({ team_id: id }) => ({
        ...{ id, name: await names.team(id) },
        members: [...found.rights]
          .filter(([, { teams }]) => teams.includes(id))
          .map(([workerId]) => workerId),
      })),
    ),
  };
}

const JOURNAL_PAGE = 20_000;

/** The journal as CSV: ids and words of closed lists, so that no cell is a formula. */
async function* journalPieces({ door, actor }: SignedIn, recipient: string): AsyncGenerator<Piece> {
  for (let after = 0, page = 1; ; page++) {
    const rows = await door.readSealed(
      { action: 'journal.read', thing: 'journal export' },
      async (transaction) => {
        const found = await sql<{ number: number; line: string }>`SELECT number::float8 AS number,
          concat_ws(',', number, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), actor, action, thing, encode(hash, 'hex')) AS line
        FROM clew.journal_entry WHERE chain = ${actor.agencyId} AND number > ${after} ORDER BY number LIMIT ${JOURNAL_PAGE}`.execute(
          transaction,
        );
        return found.rows;
      },
    );
    const last = rows.at(-1);
    if (!last) return;
    const text = ['number,at,actor,action,thing,hash', ...rows.map(({ line }) => line)].join('\n');
    yield {
      path: `journal-${String(page).padStart(4, '0')}.csv.age`,
      entries: 0,
      sealed: await sealed(recipient, `${text}\n`),
    };
    if (rows.length < JOURNAL_PAGE) return;
    after = last.number;
  }
}

async function sealed(recipient: string, text: string): Promise<Uint8Array> {
  return sealEnvelope({ content: Buffer.from(text), recipients: [recipient] });
}
