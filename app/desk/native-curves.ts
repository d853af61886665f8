import { createPublicKey, verify, webcrypto } from 'node:crypto';
import { type Curves, type PlatformKey, useCurves } from '@clew/seal';

/** What stands before the 32 bytes of an X25519 private key in PKCS #8 (RFC 8410). */
const PKCS8 = Buffer.from('302e020100300506032b656e04220420', 'hex');

/** Ed25519 and X25519 as Node.js does them: OpenSSL, some ten times as quick as JavaScript. */
export const nativeCurves: Curves = {
  verifyEd25519: ({ publicKey, message, signature }) => {
    const x = Buffer.from(publicKey).toString('base64url');
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    return verify(null, message, key, signature);
  },
  importX25519: async (secret) => (await importQuickly(secret)) ?? importSlowly(secret),
};

/** Lets @clew/seal use them. For the composition roots, before anything is opened. */
export function useNativeCurves(): void {
  useCurves(nativeCurves);
}

let isQuick = true;

/**
 * As a JWK. From PKCS #8 the public key is computed each time, which nobody needs. A JWK names it; Node.js 20 does not look at
 * it, and a Node.js that does refuses the zeros that stand here.
 */
async function importQuickly(secret: Uint8Array): Promise<PlatformKey | undefined> {
  if (!isQuick) return undefined;
  const [d, x] = [secret, Buffer.alloc(32)].map((bytes) => Buffer.from(bytes).toString('base64url'));
  try {
    return await webcrypto.subtle.importKey(
      'jwk',
      { kty: 'OKP', crv: 'X25519', d: d ?? '', x: x ?? '' },
      { name: 'X25519' },
      false,
      ['deriveBits'],
    );
  } catch {
    isQuick = false;
    return undefined;
  }
}

function importSlowly(secret: Uint8Array): Promise<PlatformKey> {
  const key = Buffer.concat([PKCS8, secret]);
  return webcrypto.subtle.importKey('pkcs8', key, { name: 'X25519' }, false, ['deriveBits']);
}
