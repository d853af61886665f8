import { expect, test } from 'vitest';
import { deriveKey, passphraseProblem } from './passphrase.ts';

const CHEAP = { kdf: 'argon2id:8:1:1', salt: 'AAAAAAAAAAAAAAAAAAAAAA' };
const hex = async (passphrase: string) => Buffer.from(await deriveKey(passphrase, CHEAP)).toString('hex');

test('a passphrase counts as it was typed: every letter, its case, its spaces, to its end', async () => {
  const typed = `Winter gloves, beside a kettle. ${'x'.repeat(160)}`;
  const others = [
    typed.toLowerCase(),
    typed.toUpperCase(),
    ` ${typed}`,
    `${typed} `,
    `${typed}x`,
    typed.slice(0, -1),
    typed.replace(', ', ','),
  ];
  const keys = await Promise.all([typed, ...others].map(hex));
  expect(new Set(keys).size).toBe(others.length + 1);
});

test('of the longest passphrase that may be chosen no letter is cut off', async () => {
  // Each of these is two units of UTF-16, which is what JavaScript counts.
  const longest = `${'𐐷'.repeat(199)}𐐨`;
  expect(passphraseProblem(`abcdefgh${longest.slice(16)}`, [])).toBeUndefined();
  expect(await hex(longest)).not.toBe(await hex(`${'𐐷'.repeat(199)}𐐩`));
});

test('the same letters are the same passphrase, whichever keyboard they come from', async () => {
  expect(await hex('gants d’été près d’une théière')).toBe(
    await hex('gants d’été près d’une théière'.normalize('NFD')),
  );
});

test('a passphrase may be made of any characters, and of one kind of them alone', () => {
  const chosen = [
    'qzxwvutsrponmlkj',
    'QZXWVUTSRPONMLKJ',
    '1029384756102938',
    '!"§$%&/()=?*+#-_',
    'قفازات الشتاء بجانب الإبريق',
    '手袋と冬の湯沸かしの隣にある椅子です',
    '🧤🫖🪑🚪🪟🧣🧦🧥🌂🧵🪡🧶🪢👓🕶',
    'a passphrase of sixty-four characters is taken, as is any longer',
  ];
  for (const passphrase of chosen)
    expect([passphrase, passphraseProblem(passphrase, ['amina'])]).toEqual([passphrase, undefined]);
});

test('a passphrase may not lean on the name of who chooses it', () => {
  expect(passphraseProblem('amina haddad amina haddad', ['amina', 'Haddad'])).toBe('simple');
});

test('a key is what another implementation of Argon2id makes of the same passphrase', async () => {
  // Made once with the argon2id of @noble/hashes 2.4.0: 8 MiB, three passes, one lane, 32 bytes.
  const key = await deriveKey('winter gloves beside a kettle', {
    kdf: 'argon2id:8192:3:1',
    salt: 'AAECAwQFBgcICQoLDA0ODw',
  });
  expect(Buffer.from(key).toString('hex')).toBe(
    '8b2ad21c9584f7665fbd71c252a6b348d3ef33e692a85be0014c7335c397d642',
  );
});
