import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { fromBase64url, toBase64url } from './base64url.ts';
import {
  contextOf,
  type KeyWrap,
  makeKey,
  resignWrap,
  sealEnvelope,
  sign,
  unwrapKey,
  type WrappedKey,
  wrapKey,
  wrapSuite,
} from './index.ts';
import { flipped, makeSomebody, random, type Somebody } from './testing/people.ts';

const ABOUT: WrappedKey = { keyId: 'key-1', generation: 3 };
const KEY = makeKey(random);

let amina: Somebody;
let boris: Somebody;
let chloe: Somebody;
let abroad: Somebody;
let wrapped: KeyWrap;

beforeAll(async () => {
  amina = await makeSomebody('amina');
  boris = await makeSomebody('boris');
  chloe = await makeSomebody('chloe');
  abroad = await makeSomebody('abroad', { agencyId: 'agency-2' });
  wrapped = await wrapKey({ key: KEY, about: ABOUT, recipient: boris.worker, giver: amina });
});

/** Boris opens what Amina gave him, except where a test says otherwise. */
function take(more: Partial<Parameters<typeof unwrapKey>[0]> = {}) {
  return unwrapKey({
    wrapped,
    about: ABOUT,
    recipient: boris.worker,
    identity: boris.identity,
    giver: amina.worker,
    ...more,
  });
}

describe('a key that was given', () => {
  test('is taken by who it was given to', async () => {
    expect(await take()).toEqual({ ok: true, key: KEY });
  });

  test('is taken whatever the key, its id and its generation are', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        fc.uuid(),
        fc.integer({ min: 1, max: 1_000_000 }),
        async (key, keyId, generation) => {
          const about = { keyId, generation };
          const given = await wrapKey({ key, about, recipient: boris.worker, giver: amina });
          expect(await take({ wrapped: given, about })).toEqual({ ok: true, key });
        },
      ),
      { numRuns: 10 },
    );
  });

  test('is another file each time', async () => {
    const again = await wrapKey({ key: KEY, about: ABOUT, recipient: boris.worker, giver: amina });
    expect(again.wrap).not.toBe(wrapped.wrap);
  });

  test('says with which suite it is sealed', () => {
    expect(wrapSuite(wrapped.wrap)).toBe('x25519');
    expect(wrapSuite('AAAA')).toBeUndefined();
    expect(wrapSuite('no base64url!')).toBeUndefined();
  });
});

describe('a key is refused', () => {
  test('for another worker, even with the identity that opens the file', async () => {
    expect(await take({ recipient: chloe.worker })).toEqual({ ok: false });
    expect(await take({ recipient: chloe.worker, identity: chloe.identity })).toEqual({ ok: false });
    expect(await take({ identity: chloe.identity })).toEqual({ ok: false });
  });

  test('about another key, and another generation of it', async () => {
    expect(await take({ about: { ...ABOUT, keyId: 'key-2' } })).toEqual({ ok: false });
    expect(await take({ about: { ...ABOUT, generation: 2 } })).toEqual({ ok: false });
  });

  test('from another giver', async () => {
    expect(await take({ giver: chloe.worker })).toEqual({ ok: false });
    expect(await take({ giver: boris.worker })).toEqual({ ok: false });
    expect(await take({ giver: abroad.worker })).toEqual({ ok: false });
  });

  test('that somebody who can write into the database slips in: the file opens, and nobody of the roster signed it', async () => {
    const mine = makeKey(random);
    const content = `clew key 1\nagency-1/key-1/3/boris\n${toBase64url(mine)}\n`;
    const file = await sealEnvelope({
      content: new TextEncoder().encode(content),
      recipients: [boris.worker.recipient],
    });
    const stranger = await makeSomebody('stranger');
    const signed = {
      context: contextOf('clew key', 'agency-1', 'key-1', 3, 'boris', 'amina'),
      bytes: new TextEncoder().encode(`${boris.worker.recipient}\n${toBase64url(file)}\n`),
    };
    const forged = {
      wrap: toBase64url(file),
      signature: sign({ ...signed, signingKey: stranger.signingKey }),
    };
    expect(await take({ wrapped: forged })).toEqual({ ok: false });
    expect(await take({ wrapped: { ...forged, signature: wrapped.signature } })).toEqual({ ok: false });
    // The same with Amina's own key is taken: the signature is all that stands between.
    forged.signature = sign({ ...signed, signingKey: amina.signingKey });
    expect(await take({ wrapped: forged })).toEqual({ ok: true, key: mine });
  });

  test('that was signed for another place and put here', async () => {
    const elsewhere = { ...ABOUT, keyId: 'key-2' };
    const other = await wrapKey({ key: KEY, about: elsewhere, recipient: boris.worker, giver: amina });
    expect(await take({ wrapped: { wrap: other.wrap, signature: wrapped.signature } })).toEqual({
      ok: false,
    });
    expect(await take({ wrapped: other })).toEqual({ ok: false });
  });

  test('whose content names another place than its signature, as a giver could do', async () => {
    const content = `clew key 1\nagency-1/key-9/3/boris\n${toBase64url(KEY)}\n`;
    const file = await sealEnvelope({
      content: new TextEncoder().encode(content),
      recipients: [boris.worker.recipient],
    });
    const signature = sign({
      signingKey: amina.signingKey,
      context: contextOf('clew key', 'agency-1', 'key-1', 3, 'boris', 'amina'),
      bytes: new TextEncoder().encode(`${boris.worker.recipient}\n${toBase64url(file)}\n`),
    });
    expect(await take({ wrapped: { wrap: toBase64url(file), signature } })).toEqual({ ok: false });
  });

  test('with one bit changed at any byte of file or signature', async () => {
    const file = fromBase64url(wrapped.wrap) ?? new Uint8Array();
    for (let at = 0; at < file.length; at++)
      expect(await take({ wrapped: { ...wrapped, wrap: toBase64url(flipped(file, at)) } })).toEqual({
        ok: false,
      });
    for (let at = 0; at < wrapped.signature.length; at++) {
      const signature = `${wrapped.signature.slice(0, at)}~${wrapped.signature.slice(at + 1)}`;
      expect(await take({ wrapped: { ...wrapped, signature } })).toEqual({ ok: false });
    }
  });

  test('cut short at any length', async () => {
    for (let length = 0; length < wrapped.wrap.length; length++)
      expect(await take({ wrapped: { ...wrapped, wrap: wrapped.wrap.slice(0, length) } })).toEqual({
        ok: false,
      });
  });
});

describe('a giver who changes keys', () => {
  const resign = (next: Somebody, more: Partial<Parameters<typeof resignWrap>[0]> = {}) =>
    resignWrap({
      wrapped,
      about: ABOUT,
      recipient: boris.worker,
      before: amina.worker,
      giver: next,
      ...more,
    });

  test('signs anew what they gave, and it is taken under the new keys and no longer under the old', async () => {
    const next = await makeSomebody('amina');
    const resigned = resign(next) as KeyWrap;
    expect(resigned.wrap).toBe(wrapped.wrap);
    expect(await take({ wrapped: resigned, giver: next.worker })).toEqual({ ok: true, key: KEY });
    expect(await take({ wrapped: resigned })).toEqual({ ok: false });
  });

  test('signs nothing that they did not give', async () => {
    const next = await makeSomebody('amina');
    expect(resign(chloe)).toBeUndefined();
    expect(resign(next, { before: chloe.worker })).toBeUndefined();
    expect(resign(next, { about: { ...ABOUT, generation: 4 } })).toBeUndefined();
    expect(resign(next, { recipient: chloe.worker })).toBeUndefined();
    expect(resign(next, { wrapped: { ...wrapped, wrap: 'AAAA' } })).toBeUndefined();
  });
});

test('a key of another length, a generation that is none, and another agency are not given', async () => {
  const give = (more: object) =>
    wrapKey({ key: KEY, about: ABOUT, recipient: boris.worker, giver: amina, ...more });
  await expect(give({ key: new Uint8Array(16) })).rejects.toThrow(RangeError);
  await expect(give({ recipient: abroad.worker })).rejects.toThrow(RangeError);
  await expect(give({ about: { keyId: 'a/b', generation: 1 } })).rejects.toThrow(RangeError);
  for (const generation of [0, -1, 1.5, Number.NaN])
    await expect(give({ about: { ...ABOUT, generation } })).rejects.toThrow(RangeError);
});
