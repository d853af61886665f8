import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { expect } from 'vitest';
import { loadLaw } from '../../../law/index.ts';
import { doNextJob, openQueue, readNode } from '../../../store/index.ts';
import { filePages } from '../../file/index.ts';
import {
  addWorker,
  createTestDesk,
  giveMandate,
  makeAgency,
  makeToken,
  startReceiver,
  type TestDesk,
  type TestProgram,
  type TestReceiver,
  type TestWorker,
} from '../../testing/index.ts';
import { EVENT_KINDS } from '../event-kinds.ts';
import { createEventTeller } from '../tell-event.ts';
import { watchWebhooks } from '../watch-webhooks.ts';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const WEBHOOKS = '/api/desk/webhooks';
/** A name that leads into a network that the node may not reach. */
export const GUARDED = 'inside.example';

type Set = { webhook: string; secret: string; path: string };
type Payload = { type: string; timestamp: string; data: { file: string } };
type Table = 'clew.webhook' | 'clew.webhook_delivery';

/** An agency whose programs are told what happens to its files, and what receives it. */
export type Told = {
  here: TestDesk;
  admin: TestWorker;
  /** Two case workers, and a coordinator. */
  amina: TestWorker;
  bilal: TestWorker;
  cora: TestWorker;
  nodeId: string;
  receiver: TestReceiver;
  /** Why receivers were not reached, as the operator is told. */
  unreached: string[];
  /** Sets an address through the API, as a program does. */
  set(program: TestProgram, more?: { address?: string; kinds?: readonly string[] }): Promise<Set>;
  /** What the process for jobs does: looks what happened, and tells it. */
  work(more?: { identity?: string | undefined; after?: number }): Promise<void>;
  payloads(): Payload[];
  kindsOf(file: string): string[];
  write(worker: TestWorker, file: string, words?: string): Promise<void>;
  rowsOf(table: Table): Promise<{ row: string }[]>;
  idOf(worker: TestWorker): Promise<string>;
  /** Takes all addresses away, and what was received. */
  forget(): Promise<void>;
  close(): Promise<void>;
};

/** Makes the agency, with nobody told of anything yet. */
export async function openTold(store: Parameters<typeof createTestDesk>[0]): Promise<Told> {
  const here = await createTestDesk(store, { more: filePages(loadLaw()) });
  const admin = await makeAgency(here, 'Harbour House', 'administrator');
  const amina = await addWorker(here, admin, { own: 'amina', roles: ['case-worker'] });
  const bilal = await addWorker(here, admin, { own: 'bilal', roles: ['case-worker'] });
  const cora = await addWorker(here, admin, { own: 'cora', roles: ['coordinator'] });
  await giveMandate(here, admin);
  const { nodeId } = await readNode(here.database.app);
  const receiver = await startReceiver();
  const unreached: string[] = [];
  const payloads = () => receiver.told.map(({ body }) => JSON.parse(body) as Payload);
  return {
    ...{ here, admin, amina, bilal, cora, nodeId, receiver, unreached, payloads, write },
    set: (program, more) => set(receiver, program, more),
    work: (more) => work({ here, nodeId, unreached }, more),
    kindsOf: (file) =>
      payloads()
        .filter(({ data }) => data.file === file)
        .map(({ type }) => type),
    rowsOf: async (table) => {
      const all = sql<{ row: string }>`SELECT t::text AS row FROM ${sql.table(table)} t`;
      return (await all.execute(here.database.admin)).rows;
    },
    idOf: async (worker) =>
      String((await (await makeToken(here, worker)).ask('GET', '/api/desk/self')).body.worker),
    forget: async () => {
      for (const table of ['clew.webhook_delivery', 'clew.webhook', 'clew_queue.job', 'clew.clock_jump'])
        await sql`DELETE FROM ${sql.table(table)}`.execute(here.database.admin);
      [receiver.told.length, unreached.length] = [0, 0];
      Object.assign(receiver, { status: 200, headers: {} });
    },
    close: async () => {
      expect(here.errors).toEqual([]);
      await receiver.close();
      await here.drop();
    },
  };
}

async function set(
  receiver: TestReceiver,
  program: TestProgram,
  more: { address?: string; kinds?: readonly string[] } = {},
): Promise<Set> {
  const body = { webhook: randomUUID(), address: receiver.address, kinds: EVENT_KINDS, ...more };
  const told = await program.ask('POST', WEBHOOKS, { body, headers: { 'Idempotency-Key': randomUUID() } });
  if (told.status !== 201) throw new Error(`${told.status} ${told.text}`);
  const path = `${WEBHOOKS}/${body.webhook}`;
  expect([told.body.webhook, told.headers.get('Location')]).toEqual([body.webhook, path]);
  return { webhook: body.webhook, secret: String(told.body.secret), path };
}

async function work(
  { here, nodeId, unreached }: Pick<Told, 'here' | 'nodeId' | 'unreached'>,
  { identity = here.channelIdentity, after = 0 }: { identity?: string | undefined; after?: number } = {},
): Promise<void> {
  const { database, outgoing } = here.desk;
  const now = () => new Date(here.desk.now().getTime() + after);
  await watchWebhooks({ database, nodeId, now: now() });
  const handlers = {
    'alarm.tell': async () => ({ ok: true as const }),
    'population.count': async () => ({ ok: true as const }),
    'event.tell': createEventTeller({
      ...{ database, now, identity, onOpened: () => undefined },
      outgoing: {
        ...outgoing,
        resolve: async (name) => (name === GUARDED ? ['169.254.169.254'] : outgoing.resolve(name)),
      },
      onUnreached: (why) => unreached.push(why),
    }),
  };
  const { signal } = new AbortController();
  const queue = openQueue(database, nodeId);
  await sql`UPDATE clew_queue.job SET start_after = '2026-01-01'`.execute(here.database.admin);
  const { rows } = await sql<{ n: number }>`
    SELECT count(*)::int AS n FROM clew_queue.job WHERE state < 'active'`.execute(here.database.admin);
  // Each once: what fails is due again at once only where a test says so.
  for (let left = rows[0]?.n ?? 0; left > 0; left -= 1)
    await doNextJob({ queue, handlers, signal }, 'events');
}

async function write({ browser }: TestWorker, file: string, words = 'Of the journey'): Promise<void> {
  await browser.visit(`/desk/files/${file}/write`);
  const what = { what: 'narrative told', source: 'person', certainty: 'certain', on: '2026-03-04' };
  await browser.send(`/desk/files/${file}/write`, { ...what, words });
}
