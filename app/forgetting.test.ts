import { expect, test } from 'vitest';
import { createForgetting } from './forgetting.ts';

function atClock() {
  const clock = { at: 0 };
  return { clock, forgetting: createForgetting({ afterMs: 100, now: () => clock.at }) };
}

/** Something that lasts until it is ended. */
function lasting() {
  let end = () => {};
  const lasts = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { work: () => lasts, end };
}

test('a process that opened nothing does not end', () => {
  const { clock, forgetting } = atClock();
  clock.at = 10_000;
  expect([forgetting.isDue(), forgetting.isOver()]).toEqual([false, false]);
});

test('one that opened something ends some time after it', () => {
  const { clock, forgetting } = atClock();
  forgetting.opened();
  clock.at = 100;
  expect(forgetting.isOver()).toBe(false);
  clock.at = 101;
  expect(forgetting.isOver()).toBe(true);
});

test('one that did what lasts ends some time after its end, also where it failed', async () => {
  const { clock, forgetting } = atClock();
  clock.at = 5_000;
  await expect(forgetting.during(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
  expect(forgetting.isOver()).toBe(false);
  clock.at = 5_101;
  expect(forgetting.isOver()).toBe(true);
});

test('what runs is not broken off: it is due, and over once that has ended', async () => {
  const { clock, forgetting } = atClock();
  const count = lasting();
  const ended = forgetting.during(count.work);
  forgetting.opened();
  clock.at = 101;
  expect([forgetting.isDue(), forgetting.isOver()]).toEqual([true, false]);
  count.end();
  await ended;
  expect(forgetting.isOver()).toBe(true);
});

test('one after another does not put it off', async () => {
  const { clock, forgetting } = atClock();
  for (let number = 0; number < 3; number += 1) {
    await forgetting.during(async () => undefined);
    clock.at += 60;
  }
  expect(forgetting.isOver()).toBe(true);
});
