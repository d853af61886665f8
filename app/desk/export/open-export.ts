import { mkdir, mkdtemp, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { openEnvelope } from '@clew/seal';
import { ExportProblem, type FoundGift, readGifts, readGiven } from './export-folder.ts';

/** A gift that was opened: who it says gave it, and whose signature it bears, as thirty digits. */
type OpenedGift = { name: string; workerId: string; signer: string; at: string };

/** What came out: so many files with readable content, from which gifts, and what more than one signer gave. */
type OpenedExport = {
  files: number;
  agencyId: string;
  gifts: readonly OpenedGift[];
  /** What stands there once for each signer, by the path that it would have alone. */
  several: readonly string[];
};

/**
 * Opens an export with the custodians' key into a new folder, as plain JSON and CSV: of each part the fullest that was given, of the rest
 * the newest. Where signers differ, that of each stands there under their digits: far from the roster nobody can tell a forged gift but by
 * asking the workers, and it must win by nothing that it says of itself. Every file is held against what its giver signed first. All of
 * it, or nothing: throws ExportProblem, with the reason, for what is missing, cut, changed or sealed to others, and for what a run before left.
 */
export async function openExport({
  folder,
  out,
  identity,
}: {
  folder: string;
  out: string;
  identity: string;
}): Promise<OpenedExport> {
  if (await stat(out).catch(() => undefined))
    throw new ExportProblem(`${out} is there already. Name a new folder.`);
  const gifts = await readGifts(folder);
  const [first] = gifts;
  if (!first) throw new ExportProblem(`${folder} holds no export of Clew.`);
  for (const gift of gifts) for (const { path } of gift.given.files) await readGiven(folder, gift, path);
  const part = await makeBeside(out);
  try {
    const chosen = chooseFullest(gifts);
    for (const { path, gift, as } of chosen) {
      const envelope = await readGiven(folder, gift, path);
      const opened = await openEnvelope({ envelope, identities: [identity] });
      if (!opened.ok)
        throw new ExportProblem(`${join(folder, gift.name, path)} is sealed to others. Nothing was opened.`);
      await writePlain(join(part, as), opened.content);
    }
    await rename(part, out);
    const several = chosen
      .filter(({ path, as }) => as !== plainName(path))
      .map(({ path }) => plainName(path));
    return {
      ...{ files: chosen.length, agencyId: first.given.agencyId, several: [...new Set(several)] },
      gifts: gifts.map(({ name, given, signer }) => ({
        ...{ name, workerId: given.workerId, signer, at: given.at },
      })),
    };
  } catch (error) {
    await rm(part, { recursive: true, force: true });
    throw error;
  }
}

/** A new folder beside `out` that nobody else reads. Plain text that a killed run left is named, never written over or left lying unsaid. */
async function makeBeside(out: string): Promise<string> {
  const [parent, start] = [dirname(out), `${basename(out)}.part`];
  const names = await readdir(parent).catch(() => undefined);
  if (!names) throw new ExportProblem(`${parent} is not there, or cannot be read. Name another folder.`);
  const left = names.find((name) => name === start || name.startsWith(`${start}-`));
  if (left !== undefined)
    throw new ExportProblem(
      `${join(parent, left)} was left by a run that was ended, or one is under way. What is in it is readable: erase it, then run this again.`,
    );
  return mkdtemp(join(parent, `${start}-`)).catch(() => {
    throw new ExportProblem(`Nothing can be written in ${parent}. Name another folder.`);
  });
}

type Chosen = { path: string; gift: FoundGift; as: string };

/** Of each path the fullest gift of each signer, the newest of those that are as full, and the name under which it is written. */
function chooseFullest(gifts: readonly FoundGift[]): Chosen[] {
  const found = new Map<string, Map<string, { gift: FoundGift; entries: number }>>();
  for (const gift of gifts)
    for (const { path, entries } of gift.given.files) {
      const bySigner = found.get(path) ?? new Map();
      if (entries >= (bySigner.get(gift.signer)?.entries ?? 0)) bySigner.set(gift.signer, { gift, entries });
      found.set(path, bySigner);
    }
  return [...found].flatMap(([path, bySigner]) =>
    [...bySigner.values()].map(({ gift }) => ({
      ...{ path, gift },
      as: bySigner.size === 1 ? plainName(path) : nameBySigner(path, gift.signer),
    })),
  );
}

function plainName(path: string): string {
  return path.replace(/\.age$/, '');
}

/** `files/<id>/health.signed-12345-…json`. */
function nameBySigner(path: string, signer: string): string {
  return plainName(path).replace(/\.(?=\w+$)/, `.signed-${signer.replaceAll(' ', '-')}.`);
}

async function writePlain(file: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
