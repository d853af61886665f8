import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../store/testing/index.ts';
import type { Desk } from '../desk.ts';
import { makeDeviceToken } from '../sign-in/device.ts';
import { codeAt } from '../sign-in/one-time-code.ts';
import { ownerOf, proveWorker } from '../sign-in/prove-worker.ts';
import { type Arrangement, type AtDesk, arrangementProblem, arrangeRecovery } from './arrange-recovery.ts';
import { askRecovery, REQUEST_MS } from './ask-recovery.ts';
import { countGifts, finishRecovery } from './finish-recovery.ts';
import { findAsked, giveShare } from './give-share.ts';
import {
  addTestWorker,
  ask,
  chooseAnew,
  foundTestAgency,
  makeTestDesk,
  mustSitDown,
  sitDown,
  type TestClock,
  type TestWorker,
} from './testing/agency.ts';

const clock: TestClock = { now: new Date('2026-03-01T09:00:00Z') };
let database: TestDatabase;
let desk: Desk;
let boss: TestWorker;
let amina: TestWorker;
let custodians: TestWorker[];
let seated: AtDesk[];

beforeAll(async () => {
  database = await createTestDatabase(inject('store'));
  desk = makeTestDesk(database, clock);
  boss = await foundTestAgency(desk, database, 'boss');
  const admin = await mustSitDown(desk, boss);
  amina = await addTestWorker(desk, admin, 'amina');
  custodians = [];
  for (const own of ['board', 'ombud', 'partner']) custodians.push(await addTestWorker(desk, admin, own));
  seated = await Promise.all(custodians.map((one) => mustSitDown(desk, one)));
});
afterAll(() => database.drop());

/** Two of three custodians, each of a body of their own. */
function arrangement(): Arrangement {
  const bodies = ['the board', 'the ombudsperson', 'a partner'];
  return {
    needed: 2,
    custodians: custodians.map(({ workerId }, index) => ({ workerId, body: bodies[index] ?? '' })),
  };
}

const custodian = (index: number): AtDesk => {
  const at = seated[index];
  if (!at) throw new Error('There is no such custodian.');
  return at;
};

beforeEach(async () => {
  const at = await sitDown(desk, amina);
  if (at) expect(await arrangeRecovery(desk, at, arrangement())).toEqual({ ok: true });
});

describe('a worker who lost her passphrase', () => {
  test('is brought back by two custodians who heard her fingerprint, with the keys she had', async () => {
    const before = (await mustSitDown(desk, amina)).keyring;
    const asked = await ask(desk, amina.signInName);
    const { next, after } = await chooseAnew(desk, amina);
    expect(await finishRecovery(desk, asked.ticket, next)).toEqual({ ok: false, why: 'waiting' });
    for (const index of [0, 2]) {
      expect(await give(index, asked.fingerprint)).toEqual({ ok: true });
      expect(await countGifts(desk, asked.ticket)).toBe(index === 0 ? 1 : 2);
    }
    expect(await finishRecovery(desk, asked.ticket, next)).toEqual({ ok: true, workerId: amina.workerId });
    expect(await sitDown(desk, amina)).toBeUndefined();
    const back = await mustSitDown(desk, after);
    expect(back.keyring.identity).toBe(before.identity);
    expect(await back.keyring.open('agency')).toEqual(await before.open('agency'));
    amina = after;
  });

  test('is not brought back by one custodian, however often he gives', async () => {
    const asked = await ask(desk, amina.signInName);
    const { next } = await chooseAnew(desk, amina);
    for (let count = 0; count < 3; count++) await give(1, asked.fingerprint);
    expect(await countGifts(desk, asked.ticket)).toBe(1);
    expect(await finishRecovery(desk, asked.ticket, next)).toEqual({ ok: false, why: 'waiting' });
    expect(await sitDown(desk, amina)).toBeDefined();
  });

  test('comes back once by one request, however often it is sent at the same moment', async () => {
    const asked = await ask(desk, amina.signInName);
    for (const index of [0, 1]) await give(index, asked.fingerprint);
    const { next, after } = await chooseAnew(desk, amina);
    const sent = await Promise.all([1, 2].map(() => finishRecovery(desk, asked.ticket, next)));
    expect(sent.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await sitDown(desk, after)).toBeDefined();
    amina = after;
  });

  test('has all her sessions ended when she comes back', async () => {
    const epoch = () =>
      database.admin
        .selectFrom('clew.worker')
        .select('session_epoch')
        .where('worker_id', '=', amina.workerId)
        .executeTakeFirstOrThrow();
    const before = await epoch();
    await recover();
    expect((await epoch()).session_epoch).toBe(before.session_epoch + 1);
  });

  test('needs a new passing of shares the next time: what was passed on is gone, and what opens her keys is split anew', async () => {
    const old = await database.admin.selectFrom('clew.recovery_set').selectAll().executeTakeFirstOrThrow();
    const asked = await recover();
    const now = await database.admin.selectFrom('clew.recovery_set').selectAll().executeTakeFirstOrThrow();
    expect(now.box).not.toBe(old.box);
    expect(await countGifts(desk, asked.ticket)).toBeUndefined();
    expect(await database.admin.selectFrom('clew.recovery_gift').selectAll().execute()).toEqual([]);
    await recover();
  });
});

/** A custodian gives Amina's share to whoever asked with this fingerprint. */
function give(index: number, typed: string) {
  const body = arrangement().custodians[index]?.body ?? '';
  return giveShare(desk, custodian(index), { typed, workerId: amina.workerId, body });
}

/** Amina asks, two give, and she comes back. */
async function recover() {
  const asked = await ask(desk, amina.signInName);
  for (const index of [0, 1]) await give(index, asked.fingerprint);
  const { next, after } = await chooseAnew(desk, amina);
  expect(await finishRecovery(desk, asked.ticket, next)).toMatchObject({ ok: true });
  amina = after;
  return asked;
}

describe('somebody else who asks in her name', () => {
  test('gets nothing: the fingerprint that she reads to the custodians leads to her own request', async () => {
    const forged = await ask(desk, amina.signInName);
    const hers = await ask(desk, amina.signInName);
    for (const index of [0, 1, 2]) await give(index, hers.fingerprint);
    expect(await countGifts(desk, forged.ticket)).toBe(0);
    const { next } = await chooseAnew(desk, amina);
    expect(await finishRecovery(desk, forged.ticket, next)).toEqual({ ok: false, why: 'waiting' });
  });

  test('and who can write into the database, and puts a key of his own into her request, has another fingerprint', async () => {
    const hers = await ask(desk, amina.signInName);
    const forged = await ask(desk, 'nobody@bcdfghjk');
    await sql`
      UPDATE clew.recovery_request SET recipient = (
        SELECT recipient FROM clew.recovery_request ORDER BY (request_id::text = ${idOf(forged.ticket)}) DESC LIMIT 1
      ) WHERE request_id::text = ${idOf(hers.ticket)}
    `.execute(database.admin);
    expect(await give(0, hers.fingerprint)).toEqual({ ok: false, why: 'no-request' });
  });

  test('cannot learn whether a name is anybody’s: both get a ticket that waits, and both leave a row', async () => {
    const count = async () =>
      (await database.admin.selectFrom('clew.recovery_request').select('request_id').execute()).length;
    const before = await count();
    for (const name of [amina.signInName, 'nobody@bcdfghjk', 'nobody@zzzzzzzz', 'no name']) {
      const asked = await ask(desk, name);
      expect(Object.keys(asked)).toEqual(['ok', 'ticket', 'fingerprint', 'expiresAt']);
      expect(asked.ticket).toHaveLength(117);
      expect(await countGifts(desk, asked.ticket)).toBe(0);
      const { next } = await chooseAnew(desk, amina);
      expect(await finishRecovery(desk, asked.ticket, next)).toEqual({ ok: false, why: 'waiting' });
    }
    expect(await count()).toBe(before + 4);
  });

  test('cannot push hers out by a thousand requests, nor hide it', async () => {
    const hers = await ask(desk, amina.signInName);
    const flood = Array.from({ length: 1000 }, (_, made) =>
      made % 2 === 0 ? amina.signInName : `nobody${made}@zzzzzzzz`,
    );
    while (flood.length > 0) await Promise.all(flood.splice(0, 20).map((name) => ask(desk, name)));
    expect(await findAsked(desk, custodian(0), hers.fingerprint)).toMatchObject({ ok: true });
    await plant(25_000);
    const late = await ask(desk, amina.signInName);
    expect(await unseen()).toBe(20_001);
    for (const index of [0, 1]) expect(await give(index, hers.fingerprint)).toEqual({ ok: true });
    expect(await countGifts(desk, hers.ticket)).toBe(2);
    expect(await give(0, late.fingerprint)).toEqual({ ok: true });
  });

  test('fills no disk: what is over is gone with the next who asks, with all that was given for it', async () => {
    const hers = await ask(desk, amina.signInName);
    await give(0, hers.fingerprint);
    clock.now = new Date(clock.now.getTime() + REQUEST_MS + 1);
    await ask(desk, 'nobody@zzzzzzzz');
    expect(await unseen()).toBe(1);
    expect(await database.admin.selectFrom('clew.recovery_gift').selectAll().execute()).toEqual([]);
  });

  test('pays for each with the work of a sign-in, and waits apart from a browser that knows her', async () => {
    const turns: { isKnownDevice: boolean; agency: string }[] = [];
    const watching: Desk = {
      ...desk,
      line: {
        run: (turn, work) => {
          turns.push(turn);
          return desk.line.run(turn, work);
        },
      },
    };
    const proven = await proveWorker(desk, {
      name: amina.signInName,
      passphrase: amina.passphrase,
      code: codeAt(amina.codeSecret, clock.now),
    });
    if (!proven.ok) throw new Error(proven.why);
    const { worker, secrets } = proven;
    const token = makeDeviceToken(ownerOf(worker), secrets.signingKey, desk.random);
    for (const [name, devices] of [
      [amina.signInName, token],
      [amina.signInName, undefined],
      ['nobody@bcdfghjk', token],
    ] as const)
      expect(await askRecovery(watching, name, devices)).toMatchObject({ ok: true });
    expect(turns.map(({ isKnownDevice }) => isKnownDevice)).toEqual([true, false, false]);
    const full: Desk = { ...desk, line: { run: async () => ({ ok: false, why: 'refused' }) } };
    const before = await unseen();
    expect(await askRecovery(full, amina.signInName)).toEqual({ ok: false, why: 'busy' });
    expect(await unseen()).toBe(before);
  });
});

/** Requests of others that nobody has seen, younger than every one of hers. */
async function plant(count: number): Promise<void> {
  await sql`
    INSERT INTO clew.recovery_request (agency_id, request_id, name_hash, secret_hash, recipient, held, expires_at, digits)
    SELECT gen_random_uuid(), gen_random_uuid(), sha256(n::text::bytea), sha256(n::text::bytea), 'x', 'x',
      ${new Date(clock.now.getTime() + REQUEST_MS + 1)}, 'x' FROM generate_series(1, ${count}::int) n
  `.execute(database.admin);
}

async function unseen(): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    SELECT count(*)::int AS n FROM clew.recovery_request WHERE seen_at IS NULL
  `.execute(database.admin);
  return rows[0]?.n ?? 0;
}

function idOf(ticket: string): string {
  return ticket.split('.')[1] ?? '';
}

describe('a custodian', () => {
  test('finds a request by its thirty digits in any script, and by nothing less', async () => {
    const { fingerprint } = await ask(desk, amina.signInName);
    const arabic = fingerprint.replaceAll(/\d/g, (digit) => String.fromCharCode(0x660 + Number(digit)));
    for (const typed of ['', fingerprint.slice(0, -1), `${fingerprint}0`, '0'.repeat(30)])
      expect(await give(0, typed)).toEqual({ ok: false, why: 'no-request' });
    for (const typed of [fingerprint, fingerprint.replaceAll(' ', '-'), arabic])
      expect(await give(0, typed)).toMatchObject({ ok: true });
  });

  test('is shown whose share it is before it is given, and gives that of nobody else', async () => {
    const { fingerprint, ticket } = await ask(desk, amina.signInName);
    const { workerId } = amina;
    const found = { ok: true, workerId, body: 'the board' };
    expect(await findAsked(desk, custodian(0), fingerprint)).toEqual(found);
    const other = { typed: fingerprint, workerId: boss.workerId, body: 'the board' };
    expect(await giveShare(desk, custodian(0), other)).toEqual({ ok: false, why: 'no-share' });
    expect(await countGifts(desk, ticket)).toBe(0);
  });

  test('gives nothing where they answer to another body than the worker wrote', async () => {
    const { fingerprint, ticket } = await ask(desk, amina.signInName);
    for (const body of ['the ombudsperson', '-', '']) {
      const given = { typed: fingerprint, workerId: amina.workerId, body };
      expect(await giveShare(desk, custodian(0), given)).toEqual({ ok: false, why: 'body' });
    }
    expect(await countGifts(desk, ticket)).toBe(0);
  });

  test('who was not chosen has nothing to give', async () => {
    const { fingerprint } = await ask(desk, amina.signInName);
    const other = await mustSitDown(desk, boss);
    expect(await findAsked(desk, other, fingerprint)).toEqual({ ok: false, why: 'no-share' });
  });

  test('gives nothing after the request has ended', async () => {
    const { fingerprint, ticket } = await ask(desk, amina.signInName);
    clock.now = new Date(clock.now.getTime() + REQUEST_MS);
    expect(await give(0, fingerprint)).toEqual({ ok: false, why: 'no-request' });
    expect(await countGifts(desk, ticket)).toBeUndefined();
  });

  test('leaves an entry in the journal for what was given', async () => {
    const { fingerprint } = await ask(desk, amina.signInName);
    await give(0, fingerprint);
    const last = await database.admin
      .selectFrom('clew.journal_entry')
      .select(['actor', 'action', 'thing'])
      .where('chain', '=', amina.agencyId)
      .orderBy('number', 'desc')
      .executeTakeFirstOrThrow();
    expect(last).toEqual({
      actor: custodians[0]?.workerId,
      action: 'recovery.give',
      thing: `worker ${amina.workerId}`,
    });
  });

  test('and the administrator, with all that stands in the database, open nothing of hers', async () => {
    const admin = await mustSitDown(desk, boss);
    const rows = await database.admin.selectFrom('clew.recovery_share').select('sealed').execute();
    const { openEnvelope } = await import('@clew/seal');
    const opened = await Promise.all(
      rows.map(({ sealed }) =>
        openEnvelope({
          envelope: Uint8Array.from(Buffer.from(sealed, 'base64url')),
          identities: [admin.keyring.identity, custodian(0).keyring.identity],
        }),
      ),
    );
    // One custodian's own share opens, of two that are needed.
    expect(opened.filter(({ ok }) => ok)).toHaveLength(1);
  });
});

describe('an arrangement', () => {
  const all = () => arrangement().custodians;
  test.each([
    ['self', () => ({ needed: 2, custodians: [...all(), { workerId: amina.workerId, body: 'herself' }] })],
    ['twice', () => ({ needed: 2, custodians: [...all(), ...all().slice(0, 1)] })],
    ['needed', () => ({ needed: 1, custodians: all() })],
    ['needed', () => ({ needed: 4, custodians: all() })],
    ['body', () => ({ needed: 2, custodians: all().map((one) => ({ ...one, body: '' })) })],
    [
      'one-body',
      () => ({
        needed: 2,
        custodians: all().map((one, index) => ({ ...one, body: index < 2 ? 'Board' : 'other' })),
      }),
    ],
    [
      'one-body',
      () => ({
        needed: 2,
        custodians: all().map((one, index) => ({ ...one, body: ['Board', 'board ', 'other'][index] ?? '' })),
      }),
    ],
  ] as const)('is refused: %s', async (why, make) => {
    expect(arrangementProblem(amina.workerId, make())).toBe(why);
    expect(await arrangeRecovery(desk, await mustSitDown(desk, amina), make())).toEqual({ ok: false, why });
  });

  test('is refused with somebody whose keys the roster did not sign', async () => {
    await sql`UPDATE clew.roster_entry SET recipient = ${'age1'.padEnd(62, 'q')} WHERE worker_id = ${custodians[2]?.workerId}`.execute(
      database.admin,
    );
    const at = await mustSitDown(desk, amina);
    expect(await arrangeRecovery(desk, at, arrangement())).toEqual({ ok: false, why: 'unknown' });
    await sql`UPDATE clew.roster_entry SET recipient = ${custodian(2).keyring.me.recipient} WHERE worker_id = ${custodians[2]?.workerId}`.execute(
      database.admin,
    );
  });

  test('shows nobody of which bodies the custodians are, but those who work there', async () => {
    const rows = await database.admin.selectFrom('clew.recovery_set').selectAll().execute();
    expect(JSON.stringify(rows)).not.toMatch(/board|ombud|partner/);
  });
});
