import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeWorkerKeys } from '@clew/seal';
import { StoreFault } from '../store/index.ts';

/** To the recipient where alarms go is sealed; the identity opens it. */
export type ChannelKey = { identity: string; recipient: string };

/**
 * The key of this node under which agencies' channels for alarms lie, made at the first start, in the file `channel-key` of the
 * data folder, for its user alone. A dump of the database or a backup opens no channel without it; a node that was restored
 * elsewhere has another, so that a copy sends no alarms. Throws `store.folder` if the file cannot be read or written.
 */
export async function readChannelKey(folder: string): Promise<ChannelKey> {
  const file = join(folder, 'channel-key');
  const there = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw unusable(file);
  });
  if (there === undefined) return makeChannelKey(file);
  const [identity, recipient] = there.split('\n');
  if (!identity?.startsWith('AGE-SECRET-KEY-') || !recipient?.startsWith('age1')) throw unusable(file);
  return { identity, recipient };
}

async function makeChannelKey(file: string): Promise<ChannelKey> {
  const { recipient, secrets } = await makeWorkerKeys((length) => randomBytes(length));
  const { O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY } = constants;
  const half = `${file}.new`;
  try {
    // What a start that was killed left half-written.
    await rm(half, { force: true });
    const handle = await open(half, O_CREAT | O_EXCL | O_NOFOLLOW | O_WRONLY, 0o600);
    try {
      await handle.writeFile(`${secrets.identity}\n${recipient}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(half, file);
  } catch {
    throw unusable(file);
  }
  return { identity: secrets.identity, recipient };
}

function unusable(file: string): StoreFault {
  return new StoreFault(
    'store.folder',
    `The file ${file}, the key under which channels for alarms lie, cannot be used. Look at its owner and mode; if it is damaged, remove it, start again, and set the channels anew.`,
  );
}
