import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'kysely';
import { atDesk, makeManyFiles } from '../../app/desk/testing/index.ts';
import { type Bench, type BenchContext, whole } from '../frame/bench.ts';
import { atNode, type Filled, fillDesk } from '../load/fill.ts';
import { readUse, useBetween } from '../load/processes.ts';
import { type RunningNode, startCommand, withNode } from '../load/running-node.ts';
import { timesOf } from '../load/times.ts';
import { type Answered, sendTraffic } from '../load/traffic.ts';
import { makePlan, type Serving } from './plan.ts';
import { returnAtOnce } from './return.ts';

const SEED = 6;
const WARM_UP_SECONDS = 15;
const EVERY_MS = 10_000;
const ENTRIES_A_FILE = 20;
const CLIENTS = 1_000;
/** What 95 of 100 may take, in ms, and the last of those who return. */
const LIMITS = { list: 60, open: 100, save: 80, return: 60_000 } as const;
const RIGHT: Readonly<Record<string, number>> = { save: 303 };
/** An answer that was not the right one counts as if it had taken this long: a page that fails is quick. */
const WRONG_MS = 60_000;

export const bench: Bench = {
  about:
    'so many sealed entries and 200 workers who act every ten seconds while backups are made, then 1,000 who return at once: ms of lists, openings and savings; arguments: entries, people, seconds',
  async run({ say, args }: BenchContext) {
    const [entries, people, seconds] = [whole(args[0], 1_000_000), whole(args[1], 200), whole(args[2], 60)];
    return withNode(async (node) => {
      const filled = await fillDesk(node, { people, comers: 0, files: people }, say);
      const sessions = await addFiles(node, { filled, entries, say });
      const before = await countEntries(node, sessions);
      const measured = await measure(node, { sessions, seconds, say });
      const standing = await countEntries(node, sessions);
      say(`${CLIENTS} clients return at once`);
      const returned = await returnAtOnce(node.origin, { sessions, clients: CLIENTS });
      const kept = (await countEntries(node, sessions)) - standing;
      const isWithin = { ...measured.isWithin, return: returned.waitedMs.max <= LIMITS.return };
      const lost = returned.taken - kept;
      return {
        figures: {
          entries: before,
          people,
          seconds,
          seed: SEED,
          ...measured,
          returned: { ...returned, lost },
          isWithin,
        },
      };
    });
  },
};

type Adding = { filled: Filled; entries: number; say: (line: string) => void };
type Sessions = Serving['sessions'];

/** Gives each case worker files until all entries stand. */
async function addFiles({ data }: RunningNode, { filled, entries, say }: Adding): Promise<Sessions> {
  const workers = filled.sessions.filter(
    ({ worker, files }) => worker.role === 'case-worker' && files.length > 0,
  );
  const each = Math.ceil(entries / ENTRIES_A_FILE / workers.length);
  return atNode(data, async (desk) => {
    const sessions = [];
    for (const [at, session] of workers.entries()) {
      if (at % 20 === 0) say(`entries of ${workers.length - at} people are still to be made`);
      const owned = await makeManyFiles(desk, {
        like: session.files[0] ?? '',
        owner: session,
        count: each,
        entriesEach: ENTRIES_A_FILE,
        firstNumber: 1_000 + at * each,
      });
      sessions.push({ ...session, owned });
    }
    return sessions;
  });
}

type Measuring = { sessions: Sessions; seconds: number; say: (line: string) => void };

/** Warms up, then measures for so many seconds, with one backup after another. */
async function measure(node: RunningNode, { sessions, seconds, say }: Measuring) {
  const plan = makePlan({ sessions, seed: SEED, seconds: seconds + WARM_UP_SECONDS, everyMs: EVERY_MS });
  say(`${WARM_UP_SECONDS} seconds to warm up, then ${seconds} measured while backups are made`);
  const pid = node.child.pid ?? 0;
  const backups = backUpUntil(node, (WARM_UP_SECONDS + seconds) * 1_000);
  const answering = sendTraffic(node.origin, plan);
  await wait(WARM_UP_SECONDS * 1_000);
  const before = readUse(pid);
  await wait(seconds * 1_000);
  const after = readUse(pid);
  const answered = (await answering).filter(({ at }) => at >= WARM_UP_SECONDS * 1_000);
  return { ...sumUp(answered), backups: await backups, use: useBetween(before, after, seconds) };
}

/** Makes one backup after another until the time is over; the last is ended then. Returns how many there were. */
async function backUpUntil(node: RunningNode, ms: number): Promise<{ begun: number; whole: number }> {
  const end = performance.now() + ms;
  const counts = { begun: 0, whole: 0 };
  while (performance.now() < end) {
    counts.begun += 1;
    const child = startCommand(node, ['backup', join(node.folder, `${counts.begun}.backup`)]);
    const timer = setTimeout(() => child.kill('SIGTERM'), end - performance.now());
    const [code] = await once(child, 'exit');
    clearTimeout(timer);
    if (code === 0) counts.whole += 1;
    else if (performance.now() < end) throw new Error(`The backup ended with ${code}.`);
  }
  return counts;
}

function sumUp(answered: readonly Answered[]) {
  const isRight = ({ kind, status }: Answered) => status === (RIGHT[kind] ?? 200);
  const counted = answered.map((one) => (isRight(one) ? one : { ...one, ms: WRONG_MS }));
  const ofKind = (kind: keyof typeof LIMITS) => timesOf(counted.filter((one) => one.kind === kind));
  const [list, open, save] = [ofKind('list'), ofKind('open'), ofKind('save')];
  const wrong = answered.filter((one) => !isRight(one)).length;
  return {
    ms: { list, open, save },
    wrong,
    isWithin: { list: list.p95 <= LIMITS.list, open: open.p95 <= LIMITS.open, save: save.p95 <= LIMITS.save },
  };
}

/** How many entries the agency has, counted as one of its workers. */
async function countEntries({ data }: RunningNode, [session]: Sessions): Promise<number> {
  if (!session) throw new Error('Nobody has files.');
  return atNode(data, async (desk) => {
    const { door } = await atDesk(desk, session.cookie);
    return door.read(async (transaction) => {
      const { rows } = await sql<{ count: string }>`SELECT count(*) FROM clew.file_entry`.execute(
        transaction,
      );
      return Number(rows[0]?.count ?? 0);
    });
  });
}
