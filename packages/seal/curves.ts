import type { Decrypter } from 'age-encryption';

/** A private X25519 key as the platform holds it: a CryptoKey. */
export type PlatformKey = Extract<Parameters<Decrypter['addIdentity']>[0], { readonly usages: unknown }>;

/**
 * Arithmetic on curves as the platform does it, in machine code. What this package answers does not hang on it, only how long
 * it takes.
 */
export type Curves = {
  /** Whether the signature holds by RFC 8032. It may say no where it is unsure: that is looked at again. */
  verifyEd25519(given: { publicKey: Uint8Array; message: Uint8Array; signature: Uint8Array }): boolean;
  /** The private key of these 32 bytes, for `deriveBits` alone. */
  importX25519(secret: Uint8Array): Promise<PlatformKey>;
};

let platform: Curves | undefined;

/**
 * Lets this package do its arithmetic on the platform from now on; undefined: in JavaScript again, as in a browser. For whoever
 * puts a program together, once.
 */
export function useCurves(curves: Curves | undefined): void {
  platform = curves;
}

/** What the platform does; undefined if nobody gave it. */
export function platformCurves(): Curves | undefined {
  return platform;
}
