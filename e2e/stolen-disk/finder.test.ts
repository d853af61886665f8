import { deflateSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { canaryNeedles, hatchCanaries, secretNeedles } from './canaries.ts';
import { makeFinder } from './finder.ts';

const canaries = hatchCanaries();
const words = canaries.words('a form');
const find = makeFinder(canaryNeedles());
const latin = words.split(' ')[0] ?? '';
const arabic = words.split(' ')[2] ?? '';

const ENCODINGS: [string, Buffer][] = [latin, arabic].flatMap((word): [string, Buffer][] => [
  ['as it is', Buffer.from(word)],
  ['in capitals', Buffer.from(word.toUpperCase())],
  ['in small letters', Buffer.from(word.toLowerCase())],
  ['in UTF-16', Buffer.from(word, 'utf16le')],
  ['as hex', Buffer.from(Buffer.from(word).toString('hex'))],
  ['as HEX', Buffer.from(Buffer.from(word).toString('hex').toUpperCase())],
  ['in a URL', Buffer.from(`q=${encodeURIComponent(word)}&x=1`)],
  ['in base64', Buffer.from(Buffer.from(`${word} said`).toString('base64'))],
  ['in base64, one byte on', Buffer.from(Buffer.from(`1${word} said`).toString('base64'))],
  ['in base64url, two bytes on', Buffer.from(Buffer.from(`12${word} said`).toString('base64url'))],
  ['compressed by zlib', deflateSync(`words before ${word} words after`)],
  ['compressed by gzip', gzipSync(`words before ${word} words after`)],
]);

test.each(ENCODINGS)('a canary is found %s', (_, encoded) => {
  const noise = Buffer.from('x'.repeat(1000));
  expect(find(Buffer.concat([noise, encoded, noise])).length).toBeGreaterThan(0);
  expect(find(noise)).toEqual([]);
});

test('a canary is found in something compressed whose end was cut off', () => {
  const packed = gzipSync(`${words} ${Array.from({ length: 999 }, (_, at) => at * at).join(' ')}`);
  expect(find(packed.subarray(0, packed.length - 99)).map(({ isPacked }) => isPacked)).toContain(true);
});

test('what is found says where it was planted', () => {
  const [found] = find(Buffer.from(`before ${words} after`));
  expect(canaries.placeIn(found?.around.toString() ?? '')).toBe('a form');
});

test('a key is found by its bytes', () => {
  const key = Buffer.from(Array.from({ length: 32 }, (_, at) => (at * 37) % 251));
  const findKey = makeFinder(secretNeedles('a key', key));
  expect(findKey(Buffer.concat([Buffer.alloc(99), key])).map(({ at }) => at)).toEqual([99]);
  expect(findKey(Buffer.from(`k=${key.toString('base64url')}`)).length).toBeGreaterThan(0);
});
