import { createPrivateKey, createPublicKey, diffieHellman, verify, webcrypto } from 'node:crypto';
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

const ZEROS = Buffer.alloc(32).toString('base64url');
const BASE = Buffer.concat([Buffer.of(9), Buffer.alloc(31)]).toString('base64url');

let isQuick = true;

/**
 * As a JWK, in a fifth of the time that PKCS #8 takes. A JWK has to name the public key, which is X25519 of the secret and the
 * base point (RFC 7748, section 6.1). Undefined where Node.js looks at what a private key says of its public one: Node.js 20
 * does not, where it makes a KeyObject.
 */
async function importQuickly(secret: Uint8Array): Promise<PlatformKey | undefined> {
  if (!isQuick) return undefined;
  const named = { kty: 'OKP', crv: 'X25519', d: Buffer.from(secret).toString('base64url') };
  try {
    const x = diffieHellman({
      privateKey: createPrivateKey({ key: { ...named, x: ZEROS }, format: 'jwk' }),
      publicKey: createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x: BASE }, format: 'jwk' }),
    }).toString('base64url');
    return await webcrypto.subtle.importKey('jwk', { ...named, x }, { name: 'X25519' }, false, [
      'deriveBits',
    ]);
  } catch {
    isQuick = false;
    return undefined;
  }
}

function importSlowly(secret: Uint8Array): Promise<PlatformKey> {
  const key = Buffer.concat([PKCS8, secret]);
  return webcrypto.subtle.importKey('pkcs8', key, { name: 'X25519' }, false, ['deriveBits']);
}
