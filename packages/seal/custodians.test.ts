import fc from 'fast-check';
import { split } from 'shamir-secret-sharing';
import { beforeAll, describe, expect, test } from 'vitest';
import { fromBase64url, toBase64url } from './base64url.ts';
import {
  type Custodian,
  checkShareProof,
  checkShareSet,
  joinShares,
  makeKey,
  makeSigningKeys,
  makeWorkerKeys,
  openShare,
  proveShare,
  type Share,
  type SplitSecret,
  sealEnvelope,
  sealShare,
  splitSecret,
  type WorkerKeys,
} from './index.ts';
import { flipped, random } from './testing/people.ts';

const SECRET = makeKey(random);
const CHALLENGE = makeKey(random);
const dealer = makeSigningKeys(random);

let keys: WorkerKeys[];
let custodians: Custodian[];
let made: SplitSecret;
let shares: Share[];

beforeAll(async () => {
  keys = await Promise.all([1, 2, 3, 4, 5].map(() => makeWorkerKeys(random)));
  custodians = keys.map(({ recipient }, index) => ({
    custodianId: `custodian-${index + 1}`,
    body: `body-${index + 1}`,
    recipient,
  }));
  made = await splitHere();
  shares = await openAll(made);
});

function splitHere(more: Partial<Parameters<typeof splitSecret>[0]> = {}): Promise<SplitSecret> {
  const context = 'recovery/agency-1/amina';
  const { signingKey } = dealer;
  return splitSecret({ secret: SECRET, context, needed: 3, custodians, random, signingKey, ...more });
}

/** What custodian `number` opens of a set. */
function openAs(number: number, more: Partial<Parameters<typeof openShare>[0]> = {}) {
  const sealed = made.sealed[number - 1] ?? '';
  const identity = keys[number - 1]?.secrets.identity ?? '';
  return openShare({ set: made.set, number, sealed, identity, ...more });
}

async function openAll({ set, sealed }: SplitSecret): Promise<Share[]> {
  const opened = await Promise.all(sealed.map((one, index) => openAs(index + 1, { set, sealed: one })));
  return opened.map((one) => {
    if (!one.ok) throw new Error('A custodian cannot open their own share.');
    return one.share;
  });
}

/** Each choice of `count` of these shares. */
function choices(of: readonly Share[], count: number): Share[][] {
  if (count === 0) return [[]];
  return of.flatMap((share, index) =>
    choices(of.slice(index + 1), count - 1).map((others) => [share, ...others]),
  );
}

describe('a secret that was split', () => {
  test('comes back from any of the custodians that are as many as needed, or more', async () => {
    for (const count of [3, 4, 5])
      for (const some of choices(shares, count))
        expect(await joinShares({ set: made.set, shares: some })).toEqual({ ok: true, secret: SECRET });
  });

  test('comes back whatever it is, and whoever of however many come', async () => {
    const splits = fc.integer({ min: 2, max: 5 }).chain((count) =>
      fc.record({
        secret: fc.uint8Array({ minLength: 32, maxLength: 32 }),
        needed: fc.integer({ min: 2, max: count }),
        order: fc.shuffledSubarray([1, 2, 3, 4, 5].slice(0, count), { minLength: count }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(splits, async ({ secret, needed, order }) => {
        const one = await splitHere({ secret, needed, custodians: custodians.slice(0, order.length) });
        const all = await openAll(one);
        const come = order.map((number) => all[number - 1] as Share);
        expect(await joinShares({ set: one.set, shares: come.slice(0, needed) })).toEqual({
          ok: true,
          secret,
        });
        expect(await joinShares({ set: one.set, shares: come.slice(0, needed - 1) })).toEqual({
          ok: false,
          why: 'too-few',
        });
      }),
      { numRuns: 10 },
    );
  });

  test('is what arithmetic of our own makes of its shares, over the field of AES', async () => {
    expect(interpolate(shares.slice(1, 4))).toEqual(SECRET);
    expect(interpolate(shares.slice(0, 2))).not.toEqual(SECRET);
  });

  test('does not come back from fewer', async () => {
    for (const count of [0, 1, 2])
      for (const some of choices(shares, count))
        expect(await joinShares({ set: made.set, shares: some })).toEqual({ ok: false, why: 'too-few' });
  });

  test('could be any other as far as fewer can see: each secret has a share that completes them', () => {
    const two = shares.slice(0, 2);
    const x = shares[2]?.value.at(-1) ?? 0;
    // The first byte of the secret, for each first byte that the third share could have.
    const secrets = Array.from({ length: 256 }, (_, y) => {
      const third = Uint8Array.from({ length: 33 }, (_, at) => (at === 32 ? x : y));
      return interpolate([...two, { number: 3, value: third }])[0];
    });
    expect(new Set(secrets).size).toBe(256);
  });
});

describe('shares do not join', () => {
  test('with one of another set of the same secret among them', async () => {
    const other = await openAll(await splitHere());
    const mixed = [...shares.slice(0, 2), other[2] as Share];
    expect(await joinShares({ set: made.set, shares: mixed })).toEqual({ ok: false, why: 'not-of-this-set' });
  });

  test('with one changed at any byte, or passed off under another number', async () => {
    const [first, second, third] = shares as [Share, Share, Share];
    for (let at = 0; at < third.value.length; at++) {
      const altered = { ...third, value: flipped(third.value, at) };
      expect(await joinShares({ set: made.set, shares: [first, second, altered] })).toEqual({
        ok: false,
        why: 'not-of-this-set',
      });
    }
    for (const number of [0, 1, 4, 6, 1.5, Number.NaN])
      expect(
        await joinShares({ set: made.set, shares: [first, second, { ...third, number }] }),
      ).toMatchObject({
        ok: false,
      });
  });

  test('with one of them twice', async () => {
    const [first, second] = shares as [Share, Share];
    expect(await joinShares({ set: made.set, shares: [first, second, second] })).toEqual({
      ok: false,
      why: 'twice',
    });
  });

  test('in a set that says fewer are needed, or that commits to another secret: no wrong secret comes out', async () => {
    const fewer = { ...made.set, needed: 2 };
    expect(await joinShares({ set: fewer, shares: shares.slice(0, 2) })).toEqual({
      ok: false,
      why: 'not-this-secret',
    });
    const commitment = (await splitHere({ secret: makeKey(random) })).set.commitment;
    expect(await joinShares({ set: { ...made.set, commitment }, shares })).toEqual({
      ok: false,
      why: 'not-this-secret',
    });
  });
});

describe('a share', () => {
  test('is opened by its custodian and by no other', async () => {
    expect(await openAs(1)).toEqual({ ok: true, share: shares[0] });
    expect(await openAs(1, { identity: keys[1]?.secrets.identity ?? '' })).toEqual({ ok: false });
  });

  test('is refused in another set, under another number, and for another holder', async () => {
    const other = await splitHere();
    expect(await openAs(1, { set: other.set })).toEqual({ ok: false });
    expect(await openAs(1, { number: 2 })).toEqual({ ok: false });
    for (const change of [
      { context: 'recovery/agency-1/boris' },
      { needed: 2 },
      { commitment: other.set.commitment },
      { holders: made.set.holders.map((one) => ({ ...one, custodianId: 'mallory' })) },
      { holders: made.set.holders.slice(0, 4) },
    ])
      expect(await openAs(1, { set: { ...made.set, ...change } })).toEqual({ ok: false });
  });

  test('with one bit changed at any byte is refused', async () => {
    const file = fromBase64url(made.sealed[0] ?? '') ?? new Uint8Array();
    for (let at = 0; at < file.length; at++)
      expect(await openAs(1, { sealed: toBase64url(flipped(file, at)) })).toEqual({ ok: false });
  });

  test('cut short at any length is refused', async () => {
    const sealed = made.sealed[0] ?? '';
    for (let length = 0; length < sealed.length; length++)
      expect(await openAs(1, { sealed: sealed.slice(0, length) })).toEqual({ ok: false });
  });

  test('that somebody who can write into the database made and sealed to the custodian is refused', async () => {
    const [value] = await split(new Uint8Array(32), 5, 3);
    const { context, setId, commitment } = made.set;
    const text = `clew share 1\n${context}\n${setId}\n${commitment}\n1/5/3/custodian-1\n${toBase64url(value as Uint8Array)}\n`;
    const recipients = [keys[0]?.recipient ?? ''];
    const file = await sealEnvelope({ content: new TextEncoder().encode(text), recipients });
    expect(await openAs(1, { sealed: toBase64url(file) })).toEqual({ ok: false });
  });

  test('is passed on to whoever is recovering, and only a share of the set is', async () => {
    const recovering = await makeWorkerKeys(random);
    const { recipient, secrets } = recovering;
    const share = shares[0] as Share;
    const passed = await sealShare({ set: made.set, share, recipient });
    expect(await openAs(1, { sealed: passed, identity: secrets.identity })).toEqual({ ok: true, share });
    const altered = { ...share, value: flipped(share.value, 0) };
    await expect(sealShare({ set: made.set, share: altered, recipient })).rejects.toThrow(RangeError);
  });
});

describe('a drill', () => {
  const proof = (number: number) =>
    proveShare({ set: made.set, share: shares[number - 1] as Share, challenge: CHALLENGE });
  const check = (number: number, given: string, challenge = CHALLENGE) =>
    checkShareProof({ set: made.set, number, challenge, proof: given });

  test('shows that a custodian holds their share, and holds none of it', () => {
    expect(check(1, proof(1))).toBe(true);
    const value = shares[0]?.value ?? new Uint8Array();
    expect(proof(1)).not.toContain(toBase64url(value.subarray(0, 9)));
  });

  test('is not passed with another share, an older proof, or none', () => {
    expect(check(1, proof(2))).toBe(false);
    expect(check(1, proof(1), makeKey(random))).toBe(false);
    for (const number of [0, 6]) expect(check(number, proof(1))).toBe(false);
    expect(check(1, '')).toBe(false);
  });

  test('is of the set that was split: one that somebody else made, or altered, is told apart', async () => {
    const { verifyKey } = dealer;
    expect(checkShareSet({ set: made.set, verifyKey })).toBe(true);
    const forged = await splitHere({ signingKey: makeSigningKeys(random).signingKey });
    expect(checkShareSet({ set: forged.set, verifyKey })).toBe(false);
    const holders = made.set.holders;
    for (const change of [
      { setId: 'other' },
      { context: 'other' },
      { needed: 2 },
      { commitment: forged.set.commitment },
      { holders: holders.slice(1) },
      { holders: [...holders.slice(1), ...holders.slice(0, 1)] },
      { holders: holders.map((one) => ({ ...one, body: 'body-1' })) },
    ])
      expect(checkShareSet({ set: { ...made.set, ...change }, verifyKey })).toBe(false);
  });
});

test('a set is not made that one body could open, that needs one or more than there are, or of what is no key', async () => {
  const ofBody = (bodies: readonly string[]) =>
    custodians.map((one, index) => ({ ...one, body: bodies[index] ?? 'another' }));
  await expect(splitHere({ custodians: ofBody(['a', 'a', 'b', 'b', 'c']) })).resolves.toBeDefined();
  await expect(splitHere({ custodians: ofBody(['a', 'a', 'a', 'b', 'c']) })).rejects.toThrow('one body');
  for (const needed of [0, 1, 6, 2.5]) await expect(splitHere({ needed })).rejects.toThrow(RangeError);
  await expect(splitHere({ secret: new Uint8Array(31) })).rejects.toThrow(RangeError);
  await expect(splitHere({ context: 'a\nb' })).rejects.toThrow(RangeError);
  const twice = custodians.map((one) => ({ ...one, custodianId: 'same' }));
  await expect(splitHere({ custodians: twice })).rejects.toThrow(RangeError);
  const nobody = custodians.map((one) => ({ ...one, recipient: 'age1' }));
  await expect(splitHere({ custodians: nobody })).rejects.toThrow(RangeError);
});

/** The product in GF(256) with x⁸ + x⁴ + x³ + x + 1, bit by bit. */
function times(a: number, b: number): number {
  let product = 0;
  for (let bit = 7; bit >= 0; bit--) {
    product = (product << 1) ^ (product & 0x80 ? 0x11b : 0);
    if ((b >> bit) & 1) product ^= a;
  }
  return product & 0xff;
}

/** The number that gives 1 when multiplied with this one. */
function inverse(a: number): number {
  let power = 1;
  for (let count = 0; count < 254; count++) power = times(power, a);
  return power;
}

/** The polynomials through these shares, at zero. The last byte of a share is where it lies. */
function interpolate(some: readonly Share[]): Uint8Array {
  const xs = some.map(({ value }) => value.at(-1) ?? 0);
  const weights = xs.map((xi, i) =>
    xs.reduce((sum, xj, j) => (i === j ? sum : times(sum, times(xj, inverse(xi ^ xj)))), 1),
  );
  return Uint8Array.from({ length: 32 }, (_, at) =>
    some.reduce((sum, { value }, i) => sum ^ times(value[at] ?? 0, weights[i] ?? 0), 0),
  );
}
