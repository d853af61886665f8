import { describe, expect, test } from 'vitest';
import { createDesk } from '../desk.ts';
import { estimateGuesses, FEWEST_GUESSES } from './guess-estimate.ts';
import { DRAWN_WORDS, drawBelow, drawPassphrase, judgeNewPassphrase } from './new-passphrase.ts';

// Nothing here asks the database: the judge reads lists and nothing else.
const desk = createDesk({
  database: undefined as never,
  now: () => new Date(0),
  random: (length) => new Uint8Array(length),
  after: () => () => undefined,
  sealKey: new Uint8Array(32),
  isDemo: false,
});
const judge = (passphrase: string, apart: readonly string[] = []) =>
  judgeNewPassphrase(desk, passphrase, { apart, who: { agency: 'a', name: 'b' } });

describe('a passphrase that somebody chooses', () => {
  test.each([
    ['stands among those that were breached', 'qwertyuiop12345'],
    ['is two of these', 'iloveyou letmein'],
    ['is one of these with other signs for letters', 'P@ssw0rd P@ssw0rd 1'],
    ['repeats', 'kettle kettle kettle kettle'],
    ['runs through the alphabet', 'abcdefghijklmnopqrst'],
    ['counts', '12345678 23456789 34567890'],
    ['is of frequent words', 'i love you very much my dear'],
    ['is of days', '19.03.1984 and 21.04.2011'],
    ['is two rows of keys', 'qwertyuiop asdfghjkl zxcvbnm'],
    ['is a sentence that everybody knows', 'To be, or not to be: that is the question!'],
    ['is one with a year behind it', 'Correct Horse Battery Staple 2026'],
    ['is French and says what it is', 'ceci est mon mot de passe'],
    ['is a French sentence that everybody knows', 'Liberté, Égalité, Fraternité'],
    ['is months in French', 'janvier février mars avril'],
    ['is Arabic and says what it is', 'كلمة المرور الخاصة بي'],
    ['is a prayer, with its vowels', 'بِسْمِ اللهِ الرَّحْمٰنِ الرَّحِيمِ'],
    ['is a row of Arabic keys and the next', 'ضصثقفغعهخحج شسيبلاتنمكط'],
    ['runs through the Arabic alphabet', 'ابتثجحخدذرزسشصضطظع'],
  ])('is refused where it %s', async (_what, passphrase) => {
    expect(await judge(passphrase)).toMatch(/^(guessable|simple)$/);
  });

  test.each([
    'winter gloves beside a kettle',
    'seven quiet boats leave at dawn',
    'mon chien mange trois parapluies verts',
    'قفازات الشتاء بجانب الإبريق',
    'fuzzy.lantern.oxcart.marble.plow',
    'Xk3v-92qe-Lmz0-84fd',
  ])('is taken: %s', async (passphrase) => {
    expect(await judge(passphrase)).toBeUndefined();
  });

  test('may not be the agency’s name, the sign-in name or their own with a little beside it', async () => {
    const apart = ['harbour', 'house', 'amina.haddad', 'k7mq4tbz'];
    expect(await judge('harbour house', apart)).toBe('short');
    expect(await judge('Harbour-House-2026', apart)).toBe('simple');
    expect(await judge('Harbour Houses 1234', apart)).toMatch(/^(guessable|simple)$/);
    expect(await judge('amina.haddad@k7mq4tbz', apart)).toMatch(/^(guessable|simple)$/);
    expect(await judge('k7mq4tbz H@rb0ur and 1', apart)).toBe('guessable');
  });

  test('waits for a turn of its own agency and person to be judged, and is asked for again where that does not come', async () => {
    const who = { agency: 'k7mq4tbz', name: 'amina' };
    const turns: unknown[] = [];
    const run = async (turn: unknown) => {
      turns.push(turn);
      return { ok: false, why: 'late' } as const;
    };
    const given = { apart: [], who };
    expect(await judgeNewPassphrase({ ...desk, line: { run } }, 'winter gloves beside a kettle', given)).toBe(
      'busy',
    );
    expect(turns).toEqual([{ ...who, isKnownDevice: false }]);
  });

  test('is judged by its first 64 letters: what comes after costs no more, and makes it no worse', async () => {
    const start = 'p@$$w0rd 4@8({[<3€690!1|7 '.repeat(3).slice(0, 64);
    const guesses = await estimateGuesses(start, []);
    expect(await estimateGuesses(start + '4@8({[<3€690!1|7+5$2%'.repeat(6), [])).toBe(guesses);
  });
});

describe('a drawn passphrase', () => {
  test('is six words of the list, and would be taken', async () => {
    let count = 0;
    const random = (length: number) => {
      count += 1;
      return Uint8Array.from({ length }, (_, at) => (count * 83 + at * 29) % 256);
    };
    const drawn = await drawPassphrase(random);
    expect(drawn.split(' ')).toHaveLength(DRAWN_WORDS);
    expect(await judge(drawn)).toBeUndefined();
    expect(await drawPassphrase(random)).not.toBe(drawn);
  });

  test('is one of 2 to the 77, each word as likely as any other', async () => {
    const { dictionary } = await import('@zxcvbn-ts/language-common');
    const words = new Set(dictionary['diceware-common']);
    expect(words.size).toBe(7776);
    expect(Math.floor(DRAWN_WORDS * Math.log2(words.size))).toBe(77);
    expect(7776 ** DRAWN_WORDS).toBeGreaterThan(FEWEST_GUESSES);
    const counts = new Map<number, number>();
    for (let draw = 0; draw < 65_536; draw++) {
      const bytes = [Uint8Array.of(draw >> 8, draw & 255), Uint8Array.of(0, 0)];
      const drawn = drawBelow(7776, () => bytes.shift() as Uint8Array);
      counts.set(drawn, (counts.get(drawn) ?? 0) + 1);
    }
    // Every number comes as often as every other; only draws that were thrown away fall on the first.
    counts.delete(0);
    expect(new Set(counts.values())).toEqual(new Set([8]));
    expect(counts.size).toBe(7775);
  });
});
