import { createHmac } from 'node:crypto';
import { makeWorkerKeys } from '@clew/seal';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { doNextJob, noteClockJump, openDoor, openQueue, readNode } from '../../store/index.ts';
import {
  addWorker,
  createTestDesk,
  makeAgency,
  PASSPHRASE,
  proofOf,
  type Received,
  signInAs,
  startReceiver,
  type TestDesk,
  type TestReceiver,
  type TestWorker,
} from '../testing/index.ts';
import { createAlarmTeller } from './tell-alarm.ts';
import { watchChannels } from './watch-channels.ts';

const PATH = '/desk/alarms/channel';
const HOUR = 3_600_000;
const WORKER = '33333333-3333-4333-8333-333333333333';

type Message = { event: string; id: string; version: number; challenge?: string };

/** As a program answers that read the test. */
const answerTest = (body: string) => JSON.stringify({ challenge: (JSON.parse(body) as Message).challenge });

let here: TestDesk;
let amina: TestWorker;
let lena: TestWorker;
let agencyId: string;
let nodeId: string;
let receiver: TestReceiver;
const messages = () => receiver.told.map(({ body }) => JSON.parse(body) as Message);
beforeAll(async () => {
  here = await createTestDesk(inject('store'));
  amina = await makeAgency(here, 'Harbour House');
  lena = await addWorker(here, amina, { own: 'lena', roles: ['case-worker'] });
  const row = await here.database.admin
    .selectFrom('clew.agency')
    .select('agency_id')
    .executeTakeFirstOrThrow();
  agencyId = row.agency_id;
  nodeId = (await readNode(here.database.app)).nodeId;
  receiver = await startReceiver();
});
afterAll(async () => {
  expect(here.errors).toEqual([]);
  await receiver.close();
  await here.drop();
});
beforeEach(async () => {
  for (const table of ['clew.alarm_channel', 'clew.alarm_delivery', 'clew_queue.job'])
    await sql`DELETE FROM ${sql.table(table)}`.execute(here.database.admin);
  receiver.told.length = 0;
  receiver.status = 200;
  receiver.answer = answerTest;
});

/** Sets the channel as its page does, and returns the secret that is shown. */
async function setChannel(address = receiver.address): Promise<string> {
  await amina.browser.visit(PATH);
  const { html } = await amina.browser.send(PATH, { address, ...proofOf(here, amina) });
  return /<p class="keep"><bdi dir="ltr">([\w-]{43})</.exec(html)?.[1] ?? '';
}

const raise = async () => {
  const door = openDoor(here.database.app, { kind: 'node', agencyId });
  await door.write({ action: 'alarm.raise', thing: `worker ${WORKER} files` }, async () => undefined);
};

/** What the operator was told. */
const unreached: string[] = [];
/** How often a channel was opened: what the process then holds it must forget. */
let opened = 0;

/** What the process for jobs does once: looks what is due, and does it. Returns how many jobs there were. */
async function work({ identity = here.channelIdentity, after = 0 } = {}): Promise<number> {
  const { database, random, outgoing } = here.desk;
  const now = () => new Date(here.desk.now().getTime() + after);
  await watchChannels({ database, nodeId, now: now() });
  const queue = openQueue(database, nodeId);
  const handlers = {
    'population.count': async () => ({ ok: true }) as const,
    'alarm.tell': createAlarmTeller({
      database,
      now,
      random,
      outgoing,
      identity,
      onOpened: () => (opened += 1),
      onUnreached: (why) => unreached.push(why),
    }),
    'event.tell': async () => ({ ok: true as const }),
  };
  const { signal } = new AbortController();
  let count = 0;
  while (await doNextJob({ queue, handlers, signal }, 'soon')) count += 1;
  return count;
}

/** As if the pause before the next attempt were over. */
const skipPause = () =>
  sql`UPDATE clew_queue.job SET start_after = '2026-01-01'`.execute(here.database.admin);

const channel = () => here.database.admin.selectFrom('clew.alarm_channel').selectAll().executeTakeFirst();

describe('an alarm', () => {
  test('is sent with an id and nothing that says what happened, to whom, or where', async () => {
    await setChannel();
    await work();
    receiver.told.length = 0;
    await raise();
    const before = opened;
    expect(await work()).toBe(1);
    expect(opened).toBe(before + 1);
    expect(messages()).toEqual([
      { event: 'alarm', id: expect.stringMatching(/^[0-9a-f-]{36}$/), version: 1 },
    ]);
    const sent = JSON.stringify(receiver.told);
    for (const word of [agencyId, nodeId, WORKER, 'Harbour', 'files']) expect(sent).not.toContain(word);
  });

  test('is signed by the secret that was shown once, with the moment', async () => {
    const secret = await setChannel();
    await work();
    const [{ body, headers }] = receiver.told as [Received];
    const seconds = String(headers['clew-timestamp']);
    const mac = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
    expect(headers['clew-signature']).toBe(`v1=${mac}`);
    expect(Number(seconds)).toBe(here.desk.now().getTime() / 1000);
  });

  test('is sent once, however often it is looked for', async () => {
    await setChannel();
    await work();
    await raise();
    await work();
    await work();
    expect(messages().filter(({ event }) => event === 'alarm')).toHaveLength(1);
  });

  test('of before the channel was set is not sent', async () => {
    await raise();
    await setChannel();
    await work();
    expect(messages().map(({ event }) => event)).toEqual(['test']);
  });

  test('is tried again under the same id until the receiver takes it', async () => {
    await setChannel();
    await work();
    receiver.told.length = 0;
    receiver.status = 503;
    await raise();
    await work();
    expect(await work()).toBe(0);
    await skipPause();
    receiver.status = 204;
    receiver.answer = () => '';
    expect(await work()).toBe(1);
    expect(new Set(messages().map(({ id }) => id)).size).toBe(1);
    expect(messages()).toHaveLength(2);
    const [row] = await here.database.admin
      .selectFrom('clew.alarm_delivery')
      .selectAll()
      .where('event', '=', 'alarm')
      .execute();
    expect(row).toMatchObject({ attempts: 2, outcome: 'taken' });
  });

  test('on its way to a channel that was set anew goes to neither', async () => {
    await setChannel();
    await work();
    receiver.status = 503;
    await raise();
    await work();
    await setChannel();
    receiver.status = 200;
    receiver.told.length = 0;
    await skipPause();
    await work();
    expect(messages().map(({ event }) => event)).toEqual(['test']);
  });

  test('goes to no network that the node may not reach; administrators are told what they are told of one that does not answer, and the operator the reason', async () => {
    const told = async (address: string) => {
      unreached.length = 0;
      for (const table of ['clew.alarm_delivery', 'clew_queue.job'])
        await sql`DELETE FROM ${sql.table(table)}`.execute(here.database.admin);
      await setChannel(address);
      await work();
      const [row] = await here.database.admin.selectFrom('clew.alarm_delivery').select('outcome').execute();
      const { html } = await amina.browser.visit(PATH);
      const jobs = (await amina.browser.visit('/desk/jobs')).html;
      const told = [/<table.*<\/table>/s.exec(html)?.[0], jobs].map((one) => one?.replace(/[\d:]+ UTC/g, ''));
      return { outcome: row?.outcome, told, why: [...unreached] };
    };
    const guarded = await told('https://169.254.169.254/latest');
    const gone = await told('http://localhost:1/clew');
    expect([guarded.outcome, gone.outcome]).toEqual(['unreached', 'unreached']);
    expect(guarded.told).toEqual(gone.told);
    expect([guarded.why, gone.why]).toEqual([['guarded'], ['unreached']]);
  });

  test('is sent by no copy of the database: who restores it elsewhere has another key', async () => {
    await setChannel();
    await work({ identity: (await makeWorkerKeys(here.desk.random)).secrets.identity });
    expect(receiver.told).toEqual([]);
    expect((await amina.browser.visit(PATH)).html).toContain('set it anew');
  });
});

describe('a test', () => {
  test('goes out once a day, and once after a week in which the node was off', async () => {
    await setChannel();
    expect(await work()).toBe(1);
    expect(await work()).toBe(0);
    expect(await work({ after: 23 * HOUR })).toBe(0);
    expect(await work({ after: 24 * HOUR })).toBe(1);
    expect(await work({ after: 8 * 24 * HOUR })).toBe(1);
    expect(await work({ after: 8 * 24 * HOUR })).toBe(0);
    expect(messages().map(({ event }) => event)).toEqual(['test', 'test', 'test']);
  });

  test('has arrived only where the receiver brings its challenge back', async () => {
    await setChannel();
    const wrongs = ['', 'ok', '{"challenge": "x"}', '{"challenge": 5}', '[]'];
    for (const [day, wrong] of wrongs.entries()) {
      receiver.answer = () => wrong;
      await work({ after: day * 24 * HOUR });
      expect((await channel())?.arrived_at).toBeNull();
    }
    receiver.answer = (body) => JSON.stringify({ ...JSON.parse(answerTest(body)), more: 'well' });
    const after = 9 * 24 * HOUR;
    await work({ after });
    expect((await channel())?.arrived_at).toEqual(new Date(here.desk.now().getTime() + after));
  });

  test('that is not answered any more is told to administrators on their first page, and not to a case worker', async () => {
    await setChannel();
    await work();
    const words = 'No test was answered lately';
    expect((await amina.browser.visit('/desk')).html).not.toContain(words);
    const long = new Date(here.desk.now().getTime() - 27 * HOUR);
    await here.database.admin.updateTable('clew.alarm_channel').set({ arrived_at: long }).execute();
    expect((await amina.browser.visit(PATH)).html).toContain('Alarms may not arrive');
    expect((await amina.browser.visit('/desk')).html).toContain(words);
    expect((await lena.browser.visit('/desk')).html).not.toContain(words);
  });
});

describe('the address', () => {
  test('takes passphrase and code, so that a stolen session sends alarms nowhere else and ends nothing', async () => {
    await setChannel();
    const before = await channel();
    for (const [form, suffix] of [
      [{ address: 'https://thief.example/' }, ''],
      [{ do: 'end' }, '-2'],
    ] as const) {
      await amina.browser.visit(PATH);
      const typed = { ...form, [`passphrase${suffix}`]: PASSPHRASE };
      const { status, html } = await amina.browser.send(PATH, typed);
      expect([status, html.includes('do not go together')]).toEqual([422, true]);
    }
    expect(await channel()).toEqual(before);
  });

  test.each([
    '',
    'hooks.example',
    'http://hooks.example/',
    `https://a:${'b'}@hooks.example/`,
    'javascript:alert(1)',
    'file:///etc/passwd',
  ])('“%s” is refused, and what was typed stays', async (address) => {
    await amina.browser.visit(PATH);
    const { status, html } = await amina.browser.send(PATH, { address, ...proofOf(here, amina) });
    expect(status).toBe(422);
    if (address) expect(html).toContain(address.replaceAll("'", '&#39;'));
  });

  test('and its secret lie sealed, and the secret is on no page again', async () => {
    const secret = await setChannel();
    const { rows } = await sql<{ all: string }>`
      SELECT string_agg(t::text, ' ') AS all FROM clew.alarm_channel t`.execute(here.database.admin);
    const box = (await channel())?.box.toString('latin1') ?? '';
    for (const word of [secret, 'localhost', '/clew']) {
      expect(rows[0]?.all).not.toContain(word);
      expect(box).not.toContain(word);
    }
    expect((await amina.browser.visit(PATH)).html).not.toContain(secret);
  });

  test('is set by an administrator alone, and the journal tells that it was', async () => {
    expect([403, 404]).toContain((await lena.browser.visit(PATH)).status);
    await setChannel();
    await amina.browser.visit(PATH);
    await amina.browser.send(PATH, { do: 'end', ...proofOf(here, amina, '-2') });
    expect(await channel()).toBeUndefined();
    const rows = await here.database.admin
      .selectFrom('clew.journal_entry')
      .select('thing')
      .where('action', '=', 'alarm.channel')
      .orderBy('number', 'desc')
      .limit(2)
      .execute();
    expect(rows.map(({ thing }) => thing)).toEqual(['channel ended', 'channel set']);
  });
});

describe('the page of jobs', () => {
  test('tells administrators what waits and what was given up, and nothing of what it is about', async () => {
    await setChannel();
    receiver.status = 500;
    await work();
    const { html } = await amina.browser.visit('/desk/jobs');
    expect(html).toContain('Sending an alarm');
    expect(html).toContain('The receiver did not answer well.');
    const [delivery] = await here.database.admin
      .selectFrom('clew.alarm_delivery')
      .select('delivery_id')
      .execute();
    expect(html).not.toContain(delivery?.delivery_id);
    expect([403, 404]).toContain((await lena.browser.visit('/desk/jobs')).status);
  });
});

describe('a test of the channel', () => {
  test('is neither due nor missed because the clock was moved forward, and is once the clock is taken to be right', async () => {
    await setChannel();
    await work();
    here.moveClock(3 * 24 * HOUR);
    await noteClockJump(here.database.adminUrl, { at: here.desk.now(), movedMs: 3 * 24 * HOUR });
    expect(await work()).toBe(0);
    // The session is over by then.
    await signInAs(here, amina);
    expect((await amina.browser.visit('/desk')).html).not.toContain('No test was answered lately');
    here.moveClock(25 * HOUR);
    expect(await work()).toBe(1);
    await sql`DELETE FROM clew.clock_jump`.execute(here.database.admin);
    await signInAs(here, amina);
    await signInAs(here, lena);
  });
});

test('no agency can ask which others have a channel', async () => {
  const door = openDoor(here.database.app, { kind: 'node', agencyId });
  const asked = door.read((transaction) => sql`SELECT clew.agencies_with_channel()`.execute(transaction));
  await expect(asked).rejects.toThrow('only the node asks this');
});
