import { createPublicKey, verify as verifyByNode } from 'node:crypto';
import { ed25519 } from '@noble/curves/ed25519.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromBase64url, toBase64url } from './base64url.ts';
import { checkReceipt, fingerprintOf, makeSigningKeys, sign, signReceipt, verify } from './index.ts';
import { random } from './testing/people.ts';

const keys = makeSigningKeys(random);
const BYTES = new TextEncoder().encode('what was said');
const signature = sign({ signingKey: keys.signingKey, context: 'test', bytes: BYTES });

function verifyHere(more: Partial<Parameters<typeof verify>[0]> = {}): boolean {
  return verify({ verifyKey: keys.verifyKey, context: 'test', bytes: BYTES, signature, ...more });
}

describe('a signature', () => {
  test('is good for the bytes, the context and the key that it was made of', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.string(), (bytes, context) => {
        const made = sign({ signingKey: keys.signingKey, context, bytes });
        expect(verifyHere({ context, bytes, signature: made })).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  test('is none for another context, other bytes, another key', () => {
    expect(verifyHere()).toBe(true);
    expect(verifyHere({ context: 'tes' })).toBe(false);
    expect(verifyHere({ context: '' })).toBe(false);
    expect(verifyHere({ bytes: new Uint8Array() })).toBe(false);
    expect(verifyHere({ verifyKey: makeSigningKeys(random).verifyKey })).toBe(false);
  });

  test('is none where context and bytes meet at another place', () => {
    const made = sign({ signingKey: keys.signingKey, context: 'ab', bytes: Uint8Array.of(0x63) });
    expect(verifyHere({ context: 'a', bytes: Uint8Array.of(0x62, 0x63), signature: made })).toBe(false);
    expect(verifyHere({ context: 'abc', bytes: new Uint8Array(), signature: made })).toBe(false);
  });

  test('with any letter changed, or cut short at any length, is none', () => {
    for (let at = 0; at < signature.length; at++) {
      const other = signature[at] === 'A' ? 'B' : 'A';
      expect(verifyHere({ signature: signature.slice(0, at) + other + signature.slice(at + 1) })).toBe(false);
      expect(verifyHere({ signature: signature.slice(0, at) })).toBe(false);
    }
    expect(verifyHere({ signature: `${signature}A` })).toBe(false);
  });

  test('of any text is none, and nothing is thrown', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (verifyKey, text) => {
        expect(verifyHere({ signature: text })).toBe(false);
        expect(verifyHere({ verifyKey })).toBe(false);
        expect(
          verifyHere({ verifyKey: `ed25519:${toBase64url(new Uint8Array(32).fill(text.length))}` }),
        ).toBe(false);
      }),
    );
  });

  test('under a key of small order, which would be good for everything, is none', () => {
    const identity = Uint8Array.from({ length: 32 }, (_, at) => (at === 0 ? 1 : 0));
    const forged = new Uint8Array(64);
    forged[0] = 1;
    // By the equation alone it is good: R and the key are the neutral element, and S is zero.
    expect(ed25519.verify(forged, BYTES, identity)).toBe(true);
    expect(
      verifyHere({
        verifyKey: `ed25519:${toBase64url(identity)}`,
        signature: `ed25519-signature:${toBase64url(forged)}`,
      }),
    ).toBe(false);
  });

  test('with the order of the group added to it, which others take as a second one, is none', () => {
    const bytes = Uint8Array.from(fromBase64url(signature.split(':')[1] ?? '') ?? []);
    const order = 2n ** 252n + 27742317777372353535851937790883648493n;
    let s = bytes.slice(32).reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n) + order;
    for (let at = 32; at < 64; at++, s /= 256n) bytes[at] = Number(s % 256n);
    expect(verifyHere({ signature: `ed25519-signature:${toBase64url(bytes)}` })).toBe(false);
  });

  test('is what OpenSSL checks, over the layout that is documented', () => {
    const key = createPublicKey({
      key: { kty: 'OKP', crv: 'Ed25519', x: keys.verifyKey.split(':')[1] ?? '' },
      format: 'jwk',
    });
    const framed = [Buffer.from('clew sign 1'), Buffer.from('test'), BYTES].flatMap((part) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(part.length);
      return [length, part];
    });
    const made = Buffer.from(signature.split(':')[1] ?? '', 'base64url');
    expect(verifyByNode(null, Buffer.concat(framed), key, made)).toBe(true);
  });

  test('is made with no key but a signing key', () => {
    for (const signingKey of ['', keys.verifyKey, keys.signingKey.slice(0, -1), `${keys.signingKey}A`])
      expect(() => sign({ signingKey, context: 'test', bytes: BYTES })).toThrow(RangeError);
  });
});

test.each([
  [
    '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
    'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    '',
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  ],
  [
    '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
    '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    '72',
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  ],
  [
    'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
    'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    'af82',
    '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  ],
])('Ed25519 is that of RFC 8032, section 7.1: secret %s', (secret, verifyKey, message, made) => {
  const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));
  expect(makeSigningKeys(() => bytes(secret)).verifyKey).toBe(`ed25519:${toBase64url(bytes(verifyKey))}`);
  expect(ed25519.sign(bytes(message), bytes(secret))).toEqual(bytes(made));
  expect(ed25519.verify(bytes(made), bytes(message), bytes(verifyKey), { zip215: false })).toBe(true);
});

describe('a receipt', () => {
  const receipt = signReceipt({
    signingKey: keys.signingKey,
    context: 'referral/1',
    bytes: BYTES,
    by: 'boris',
    at: '2026-03-01T09:00:00Z',
  });

  test('is good for these bytes by this signer', () => {
    expect(checkReceipt({ verifyKey: keys.verifyKey, receipt, bytes: BYTES })).toBe(true);
  });

  test('is none for other bytes, by another signer, or with anything in it changed', () => {
    const { verifyKey } = keys;
    expect(checkReceipt({ verifyKey, receipt, bytes: new Uint8Array() })).toBe(false);
    expect(checkReceipt({ verifyKey: makeSigningKeys(random).verifyKey, receipt, bytes: BYTES })).toBe(false);
    for (const field of ['context', 'hash', 'by', 'at', 'signature'] as const)
      expect(
        checkReceipt({ verifyKey, receipt: { ...receipt, [field]: `${receipt[field]}0` }, bytes: BYTES }),
      ).toBe(false);
  });
});

test('a fingerprint is thirty digits, and another one for another key', () => {
  expect(fingerprintOf(keys.verifyKey)).toMatch(/^(\d{5} ){5}\d{5}$/);
  expect(fingerprintOf(keys.verifyKey)).toBe(fingerprintOf(keys.verifyKey));
  expect(fingerprintOf(makeSigningKeys(random).verifyKey)).not.toBe(fingerprintOf(keys.verifyKey));
});
