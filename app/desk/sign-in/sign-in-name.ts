import { createHash } from 'node:crypto';
import type { Random } from '@clew/seal';

/** Consonants and digits that nobody takes for one another, so that no word comes out and none is misread. */
const CODE_LETTERS = 'bcdfghjkmnpqrstvwxz23456789';
const CODE_LENGTH = 8;

/** A new agency's code. Random, so that no agency learns of another by a code that is taken. */
export function makeCode(random: Random): string {
  let code = '';
  // Bytes beyond the last whole round would make the first letters likelier.
  const usable = 256 - (256 % CODE_LETTERS.length);
  while (code.length < CODE_LENGTH)
    for (const byte of random(CODE_LENGTH))
      if (byte < usable && code.length < CODE_LENGTH) code += CODE_LETTERS[byte % CODE_LETTERS.length];
  return code;
}

/** A sign-in name in two: what the worker chose, and the agency's code. */
type SignInName = { own: string; code: string };

/** A sign-in name as typed. One that cannot be anybody's comes out too, so that it is refused like any other. */
export function readSignInName(typed: string): SignInName {
  const text = typed.normalize('NFKC').trim().toLowerCase().slice(0, 200);
  const at = text.lastIndexOf('@');
  return { own: text.slice(0, Math.max(at, 0)), code: text.slice(at + 1) };
}

/** Whether somebody may choose this for before the @: two to thirty letters, digits, points and hyphens. */
export function isOwnPart(own: string): boolean {
  return /^[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}.-]{1,29}$/u.test(own);
}

/** What the database knows a sign-in name by. */
export function hashName({ own, code }: SignInName): Buffer {
  return createHash('sha256').update(`clew sign-in name\0${code}\0${own}`).digest();
}
