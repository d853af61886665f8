import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { KEY_BYTES, open, openBytes, type Sealing, seal, sealBytes } from './index.ts';

const KEY = Uint8Array.from({ length: KEY_BYTES }, (_, index) => index);
const CONTEXT = 'test.box';

/** Randomness that a test can repeat. */
const counted = (length: number) => Uint8Array.from({ length }, (_, index) => 200 - index);

function sealHere(text: string, more: Partial<Sealing> = {}): string {
  return seal({ key: KEY, random: counted, context: CONTEXT, text, ...more });
}

function openHere(box: string, more: { key?: Uint8Array; context?: string } = {}) {
  return open({ key: KEY, context: CONTEXT, box, ...more });
}

describe('a box', () => {
  test('gives back every text that was put in, whatever it is padded to', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 600 }), (text, padTo) => {
        expect(openHere(sealHere(text, { padTo }))).toEqual({ ok: true, text });
      }),
      { seed: 1, numRuns: 50 },
    );
  });

  test('keeps a mark at the beginning and characters beyond the first plane', () => {
    const text = '\ufeffعربي 🧵';
    expect(openHere(sealHere(text))).toEqual({ ok: true, text });
  });

  test('is letters that a form and an address carry as they are', () => {
    expect(sealHere('text')).toMatch(/^[\w-]+$/);
  });

  test('holds nothing of the text that can be read', () => {
    const box = Buffer.from(sealHere('recruited yes '.repeat(20)), 'base64url').toString('latin1');
    expect(box).not.toContain('recruited');
  });

  test('is another one each time, as its nonce is random', () => {
    const seals = () => sealHere('the same', { random: (length) => randomBytes(length) });
    expect(seals()).not.toBe(seals());
  });

  test('has another nonce and other bytes each time, over many', () => {
    const nonces = new Set<string>();
    for (let count = 0; count < 20_000; count++) {
      const box = sealBytes({
        key: KEY,
        random: (length) => randomBytes(length),
        context: CONTEXT,
        bytes: KEY,
        padTo: 1,
      });
      nonces.add(Buffer.from(box.subarray(1, 25)).toString('hex'));
    }
    expect(nonces.size).toBe(20_000);
  });

  test('of bytes gives back those bytes, and is a box of text as bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const box = sealBytes({ key: KEY, random: counted, context: CONTEXT, bytes });
        expect(openBytes({ key: KEY, context: CONTEXT, box })).toEqual({ ok: true, bytes });
      }),
      { numRuns: 30 },
    );
    const box = new Uint8Array(Buffer.from(sealHere('text'), 'base64url'));
    const bytes = new TextEncoder().encode('text');
    expect(openBytes({ key: KEY, context: CONTEXT, box })).toEqual({ ok: true, bytes });
  });

  test('of bytes that are no text is opened as bytes and not as a text', () => {
    const box = sealBytes({ key: KEY, random: counted, context: CONTEXT, bytes: Uint8Array.of(0xff) });
    expect(openHere(Buffer.from(box).toString('base64url'))).toEqual({ ok: false });
  });

  test('has one length for all texts that end in the same multiple of bytes', () => {
    const length = (text: string) => sealHere(text, { padTo: 100 }).length;
    expect(length('')).toBe(length('y'.repeat(96)));
    expect(length('y'.repeat(97))).toBeGreaterThan(length('y'.repeat(96)));
  });
});

describe('what is no box of ours', () => {
  const box = sealHere('act.recruited: yes');
  const bytes = Buffer.from(box, 'base64url');

  test('one changed bit anywhere is refused', () => {
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = Buffer.from(bytes);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(openHere(changed.toString('base64url'))).toEqual({ ok: false });
    }
  });

  test('one changed letter anywhere is refused, also where it would mean the same bytes', () => {
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    // 142 bytes: the last letter stands for two bits, and the other four of it say nothing.
    const loose = sealHere('act.recruited: yes', { padTo: 101 });
    for (const at of [0, 1, 30, loose.length - 2, loose.length - 1])
      for (const letter of letters)
        if (letter !== loose[at])
          expect(openHere(loose.slice(0, at) + letter + loose.slice(at + 1))).toEqual({ ok: false });
  });

  test('another key and another context are refused', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: KEY_BYTES, maxLength: KEY_BYTES }),
        fc.string(),
        (key, context) => {
          if (Buffer.compare(key, KEY) !== 0) expect(openHere(box, { key })).toEqual({ ok: false });
          if (context !== CONTEXT) expect(openHere(box, { context })).toEqual({ ok: false });
        },
      ),
      { seed: 2 },
    );
  });

  test('a box cut anywhere, or with more behind it, is refused', () => {
    for (let length = 0; length < box.length; length++)
      expect(openHere(box.slice(0, length))).toEqual({ ok: false });
    for (const more of ['A', 'AAAA', '=', ' ', '\n', box])
      expect(openHere(box + more)).toEqual({ ok: false });
  });

  test('any other text is refused and throws nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(openHere(text)).toEqual({ ok: false });
      }),
      { seed: 3 },
    );
  });

  test('another version is refused', () => {
    const later = Buffer.from(bytes);
    later[0] = 9;
    expect(openHere(later.toString('base64url'))).toEqual({ ok: false });
  });

  test('a padding that claims more than there is, or text that is none, is refused even with the right key', () => {
    for (const padded of [
      [0, 0, 0, 9, 65],
      [255, 255, 255, 255],
      [0, 0],
      [0, 0, 0, 2, 0xff, 0xfe],
    ])
      expect(openHere(boxOf(Uint8Array.from(padded)))).toEqual({ ok: false });
  });
});

test.each([0, 16, 31, 33])('a key of %i bytes is refused', (length) => {
  const key = new Uint8Array(length);
  expect(() => sealHere('text', { key })).toThrow(RangeError);
  expect(() => openHere('AQ', { key })).toThrow(RangeError);
});

test('randomness that gives too little is refused, and so is a padding to nothing', () => {
  expect(() => sealHere('text', { random: () => new Uint8Array(12) })).toThrow(RangeError);
  for (const padTo of [0, -1, 1.5, Number.NaN]) expect(() => sealHere('text', { padTo })).toThrow(RangeError);
});

describe('the cipher', () => {
  test('is that of draft-irtf-cfrg-xchacha-03, appendix A.3.1', () => {
    const key = Uint8Array.from({ length: 32 }, (_, index) => 0x80 + index);
    const nonce = Uint8Array.from({ length: 24 }, (_, index) => 0x40 + index);
    const associated = Buffer.from('50515253c0c1c2c3c4c5c6c7', 'hex');
    const text = Buffer.from(
      "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.",
    );
    const sealed = Buffer.from(xchacha20poly1305(key, nonce, associated).encrypt(text)).toString('hex');
    expect(sealed).toBe(
      'bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff921f9664c97637da9768812f615c68b13b52e' +
        'c0875924c1c7987947deafd8780acf49',
    );
    expect(openSslXchacha({ key, nonce, associated, sealed: Buffer.from(sealed, 'hex') })).toEqual(text);
  });

  test('opens as OpenSSL opens it, in the layout that is documented', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.uint8Array({ minLength: 24, maxLength: 24 }),
        (text, nonce) => {
          const bytes = Buffer.from(sealHere(text, { random: () => nonce, padTo: 64 }), 'base64url');
          expect(bytes[0]).toBe(1);
          expect(new Uint8Array(bytes.subarray(1, 25))).toEqual(nonce);
          const padded = openSslXchacha({
            key: KEY,
            nonce,
            associated: Buffer.from('clew seal 1 test.box'),
            sealed: bytes.subarray(25),
          });
          expect(padded.length % 64).toBe(0);
          expect(padded.subarray(4, 4 + padded.readUInt32BE(0)).toString()).toBe(
            Buffer.from(text).toString(),
          );
        },
      ),
      { seed: 4, numRuns: 30 },
    );
  });
});

/** A box around bytes that `seal` would not make. */
function boxOf(padded: Uint8Array): string {
  const nonce = counted(24);
  const associated = new TextEncoder().encode(`clew seal 1 ${CONTEXT}`);
  const sealed = xchacha20poly1305(KEY, nonce, associated).encrypt(padded);
  return Buffer.concat([Uint8Array.of(1), nonce, sealed]).toString('base64url');
}

type Xchacha = { key: Uint8Array; nonce: Uint8Array; associated: Uint8Array; sealed: Uint8Array };

/** XChaCha20-Poly1305 made of OpenSSL's own ChaCha20-Poly1305, so that it shares no code with the library. */
function openSslXchacha({ key, nonce, associated, sealed }: Xchacha): Buffer {
  const inner = Buffer.concat([Buffer.alloc(4), nonce.subarray(16)]);
  const cipher = createDecipheriv('chacha20-poly1305', hchacha20(key, nonce.subarray(0, 16)), inner, {
    authTagLength: 16,
  });
  cipher.setAAD(associated, { plaintextLength: sealed.length - 16 });
  cipher.setAuthTag(sealed.subarray(-16));
  return Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()]);
}

/**
 * HChaCha20 from a block of OpenSSL's ChaCha20: the block is the state after the rounds plus the state before, so that
 * taking the known words of the state before away leaves what HChaCha20 returns.
 */
function hchacha20(key: Uint8Array, input: Uint8Array): Buffer {
  const block = createCipheriv('chacha20', key, input).update(Buffer.alloc(64));
  const before = Buffer.concat([Buffer.from('expand 32-byte k'), key, input]);
  const after = Buffer.alloc(64);
  for (let at = 0; at < 64; at += 4)
    after.writeUInt32LE((block.readUInt32LE(at) - before.readUInt32LE(at)) >>> 0, at);
  return Buffer.concat([after.subarray(0, 16), after.subarray(48)]);
}
