/** Whether the work was done when its turn came; false where the line was full, or the turn did not come in time. */
type Taken<T> = { ok: true; value: T } | { ok: false };

/** Where work waits that anybody may ask for. */
export type PublicLine = {
  /** Does the work when its turn comes. `kind` is the page it is for. Rejects with what the work rejects with. */
  run<T>(kind: string, work: () => Promise<T>): Promise<Taken<T>>;
};

type PublicLineSettings = {
  /** How many may wait. */
  most: number;
  /** How long one waits, in milliseconds. */
  patienceMs: number;
  /** Whether anybody is being served who does not wait in this line. */
  isShared: () => boolean;
  /** Milliseconds on a clock that only runs on. */
  now: () => number;
  /** Calls back once after so many milliseconds, unless called off by what it returns. */
  after: (ms: number, call: () => void) => () => void;
};

/** How many are being served who do not wait in line. */
export type Others = { count: number };

/** Serves somebody who does not wait, counted among `others` while it lasts. Rejects with what the work rejects with. */
export async function beside<T>(others: Others, work: () => Promise<T>): Promise<T> {
  others.count += 1;
  try {
    return await work();
  } finally {
    others.count -= 1;
  }
}

type Waiter = { kind: string; go: (isTaken: boolean) => void };

/**
 * A line for work of the public pages: one at a time, and while others are being served a pause after each, as long as the work took, so
 * that half of the processor is left for them. Kinds take turns, so that a flood of one keeps nobody from another. When the line is full the
 * last of the longest row is sent away, not whoever comes next. Nothing about who asks is known or kept.
 */
export function createPublicLine(settings: PublicLineSettings): PublicLine {
  const { most, patienceMs, isShared, now, after } = settings;
  const rows = new Map<string, Waiter[]>();
  let isBusy = false;

  function advance(): void {
    if (isBusy) return;
    const waiter = takeFirst(rows);
    if (!waiter) return;
    isBusy = true;
    waiter.go(true);
  }

  function rest(began: number): void {
    // Even alone it lets go for a moment: whoever came meanwhile is heard.
    after(isShared() ? Math.max(1, now() - began) : 1, () => {
      isBusy = false;
      advance();
    });
  }

  function wait(kind: string): Promise<boolean> {
    return new Promise((resolve) => {
      let callOff: () => void = () => undefined;
      const waiter: Waiter = {
        kind,
        go: (isTaken) => {
          callOff();
          resolve(isTaken);
        },
      };
      rows.set(kind, [...(rows.get(kind) ?? []), waiter]);
      if (count(rows) > most) dropLast(rows)?.go(false);
      callOff = after(patienceMs, () => remove(rows, waiter) && resolve(false));
      advance();
    });
  }

  return {
    async run(kind, work) {
      if (!(await wait(kind))) return { ok: false };
      const began = now();
      try {
        return { ok: true, value: await work() };
      } finally {
        rest(began);
      }
    },
  };
}

/** The first of the kind whose turn it is; that kind goes to the end. */
function takeFirst(rows: Map<string, Waiter[]>): Waiter | undefined {
  const [kind, waiters] = rows.entries().next().value ?? [];
  const waiter = waiters?.[0];
  if (kind === undefined || !waiter) return undefined;
  remove(rows, waiter);
  const left = rows.get(kind);
  if (left) {
    rows.delete(kind);
    rows.set(kind, left);
  }
  return waiter;
}

function remove(rows: Map<string, Waiter[]>, waiter: Waiter): boolean {
  const row = rows.get(waiter.kind);
  if (!row?.includes(waiter)) return false;
  const left = row.filter((one) => one !== waiter);
  if (left.length > 0) rows.set(waiter.kind, left);
  else rows.delete(waiter.kind);
  return true;
}

function dropLast(rows: Map<string, Waiter[]>): Waiter | undefined {
  const longest = [...rows.values()].toSorted((one, other) => other.length - one.length)[0];
  const waiter = longest?.at(-1);
  if (waiter) remove(rows, waiter);
  return waiter;
}

function count(rows: Map<string, Waiter[]>): number {
  return [...rows.values()].reduce((sum, row) => sum + row.length, 0);
}
