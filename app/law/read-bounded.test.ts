import { execFileSync } from 'node:child_process';
import { existsSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readBounded } from './read-bounded.ts';
import { caseFolder } from './testing/index.ts';

const { path: folder, write } = caseFolder();
const read = (path: string, most = 10, isLinkFollowed = true) => readBounded(path, { most, isLinkFollowed });

test('as much as may be read is read, and one byte more is too much', () => {
  const whole = read(write('ten', 'x'.repeat(10)));
  expect(whole.ok && new TextDecoder().decode(whole.bytes)).toBe('xxxxxxxxxx');
  expect(read(write('eleven', 'x'.repeat(11)))).toEqual({ ok: false, why: 'too-large' });
  const large = read(write('large', 'x'.repeat(200_000)), 200_000);
  expect(large.ok && large.bytes.length).toBe(200_000);
});

// Such a file says that it has no bytes, and has as many as one cares to read.
test.skipIf(!existsSync('/proc/self/maps'))('a file that lies about its size is read no further', () => {
  expect(read('/proc/self/maps', 100)).toEqual({ ok: false, why: 'too-large' });
});

test('what is no file is not waited for', () => {
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  expect(read(pipe)).toEqual({ ok: false, why: 'no-file' });
  expect(read(folder)).toEqual({ ok: false, why: 'no-file' });
  expect(read(join(folder, 'nothing'))).toEqual({ ok: false, why: 'missing' });
});

test('a link is followed only where a person named it', () => {
  const link = join(folder, 'link');
  symlinkSync(write('named', 'a'), link);
  expect(read(link).ok).toBe(true);
  expect(read(link, 10, false)).toEqual({ ok: false, why: 'link' });
});
