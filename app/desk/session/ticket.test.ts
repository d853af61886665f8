import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { formToken, isFormToken, readTicket, writeTicket } from './ticket.ts';

const agencyId = '0b7e1c2d-3f4a-4b5c-8d6e-7f8091a2b3c4';
const sessionId = '1c2d3e4f-5a6b-4c7d-8e9f-a0b1c2d3e4f5';
const secret = Uint8Array.from(createHash('sha256').update('a secret').digest());

describe('the cookie of who is signed in', () => {
  test('holds 256 random bits, and what holds fewer is none', () => {
    const cookie = writeTicket({ agencyId, sessionId, secret });
    const read = readTicket(cookie);
    expect(read && Buffer.from(read.secret)).toEqual(Buffer.from(secret));
    for (const length of [0, 1, 16, 31])
      expect(
        readTicket(writeTicket({ agencyId, sessionId, secret: secret.slice(0, length) })),
      ).toBeUndefined();
  });

  test('is read in the one form that it is written in', () => {
    const cookie = writeTicket({ agencyId, sessionId, secret });
    for (const other of [
      ` ${cookie}`,
      `${cookie} `,
      `${cookie}=`,
      `${cookie}A`,
      cookie.toUpperCase(),
      `${cookie}\n`,
      '',
    ])
      expect([other, readTicket(other)]).toEqual([other, undefined]);
  });
});

test('a form’s token is of one session, and does not tell its secret', () => {
  const token = formToken(secret);
  const other = Uint8Array.from(createHash('sha256').update('another').digest());
  expect(isFormToken(token, secret)).toBe(true);
  expect(isFormToken(token, other)).toBe(false);
  for (const given of [null, '', token.slice(1), `${token}A`]) expect(isFormToken(given, secret)).toBe(false);
  expect(token).not.toContain(Buffer.from(secret).toString('base64url'));
});
