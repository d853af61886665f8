import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  makeSigningKeys,
  makeWorkerKeys,
  openEnvelope,
  sealEnvelope,
  sign,
  useCurves,
  verify,
} from '@clew/seal';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { nativeCurves, useNativeCurves } from './native-curves.ts';

afterEach(() => useCurves(undefined));

/** What an answer is without the platform, and with it. */
async function bothWays<Answer>(ask: () => Answer | Promise<Answer>): Promise<[Answer, Answer]> {
  useCurves(undefined);
  const alone = await ask();
  useNativeCurves();
  return [alone, await ask()];
}

async function expectSame(ask: () => unknown): Promise<void> {
  const [alone, native] = await bothWays(ask);
  expect(native).toEqual(alone);
}

const PREFIX = { key: 'ed25519:', signature: 'ed25519-signature:' };
const written = (prefix: string, bytes: Uint8Array) => prefix + Buffer.from(bytes).toString('base64url');
const bytesOf = (text: string) =>
  Uint8Array.from(Buffer.from(text.slice(text.indexOf(':') + 1), 'base64url'));
const Bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

/** Points of order 1, 2, 4 and 8, in every way to write them: below the prime and above, with either sign. */
const SMALL = [
  '0100000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  '0000000000000000000000000000000000000000000000000000000000000000',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
].flatMap((hex) => {
  const point = Uint8Array.from(Buffer.from(hex, 'hex'));
  return [point, Uint8Array.from(point, (byte, at) => (at === 31 ? byte | 0x80 : byte))];
});

describe('signatures checked natively and in JavaScript', () => {
  const { verifyKey, signingKey } = makeSigningKeys(() => new Uint8Array(32).fill(7));

  test('are the same ones, whatever is signed', async () => {
    await fc.assert(
      fc.asyncProperty(Bytes(32), fc.string(), fc.uint8Array(), async (seed, context, bytes) => {
        const keys = makeSigningKeys(() => seed);
        const signature = sign({ signingKey: keys.signingKey, context, bytes });
        const [alone, native] = await bothWays(() => verify({ ...keys, context, bytes, signature }));
        expect([alone, native]).toEqual([true, true]);
        await expectSame(() => verify({ verifyKey, context, bytes, signature }));
      }),
      { numRuns: 40 },
    );
  });

  test('are refused alike for a bit changed anywhere', async () => {
    const given = { verifyKey, context: 'test', bytes: Uint8Array.of(1, 2, 3) };
    const signature = bytesOf(sign({ signingKey, ...given }));
    for (let at = 0; at < signature.length; at += 1) {
      const changed = signature.map((byte, place) => (place === at ? byte ^ 1 : byte));
      const [alone, native] = await bothWays(() =>
        verify({ ...given, signature: written(PREFIX.signature, changed) }),
      );
      expect([alone, native]).toEqual([false, false]);
    }
  });

  test('are refused alike where key or point are of small order, or not in their strict form', async () => {
    for (const key of SMALL)
      for (const point of SMALL) {
        const signature = written(PREFIX.signature, Uint8Array.from([...point, ...new Uint8Array(32)]));
        const given = {
          verifyKey: written(PREFIX.key, key),
          context: '',
          bytes: new Uint8Array(),
          signature,
        };
        const [alone, native] = await bothWays(() => verify(given));
        expect([alone, native]).toEqual([false, false]);
      }
  });

  test('would be taken by the platform alone in such a form: it is asked after the form was looked at', () => {
    const zero = new Uint8Array(32);
    const small = SMALL.filter((publicKey) =>
      SMALL.some((point) => {
        const signature = Uint8Array.from([...point, ...zero]);
        return nativeCurves.verifyEd25519({ publicKey, message: zero, signature });
      }),
    );
    expect(small.length).toBeGreaterThan(0);
  });

  test('are refused alike for any bytes', async () => {
    await fc.assert(
      fc.asyncProperty(Bytes(32), Bytes(64), async (key, signature) => {
        const texts = {
          verifyKey: written(PREFIX.key, key),
          signature: written(PREFIX.signature, signature),
        };
        await expectSame(() => verify({ ...texts, context: 'x', bytes: key }));
      }),
      { numRuns: 40 },
    );
  });
});

describe('files opened natively and in JavaScript', () => {
  const folder = join(import.meta.dirname, '../../packages/seal/vectors/age');
  const names = readdirSync(folder);

  test('are the same ones of age’s own vectors', async () => {
    let opened = 0;
    for (const name of names) {
      const bytes = readFileSync(join(folder, name));
      const end = bytes.indexOf('\n\n');
      const identities = [
        ...bytes
          .subarray(0, end)
          .toString()
          .matchAll(/^identity: (.*)$/gm),
      ].map(([, identity = '']) => identity);
      const envelope = Uint8Array.from(bytes.subarray(end + 2));
      const [alone, native] = await bothWays(() => openEnvelope({ envelope, identities }));
      expect(native, name).toEqual(alone);
      if (native.ok) opened += 1;
    }
    expect(opened).toBeGreaterThan(10);
  });

  test('open for their recipient, and for nobody else', async () => {
    const [one, other] = [await makeWorkerKeys(randomBytes), await makeWorkerKeys(randomBytes)];
    const content = Uint8Array.of(1, 2, 3);
    const envelope = await sealEnvelope({ content, recipients: [one.recipient] });
    const open = ({ secrets }: typeof one) => openEnvelope({ envelope, identities: [secrets.identity] });
    expect(await bothWays(() => open(one))).toEqual([
      { ok: true, content },
      { ok: true, content },
    ]);
    expect(await bothWays(() => open(other))).toEqual([{ ok: false }, { ok: false }]);
  });

  test('what is no identity is an error that does not repeat it, either way', async () => {
    const { recipient, secrets } = await makeWorkerKeys(randomBytes);
    const envelope = await sealEnvelope({ content: Uint8Array.of(1), recipients: [recipient] });
    const { identity } = secrets;
    const wrong = [identity.slice(0, -1) + (identity.endsWith('Q') ? 'P' : 'Q'), identity.toLowerCase(), 'x'];
    for (const one of wrong) {
      const errors = await bothWays(() =>
        openEnvelope({ envelope, identities: [one] }).catch((error: unknown) => error),
      );
      for (const error of errors) {
        expect(error).toBeInstanceOf(RangeError);
        expect((error as Error).message).not.toContain(one.slice(20, 60) || one);
      }
    }
  });
});
