import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { openEnvelope } from '@clew/seal';
import { ExportProblem, type FoundGift, readGifts, readGiven } from './export-folder.ts';

/** What came out: so many files with readable content, and who gave them. */
export type OpenedExport = { files: number; agencyId: string; givers: readonly string[] };

/**
 * Opens an export with the custodians' key into a new folder, as plain JSON and CSV: of each part the fullest that was given, of the rest
 * the newest. Every file is held against what its giver signed first. All of it, or nothing: throws ExportProblem, with the reason, for what is
 * missing, cut, changed or sealed to others.
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
  const part = `${out}.part`;
  await mkdir(part, { mode: 0o700 });
  try {
    const chosen = chooseFullest(gifts);
    for (const [path, gift] of chosen) {
      const envelope = await readGiven(folder, gift, path);
      const opened = await openEnvelope({ envelope, identities: [identity] });
      if (!opened.ok)
        throw new ExportProblem(`${join(folder, gift.name, path)} is sealed to others. Nothing was opened.`);
      await writePlain(join(part, path.replace(/\.age$/, '')), opened.content);
    }
    await rename(part, out);
    const givers = [...new Set(gifts.map(({ signer }) => signer))];
    return { files: chosen.size, agencyId: first.given.agencyId, givers };
  } catch (error) {
    await rm(part, { recursive: true, force: true });
    throw error;
  }
}

function chooseFullest(gifts: readonly FoundGift[]): Map<string, FoundGift> {
  const chosen = new Map<string, { gift: FoundGift; entries: number }>();
  for (const gift of gifts)
    for (const { path, entries } of gift.given.files)
      if (entries >= (chosen.get(path)?.entries ?? 0)) chosen.set(path, { gift, entries });
  return new Map([...chosen].map(([path, { gift }]) => [path, gift]));
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
