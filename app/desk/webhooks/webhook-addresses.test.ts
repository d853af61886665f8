import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import {
  makeFile,
  makeToken,
  startReceiver,
  type TestDesk,
  type TestReceiver,
  type TestWorker,
} from '../testing/index.ts';
import { EVENT_KINDS } from './event-kinds.ts';
import { signWebhook } from './standard-webhook.ts';
import { GUARDED, HOUR, openTold, type Told, WEBHOOKS } from './testing/told-programs.ts';

let told: Told;
let here: TestDesk;
let amina: TestWorker;
let bilal: TestWorker;
let receiver: TestReceiver;
beforeAll(async () => {
  told = await openTold(inject('store'));
  ({ here, amina, bilal, receiver } = told);
}, 240_000);
afterAll(() => told.close());
beforeEach(() => told.forget());

describe('an address', () => {
  test.each([
    'http://hooks.example/',
    'hooks.example',
    `https://a:${'b'}@hooks.example/`,
    'file:///etc/passwd',
  ])('“%s” is refused', async (address) => {
    const program = await makeToken(here, amina);
    await expect(told.set(program, { address })).rejects.toThrow('422');
    expect(await told.rowsOf('clew.webhook')).toEqual([]);
  });

  test('in a network that the node may not reach is never asked, and the program is told what it is told of one that does not answer', async () => {
    const program = await makeToken(here, amina);
    const outcomes: unknown[] = [];
    for (const address of [`https://${GUARDED}/latest`, 'http://localhost:1/']) {
      const { path } = await told.set(program, { address, kinds: ['file.made'] });
      await makeFile(amina, 'elsewhere');
      await told.work();
      const [item] = (await program.ask('GET', `${path}/events`)).body.items as Record<string, unknown>[];
      outcomes.push({ kind: item?.kind, outcome: item?.outcome, attempts: item?.attempts });
      await program.ask('DELETE', path);
    }
    expect(outcomes).toEqual([outcomes[1], outcomes[1]]);
    expect(outcomes[0]).toMatchObject({ outcome: 'unreached' });
    expect(told.unreached).toEqual(['guarded', 'unreached']);
  });

  test('that leads on to another is not followed', async () => {
    const elsewhere = await startReceiver();
    Object.assign(receiver, { status: 307, headers: { Location: elsewhere.address } });
    const { path } = await told.set(await makeToken(here, amina));
    await makeFile(amina, 'moved');
    await told.work();
    expect([elsewhere.told, path.length > 0]).toEqual([[], true]);
    await elsewhere.close();
  });

  test('and its secret lie sealed, and the secret is answered once', async () => {
    const program = await makeToken(here, amina);
    const { secret, path } = await told.set(program);
    const bytes = Buffer.from(secret.slice('whsec_'.length), 'base64');
    expect(bytes).toHaveLength(32);
    const seen = JSON.stringify(await told.rowsOf('clew.webhook'));
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
    expect(await told.rowsOf('clew.webhook')).toHaveLength(1);
    for (let number = 1; number < 5; number += 1) await told.set(program);
    await expect(told.set(program)).rejects.toThrow('too-many');
  });

  test('is one of five, also where many are set at the same moment', async () => {
    const program = await makeToken(here, amina);
    const sent = await Promise.allSettled(Array.from({ length: 9 }, () => told.set(program)));
    expect(sent.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
    expect(await told.rowsOf('clew.webhook')).toHaveLength(5);
  });

  test('stands on the page of tokens for its worker alone, by the token that set it', async () => {
    await told.set(await makeToken(here, amina), { address: 'https://hooks.example/of-amina' });
    await makeToken(here, bilal);
    const html = async (worker: TestWorker) => (await worker.browser.visit('/desk/you/tokens')).html;
    expect(await html(amina)).toContain('https://hooks.example/of-amina');
    expect(await html(bilal)).not.toContain('hooks.example');
    const { rows } = await sql<{
      all: string;
    }>`SELECT string_agg(t::text, ' ') AS all FROM clew.webhook t`.execute(here.database.admin);
    expect(rows[0]?.all).not.toContain('hooks.example');
  });

  test.each(['box', 'secret_box', 'shown'] as const)(
    'whose %s somebody put in the place of another’s is told nothing, and shown to nobody',
    async (column) => {
      const program = await makeToken(here, amina);
      const one = await told.set(program, { address: 'https://hooks.example/one', kinds: ['file.made'] });
      const other = await told.set(program, { kinds: ['file.made'] });
      await sql`UPDATE clew.webhook SET ${sql.ref(column)} = (SELECT ${sql.ref(column)} FROM clew.webhook
        WHERE webhook_id = ${other.webhook}) WHERE webhook_id = ${one.webhook}`.execute(here.database.admin);
      await sql`DELETE FROM clew.webhook WHERE webhook_id = ${other.webhook}`.execute(here.database.admin);
      if (column === 'shown') {
        const { html } = await amina.browser.visit('/desk/you/tokens');
        expect(html.includes(receiver.address)).toBe(false);
        return;
      }
      await makeFile(amina, 'by another’s box');
      await told.work();
      expect(receiver.told).toEqual([]);
      expect((await program.ask('GET', one.path)).body).toMatchObject({ stopped: { why: 'no-key' } });
    },
  );

  test('is its token’s own: another of the same worker neither sees nor changes it', async () => {
    const { path } = await told.set(await makeToken(here, amina));
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
    expect(await told.rowsOf('clew.webhook')).toHaveLength(1);
  });

  test('of a copy of the database is told nothing, nor is it listed: who restores it elsewhere has another key', async () => {
    const program = await makeToken(here, amina);
    const { path } = await told.set(program, { kinds: ['file.made'] });
    await makeFile(amina, 'copied');
    const { makeWorkerKeys } = await import('@clew/seal');
    await told.work({ identity: (await makeWorkerKeys(here.desk.random)).secrets.identity });
    expect(receiver.told).toEqual([]);
    expect((await program.ask('GET', path)).body).toMatchObject({ stopped: { why: 'no-key' } });
    expect([
      (await program.ask('GET', `${path}/events`)).body.items,
      await told.rowsOf('clew.webhook_delivery'),
    ]).toEqual([[], []]);
  });
});

describe('a secret', () => {
  test('that was changed signs at once, and the one before beside it for a day', async () => {
    const program = await makeToken(here, amina);
    const { secret: before, path } = await told.set(program, { kinds: ['file.made'] });
    const changed = await program.ask('POST', `${path}/secret`, {
      headers: { 'Idempotency-Key': randomUUID() },
    });
    const secret = String(changed.body.secret);
    expect([changed.status, secret === before]).toEqual([200, false]);
    const signedBy = async (after: number) => {
      receiver.told.length = 0;
      await makeFile(amina, 'signed');
      await told.work({ after });
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
