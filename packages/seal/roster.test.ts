import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  checkOwnKeys,
  checkRosterEntry,
  confirmRosterEntry,
  type EntrySignatures,
  type Founding,
  makeSigningKeys,
  makeWorkerKeys,
  prepareRosterEntry,
  type RosterEntry,
  type RosterKind,
  type RosterPins,
  type RosterWorker,
  readFounding,
  signOwnKeys,
  signRosterEntry,
  writeFounding,
} from './index.ts';
import { random, roster } from './testing/people.ts';

type Keys = Awaited<ReturnType<typeof makeWorkerKeys>>;
type Made = { entry: RosterEntry; signatures: EntrySignatures; worker: RosterWorker; keys: Keys };

const NAMES = ['amina', 'boris', 'chloe', 'dario', 'eva'] as const;
const agencyId = 'agency-1';
const keysOf = new Map<string, Keys>();
let founding: Founding;
let pins: RosterPins;
/** The founder, the second, and one whom both let in. */
let amina: Made;
let boris: Made;
let chloe: Made;

beforeAll(async () => {
  for (const name of [...NAMES, 'chloe 2']) keysOf.set(name, await makeWorkerKeys(random));
  const pinOf = (workerId: string) => ({ workerId, verifyKey: mustHave(workerId).verifyKey });
  founding = { founder: pinOf('amina'), second: pinOf('boris') };
  pins = { rosterVerifyKey: roster.verifyKey, founding };
  amina = make('amina', { kind: 'founder' });
  boris = make('boris', { kind: 'second', prepared: amina });
  chloe = make('chloe', { kind: 'admitted', prepared: amina, confirmed: boris });
});

function mustHave(name: string): Keys {
  const keys = keysOf.get(name);
  if (!keys) throw new Error(`There is no ${name}.`);
  return keys;
}

type Making = {
  kind: RosterKind;
  number?: number;
  keys?: Keys;
  prepared?: Made;
  confirmed?: Made;
  /** With other than the agency's. */
  rosterKey?: string;
};

/** An entry with every signature that its kind asks for. */
function sealed(workerId: string, making: Making): Omit<Made, 'worker'> {
  const { kind, number = 1, keys = mustHave(workerId), prepared, confirmed } = making;
  const { recipient, verifyKey, secrets } = keys;
  const self = { workerId, number };
  const preparedBy = prepared === undefined ? self : at(prepared.entry);
  const entry: RosterEntry = { ...self, agencyId, kind, recipient, verifyKey, founding, preparedBy };
  const signingKey = (prepared?.keys ?? keys).secrets.signingKey;
  const by = confirmed && at(confirmed.entry);
  const signatures: EntrySignatures = {
    own: signOwnKeys({ signingKey: secrets.signingKey, keys: entry }),
    prepared: prepareRosterEntry({ signingKey, entry }),
    roster: signRosterEntry({ rosterKey: making.rosterKey ?? roster.signingKey, entry }),
    confirmed: by && {
      by,
      signature: confirmRosterEntry({ signingKey: confirmed.keys.secrets.signingKey, entry, by }),
    },
  };
  return { entry, signatures, keys };
}

function at({ workerId, number }: RosterEntry) {
  return { workerId, number };
}

function check(made: Omit<Made, 'worker'>, making: Making, more: Partial<RosterPins> = {}) {
  const signers = { prepared: making.prepared?.worker, confirmed: making.confirmed?.worker };
  const { entry, signatures } = made;
  return checkRosterEntry({ pins: { ...pins, ...more }, entry, signatures, signers });
}

function make(workerId: string, making: Making): Made {
  const made = sealed(workerId, making);
  const checked = check(made, making);
  if (!checked.ok) throw new Error(`${workerId} is refused.`);
  return { ...made, worker: checked.worker };
}

function isIn(workerId: string, making: Making): boolean {
  return check(sealed(workerId, making), making).ok;
}

describe('an entry of the roster', () => {
  test('is the worker whom one administrator prepared and another worker confirmed', () => {
    const { recipient, verifyKey } = mustHave('chloe');
    expect(chloe.worker).toEqual({
      isRetired: false,
      agencyId,
      workerId: 'chloe',
      number: 1,
      recipient,
      verifyKey,
    });
    expect(isIn('dario', { kind: 'admitted', prepared: chloe, confirmed: amina })).toBe(true);
  });

  test('is nobody while nobody has confirmed it', () => {
    expect(isIn('dario', { kind: 'admitted', prepared: amina })).toBe(false);
  });

  test('is nobody if who confirmed it is who prepared it, or the one who comes', () => {
    expect(isIn('dario', { kind: 'admitted', prepared: chloe, confirmed: chloe })).toBe(false);
    const dario = make('dario', { kind: 'admitted', prepared: amina, confirmed: boris });
    expect(isIn('dario', { kind: 'admitted', prepared: amina, confirmed: dario })).toBe(false);
    expect(isIn('dario', { kind: 'admitted', prepared: dario, confirmed: amina })).toBe(false);
  });

  test('is nobody whom only somebody with the roster key signed in the name of others', () => {
    const making: Making = { kind: 'admitted', prepared: amina, confirmed: boris };
    const { signingKey } = chloe.keys.secrets;
    const honest = sealed('dario', making);
    const { entry, signatures } = honest;
    const by = at(boris.entry);
    const confirmed = { by, signature: confirmRosterEntry({ signingKey, entry, by }) };
    const prepared = prepareRosterEntry({ signingKey, entry });
    expect(check(honest, making).ok).toBe(true);
    expect(check({ ...honest, signatures: { ...signatures, confirmed } }, making).ok).toBe(false);
    expect(check({ ...honest, signatures: { ...signatures, prepared } }, making).ok).toBe(false);
  });

  test('lets in nobody alone but the two who are pinned, so that no founder does it again later', () => {
    expect(isIn('dario', { kind: 'second', prepared: amina })).toBe(false);
    expect(isIn('dario', { kind: 'second', prepared: chloe })).toBe(false);
    expect(isIn('dario', { kind: 'founder' })).toBe(false);
    const another = { workerId: 'boris', keys: mustHave('dario') };
    expect(isIn(another.workerId, { kind: 'second', keys: another.keys, prepared: amina })).toBe(false);
    expect(isIn('amina', { kind: 'founder', keys: another.keys })).toBe(false);
  });

  test('of the second is good for the founder, who pinned nobody yet, by the founder’s own signature alone', () => {
    const early = { founding: { founder: founding.founder } };
    const making: Making = { kind: 'second', prepared: amina };
    expect(check(sealed('boris', making), making, early).ok).toBe(true);
    const byAnother: Making = { kind: 'second', prepared: chloe };
    expect(check(sealed('dario', byAnother), byAnother, early).ok).toBe(false);
  });

  test('is refused with other keys in it, as somebody who can write into the database would put there', () => {
    const making: Making = { kind: 'admitted', prepared: amina, confirmed: boris };
    const honest = sealed('dario', making);
    const { recipient, verifyKey } = mustHave('eva');
    for (const wrong of [
      { recipient },
      { verifyKey },
      { workerId: 'eva' },
      { agencyId: 'agency-2' },
      { number: 2 },
    ])
      expect(check({ ...honest, entry: { ...honest.entry, ...wrong } }, making).ok).toBe(false);
  });

  test('is refused with keys that the worker did not sign for, or with another founding than they pinned', () => {
    const making: Making = { kind: 'admitted', prepared: amina, confirmed: boris };
    const { entry, signatures } = sealed('dario', making);
    const { signingKey } = mustHave('eva').secrets;
    const own = signOwnKeys({ signingKey, keys: entry });
    expect(check({ entry, signatures: { ...signatures, own }, keys: mustHave('dario') }, making).ok).toBe(
      false,
    );
    const told = { ...entry, founding: { founder: founding.founder, second: chloe.worker } };
    expect(checkOwnKeys({ keys: entry, signature: signatures.own })).toBe(true);
    expect(checkOwnKeys({ keys: told, signature: signatures.own })).toBe(false);
  });

  test('is refused under another roster key', () => {
    const stranger = makeSigningKeys(random);
    const making: Making = { kind: 'admitted', prepared: amina, confirmed: boris };
    expect(check(sealed('dario', making), making, { rosterVerifyKey: stranger.verifyKey }).ok).toBe(false);
    expect(isIn('dario', { ...making, rosterKey: stranger.signingKey })).toBe(false);
  });

  test('of new keys is signed by the old ones and confirmed by somebody else', () => {
    const keys = mustHave('chloe 2');
    const making: Making = { kind: 'changed', number: 2, keys, prepared: chloe, confirmed: amina };
    expect(isIn('chloe', making)).toBe(true);
    const { confirmed: _nobody, ...alone } = making;
    expect(isIn('chloe', alone)).toBe(false);
    expect(isIn('chloe', { ...making, confirmed: chloe })).toBe(false);
    expect(isIn('chloe', { ...making, prepared: boris })).toBe(false);
    expect(isIn('chloe', { ...making, number: 3 })).toBe(false);
    expect(isIn('chloe', { ...making, kind: 'admitted' })).toBe(false);
  });

  test('is never made by fewer than two of the roster, whoever signs in whatever place', () => {
    const people = () => [amina, boris, chloe];
    fc.assert(
      fc.property(
        fc.constantFrom<RosterKind>('founder', 'second', 'admitted', 'changed'),
        fc.nat(2),
        fc.option(fc.nat(2), { nil: undefined }),
        fc.integer({ min: 1, max: 2 }),
        (kind, one, other, number) => {
          const prepared = people()[one] ?? amina;
          const confirmed = other === undefined ? undefined : people()[other];
          const making = { kind, number, prepared, ...(confirmed ? { confirmed } : {}) };
          const isByTwo = confirmed !== undefined && confirmed !== prepared;
          expect(isIn('dario', making)).toBe(kind === 'admitted' && number === 1 && isByTwo);
        },
      ),
    );
  });

  test('is signed only if it is one', () => {
    const { entry } = chloe;
    for (const wrong of [
      { recipient: 'age1' },
      { verifyKey: 'ed25519:' },
      { workerId: '' },
      { agencyId: 'a/b' },
      { number: 0 },
    ])
      expect(() => signRosterEntry({ rosterKey: roster.signingKey, entry: { ...entry, ...wrong } })).toThrow(
        RangeError,
      );
  });
});

describe('a founding as text', () => {
  test('is read as it was written', () => {
    expect(readFounding(writeFounding(founding))).toEqual(founding);
    const { founder } = founding;
    expect(readFounding(writeFounding({ founder }))).toEqual({ founder });
  });

  test('is none if anything is missing or added', () => {
    const text = writeFounding(founding);
    for (const wrong of ['', text.slice(0, -1), `${text}${text}`, `${text}x`, `x\n`, `\n${text}`])
      expect(readFounding(wrong)).toBeUndefined();
  });
});
