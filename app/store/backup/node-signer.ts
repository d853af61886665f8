import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { link, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeSigningKeys, type SigningKeys } from '@clew/seal';
import { StoreFault } from '../fault.ts';

const NAME = 'backup-signing-key';

/**
 * The key with which a node signs its backups: made when it is first needed, in a file of the data folder for its user alone. It
 * opens nothing. Throws `store.folder` where the file cannot be made or holds something else.
 */
export async function readNodeSigner(folder: string): Promise<SigningKeys> {
  const path = join(folder, NAME);
  try {
    const found = await readFile(path, 'utf8').catch(() => undefined);
    if (found === undefined) await makeOnce(path);
    const seed = Buffer.from((found ?? (await readFile(path, 'utf8'))).trim(), 'base64url');
    if (seed.length !== 32) throw new RangeError('This is no key.');
    return makeSigningKeys(() => Uint8Array.from(seed));
  } catch (cause) {
    throw new StoreFault(
      'store.folder',
      `${path} cannot be read or made: backups are signed with the key in it. Look at its owner and mode. If it holds something else, move it away.`,
      { cause },
    );
  }
}

/** Two that make it at once end with one: a name is given once, to a file that is whole. */
async function makeOnce(path: string): Promise<void> {
  const seed = randomBytes(32);
  const part = `${path}.${randomBytes(6).toString('hex')}`;
  const handle = await open(part, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
  try {
    await handle.writeFile(`${seed.toString('base64url')}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await link(part, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(part);
}
