/** Whose turn it is: people wait behind others of the same name, names behind names of the same agency, and so on. */
export type Turn = { isKnownDevice: boolean; agency: string; name: string };

/** What happened to who waited: `refused` where the line was full, `late` where the turn did not come in time. */
type Waited<T> = { ok: true; value: T } | { ok: false; why: 'refused' | 'late' };

/** Where costly work waits, so that no more of it runs at once than the machine bears. */
export type DerivationLine = {
  /** Does the work when its turn comes. Rejects with what the work rejects with. */
  run<T>(turn: Turn, work: () => Promise<T>): Promise<Waited<T>>;
};

export type LineSettings = {
  /** How many at once. */
  atOnce: number;
  /** How many may wait among known devices, and as many among others. */
  most: number;
  /** How long one waits, in milliseconds. */
  patienceMs: number;
  /** Calls back once after so many milliseconds, unless called off by what it returns. */
  after: (ms: number, call: () => void) => () => void;
};

type Waiter = { turn: Turn; go: (why?: 'refused' | 'late') => void };
type Lane = Map<string, Map<string, Waiter[]>>;

/**
 * A line in which nobody can push others back by coming often. Browsers that signed in before and strangers take turns;
 * within each, agencies take turns; within an agency, names. When a lane is full, the last of whoever waits most
 * often is sent away, not whoever comes next.
 */
export function createDerivationLine({ atOnce, most, patienceMs, after }: LineSettings): DerivationLine {
  const lanes: [Lane, Lane] = [new Map(), new Map()];
  let running = 0;
  let next: 0 | 1 = 0;

  function advance(): void {
    while (running < atOnce) {
      const lane = lanes[next].size > 0 ? lanes[next] : lanes[1 - next];
      const waiter = lane && takeFirst(lane);
      if (!waiter) return;
      next = lane === lanes[0] ? 1 : 0;
      running += 1;
      waiter.go();
    }
  }

  function wait(turn: Turn): Promise<'refused' | 'late' | undefined> {
    const lane = lanes[turn.isKnownDevice ? 1 : 0];
    return new Promise((resolve) => {
      let callOff: () => void = () => undefined;
      const waiter: Waiter = {
        turn,
        go: (why) => {
          callOff();
          resolve(why);
        },
      };
      push(lane, waiter);
      if (countAll(lane) > most) dropFromFullest(lane)?.go('refused');
      callOff = after(patienceMs, () => remove(lane, waiter) && resolve('late'));
      advance();
    });
  }

  return {
    async run(turn, work) {
      const why = await wait(turn);
      if (why !== undefined) return { ok: false, why };
      try {
        return { ok: true, value: await work() };
      } finally {
        running -= 1;
        advance();
      }
    },
  };
}

function push(lane: Lane, waiter: Waiter): void {
  const { agency, name } = waiter.turn;
  const names = lane.get(agency) ?? new Map<string, Waiter[]>();
  lane.set(agency, names);
  names.set(name, [...(names.get(name) ?? []), waiter]);
}

/** The first of the name and agency whose turn it is; both go to the end of their rows. */
function takeFirst(lane: Lane): Waiter | undefined {
  const [agency, names] = first(lane) ?? [];
  const [name, waiters] = (names && first(names)) ?? [];
  const waiter = waiters?.[0];
  if (agency === undefined || names === undefined || name === undefined || !waiter) return undefined;
  remove(lane, waiter);
  toEnd(names, name);
  toEnd(lane, agency);
  return waiter;
}

function first<Value>(map: Map<string, Value>): [string, Value] | undefined {
  return map.entries().next().value;
}

function toEnd<Value>(map: Map<string, Value>, key: string): void {
  const value = map.get(key);
  if (value === undefined) return;
  map.delete(key);
  map.set(key, value);
}

function remove(lane: Lane, waiter: Waiter): boolean {
  const { agency, name } = waiter.turn;
  const names = lane.get(agency);
  const waiters = names?.get(name);
  if (!names || !waiters?.includes(waiter)) return false;
  const left = waiters.filter((one) => one !== waiter);
  if (left.length > 0) names.set(name, left);
  else names.delete(name);
  if (names.size === 0) lane.delete(agency);
  return true;
}

function dropFromFullest(lane: Lane): Waiter | undefined {
  const names = fullest(lane, (group) => countIn(group));
  const waiters = names && fullest(names, (group) => group.length);
  const waiter = waiters?.at(-1);
  if (waiter) remove(lane, waiter);
  return waiter;
}

/** The last of those with the most: who came later gives way. */
function fullest<Value>(map: Map<string, Value>, count: (value: Value) => number): Value | undefined {
  let found: Value | undefined;
  for (const value of map.values()) if (found === undefined || count(value) >= count(found)) found = value;
  return found;
}

function countIn(names: Map<string, Waiter[]>): number {
  return [...names.values()].reduce((sum, waiters) => sum + waiters.length, 0);
}

function countAll(lane: Lane): number {
  return [...lane.values()].reduce((sum, names) => sum + countIn(names), 0);
}
