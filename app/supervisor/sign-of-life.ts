import { randomBytes } from 'node:crypto';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';

/** A socket in the data folder that answers as long as its process lives. */
type SignOfLife = { name: string; end(): Promise<void> };

const longestPath = 100;

/**
 * Listens on a Unix socket in the folder. The process number in a mark says nothing to a process in another
 * container on the same data; a socket does, on one kernel. Undefined where the path is too long for a socket
 * (107 bytes) or the system has none: there the process number alone must do.
 */
export async function giveSignOfLife(folder: string): Promise<SignOfLife | undefined> {
  const name = `alive-${randomBytes(4).toString('hex')}`;
  const path = join(folder, name);
  if (Buffer.byteLength(path) > longestPath) return undefined;
  const server = createServer((socket) => socket.destroy());
  server.unref();
  const listens = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(path, () => resolve(true));
  });
  if (!listens) return undefined;
  return { name, end: () => new Promise((resolve) => server.close(() => resolve())) };
}

/** Whether somebody answers on that socket of the folder. */
export function hasSignOfLife(folder: string, name: string): Promise<boolean> {
  if (name === '') return Promise.resolve(false);
  return new Promise((resolve) => {
    const socket = connect(join(folder, name));
    socket.once('connect', () => {
      resolve(true);
      socket.destroy();
    });
    socket.once('error', () => resolve(false));
  });
}
