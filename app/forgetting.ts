/** When a process that opened what was sealed should end, for another to take its place without it in its memory. */
type Forgetting = {
  /** Something was opened just now. */
  opened(): void;
  /** Does what opens something for as long as it lasts. */
  during<T>(work: () => Promise<T>): Promise<T>;
  /** Whether it is time, but for what still runs: nothing that lasts should be begun any more. */
  isDue(): boolean;
  /** Whether it is time, and nothing runs that would be broken off. */
  isOver(): boolean;
};

/** Remembers when something was opened; due so long after it. Throws nothing but what `during` does. */
export function createForgetting({ afterMs, now }: { afterMs: number; now: () => number }): Forgetting {
  let openedAt: number | undefined;
  let running = 0;
  const isDue = () => openedAt !== undefined && now() - openedAt > afterMs;
  return {
    opened: () => {
      openedAt = now();
    },
    during: async (work) => {
      running += 1;
      try {
        return await work();
      } finally {
        running -= 1;
        // Else one after another would put it off for ever.
        openedAt ??= now();
      }
    },
    isDue,
    isOver: () => isDue() && running === 0,
  };
}
