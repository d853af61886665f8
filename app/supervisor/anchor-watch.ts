import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { anchorHeads, connect, readNode, storeFaultOf, writeAnchorLine } from '../store/index.ts';
import { keepTrying } from './keep-trying.ts';
import type { Say } from './node-database.ts';

const everyMs = 3_600_000;

type AnchorWatch = {
  /** Address of the database for the application's role. */
  databaseUrl: string;
  /** The data folder; `anchors` in it gets a line each time. */
  folder: string;
  say: Say;
};

/**
 * Joins the heads of all journals now and every hour, and adds the anchor to the file `anchors` of the data folder, on
 * the disk before the next. What goes wrong is said once, until it works again. Returns how to end it.
 */
export function watchAnchors(watch: AnchorWatch): () => Promise<void> {
  return keepTrying({ everyMs, attempt: () => tryToAnchor(watch), say: watch.say });
}

/** Joins the heads once and adds the line. Throws StoreFault, and what the file system threw. */
export async function anchorOnce({ databaseUrl, folder }: Omit<AnchorWatch, 'say'>): Promise<void> {
  const database = connect({ url: databaseUrl, most: 1 });
  try {
    const { nodeId } = await readNode(database);
    await addLine(join(folder, 'anchors'), writeAnchorLine(await anchorHeads(database, nodeId)));
  } finally {
    await database.destroy();
  }
}

async function tryToAnchor(watch: AnchorWatch): Promise<string> {
  return anchorOnce(watch).then(
    () => '',
    (error: unknown) => {
      const reason =
        storeFaultOf(error)?.message ?? `The file ${join(watch.folder, 'anchors')} cannot be written.`;
      return `The journal could not be anchored; it is tried again in an hour. ${reason}`;
    },
  );
}

/** Through no link that another user could have put there. */
async function addLine(file: string, line: string): Promise<void> {
  const { O_APPEND, O_CREAT, O_NOFOLLOW, O_WRONLY } = constants;
  const handle = await open(file, O_APPEND | O_CREAT | O_NOFOLLOW | O_WRONLY, 0o600);
  try {
    await handle.appendFile(`${line}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
