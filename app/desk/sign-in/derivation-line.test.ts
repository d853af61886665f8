import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createDerivationLine, type DerivationLine, type Turn } from './derivation-line.ts';

/** A line whose work ends when the test says, in the order in which it began. */
function lineUnderTest({ most = 100 } = {}) {
  const ends: (() => void)[] = [];
  const timers: (() => void)[] = [];
  const begun: string[] = [];
  const line: DerivationLine = createDerivationLine({
    atOnce: 2,
    most,
    patienceMs: 1_000,
    after: (_ms, call) => {
      timers.push(call);
      return () => undefined;
    },
  });
  const come = (name: string, more: Partial<Turn> = {}) =>
    line.run({ isKnownDevice: false, agency: 'one', name, ...more }, () => {
      begun.push(name);
      return new Promise<void>((resolve) => ends.push(resolve));
    });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  const finish = async (count: number) => {
    for (let done = 0; done < count; done++) {
      ends.shift()?.();
      await settle();
    }
  };
  return { begun, come, finish, settle, timers, ends };
}

describe('passphrases wait', () => {
  test('two at once, however many come', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(5), { minLength: 3, maxLength: 30 }), async (names) => {
        const { come, ends, finish, settle } = lineUnderTest();
        const waits = names.map((name) => come(String(name)));
        await settle();
        expect(ends.length).toBe(2);
        for (let left = names.length; left > 0; left--) {
          expect(ends.length).toBe(Math.min(2, left));
          await finish(1);
        }
        expect(await Promise.all(waits)).toHaveLength(names.length);
      }),
      { seed: 5, numRuns: 20 },
    );
  });

  test('name by name, so that who comes often does not push back who comes once', async () => {
    const { begun, come, finish, settle } = lineUnderTest();
    for (let at = 0; at < 8; at++) void come('eve');
    void come('amina');
    await settle();
    await finish(2);
    expect(begun.slice(0, 4)).toContain('amina');
  });

  test('agency by agency, so that one that is flooded does not push back another', async () => {
    const { begun, come, finish, settle } = lineUnderTest();
    for (let at = 0; at < 8; at++) void come(`made-up ${at}`, { agency: 'flooded' });
    void come('lena', { agency: 'other' });
    await settle();
    await finish(2);
    expect(begun.slice(0, 4)).toContain('lena');
  });

  test('known browsers and strangers in turn, so that made-up agencies push back no colleague', async () => {
    const { begun, come, finish, settle } = lineUnderTest();
    for (let at = 0; at < 20; at++) void come(`made-up ${at}`, { agency: `made-up ${at}` });
    void come('amina', { isKnownDevice: true });
    await settle();
    await finish(2);
    expect(begun.slice(0, 4)).toContain('amina');
  });

  test('not without end: of a full line the last of whoever comes most often is sent away', async () => {
    const { come, settle } = lineUnderTest({ most: 3 });
    const eve = [1, 2, 3, 4, 5].map(() => come('eve'));
    await settle();
    const amina = come('amina');
    await settle();
    expect(await eve[4]).toEqual({ ok: false, why: 'refused' });
    await expect(Promise.race([amina, settle().then(() => 'still waits')])).resolves.toBe('still waits');
  });

  test('not for ever: who waits too long is told so, and is not in the line any more', async () => {
    const { begun, come, finish, settle, timers } = lineUnderTest();
    void come('one');
    void come('two');
    const late = come('late');
    await settle();
    timers[2]?.();
    expect(await late).toEqual({ ok: false, why: 'late' });
    await finish(2);
    expect(begun).toEqual(['one', 'two']);
  });

  test('and work that fails makes room', async () => {
    const line = createDerivationLine({ atOnce: 1, most: 9, patienceMs: 1, after: () => () => undefined });
    const turn = { isKnownDevice: false, agency: 'one', name: 'one' };
    await expect(line.run(turn, () => Promise.reject(new Error('no memory')))).rejects.toThrow('no memory');
    expect(await line.run(turn, async () => 'done')).toEqual({ ok: true, value: 'done' });
  });
});
