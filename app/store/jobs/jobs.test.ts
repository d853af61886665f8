import { once } from 'node:events';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { openDoor, readNode } from '../index.ts';
import { createTestDatabase, type TestDatabase } from '../testing/index.ts';
import { JOB_LINES, Job } from './kinds.ts';
import { countJobs } from './look-at-jobs.ts';
import { openQueue, type Queue, sendJobs } from './queue.ts';
import { doNextJob, type JobEnd, type JobHandlers, runJobs } from './run-jobs.ts';

const [HARBOUR, LANTERN] = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'];

let database: TestDatabase;
let nodeId: string;
let queue: Queue;
beforeAll(async () => {
  database = await createTestDatabase(inject('store'));
  nodeId = (await readNode(database.app)).nodeId;
  queue = openQueue(database.app, nodeId);
});
afterAll(() => database.drop());
beforeEach(async () => {
  await sql`DELETE FROM clew_queue.job`.execute(database.admin);
});

const numbered = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const tell = (agencyId: string, number: number): Job => ({
  kind: 'alarm.tell',
  agencyId,
  deliveryId: numbered(number),
});
const NOW = new Date('2026-11-22T12:00:00Z');

async function send(agencyId: string, jobs: readonly Job[], due = NOW): Promise<void> {
  const door = openDoor(database.app, { kind: 'node', agencyId });
  await door.tally((transaction) => sendJobs(transaction, jobs, { due }));
}

const signal = new AbortController().signal;
const ends = (end: () => JobEnd | Promise<JobEnd>): JobHandlers => ({
  'population.count': async () => ({ ok: true }),
  'alarm.tell': async () => end(),
  'event.tell': async () => end(),
});

/** What is done until nothing is due, in order. */
async function doAll(end: () => JobEnd | Promise<JobEnd> = () => ({ ok: true })): Promise<Job[]> {
  const done: Job[] = [];
  const handlers: JobHandlers = {
    ...ends(end),
    'alarm.tell': async (job) => {
      done.push(job);
      return end();
    },
  };
  while (await doNextJob({ queue, handlers, signal }, 'soon'));
  return done;
}

async function rows() {
  const { rows: found } = await sql<{
    data: Job;
    state: string;
    output: unknown;
    start_after: Date;
  }>`SELECT data, state::text, output, start_after FROM clew_queue.job ORDER BY created_on`.execute(
    database.admin,
  );
  return found;
}

describe('a job', () => {
  test('is done once and then no more', async () => {
    await send(HARBOUR, [tell(HARBOUR, 1)]);
    expect(await doAll()).toEqual([tell(HARBOUR, 1)]);
    expect(await doAll()).toEqual([]);
  });

  test('is there only if what called for it is', async () => {
    const door = openDoor(database.app, { kind: 'node', agencyId: HARBOUR });
    const undone = door.tally(async (transaction) => {
      await sendJobs(transaction, [tell(HARBOUR, 1)], { due: NOW });
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(await rows()).toEqual([]);
  });

  test('waits once, however often it is asked for', async () => {
    await send(HARBOUR, [tell(HARBOUR, 1)]);
    await send(HARBOUR, [tell(HARBOUR, 1), tell(HARBOUR, 1)]);
    expect(await rows()).toHaveLength(1);
  });

  test('that is due later waits until then', async () => {
    const tomorrow = new Date(Date.now() + 24 * 3_600_000);
    await send(HARBOUR, [tell(HARBOUR, 1)], tomorrow);
    expect(await doAll()).toEqual([]);
  });

  test('that failed is tried again later, and after sixteen times no more', async () => {
    await send(HARBOUR, [tell(HARBOUR, 1)]);
    const make = async () => doAll(() => ({ ok: false, why: 'unreached' }));
    let times = 0;
    for (let found = await make(); found.length > 0; found = await make()) {
      times += found.length;
      const [row] = await rows();
      if (row?.state === 'retry') expect(row.start_after.getTime()).toBeGreaterThan(Date.now());
      // An hour that nobody waits for.
      await sql`UPDATE clew_queue.job SET start_after = '2026-01-01'`.execute(database.admin);
    }
    expect(times).toBe(17);
    expect((await rows()).map(({ state }) => state)).toEqual(['failed']);
  });

  test('that a killed process held is put back', async () => {
    await send(HARBOUR, [tell(HARBOUR, 1)]);
    await queue.take('soon');
    expect(await doAll()).toEqual([]);
    expect(await queue.takeBack()).toBe(1);
    await sql`UPDATE clew_queue.job SET start_after = '2026-01-01'`.execute(database.admin);
    expect(await doAll()).toEqual([tell(HARBOUR, 1)]);
  });

  test('that is none of ours is done by nobody', async () => {
    await sql`INSERT INTO clew_queue.job (name, data, retry_limit)
      VALUES ('soon', '{"kind": "alarm.tell", "agencyId": "x"}', 0)`.execute(database.admin);
    await sql`UPDATE clew_queue.job SET data = '{"kind": "other"}'`.execute(database.admin);
    expect(await doAll()).toEqual([]);
    expect((await rows()).map(({ output }) => output)).toEqual([{ code: 'unreadable' }]);
  });

  test('leaves nothing of what it was about when it goes wrong', async () => {
    await send(HARBOUR, [tell(HARBOUR, 1)]);
    await doAll(() => {
      throw new Error('Yodit Tesfay, Quay Street 4');
    });
    expect((await rows()).map(({ output }) => output)).toEqual([{ code: 'fault' }]);
  });

  test('that ended is forgotten after a week', async () => {
    await send(HARBOUR, [tell(HARBOUR, 1), tell(HARBOUR, 2)]);
    await doAll();
    await sql`UPDATE clew_queue.job SET completed_on = ${NOW}`.execute(database.admin);
    await queue.tidy(new Date('2026-11-28T12:00:00Z'));
    expect(await rows()).toHaveLength(2);
    await queue.tidy(new Date('2026-11-30T12:00:00Z'));
    expect(await rows()).toEqual([]);
  });
});

describe('agencies', () => {
  const inOrder = async () =>
    (await doAll()).map(({ agencyId }) => (agencyId === HARBOUR ? 'H' : 'L')).join('');

  test('one that asks for ten thousand at once does not keep another waiting', async () => {
    await send(
      HARBOUR,
      Array.from({ length: 10_000 }, (_, number) => tell(HARBOUR, number)),
    );
    await send(LANTERN, [tell(LANTERN, 1), tell(LANTERN, 2), tell(LANTERN, 3)]);
    const first: string[] = [];
    for (let at = 0; at < 8; at++)
      await doNextJob(
        {
          queue,
          signal,
          handlers: {
            ...ends(() => ({ ok: true })),
            'population.count': async () => ({ ok: true }),
            'alarm.tell': async ({ agencyId }) => {
              first.push(agencyId === HARBOUR ? 'H' : 'L');
              return { ok: true };
            },
          },
        },
        'soon',
      );
    expect(first.join('')).toBe('HLHLHLHH');
  });

  test('one whose jobs do not end keeps no other waiting, however many it has', async () => {
    const others = Array.from({ length: 12 }, (_, at) => numbered(100 + at));
    await send(
      HARBOUR,
      Array.from({ length: 40 }, (_, number) => tell(HARBOUR, number)),
    );
    for (const other of others) await send(other, [tell(other, 1), tell(other, 2)]);
    const [stop, answer] = [new AbortController(), new AbortController()];
    const [begun, done]: [string[], string[]] = [[], []];
    const handlers: JobHandlers = {
      ...ends(() => ({ ok: true })),
      'alarm.tell': async ({ agencyId }) => {
        begun.push(agencyId);
        if (agencyId === HARBOUR) await once(answer.signal, 'abort');
        done.push(agencyId);
        return { ok: true };
      },
    };
    const pause = async () => {
      // Whoever has nothing to do looks again: then all that could be done is done.
      if (done.length === 2 * others.length) stop.abort();
      if (stop.signal.aborted) answer.abort();
      await new Promise((resolve) => setImmediate(resolve));
    };
    await runJobs({ queue, handlers, signal: stop.signal, pause });
    expect(begun.filter((one) => one === HARBOUR)).toHaveLength(1);
    expect(done.slice(0, -1).sort()).toEqual([...others, ...others].sort());
    expect(done.at(-1)).toBe(HARBOUR);
  });

  test('what takes long is done one at a time, whose ever it is, and what is done soon does not wait for it', async () => {
    const long = (agencyId: string): Job => ({ kind: 'population.count', agencyId, runId: numbered(1) });
    await send(HARBOUR, [long(HARBOUR)]);
    await send(LANTERN, [long(LANTERN), tell(LANTERN, 1)]);
    const [stop, told] = [new AbortController(), new AbortController()];
    const order: string[] = [];
    const handlers: JobHandlers = {
      ...ends(() => ({ ok: true })),
      'population.count': async ({ agencyId }) => {
        order.push(`begins ${agencyId}`);
        if (!told.signal.aborted) await once(told.signal, 'abort');
        order.push(`ends ${agencyId}`);
        if (order.length === 5) stop.abort();
        return { ok: true };
      },
      'alarm.tell': async () => {
        order.push('told');
        return { ok: true };
      },
    };
    const pause = async () => {
      if (order.includes('told')) told.abort();
      await new Promise((resolve) => setImmediate(resolve));
    };
    await runJobs({ queue, handlers, signal: stop.signal, pause });
    const counts = order.filter((one) => one !== 'told');
    expect(counts).toEqual([`begins ${HARBOUR}`, `ends ${HARBOUR}`, `begins ${LANTERN}`, `ends ${LANTERN}`]);
    expect(order.indexOf('told')).toBeLessThan(order.indexOf(`ends ${HARBOUR}`));
  });

  test('nothing is begun of a line that is held, and the others go on', async () => {
    const count: Job = { kind: 'population.count', agencyId: HARBOUR, runId: numbered(1) };
    await send(HARBOUR, [count, tell(HARBOUR, 1)]);
    const stop = new AbortController();
    const begun: string[] = [];
    const note = async ({ kind }: Job) => {
      begun.push(kind);
      return { ok: true as const };
    };
    const handlers: JobHandlers = {
      ...ends(() => ({ ok: true })),
      ...{ 'alarm.tell': note, 'population.count': note },
    };
    let pauses = 0;
    const pause = async () => {
      pauses += 1;
      if (pauses > 20 && begun.includes('alarm.tell')) stop.abort();
      await new Promise((resolve) => setImmediate(resolve));
    };
    const isHeld = (line: string) => line === 'long';
    await runJobs({ queue, handlers, isHeld, signal: stop.signal, pause });
    expect(begun).toEqual(['alarm.tell']);
    await doNextJob({ queue, handlers, signal }, 'long');
    expect(begun).toEqual(['alarm.tell', 'population.count']);
  });

  test('nor does one that asks one by one', async () => {
    for (const number of [1, 2, 3]) await send(HARBOUR, [tell(HARBOUR, number)]);
    await send(LANTERN, [tell(LANTERN, 1)]);
    expect(await inOrder()).toBe('HLHH');
  });

  test('who asks again and again never passes what waits already', async () => {
    await send(HARBOUR, [tell(HARBOUR, 1), tell(HARBOUR, 2), tell(HARBOUR, 3)]);
    for (let second = 0; second < 5; second++)
      await send(LANTERN, [tell(LANTERN, second)], new Date(NOW.getTime() + second * 1_000));
    expect(await inOrder()).toBe('HLHLHLLL');
  });

  test('what was due while the node was off is done in the order in which it was due', async () => {
    const week = [5, 1, 6, 3, 2, 4].map((day) => ({ day, due: new Date(Date.UTC(2026, 10, 10 + day)) }));
    for (const { day, due } of week)
      await send(day % 2 ? HARBOUR : LANTERN, [tell(day % 2 ? HARBOUR : LANTERN, day)], due);
    const done = await doAll();
    expect(done.map((job) => job.kind === 'alarm.tell' && Number(job.deliveryId.slice(-2)))).toEqual([
      1, 2, 3, 4, 5, 6,
    ]);
  });

  test('each sees its own jobs, the node all, and nobody else any', async () => {
    await send(HARBOUR, [tell(HARBOUR, 1)]);
    await send(LANTERN, [tell(LANTERN, 1), tell(LANTERN, 2)]);
    const seenBy = async (actor: Parameters<typeof openDoor>[1]) =>
      openDoor(database.app, actor).read(async (transaction) =>
        (await countJobs(transaction, NOW)).map(({ count }) => count),
      );
    expect(await seenBy({ kind: 'node', agencyId: HARBOUR })).toEqual([1]);
    expect(await seenBy({ kind: 'node', agencyId: LANTERN })).toEqual([2]);
    expect(await seenBy({ kind: 'node', nodeId })).toEqual([3]);
    expect(await seenBy({ kind: 'node', agencyId: numbered(9) })).toEqual([]);
  });

  test('none puts a job into the name of another', async () => {
    await expect(send(HARBOUR, [tell(LANTERN, 1)])).rejects.toThrow('row-level security');
  });

  test('nobody reaches round the table into one of its parts', async () => {
    const { rows: parts } = await sql<{ name: string }>`
      SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'clew_queue.job'::regclass
    `.execute(database.admin);
    expect(parts).toHaveLength(JOB_LINES.length);
    for (const { name } of parts) {
      const reading = sql.raw(`SELECT 1 FROM ${name}`).execute(database.app);
      await expect(reading).rejects.toThrow('permission denied');
    }
  });
});

describe('whoever looks after the node is told', () => {
  test('how many jobs of a kind wait and how many are stuck, and why one failed', async () => {
    await send(HARBOUR, [tell(HARBOUR, 1), tell(HARBOUR, 2)]);
    await doNextJob({ queue, handlers: ends(() => ({ ok: false, why: 'unreached' })), signal }, 'soon');
    const door = openDoor(database.app, { kind: 'node', nodeId });
    const at = async (now: Date) => door.read((transaction) => countJobs(transaction, now));
    expect(await at(NOW)).toMatchObject([
      { kind: 'alarm.tell', state: 'waiting', count: 2, stuck: 0, why: 'unreached' },
    ]);
    expect(await at(new Date('2026-11-22T13:00:01Z'))).toMatchObject([{ stuck: 1 }]);
  });
});

/** Every field of every kind, with what it may be. */
function fieldsOf(schema: unknown): unknown[] {
  const { oneOf } = schema as {
    oneOf: { properties: Record<string, unknown>; additionalProperties: boolean }[];
  };
  expect(oneOf.every(({ additionalProperties }) => additionalProperties === false)).toBe(true);
  return oneOf.flatMap(({ properties }) => Object.values(properties));
}

describe('what a job carries', () => {
  test('of every kind there is: its name and ids, and nothing a person could have typed', () => {
    const fields = fieldsOf(z.toJSONSchema(Job)) as { const?: string; format?: string }[];
    expect(fields.length).toBeGreaterThan(2);
    for (const field of fields)
      expect(field.const === undefined ? field.format : 'name').toMatch(/^(name|uuid)$/);
  });

  test('and a kind with a word in it would be found', () => {
    const careless = z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('mail'), agencyId: z.uuid(), to: z.string() }),
    ]);
    const fields = fieldsOf(z.toJSONSchema(careless)) as { const?: string; format?: string }[];
    expect(fields.some((field) => field.const === undefined && field.format !== 'uuid')).toBe(true);
  });
});
