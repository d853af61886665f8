import { expect, test } from 'vitest';
import { runCrashRounds } from './testing/crash-rounds.ts';
import { seeded } from './testing/seeded.ts';

test('whatever is killed, the next start works and every acknowledged row is there', async () => {
  const result = await runCrashRounds({
    targets: ['web', 'postgres', 'supervisor', 'backend', 'npm', 'postgres', 'web'],
    random: seeded(1),
  });
  expect(result).toMatchObject({ rounds: 7, lost: [], doubled: [], journal: { ok: true } });
  expect(result.acknowledged).toBeGreaterThan(20);
});

test('the same rounds find losses when commits do not wait for the disk', async () => {
  const result = await runCrashRounds({
    targets: ['postgres', 'postgres', 'postgres'],
    random: seeded(2),
    careless: true,
  });
  expect(result.lost.length).toBeGreaterThan(0);
});
