import { describe, expect, test } from 'vitest';
import { waitingLine } from './waiting-line.ts';

/** Work that is done once it is told to. */
function work(): { run: () => Promise<void>; done: () => void; hasBegun: () => boolean } {
  let begun = false;
  let done = () => {};
  const wait = new Promise<void>((resolve) => {
    done = resolve;
  });
  return {
    run: () => {
      begun = true;
      return wait;
    },
    done,
    hasBegun: () => begun,
  };
}

describe('a waiting line', () => {
  test('does one at a time, in order', async () => {
    const take = waitingLine(8);
    const [first, second] = [work(), work()];
    const turns = [take(first.run), take(second.run)];
    first.done();
    await turns[0];
    expect(first.hasBegun()).toBe(true);
    expect(second.hasBegun()).toBe(false);
    second.done();
    await turns[1];
    expect(second.hasBegun()).toBe(true);
  });

  test('takes nobody once so many wait, and somebody again once one is done', async () => {
    const take = waitingLine(2);
    const works = [work(), work(), work()];
    const turns = works.map(({ run }) => take(run));
    expect(turns).not.toContain(undefined);
    expect(take(work().run)).toBe(undefined);
    for (const { done } of works) done();
    await Promise.all(turns);
    const later = work();
    later.done();
    await expect(take(later.run)).resolves.toBe(undefined);
    expect(later.hasBegun()).toBe(true);
  });

  test('goes on after work that failed, which is told to whoever asked', async () => {
    const take = waitingLine(0);
    await expect(take(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(take(async () => 7)).resolves.toBe(7);
  });

  test('lets everything else have its turn in between', async () => {
    const take = waitingLine(1);
    const order: string[] = [];
    const first = take(async () => {
      order.push('turn 1');
      setImmediate(() => order.push('else'));
    });
    const second = take(async () => void order.push('turn 2'));
    await Promise.all([first, second]);
    expect(order).toEqual(['turn 1', 'else', 'turn 2']);
  });
});
