import { gcmsiv } from '@noble/ciphers/aes.js';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  boxVersion,
  envelopeSuites,
  type KeyWrap,
  makeKey,
  open,
  openBytes,
  openEnvelope,
  seal,
  sealBytes,
  sealEnvelope,
  suiteOfRecipient,
  unwrapKey,
  wrapKey,
  wrapSuite,
} from './index.ts';
import { flipped, makeSomebody, random, type Somebody } from './testing/people.ts';

const KEY = makeKey(random);
const CONTEXT = 'fact/1';

describe('boxes move from XChaCha20-Poly1305 to AES-256-GCM-SIV', () => {
  const texts = ['first', 'second', 'عربي 🧵'];
  const old = texts.map((text) => seal({ key: KEY, random, context: CONTEXT, text }));

  test('old ones are opened and sealed anew, one by one, and both kinds are read meanwhile', () => {
    const store = [...old];
    for (let at = 0; at < store.length; at++) {
      const opened = open({ key: KEY, context: CONTEXT, box: store[at] ?? '' });
      if (!opened.ok) throw new Error('An old box does not open.');
      store[at] = seal({ key: KEY, random, context: CONTEXT, text: opened.text, version: 2 });
      expect(store.map(boxVersion)).toEqual(texts.map((_, index) => (index <= at ? 2 : 1)));
      expect(store.map((box) => open({ key: KEY, context: CONTEXT, box }))).toEqual(
        texts.map((text) => ({ ok: true, text })),
      );
    }
  });

  test('new boxes are of version 1 until then', () => {
    expect(old.map(boxVersion)).toEqual([1, 1, 1]);
  });

  test('a box cannot be passed off as one of the other kind', () => {
    for (const version of [1, 2] as const) {
      const box = sealBytes({ key: KEY, random, context: CONTEXT, bytes: new Uint8Array(9), version });
      for (let other = 0; other < 256; other++) {
        const passed = Uint8Array.from(box);
        passed[0] = other;
        expect(openBytes({ key: KEY, context: CONTEXT, box: passed }).ok).toBe(other === version);
      }
    }
  });

  test('in the next kind too one bit changed at any byte is refused, and every cut, another key and context', () => {
    const box = sealBytes({
      key: KEY,
      random,
      context: CONTEXT,
      bytes: new Uint8Array(9),
      version: 2,
      padTo: 16,
    });
    const openHere = (given: Uint8Array, more = {}) =>
      openBytes({ key: KEY, context: CONTEXT, box: given, ...more });
    expect(openHere(box)).toEqual({ ok: true, bytes: new Uint8Array(9) });
    for (let at = 0; at < box.length; at++) {
      expect(openHere(flipped(box, at))).toEqual({ ok: false });
      expect(openHere(box.slice(0, at))).toEqual({ ok: false });
    }
    expect(openHere(box, { key: makeKey(random) })).toEqual({ ok: false });
    expect(openHere(box, { context: 'fact/2' })).toEqual({ ok: false });
  });

  test.each([
    ['', '07f5f4169bbf55a8400cd47ea6fd400f'],
    ['0100000000000000', 'c2ef328e5c71c83b843122130f7364b761e0b97427e3df28'],
  ])('the next cipher is that of RFC 8452, appendix C.2: %s', (text, sealed) => {
    const key = Uint8Array.from({ length: 32 }, (_, at) => (at === 0 ? 1 : 0));
    const nonce = Uint8Array.from({ length: 12 }, (_, at) => (at === 0 ? 3 : 0));
    const made = gcmsiv(key, nonce).encrypt(Uint8Array.from(Buffer.from(text, 'hex')));
    expect(Buffer.from(made).toString('hex')).toBe(sealed);
  });
});

describe('keys move from X25519 to ML-KEM-768 with X25519', () => {
  const about = { keyId: 'key-1', generation: 1 };
  let giver: Somebody;
  let before: Somebody;
  let after: Somebody;
  let old: KeyWrap;

  beforeAll(async () => {
    giver = await makeSomebody('amina');
    before = await makeSomebody('boris');
    after = await makeSomebody('boris', { suite: 'mlkem768x25519' });
    old = await wrapKey({ key: KEY, about, recipient: before.worker, giver });
  });

  test('a worker opens the old wrap, gives the key to their own new keys, and both are read meanwhile', async () => {
    const take = (wrapped: KeyWrap, { worker, identity }: Somebody, from: Somebody) =>
      unwrapKey({ wrapped, about, recipient: worker, identity, giver: from.worker });
    const taken = await take(old, before, giver);
    if (!taken.ok) throw new Error('The old wrap does not open.');
    const next = await wrapKey({ key: taken.key, about, recipient: after.worker, giver: before });
    expect([old, next].map(({ wrap }) => wrapSuite(wrap))).toEqual(['x25519', 'mlkem768x25519']);
    expect(await take(old, before, giver)).toEqual({ ok: true, key: KEY });
    expect(await take(next, after, before)).toEqual({ ok: true, key: KEY });
    // Neither opens with the keys of the other.
    expect(await take(next, before, before)).toEqual({ ok: false });
    expect(await take(old, after, giver)).toEqual({ ok: false });
  });

  test('envelopes are sealed to the next suite, and old ones are read with the identity that was kept', async () => {
    const content = new TextEncoder().encode('export');
    const identities = [before.identity, after.identity];
    const made = await Promise.all(
      [before, after].map(({ worker }) => sealEnvelope({ content, recipients: [worker.recipient] })),
    );
    expect(made.map(envelopeSuites)).toEqual([['x25519'], ['mlkem768x25519']]);
    for (const envelope of made)
      expect(await openEnvelope({ envelope, identities })).toEqual({ ok: true, content });
  });

  test('nothing is sealed to both at once: it would be as weak as the weaker', async () => {
    const recipients = [before.worker.recipient, after.worker.recipient];
    expect(recipients.map(suiteOfRecipient)).toEqual(['x25519', 'mlkem768x25519']);
    await expect(sealEnvelope({ content: KEY, recipients })).rejects.toThrow('two suites');
  });
});
