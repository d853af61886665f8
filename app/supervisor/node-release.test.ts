import { expect, test } from 'vitest';
import { warnOfOldNode } from './node-release.ts';

test('a release past its end of support is warned of from the day after', () => {
  expect(warnOfOldNode('v20.19.0', new Date('2026-04-30T12:00:00Z'))).toBeUndefined();
  expect(warnOfOldNode('v20.19.0', new Date('2026-05-01T00:00:00Z'))).toMatch(/since 2026-04-30/);
});

test('a release without long support is warned of, a later one that we do not know is not', () => {
  expect(warnOfOldNode('v25.1.0', new Date('2026-05-01'))).toMatch(/long support/);
  expect(warnOfOldNode('v28.0.0', new Date('2028-05-01'))).toBeUndefined();
});
