import { createHash } from 'node:crypto';
import { contextOf, type Random, sign, verify } from '@clew/seal';

/** The cookie that a browser keeps after a worker has signed in by it. */
export const DEVICE_COOKIE = 'clew-device';
/** For how long, in seconds: half a year. */
export const DEVICE_SECONDS = 15_552_000;
const MOST_TOKENS = 4;

/** A worker as far as a browser's tokens are concerned. */
export type DeviceOwner = { agencyId: string; workerId: string; epoch: number; verifyKey: string };

/**
 * A token for this browser: the worker's own signature says that they signed in by it. It opens nothing; guesses that come with
 * it are counted apart. Signing out everywhere ends it.
 */
export function makeDeviceToken(owner: DeviceOwner, signingKey: string, random: Random): string {
  const id = Buffer.from(random(16)).toString('base64url');
  const signature = sign({ signingKey, context: contextOfDevice(owner), bytes: Buffer.from(id) });
  return `${id}.${signature.replace(/^ed25519-signature:/, '')}`;
}

/** Which of the cookie's tokens is this worker's, as the hash that its guesses are counted under. */
export function findDevice(cookie: string | undefined, owner: DeviceOwner): Buffer | undefined {
  for (const token of tokensOf(cookie)) {
    const [id = '', signature = ''] = token.split('.');
    const given = { verifyKey: owner.verifyKey, context: contextOfDevice(owner), bytes: Buffer.from(id) };
    if (verify({ ...given, signature: `ed25519-signature:${signature}` }))
      return createHash('sha256').update(`clew device\0${owner.workerId}\0${id}`).digest();
  }
  return undefined;
}

/** The cookie's value with one more token, the newest first; several colleagues may share a browser. */
export function addDeviceToken(cookie: string | undefined, token: string): string {
  return [token, ...tokensOf(cookie)].slice(0, MOST_TOKENS).join('~');
}

function tokensOf(cookie = ''): string[] {
  return cookie
    .split('~')
    .filter((token) => token !== '')
    .slice(0, MOST_TOKENS);
}

function contextOfDevice({ agencyId, workerId, epoch }: DeviceOwner): string {
  return contextOf('clew device', agencyId, workerId, epoch);
}
