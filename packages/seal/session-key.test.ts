import { hkdfSync } from 'node:crypto';
import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contextOf, deriveSessionKey, lockSecrets, makeKey, seal, unlockSecrets } from './index.ts';
import { random } from './testing/people.ts';

const SECRET = makeKey(random);

describe('a session key', () => {
  test('is HKDF-SHA256 as OpenSSL makes it, over what is documented', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 64 }), fc.string(), (secret, context) => {
        const info = Buffer.from(`clew session key 1 ${context}`);
        // OpenSSL takes no more than this for the info.
        if (info.length > 1024) return;
        const expected = new Uint8Array(hkdfSync('sha256', secret, new Uint8Array(), info, 32));
        expect(deriveSessionKey(secret, context)).toEqual(expected);
      }),
    );
  });

  test('is another one for another secret and another context', () => {
    const key = deriveSessionKey(SECRET, 'session/1');
    expect(deriveSessionKey(SECRET, 'session/2')).not.toEqual(key);
    expect(deriveSessionKey(makeKey(random), 'session/1')).not.toEqual(key);
  });

  test('is made of no secret that is too short', () => {
    for (const length of [0, 16, 31])
      expect(() => deriveSessionKey(new Uint8Array(length), 'session')).toThrow(RangeError);
  });

  test.each([
    {
      name: 'A.1',
      secret: '0b'.repeat(22),
      salt: '000102030405060708090a0b0c',
      info: 'f0f1f2f3f4f5f6f7f8f9',
      made: '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
    },
    {
      name: 'A.3',
      secret: '0b'.repeat(22),
      salt: '',
      info: '',
      made: '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8',
    },
  ])('rests on HKDF of RFC 5869, appendix $name', ({ secret, salt, info, made }) => {
    const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));
    expect(hkdf(sha256, bytes(secret), bytes(salt), bytes(info), 42)).toEqual(bytes(made));
  });
});

describe('a worker’s secrets', () => {
  const key = makeKey(random);
  const secrets = {
    identity: 'AGE-SECRET-KEY-1',
    signingKey: 'ed25519-secret:',
    totp: 'JBSW',
    rosterKey: 'x',
  };
  const box = lockSecrets({ key, random, context: 'worker/amina', secrets });

  test('come back under the same key, whatever else is among them', () => {
    expect(unlockSecrets({ key, context: 'worker/amina', box })).toEqual({ ok: true, secrets });
  });

  test('stay shut under another key, which a wrong passphrase gives, and for another worker', () => {
    expect(unlockSecrets({ key: makeKey(random), context: 'worker/amina', box })).toEqual({ ok: false });
    expect(unlockSecrets({ key, context: 'worker/boris', box })).toEqual({ ok: false });
  });

  test('have one length, whatever is among them', () => {
    const { identity, signingKey } = secrets;
    const small = lockSecrets({ key, random, context: 'worker/amina', secrets: { identity, signingKey } });
    expect(small).toHaveLength(box.length);
  });

  test.each(['', '{', '[]', 'null', '"text"', '{"identity":"x"}', '{"identity":"x","signingKey":1}'])(
    'that are none (%s) are refused, even under the right key',
    (text) => {
      const wrong = seal({ key, random, context: 'clew secrets worker/amina', text });
      expect(unlockSecrets({ key, context: 'worker/amina', box: wrong })).toEqual({ ok: false });
    },
  );
});

describe('a context', () => {
  test('is its parts with a slash between them, and no other parts give the same', () => {
    expect(contextOf('fact', 'a-1', 3)).toBe('fact/a-1/3');
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 5 }), (parts) => {
        if (parts.some((part) => /[/\p{Cc}]/u.test(part)))
          expect(() => contextOf(...parts)).toThrow(RangeError);
        else expect(contextOf(...parts).split('/')).toEqual(parts);
      }),
    );
  });

  test('has no empty part, and is never empty', () => {
    for (const parts of [[], [''], ['a', ''], ['a/b'], ['a\nb']])
      expect(() => contextOf(...parts)).toThrow(RangeError);
  });
});
