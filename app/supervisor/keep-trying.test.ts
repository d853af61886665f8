import { afterEach, expect, test, vi } from 'vitest';
import { keepTrying } from './keep-trying.ts';

afterEach(() => {
  vi.useRealTimers();
});

test('it is done now and again and again; what goes wrong is said once, until it works again', async () => {
  vi.useFakeTimers();
  const found = ['', 'no disk', 'no disk', 'no database', '', 'no disk'];
  const said: string[] = [];
  const end = keepTrying({
    everyMs: 1_000,
    attempt: async () => found.shift() ?? '',
    say: (line) => void said.push(line),
  });
  await vi.advanceTimersByTimeAsync(0);
  expect(found).toHaveLength(5);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(said).toEqual(['no disk', 'no database', 'no disk']);
  await end();
});

test('it is never done twice at once, and what is under way when it ends is told so and waited for', async () => {
  vi.useFakeTimers();
  let under = 0;
  const most: number[] = [];
  const attempt = async (signal: AbortSignal) => {
    under += 1;
    most.push(under);
    if (!signal.aborted)
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    under -= 1;
    return '';
  };
  const end = keepTrying({ everyMs: 1_000, attempt, say: () => undefined });
  await vi.advanceTimersByTimeAsync(1_000);
  await end();
  expect([under, Math.max(...most)]).toEqual([0, 1]);
});
