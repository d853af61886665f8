import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import type { Shown } from '../stolen-disk/planter.ts';
import type { NodeToKill, Victim } from './node-to-kill.ts';
import { type Change, changeBetween, countPeople, takeSnapshot } from './snapshot.ts';
import type { World } from './world.ts';
import type { Step } from './writers.ts';

/** When to kill: so many milliseconds after the form was sent, once it is on the disk and not answered yet, or with the answer. */
export type Moment = number | 'committed' | 'answered';

export type Struck = {
  isAcknowledged: boolean;
  /** Whether it was killed with the commit on the disk and the answer not sent. */
  isHeld: boolean;
  change: Change;
  /** How many people the node had before. */
  people: number;
  tookMs: number;
};

/** Where the form went and what it said, if that is known. */
type Answer = { status: number; tookMs: number };

class Cut extends Error {}

/** Sends the form and lets it be answered. */
export async function sendWhole(world: World, step: Step, except: string): Promise<Struck> {
  const before = await takeSnapshot(world.node, except);
  const answer = await sendCut(world, step, (answered) => answered);
  await untilQuiet(world.node);
  const change = changeBetween(before, await takeSnapshot(world.node, except));
  const people = countPeople(before);
  return { isAcknowledged: isYes(answer), isHeld: false, change, people, tookMs: answer.tookMs };
}

/** Sends the form, kills, waits until the node serves again, and looks at what came of it. */
export async function strike(
  world: World,
  step: Step,
  blow: { victim: Victim; moment: Moment; except: string; afterKill: () => Promise<void> },
): Promise<Struck> {
  const { node } = world;
  const { victim, moment, except } = blow;
  const before = await takeSnapshot(node, except);
  const watch = moment === 'committed' ? await openWatch(node) : undefined;
  let isHeld = false;
  const answer = await sendCut(world, step, async (answered) => {
    const isAnswered = answered.then(() => true as const);
    if (watch) isHeld = await watch.untilHeld(isAnswered);
    else await (moment === 'answered' ? answered : wait(Number(moment)));
    // Before: the supervisor starts the next server at once, and its process id is not to be had yet when it reads this.
    if (watch) await node.letGoOnceKilled();
    await node.kill(victim);
    await watch?.end();
    return answered;
  });
  await blow.afterKill();
  await node.bringBack(victim);
  await untilQuiet(node);
  const change = changeBetween(before, await takeSnapshot(node, except));
  const people = countPeople(before);
  return { isAcknowledged: isYes(answer), isHeld, change, people, tookMs: answer.tookMs };
}

function isYes({ status }: Answer): boolean {
  return status === 200 || status === 303;
}

/** Sends the form of a step; what it leads to is not followed. `meanwhile` decides when there is nothing to wait for any more. */
async function sendCut(
  world: World,
  step: Step,
  meanwhile: (answered: Promise<Answer>) => Promise<Answer>,
): Promise<Answer> {
  let answer: Answer | undefined;
  world.catchNext(async (url, init) => {
    const begun = performance.now();
    const answered = fetch(url, init).then(
      async (response) => {
        keepCookies(step, response);
        const html = await response.text();
        if (response.status >= 400) lastRefusal = html;
        return { status: response.status, tookMs: performance.now() - begun };
      },
      () => ({ status: 0, tookMs: performance.now() - begun }),
    );
    answer = await meanwhile(answered);
    throw new Cut();
  });
  await step.browser.fill(step.path, step.typed).catch((error: unknown): Shown | undefined => {
    world.catchNext(undefined);
    if (error instanceof Cut) return undefined;
    throw error;
  });
  if (answer === undefined) throw new Error(`${step.path} was not sent.`);
  return answer;
}

/** The page that last refused, for a message. */
export let lastRefusal = '';

function keepCookies({ browser }: Step, response: Response): void {
  const cookies = browser.cookies as Map<string, string>;
  for (const line of response.headers.getSetCookie()) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (/Max-Age=0\b/.test(line)) cookies.delete(name);
    else cookies.set(name, value);
  }
}

type Watch = {
  /** Whether a deed came to stand on the disk unanswered; false if the request was answered without one. */
  untilHeld(isAnswered: Promise<true>): Promise<boolean>;
  end(): Promise<void>;
};

/** Those who wait to be told of their commit. A deed holds a lock on the journal; what is only counted does not. */
const WAITING = `
  SELECT a.pid, EXISTS (SELECT 1 FROM pg_locks l WHERE l.pid = a.pid AND l.mode = 'RowExclusiveLock'
    AND l.relation = 'clew.journal_entry'::regclass) AS deed
  FROM pg_stat_activity a WHERE a.wait_event = 'SyncRep'`;

async function openWatch(node: NodeToKill): Promise<Watch> {
  const client = new Client({ connectionString: (await node.adminUrl()).href });
  client.on('error', () => undefined);
  await client.connect();
  const show = 'SHOW synchronous_standby_names';
  await node.hold();
  while ((await client.query(show)).rows[0]?.synchronous_standby_names !== 'nobody') await wait(5);
  return {
    untilHeld: async (isAnswered) => {
      let answered = false;
      void isAnswered.then(() => {
        answered = true;
      });
      while (!answered) {
        const { rows } = await client.query<{ pid: number; deed: boolean }>(WAITING);
        if (rows.some(({ deed }) => deed)) return true;
        for (const { pid } of rows) await client.query('SELECT pg_cancel_backend($1)', [pid]);
      }
      return false;
    },
    end: async () => {
      await node.letGo();
      await client.end().catch(() => undefined);
    },
  };
}

const BUSY = `
  SELECT 1 FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()
    AND (state <> 'idle' OR xact_start IS NOT NULL)`;

/** Waits until no connection is at work: of a process that was killed the last statement may still run. */
async function untilQuiet({ query }: NodeToKill): Promise<void> {
  while ((await query(BUSY)).length > 0) await wait(10);
}
