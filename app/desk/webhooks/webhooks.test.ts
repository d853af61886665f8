import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { loadLaw } from '../../law/index.ts';
import { doNextJob, noteClockJump, openDoor, openQueue, readNode, sendJobs } from '../../store/index.ts';
import { filePages } from '../file/index.ts';
import {
  addWorker,
  createTestDesk,
  giveMandate,
  makeAgency,
  makeFile,
  makeToken,
  signInAs,
  startReceiver,
  type TestDesk,
  type TestProgram,
  type TestReceiver,
  type TestWorker,
} from '../testing/index.ts';
import { EVENT_KINDS } from './event-kinds.ts';
import { signWebhook } from './standard-webhook.ts';
import { createEventTeller } from './tell-event.ts';
import { watchWebhooks } from './watch-webhooks.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const WEBHOOKS = '/api/desk/webhooks';
/** A name that leads into a network that the node may not reach. */
const GUARDED = 'inside.example';

let here: TestDesk;
let admin: TestWorker;
let amina: TestWorker;
let bilal: TestWorker;
let cora: TestWorker;
let nodeId: string;
let receiver: TestReceiver;
/** Why receivers were not reached, as the operator is told. */
const unreached: string[] = [];

beforeAll(async () => {
  here = await createTestDesk(inject('store'), { more: filePages(loadLaw()) });
  admin = await makeAgency(here, 'Harbour House', 'administrator');
  amina = await addWorker(here, admin, { own: 'amina', roles: ['case-worker'] });
  bilal = await addWorker(here, admin, { own: 'bilal', roles: ['case-worker'] });
  cora = await addWorker(here, admin, { own: 'cora', roles: ['coordinator'] });
  await giveMandate(here, admin);
  nodeId = (await readNode(here.database.app)).nodeId;
  receiver = await startReceiver();
}, 120_000);
afterAll(async () => {
  expect(here.errors).toEqual([]);
  await receiver.close();
  await here.drop();
});
beforeEach(async () => {
  const { admin: owner } = here.database;
  for (const table of ['clew.webhook_delivery', 'clew.webhook', 'clew_queue.job', 'clew.clock_jump'])
    await sql`DELETE FROM ${sql.table(table)}`.execute(owner);
  [receiver.told.length, unreached.length] = [0, 0];
  Object.assign(receiver, { status: 200, headers: {} });
});

type Set = { webhook: string; secret: string; path: string };

/** Sets an address through the API, as a program does. */
async function set(
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

/** What the process for jobs does: looks what happened, and tells it. */
async function work({ identity = here.channelIdentity, after = 0 } = {}): Promise<void> {
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

type Payload = { type: string; timestamp: string; data: { file: string } };
const payloads = () => receiver.told.map(({ body }) => JSON.parse(body) as Payload);
const kindsOf = (file: string) =>
  payloads()
    .filter(({ data }) => data.file === file)
    .map(({ type }) => type);

async function write({ browser }: TestWorker, file: string, words = 'Of the journey'): Promise<void> {
  await browser.visit(`/desk/files/${file}/write`);
  const what = { what: 'narrative told', source: 'person', certainty: 'certain', on: '2026-03-04' };
  await browser.send(`/desk/files/${file}/write`, { ...what, words });
}

const rowsOf = async (table: 'clew.webhook' | 'clew.webhook_delivery') =>
  (await sql<{ row: string }>`SELECT t::text AS row FROM ${sql.table(table)} t`.execute(here.database.admin))
    .rows;

const idOf = async (worker: TestWorker) =>
  String((await (await makeToken(here, worker)).ask('GET', '/api/desk/self')).body.worker);

describe('a program', () => {
  test('is told that something happened to a file, when, and nothing of what', async () => {
    const program = await makeToken(here, amina);
    await set(program);
    const file = await makeFile(amina, 'The first words');
    await work();
    expect(kindsOf(file)).toEqual(['file.made', 'file.changed']);
    for (const payload of payloads())
      expect(payload).toEqual({
        ...{ type: expect.any(String), data: { file } },
        timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      });
    const sent = JSON.stringify(receiver.told);
    for (const word of ['The first words', 'narrative', 'Harbour', 'amina', nodeId, await idOf(amina)])
      expect(sent).not.toContain(word);
  });

  test('is not told that somebody refused, and nothing of it stays on its way; what follows is told', async () => {
    await set(await makeToken(here, amina), { kinds: ['grant.given', 'file.closed', 'file.changed'] });
    const file = await makeFile(amina, 'asked');
    const refuse = async () => {
      await amina.browser.visit(`/desk/files/${file}/grant`);
      await amina.browser.send(`/desk/files/${file}/refusal`, { who: 'Police', 'what-for': 'a statement' });
    };
    await work();
    receiver.told.length = 0;
    for (let number = 0; number < 3; number += 1) await refuse();
    await work();
    expect(receiver.told).toEqual([]);
    expect(await rowsOf('clew.webhook_delivery')).not.toContainEqual({
      row: expect.stringContaining('waiting'),
    });
    await write(amina, file);
    await work();
    expect(kindsOf(file)).toEqual(['file.changed']);
  });

  test('is told no refusal that was put on its way before, which is forgotten', async () => {
    const { webhook } = await set(await makeToken(here, amina), { kinds: ['file.closed'] });
    const file = await makeFile(amina, 'asked');
    await amina.browser.visit(`/desk/files/${file}/grant`);
    await amina.browser.send(`/desk/files/${file}/refusal`, { who: 'Police', 'what-for': 'a statement' });
    const { rows } = await sql<{ number: string; chain: string }>`SELECT number, chain FROM clew.journal_entry
      WHERE thing = ${`file ${file} refusal`}`.execute(here.database.admin);
    const [{ number, chain: agencyId } = { number: '', chain: '' }] = rows;
    const deliveryId = randomUUID();
    await openDoor(here.desk.database, { kind: 'node', agencyId }).tally(async (transaction) => {
      await transaction
        .insertInto('clew.webhook_delivery')
        .values({
          ...{ agency_id: agencyId, delivery_id: deliveryId, webhook_id: webhook, number },
          ...{ made_at: here.desk.now(), attempts: 0, outcome: 'waiting' },
        })
        .execute();
      await sendJobs(transaction, [{ kind: 'event.tell', agencyId, deliveryId }], { due: here.desk.now() });
    });
    await work();
    expect([receiver.told, await rowsOf('clew.webhook_delivery')]).toEqual([[], []]);
  });

  test('knows by the signature that the node sent it', async () => {
    const { secret } = await set(await makeToken(here, amina));
    await makeFile(amina, 'signed');
    await work();
    for (const { body, headers } of receiver.told) {
      const id = String(headers['webhook-id']);
      const now = new Date(Number(headers['webhook-timestamp']) * 1000);
      expect(now).toEqual(here.desk.now());
      expect(headers['webhook-signature']).toBe(
        signWebhook({ id, body, now, secrets: [secret] })['Webhook-Signature'],
      );
    }
  });

  test('is told of each event once, however often it is looked for, and of none from before', async () => {
    const before = await makeFile(amina, 'before');
    await set(await makeToken(here, amina));
    const file = await makeFile(amina, 'after');
    for (let time = 0; time < 3; time += 1) await work();
    expect([kindsOf(before), kindsOf(file)]).toEqual([[], ['file.made', 'file.changed']]);
    expect(new Set(receiver.told.map(({ headers }) => headers['webhook-id'])).size).toBe(2);
  });

  test('is told only what it asked for', async () => {
    await set(await makeToken(here, amina), { kinds: ['file.closed'] });
    await makeFile(amina, 'not closed');
    await work();
    expect(receiver.told).toEqual([]);
  });

  test('is told that consent was taken back', async () => {
    await set(await makeToken(here, amina));
    const file = await makeFile(amina, 'withdrawn');
    await amina.browser.visit(`/desk/files/${file}/standing`);
    await amina.browser.send(`/desk/files/${file}/standing/withdraw`, { language: 'en', sure: 'yes' });
    await work();
    expect(kindsOf(file)).toContain('file.withdrawn');
  });

  test('is told once, also where the queue does what was done a second time', async () => {
    await set(await makeToken(here, amina), { kinds: ['file.made'] });
    await makeFile(amina, 'twice');
    await work();
    const { rows } = await sql<{ agencyId: string; deliveryId: string }>`
      SELECT agency_id AS "agencyId", delivery_id AS "deliveryId" FROM clew.webhook_delivery`.execute(
      here.database.admin,
    );
    for (const ids of rows)
      await openDoor(here.desk.database, { kind: 'node', agencyId: ids.agencyId }).tally((transaction) =>
        sendJobs(transaction, [{ kind: 'event.tell', ...ids }], { due: here.desk.now() }),
      );
    await work();
    expect(receiver.told).toHaveLength(1);
  });

  test('is sent it again, under the same id, until it takes it', async () => {
    const { path } = await set(await makeToken(here, amina), { kinds: ['file.made'] });
    expect(path).toMatch(/^\/api\/desk\/webhooks\//);
    receiver.status = 503;
    await makeFile(amina, 'again');
    await work();
    await work();
    receiver.status = 204;
    await work();
    await work();
    expect(receiver.told).toHaveLength(3);
    expect(new Set(receiver.told.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  });
});

describe('nobody learns by an event', () => {
  test('of a file that they may not see, nor is anything kept of it', async () => {
    const program = await makeToken(here, bilal);
    const { path } = await set(program);
    const file = await makeFile(amina, 'not for him');
    await work();
    expect(kindsOf(file)).toEqual([]);
    expect(await rowsOf('clew.webhook_delivery')).toEqual([]);
    expect((await program.ask('GET', `${path}/events`)).body.items).toEqual([]);
  });

  test('of a file from which they were excluded, also where it was on its way already', async () => {
    await set(await makeToken(here, bilal));
    const file = await makeFile(amina, 'shared');
    await amina.browser.visit(`/desk/files/${file}/people`);
    await amina.browser.send(`/desk/files/${file}/people/let-in`, { 'let-in-worker': await idOf(bilal) });
    await write(amina, file);
    await work();
    expect(kindsOf(file)).toContain('file.changed');
    receiver.told.length = 0;
    await write(amina, file);
    receiver.status = 503;
    await work();
    const tried = receiver.told.length;
    expect(tried).toBeGreaterThan(0);
    await amina.browser.visit(`/desk/files/${file}/people`);
    await amina.browser.send(`/desk/files/${file}/people/exclude`, {
      ...{ 'exclude-worker': await idOf(bilal), reason: 'He is a cousin', wish: 'person' },
    });
    await write(amina, file);
    receiver.status = 200;
    await work();
    expect(receiver.told).toHaveLength(tried);
    expect(await rowsOf('clew.webhook_delivery')).not.toContainEqual({
      row: expect.stringContaining('waiting'),
    });
  });

  test('that a part of a file was written which they may neither read nor write', async () => {
    await set(await makeToken(here, cora));
    const file = await makeFile(amina, 'hers alone');
    await work();
    expect(kindsOf(file)).toEqual(['file.made']);
  });

  test('what another agency does', async () => {
    const other = await makeAgency(here, 'Lantern', 'lena');
    const worker = await addWorker(here, other, { own: 'leo', roles: ['case-worker'] });
    await giveMandate(here, other);
    await set(await makeToken(here, worker));
    await makeFile(amina, 'in Harbour House');
    await work();
    expect(receiver.told).toEqual([]);
    const own = await makeFile(worker, 'in Lantern');
    await work();
    expect(kindsOf(own)).toEqual(['file.made', 'file.changed']);
  });

  test('what their token was not made for', async () => {
    const narrow = await makeToken(here, amina, { actions: ['webhook.write', 'webhook.read', 'grant.read'] });
    const body = { webhook: randomUUID(), address: receiver.address, kinds: ['file.made'] };
    const told = await narrow.ask('POST', WEBHOOKS, { body, headers: { 'Idempotency-Key': randomUUID() } });
    expect([told.status, told.body.code]).toEqual([403, 'narrow-token']);
    const none = await makeToken(here, amina, { actions: ['file.open'] });
    expect((await none.ask('GET', WEBHOOKS)).status).toBe(403);
    expect(await rowsOf('clew.webhook')).toEqual([]);
  });

  test.each([
    ['its time is over', async () => here.moveClock(2 * DAY)],
    [
      'its worker signed out everywhere',
      async () => {
        await amina.browser.visit('/desk/you');
        await amina.browser.send('/desk/you/sign-out-everywhere');
      },
    ],
  ])('anything more once the token does not hold: %s', async (_, end) => {
    await set(await makeToken(here, amina, { days: '1' }));
    const first = await makeFile(amina, 'while it held');
    await watchWebhooks({ database: here.desk.database, nodeId, now: here.desk.now() });
    await end();
    await work();
    expect([kindsOf(first), receiver.told]).toEqual([[], []]);
    for (const worker of [admin, amina, bilal, cora]) await signInAs(here, worker);
  });

  test('anything more once the token was ended: its address goes with it', async () => {
    const program = await makeToken(here, amina);
    await set(program);
    await makeFile(amina, 'while it held');
    const { body } = await program.ask('GET', '/api/desk/self');
    expect((await program.ask('DELETE', `/api/desk/tokens/${body.token}`)).status).toBe(200);
    expect([await rowsOf('clew.webhook'), await rowsOf('clew.webhook_delivery')]).toEqual([[], []]);
    await work();
    expect(receiver.told).toEqual([]);
  });
});

describe('an address', () => {
  test.each([
    'http://hooks.example/',
    'hooks.example',
    `https://a:${'b'}@hooks.example/`,
    'file:///etc/passwd',
  ])('“%s” is refused', async (address) => {
    const program = await makeToken(here, amina);
    await expect(set(program, { address })).rejects.toThrow('422');
    expect(await rowsOf('clew.webhook')).toEqual([]);
  });

  test('in a network that the node may not reach is never asked, and the program is told what it is told of one that does not answer', async () => {
    const program = await makeToken(here, amina);
    const told: unknown[] = [];
    for (const address of [`https://${GUARDED}/latest`, 'http://localhost:1/']) {
      const { path } = await set(program, { address, kinds: ['file.made'] });
      await makeFile(amina, 'elsewhere');
      await work();
      const [item] = (await program.ask('GET', `${path}/events`)).body.items as Record<string, unknown>[];
      told.push({ kind: item?.kind, outcome: item?.outcome, attempts: item?.attempts });
      await program.ask('DELETE', path);
    }
    expect(told).toEqual([told[1], told[1]]);
    expect(told[0]).toMatchObject({ outcome: 'unreached' });
    expect(unreached).toEqual(['guarded', 'unreached']);
  });

  test('that leads on to another is not followed', async () => {
    const elsewhere = await startReceiver();
    Object.assign(receiver, { status: 307, headers: { Location: elsewhere.address } });
    const { path } = await set(await makeToken(here, amina));
    await makeFile(amina, 'moved');
    await work();
    expect([elsewhere.told, path.length > 0]).toEqual([[], true]);
    await elsewhere.close();
  });

  test('and its secret lie sealed, and the secret is answered once', async () => {
    const program = await makeToken(here, amina);
    const { secret, path } = await set(program);
    const bytes = Buffer.from(secret.slice('whsec_'.length), 'base64');
    expect(bytes).toHaveLength(32);
    const seen = JSON.stringify(await rowsOf('clew.webhook'));
    for (const shape of [
      secret,
      bytes.toString('hex'),
      receiver.address,
      Buffer.from(receiver.address).toString('hex'),
    ])
      expect(seen).not.toContain(shape);
    const read = await program.ask('GET', path);
    expect(read.body).toMatchObject({ address: receiver.address, kinds: [...EVENT_KINDS], stopped: null });
    expect(read.text).not.toContain('whsec_');
  });

  test('is set once by a request that comes twice, with the same secret; five a token and no more', async () => {
    const program = await makeToken(here, amina);
    const body = { webhook: randomUUID(), address: receiver.address, kinds: ['file.made'] };
    const headers = { 'Idempotency-Key': randomUUID() };
    const first = await program.ask('POST', WEBHOOKS, { body, headers });
    const again = await program.ask('POST', WEBHOOKS, { body, headers });
    expect([again.status, again.text]).toEqual([201, first.text]);
    expect(await rowsOf('clew.webhook')).toHaveLength(1);
    for (let number = 1; number < 5; number += 1) await set(program);
    await expect(set(program)).rejects.toThrow('too-many');
  });

  test('is its token’s own: another of the same worker neither sees nor changes it', async () => {
    const { path } = await set(await makeToken(here, amina));
    const other = await makeToken(here, amina);
    expect((await other.ask('GET', WEBHOOKS)).body.items).toEqual([]);
    const since = here.desk.now().toISOString();
    const answers = [
      await other.ask('GET', path),
      await other.ask('GET', `${path}/events`),
      await other.ask('DELETE', path),
      await other.ask('POST', `${path}/replay`, { body: { since } }),
      await other.ask('POST', `${path}/secret`, { headers: { 'Idempotency-Key': randomUUID() } }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
    expect(await rowsOf('clew.webhook')).toHaveLength(1);
  });

  test('of a copy of the database is told nothing, nor is it listed: who restores it elsewhere has another key', async () => {
    const program = await makeToken(here, amina);
    const { path } = await set(program, { kinds: ['file.made'] });
    await makeFile(amina, 'copied');
    const { makeWorkerKeys } = await import('@clew/seal');
    await work({ identity: (await makeWorkerKeys(here.desk.random)).secrets.identity });
    expect(receiver.told).toEqual([]);
    expect((await program.ask('GET', path)).body).toMatchObject({ stopped: { why: 'no-key' } });
    expect([
      (await program.ask('GET', `${path}/events`)).body.items,
      await rowsOf('clew.webhook_delivery'),
    ]).toEqual([[], []]);
  });
});

describe('a secret', () => {
  test('that was changed signs at once, and the one before beside it for a day', async () => {
    const program = await makeToken(here, amina);
    const { secret: before, path } = await set(program, { kinds: ['file.made'] });
    const told = await program.ask('POST', `${path}/secret`, {
      headers: { 'Idempotency-Key': randomUUID() },
    });
    const secret = String(told.body.secret);
    expect([told.status, secret === before]).toEqual([200, false]);
    const signedBy = async (after: number) => {
      receiver.told.length = 0;
      await makeFile(amina, 'signed');
      await work({ after });
      const [{ body, headers } = { body: '', headers: {} }] = receiver.told;
      const at = new Date(Number(headers['webhook-timestamp']) * 1000);
      const by = (secrets: string[]) =>
        signWebhook({ id: String(headers['webhook-id']), body, now: at, secrets })['Webhook-Signature'];
      return [by([secret, before]), by([secret])].indexOf(String(headers['webhook-signature']));
    };
    expect(await signedBy(23 * HOUR)).toBe(0);
    expect(await signedBy(25 * HOUR)).toBe(1);
  });
});

describe('an address that takes nothing', () => {
  const standing = async (program: TestProgram, path: string) => (await program.ask('GET', path)).body;

  test('is told no more after three days; its worker and who looks after jobs are told, and the journal', async () => {
    const program = await makeToken(here, amina);
    const { path, webhook } = await set(program, { kinds: ['file.made'] });
    receiver.status = 500;
    const file = await makeFile(amina, 'never taken');
    await work();
    await work({ after: 3 * DAY - HOUR });
    expect(await standing(program, path)).toMatchObject({ stopped: null, failingSince: expect.any(String) });
    await work({ after: 3 * DAY });
    expect(await standing(program, path)).toMatchObject({ stopped: { why: 'silent' } });
    const asked = receiver.told.length;
    await work({ after: 4 * DAY });
    expect(receiver.told).toHaveLength(asked);
    const words = 'A program is told nothing any more';
    for (const [worker, isTold] of [
      [amina, true],
      [admin, true],
      [bilal, false],
    ] as const)
      expect([isTold, (await worker.browser.visit('/desk')).html.includes(words)]).toEqual([isTold, isTold]);
    expect((await amina.browser.visit('/desk/you/tokens')).html).toContain('told nothing any more');
    const { rows } = await sql`SELECT thing FROM clew.journal_entry WHERE action = 'webhook.stopped'
      AND thing = ${`webhook ${webhook}`}`.execute(here.database.admin);
    expect(rows).toHaveLength(1);
    receiver.status = 200;
    receiver.told.length = 0;
    const since = new Date(here.desk.now().getTime() - HOUR).toISOString();
    expect((await program.ask('POST', `${path}/replay`, { body: { since } })).status).toBe(200);
    await work({ after: 4 * DAY });
    expect(kindsOf(file)).toEqual(['file.made']);
    expect(await standing(program, path)).toMatchObject({ stopped: null, failingSince: null });
  });

  test('is not given up because the clock was moved forward', async () => {
    const program = await makeToken(here, amina);
    const { path } = await set(program, { kinds: ['file.made'] });
    receiver.status = 500;
    await makeFile(amina, 'while the clock was wrong');
    await work();
    const at = new Date(here.desk.now().getTime() + 5 * DAY);
    await noteClockJump(here.database.adminUrl, { at, movedMs: 5 * DAY });
    await work({ after: 5 * DAY });
    expect(await standing(program, path)).toMatchObject({ stopped: null });
  });

  test('is told no more at once where it says that it is gone', async () => {
    const program = await makeToken(here, amina);
    const { path } = await set(program, { kinds: ['file.made'] });
    receiver.status = 410;
    await makeFile(amina, 'gone');
    await work();
    expect(await standing(program, path)).toMatchObject({ stopped: { why: 'gone' } });
  });

  test('holds up nobody else’s: one new event an hour is tried, and all come once it takes them', async () => {
    await set(await makeToken(here, amina), { kinds: ['file.made'] });
    receiver.status = 500;
    await makeFile(amina, 'the first');
    await work();
    for (let number = 0; number < 3; number += 1) await makeFile(amina, `more ${number}`);
    await work();
    expect(await rowsOf('clew.webhook_delivery')).toHaveLength(1);
    receiver.status = 200;
    await work({ after: 2 * HOUR });
    await work({ after: 2 * HOUR });
    expect(new Set(receiver.told.map(({ headers }) => headers['webhook-id'])).size).toBe(4);
  });
});

describe('what was sent', () => {
  test('is sent anew with what was never tried, which would else hold a place', async () => {
    const program = await makeToken(here, amina);
    const { path } = await set(program, { kinds: ['file.made'] });
    await makeFile(amina, 'the first');
    await makeFile(amina, 'the second');
    receiver.status = 410;
    await work();
    receiver.status = 200;
    receiver.told.length = 0;
    const waiting = { row: expect.stringContaining('waiting') };
    expect(await rowsOf('clew.webhook_delivery')).toContainEqual(waiting);
    const since = new Date(here.desk.now().getTime() + HOUR).toISOString();
    expect((await program.ask('POST', `${path}/replay`, { body: { since } })).status).toBe(200);
    await work();
    expect(await rowsOf('clew.webhook_delivery')).not.toContainEqual(waiting);
    expect(receiver.told).toHaveLength(1);
  });

  test('is sent anew within seven days, under the same id, and said with what was answered', async () => {
    const program = await makeToken(here, amina);
    const { path } = await set(program, { kinds: ['file.made'] });
    await makeFile(amina, 'lost by the program');
    await work();
    const since = new Date(here.desk.now().getTime() - HOUR).toISOString();
    await program.ask('POST', `${path}/replay`, { body: { since } });
    await work();
    const ids = receiver.told.map(({ headers }) => headers['webhook-id']);
    expect([ids.length, new Set(ids).size]).toEqual([2, 1]);
    expect((await program.ask('GET', `${path}/events`)).body.items).toEqual([
      expect.objectContaining({ event: ids[0], kind: 'file.made', outcome: 'taken', attempts: 2 }),
    ]);
    await work({ after: 7 * DAY + HOUR });
    expect(await rowsOf('clew.webhook_delivery')).toEqual([]);
  });
});
