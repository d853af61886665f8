import { z } from 'zod';
import type { Door } from '../../store/index.ts';
import { type Action, type Actor, may, type Thing } from '../policy/index.ts';
import type { AtFile, FileTransaction } from './file-desk.ts';
import { type LoadedFile, loadFile, thingOf } from './load-file.ts';
import { thingFor } from './parts.ts';
import { Refusal, type Refused } from './refusal.ts';

/** What a worker does at a file. */
type Doing = {
  action: Action;
  fileId: string;
  /** What of the file: it follows its id in the journal. */
  part?: string;
  /** What the journal calls it instead, where the file's own history must not tell it yet. */
  told?: string;
  /** What the policy is asked about beside the file itself. */
  beside?: Partial<Thing>;
};

const FileId = z.uuid().transform((id) => id.toLowerCase());

/**
 * Writes into a file, if the policy lets the worker: the file's row is locked, the policy asked about it as it stands,
 * and the journal tells it, in one transaction. Where it is refused nothing is written but that it was tried. Of a file
 * that is not there that is written too: so an answer takes as long whether there is one or not.
 */
export async function writeAtFile<Result extends object>(
  desk: AtFile,
  doing: Doing,
  work: (transaction: FileTransaction, file: LoadedFile) => Promise<Result>,
): Promise<({ ok: true } & Result) | Refused> {
  return atFile(desk, doing, (deed, fileId) =>
    desk.door.write(deed, async (transaction) =>
      work(transaction, await permittedFile(transaction, desk, { ...doing, fileId, forWriting: true })),
    ),
  );
}

/** Reads what is sealed in a file, as `writeAtFile` writes: with its entry in the journal, or not at all. */
export async function readAtFile<Result extends object>(
  desk: AtFile,
  doing: Doing,
  work: (transaction: FileTransaction, file: LoadedFile) => Promise<Result>,
): Promise<({ ok: true } & Result) | Refused> {
  return atFile(desk, doing, (deed, fileId) =>
    desk.door.readSealed(deed, async (transaction) =>
      work(transaction, await permittedFile(transaction, desk, { ...doing, fileId, forWriting: false })),
    ),
  );
}

/** Refused for how things stand, not for who asked: nobody tried what they may not. */
const HARMLESS: readonly Refused['why'][] = [
  'changed',
  'nobody',
  'wish',
  'opens-nothing',
  'overtaken',
  'other-content',
  'too-many',
  'broken',
  'held',
  'waits',
];

type Deed = Parameters<Door['write']>[0];

async function atFile<Result extends object>(
  desk: AtFile,
  doing: Doing,
  run: (deed: Deed, fileId: string) => Promise<Result>,
): Promise<({ ok: true } & Result) | Refused> {
  const fileId = FileId.safeParse(doing.fileId);
  if (!fileId.success) return { ok: false, why: 'not-found' };
  const thing = `file ${fileId.data}`;
  const told = doing.told ?? (doing.part === undefined ? thing : `${thing} ${doing.part}`);
  const deed = { action: doing.action, thing: told };
  try {
    return { ok: true, ...(await run(deed, fileId.data)) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (!HARMLESS.includes(error.why)) await noteTry(desk, `${thing} ${doing.action}`);
    return { ok: false, why: error.why };
  }
}

/** Writes that somebody tried what they may not. Supervisor and auditor see it. */
export async function noteTry(desk: AtFile, thing: string): Promise<void> {
  await desk.door.write({ action: 'file.tried', thing }, async () => undefined);
}

async function permittedFile(
  transaction: FileTransaction,
  desk: AtFile,
  doing: Doing & { forWriting: boolean },
): Promise<LoadedFile> {
  const { pins } = desk.keys;
  const file = await loadFile(transaction, { pins, fileId: doing.fileId }, doing.forWriting);
  if (file === undefined) throw new Refusal('not-found');
  const why = refusalAt(desk, desk.actor, { file, action: doing.action, beside: doing.beside });
  if (why !== undefined) throw new Refusal(why);
  return file;
}

/** Why an actor may not do this at a file as it stands; undefined if they may. */
export function refusalAt(
  desk: AtFile,
  actor: Actor,
  { file, action, beside }: { file: LoadedFile; action: Action; beside?: Partial<Thing> | undefined },
): 'not-found' | 'forbidden' | undefined {
  const thing = thingFor(action, thingOf(file, desk.now()));
  const decision = may(actor, action, { ...thing, ...beside });
  return decision.may ? undefined : decision.how;
}
