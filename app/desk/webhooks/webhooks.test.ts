import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { openDoor, sendJobs } from '../../store/index.ts';
import {
  addWorker,
  giveMandate,
  makeAgency,
  makeFile,
  makeToken,
  signInAs,
  type TestDesk,
  type TestReceiver,
  type TestWorker,
} from '../testing/index.ts';
import { signWebhook } from './standard-webhook.ts';
import { DAY, openTold, type Told, WEBHOOKS } from './testing/told-programs.ts';
import { watchWebhooks } from './watch-webhooks.ts';
import { openWebhook, sealWebhook } from './webhook-box.ts';

let told: Told;
let here: TestDesk;
let admin: TestWorker;
let amina: TestWorker;
let bilal: TestWorker;
let cora: TestWorker;
let receiver: TestReceiver;
beforeAll(async () => {
  told = await openTold(inject('store'));
  ({ here, admin, amina, bilal, cora, receiver } = told);
}, 240_000);
afterAll(() => told.close());
beforeEach(() => told.forget());

describe('a program', () => {
  test('is told that something happened to a file, when, and nothing of what', async () => {
    const program = await makeToken(here, amina);
    await told.set(program);
    const file = await makeFile(amina, 'The first words');
    await told.work();
    expect(told.kindsOf(file)).toEqual(['file.made', 'file.changed']);
    for (const payload of told.payloads())
      expect(payload).toEqual({
        ...{ type: expect.any(String), data: { file } },
        timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      });
    const sent = JSON.stringify(receiver.told);
    for (const word of [
      'The first words',
      'narrative',
      'Harbour',
      'amina',
      told.nodeId,
      await told.idOf(amina),
    ])
      expect(sent).not.toContain(word);
  });

  test('is not told that somebody refused, and nothing of it stays on its way; what follows is told', async () => {
    await told.set(await makeToken(here, amina), { kinds: ['grant.given', 'file.closed', 'file.changed'] });
    const file = await makeFile(amina, 'asked');
    const refuse = async () => {
      await amina.browser.visit(`/desk/files/${file}/grant`);
      await amina.browser.send(`/desk/files/${file}/refusal`, { who: 'Police', 'what-for': 'a statement' });
    };
    await told.work();
    receiver.told.length = 0;
    for (let number = 0; number < 3; number += 1) await refuse();
    await told.work();
    expect(receiver.told).toEqual([]);
    expect(await told.rowsOf('clew.webhook_delivery')).not.toContainEqual({
      row: expect.stringContaining('waiting'),
    });
    await told.write(amina, file);
    await told.work();
    expect(told.kindsOf(file)).toEqual(['file.changed']);
  });

  test('is told no refusal that was put on its way before, which is forgotten', async () => {
    const { webhook } = await told.set(await makeToken(here, amina), { kinds: ['file.closed'] });
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
    await told.work();
    expect([receiver.told, await told.rowsOf('clew.webhook_delivery')]).toEqual([[], []]);
  });

  test('knows by the signature that the node sent it', async () => {
    const { secret } = await told.set(await makeToken(here, amina));
    await makeFile(amina, 'signed');
    await told.work();
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
    await told.set(await makeToken(here, amina));
    const file = await makeFile(amina, 'after');
    for (let time = 0; time < 3; time += 1) await told.work();
    expect([told.kindsOf(before), told.kindsOf(file)]).toEqual([[], ['file.made', 'file.changed']]);
    expect(new Set(receiver.told.map(({ headers }) => headers['webhook-id'])).size).toBe(2);
  });

  test('is told only what it asked for', async () => {
    await told.set(await makeToken(here, amina), { kinds: ['file.closed'] });
    await makeFile(amina, 'not closed');
    await told.work();
    expect(receiver.told).toEqual([]);
  });

  test('is told that consent was taken back', async () => {
    await told.set(await makeToken(here, amina));
    const file = await makeFile(amina, 'withdrawn');
    await amina.browser.visit(`/desk/files/${file}/standing`);
    await amina.browser.send(`/desk/files/${file}/standing/withdraw`, { language: 'en', sure: 'yes' });
    await told.work();
    expect(told.kindsOf(file)).toContain('file.withdrawn');
  });

  test('is told once, also where the queue does what was done a second time', async () => {
    await told.set(await makeToken(here, amina), { kinds: ['file.made'] });
    await makeFile(amina, 'twice');
    await told.work();
    const { rows } = await sql<{ agencyId: string; deliveryId: string }>`
      SELECT agency_id AS "agencyId", delivery_id AS "deliveryId" FROM clew.webhook_delivery`.execute(
      here.database.admin,
    );
    for (const ids of rows)
      await openDoor(here.desk.database, { kind: 'node', agencyId: ids.agencyId }).tally((transaction) =>
        sendJobs(transaction, [{ kind: 'event.tell', ...ids }], { due: here.desk.now() }),
      );
    await told.work();
    expect(receiver.told).toHaveLength(1);
  });

  test('is sent it again, under the same id, until it takes it', async () => {
    const { path } = await told.set(await makeToken(here, amina), { kinds: ['file.made'] });
    expect(path).toMatch(/^\/api\/desk\/webhooks\//);
    receiver.status = 503;
    await makeFile(amina, 'again');
    await told.work();
    await told.work();
    receiver.status = 204;
    await told.work();
    await told.work();
    expect(receiver.told).toHaveLength(3);
    expect(new Set(receiver.told.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  });
});

describe('nobody learns by an event', () => {
  test('of a file that they may not see, nor is anything kept of it', async () => {
    const program = await makeToken(here, bilal);
    const { path } = await told.set(program);
    const file = await makeFile(amina, 'not for him');
    await told.work();
    expect(told.kindsOf(file)).toEqual([]);
    expect(await told.rowsOf('clew.webhook_delivery')).toEqual([]);
    expect((await program.ask('GET', `${path}/events`)).body.items).toEqual([]);
  });

  test('of a file from which they were excluded, also where it was on its way already', async () => {
    await told.set(await makeToken(here, bilal));
    const file = await makeFile(amina, 'shared');
    await amina.browser.visit(`/desk/files/${file}/people`);
    await amina.browser.send(`/desk/files/${file}/people/let-in`, {
      'let-in-worker': await told.idOf(bilal),
    });
    await told.write(amina, file);
    await told.work();
    expect(told.kindsOf(file)).toContain('file.changed');
    receiver.told.length = 0;
    await told.write(amina, file);
    receiver.status = 503;
    await told.work();
    const tried = receiver.told.length;
    expect(tried).toBeGreaterThan(0);
    await amina.browser.visit(`/desk/files/${file}/people`);
    await amina.browser.send(`/desk/files/${file}/people/exclude`, {
      ...{ 'exclude-worker': await told.idOf(bilal), reason: 'He is a cousin', wish: 'person' },
    });
    await told.write(amina, file);
    receiver.status = 200;
    await told.work();
    expect(receiver.told).toHaveLength(tried);
    expect(await told.rowsOf('clew.webhook_delivery')).not.toContainEqual({
      row: expect.stringContaining('waiting'),
    });
  });

  test('that a part of a file was written which they may neither read nor write', async () => {
    await told.set(await makeToken(here, cora));
    const file = await makeFile(amina, 'hers alone');
    await told.work();
    expect(told.kindsOf(file)).toEqual(['file.made']);
  });

  test('what another agency does', async () => {
    const other = await makeAgency(here, 'Lantern', 'lena');
    const worker = await addWorker(here, other, { own: 'leo', roles: ['case-worker'] });
    await giveMandate(here, other);
    await told.set(await makeToken(here, worker));
    await makeFile(amina, 'in Harbour House');
    await told.work();
    expect(receiver.told).toEqual([]);
    const own = await makeFile(worker, 'in Lantern');
    await told.work();
    expect(told.kindsOf(own)).toEqual(['file.made', 'file.changed']);
  });

  test('what their token was not made for', async () => {
    const narrow = await makeToken(here, amina, { actions: ['webhook.write', 'webhook.read', 'grant.read'] });
    const body = { webhook: randomUUID(), address: receiver.address, kinds: ['file.made'] };
    const answer = await narrow.ask('POST', WEBHOOKS, { body, headers: { 'Idempotency-Key': randomUUID() } });
    expect([answer.status, answer.body.code]).toEqual([403, 'narrow-token']);
    const none = await makeToken(here, amina, { actions: ['file.open'] });
    expect((await none.ask('GET', WEBHOOKS)).status).toBe(403);
    expect(await told.rowsOf('clew.webhook')).toEqual([]);
  });

  test.each(['file.list', 'webhook.write', 'file.open'] as const)(
    'what takes %s, once their token has it no more',
    async (missing) => {
      const program = await makeToken(here, amina);
      const { webhook: webhookId } = await told.set(program, { kinds: ['file.made'] });
      const row = await here.database.admin
        .selectFrom('clew.webhook')
        .select(['agency_id', 'token_id', 'box'])
        .executeTakeFirstOrThrow();
      const of = { agencyId: row.agency_id, tokenId: row.token_id, webhookId };
      const made = await openWebhook(of, row.box, here.channelIdentity ?? '');
      if (!made) throw new Error('The box does not open.');
      const actions = made.token.actions.filter((action) => action !== missing);
      const box = await sealWebhook(
        of,
        { ...made, token: { ...made.token, actions } },
        here.desk.channelRecipient ?? '',
      );
      await here.database.admin.updateTable('clew.webhook').set({ box }).execute();
      await makeFile(amina, `without ${missing}`);
      await told.work();
      expect(receiver.told).toEqual([]);
    },
  );

  test('that a file was made where their token may not list files', async () => {
    const actions = ['webhook.write', 'webhook.read', 'file.open'];
    const narrow = await makeToken(here, amina, { actions });
    const body = { webhook: randomUUID(), address: receiver.address, kinds: ['file.made'] };
    const answer = await narrow.ask('POST', WEBHOOKS, { body, headers: { 'Idempotency-Key': randomUUID() } });
    expect([answer.status, answer.body.code]).toEqual([403, 'narrow-token']);
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
    await told.set(await makeToken(here, amina, { days: '1' }));
    const first = await makeFile(amina, 'while it held');
    await watchWebhooks({ database: here.desk.database, nodeId: told.nodeId, now: here.desk.now() });
    await end();
    await told.work();
    expect([told.kindsOf(first), receiver.told]).toEqual([[], []]);
    for (const worker of [admin, amina, bilal, cora]) await signInAs(here, worker);
  });

  test('anything more once the token was ended: its address goes with it', async () => {
    const program = await makeToken(here, amina);
    await told.set(program);
    await makeFile(amina, 'while it held');
    const { body } = await program.ask('GET', '/api/desk/self');
    expect((await program.ask('DELETE', `/api/desk/tokens/${body.token}`)).status).toBe(200);
    expect([await told.rowsOf('clew.webhook'), await told.rowsOf('clew.webhook_delivery')]).toEqual([[], []]);
    await told.work();
    expect(receiver.told).toEqual([]);
  });
});
