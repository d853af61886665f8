import type { Random } from '@clew/seal';
import { Secret, TOTP } from 'otpauth';

const SECRET_BYTES = 20;
const STEP_MS = 30_000;

/** A new secret for codes, in base32 as apps take it: 160 bits (RFC 4226, section 4). */
export function makeCodeSecret(random: Random): string {
  return new Secret({ buffer: Uint8Array.from(random(SECRET_BYTES)).buffer }).base32;
}

/** The secret in groups of four, to type into an app without a camera. */
export function groupSecret(secret: string): string {
  return secret.replaceAll(/(.{4})(?=.)/g, '$1 ');
}

/** What an app reads from a QR code: the secret, under the sign-in name. */
export function codeAddress(secret: string, signInName: string): string {
  return totpOf(secret, signInName).toString();
}

/**
 * The half minute, counted from 1970, whose code this is (RFC 6238); undefined if it is none of now, the one before or
 * the one after, and for who has no secret. Whoever accepts it must refuse that half minute and all before it from then on.
 */
export function stepOfCode(secret: string | undefined, code: string, now: Date): number | undefined {
  // Of an empty secret everybody knows the codes.
  if (!secret) return undefined;
  const token = code.normalize('NFKC').replaceAll(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return undefined;
  const delta = totpOf(secret, '').validate({ token, timestamp: now.getTime(), window: 1 });
  return delta === null ? undefined : Math.floor(now.getTime() / STEP_MS) + delta;
}

/** The code of this moment, as an app shows it. */
export function codeAt(secret: string, now: Date): string {
  return totpOf(secret, '').generate({ timestamp: now.getTime() });
}

function totpOf(secret: string, label: string): TOTP {
  return new TOTP({ issuer: 'Clew', label, secret, algorithm: 'SHA1', digits: 6, period: STEP_MS / 1000 });
}
