import { beforeAll, describe, expect, test } from 'vitest';
import {
  checkRosterEntry,
  makeSigningKeys,
  makeWorkerKeys,
  type RosterEntry,
  signRosterEntry,
} from './index.ts';
import { random, roster } from './testing/people.ts';

let entry: RosterEntry;
let signature: string;

beforeAll(async () => {
  const { recipient, verifyKey } = await makeWorkerKeys(random);
  entry = { agencyId: 'agency-1', workerId: 'amina', recipient, verifyKey };
  signature = signRosterEntry({ rosterKey: roster.signingKey, entry });
});

function check(more: Partial<Parameters<typeof checkRosterEntry>[0]> = {}) {
  return checkRosterEntry({ rosterVerifyKey: roster.verifyKey, entry, signature, ...more });
}

describe('an entry of the roster', () => {
  test('is the worker it was signed for', () => {
    expect(check()).toEqual({ ok: true, worker: entry });
  });

  test('keeps nothing beside what was signed', () => {
    expect(check({ entry: { ...entry, standing: 'in' } as RosterEntry })).toEqual({
      ok: true,
      worker: entry,
    });
  });

  test('is refused with other keys in it, as somebody who can write into the database would put there', async () => {
    const { recipient, verifyKey } = await makeWorkerKeys(random);
    expect(check({ entry: { ...entry, recipient } })).toEqual({ ok: false });
    expect(check({ entry: { ...entry, verifyKey } })).toEqual({ ok: false });
  });

  test('is refused for another worker and another agency', () => {
    expect(check({ entry: { ...entry, workerId: 'boris' } })).toEqual({ ok: false });
    expect(check({ entry: { ...entry, agencyId: 'agency-2' } })).toEqual({ ok: false });
    expect(check({ entry: { ...entry, agencyId: 'agency-1/amina', workerId: '' } })).toEqual({ ok: false });
  });

  test('is refused under another roster key', () => {
    const stranger = makeSigningKeys(random);
    expect(check({ rosterVerifyKey: stranger.verifyKey })).toEqual({ ok: false });
    const forged = signRosterEntry({ rosterKey: stranger.signingKey, entry });
    expect(check({ signature: forged })).toEqual({ ok: false });
  });

  test('is signed only if it is one', () => {
    const rosterKey = roster.signingKey;
    for (const wrong of [
      { recipient: 'age1' },
      { verifyKey: 'ed25519:' },
      { workerId: '' },
      { agencyId: 'a/b' },
    ])
      expect(() => signRosterEntry({ rosterKey, entry: { ...entry, ...wrong } })).toThrow(RangeError);
  });
});
