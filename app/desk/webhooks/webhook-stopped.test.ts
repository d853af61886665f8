import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { noteClockJump } from '../../store/index.ts';
import {
  makeFile,
  makeToken,
  type TestDesk,
  type TestProgram,
  type TestReceiver,
  type TestWorker,
} from '../testing/index.ts';
import { DAY, HOUR, openTold, type Told } from './testing/told-programs.ts';

let told: Told;
let here: TestDesk;
let admin: TestWorker;
let amina: TestWorker;
let bilal: TestWorker;
let receiver: TestReceiver;
beforeAll(async () => {
  told = await openTold(inject('store'));
  ({ here, admin, amina, bilal, receiver } = told);
}, 240_000);
afterAll(() => told.close());
beforeEach(() => told.forget());

const standing = async (program: TestProgram, path: string) => (await program.ask('GET', path)).body;

describe('an address that takes nothing', () => {
  test('is told no more after three days; its worker and who looks after jobs are told, and the journal', async () => {
    const program = await makeToken(here, amina);
    const { path, webhook } = await told.set(program, { kinds: ['file.made'] });
    receiver.status = 500;
    const file = await makeFile(amina, 'never taken');
    await told.work();
    await told.work({ after: 3 * DAY - HOUR });
    expect(await standing(program, path)).toMatchObject({ stopped: null, failingSince: expect.any(String) });
    await told.work({ after: 3 * DAY });
    expect(await standing(program, path)).toMatchObject({ stopped: { why: 'silent' } });
    const asked = receiver.told.length;
    await told.work({ after: 4 * DAY });
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
    await told.work({ after: 4 * DAY });
    expect(told.kindsOf(file)).toEqual(['file.made']);
    expect(await standing(program, path)).toMatchObject({ stopped: null, failingSince: null });
  });

  test('is not given up because the clock was moved forward', async () => {
    const program = await makeToken(here, amina);
    const { path } = await told.set(program, { kinds: ['file.made'] });
    receiver.status = 500;
    await makeFile(amina, 'while the clock was wrong');
    await told.work();
    const at = new Date(here.desk.now().getTime() + 5 * DAY);
    await noteClockJump(here.database.adminUrl, { at, movedMs: 5 * DAY });
    await told.work({ after: 5 * DAY });
    expect(await standing(program, path)).toMatchObject({ stopped: null });
  });

  test('is told no more at once where it says that it is gone', async () => {
    const program = await makeToken(here, amina);
    const { path } = await told.set(program, { kinds: ['file.made'] });
    receiver.status = 410;
    await makeFile(amina, 'gone');
    await told.work();
    expect(await standing(program, path)).toMatchObject({ stopped: { why: 'gone' } });
  });

  test('holds up nobody else’s: one new event an hour is tried, and all come once it takes them', async () => {
    await told.set(await makeToken(here, amina), { kinds: ['file.made'] });
    receiver.status = 500;
    await makeFile(amina, 'the first');
    await told.work();
    for (let number = 0; number < 3; number += 1) await makeFile(amina, `more ${number}`);
    await told.work();
    expect(await told.rowsOf('clew.webhook_delivery')).toHaveLength(1);
    receiver.status = 200;
    await told.work({ after: 2 * HOUR });
    await told.work({ after: 2 * HOUR });
    expect(new Set(receiver.told.map(({ headers }) => headers['webhook-id'])).size).toBe(4);
  });
});

describe('what was sent', () => {
  test('is sent anew with what was never tried, which would else hold a place', async () => {
    const program = await makeToken(here, amina);
    const { path } = await told.set(program, { kinds: ['file.made'] });
    await makeFile(amina, 'the first');
    await makeFile(amina, 'the second');
    receiver.status = 410;
    await told.work();
    receiver.status = 200;
    receiver.told.length = 0;
    const waiting = { row: expect.stringContaining('waiting') };
    expect(await told.rowsOf('clew.webhook_delivery')).toContainEqual(waiting);
    const since = new Date(here.desk.now().getTime() + HOUR).toISOString();
    expect((await program.ask('POST', `${path}/replay`, { body: { since } })).status).toBe(200);
    await told.work();
    expect(await told.rowsOf('clew.webhook_delivery')).not.toContainEqual(waiting);
    expect(receiver.told).toHaveLength(1);
  });

  test('is sent anew within seven days, under the same id, and said with what was answered', async () => {
    const program = await makeToken(here, amina);
    const { path } = await told.set(program, { kinds: ['file.made'] });
    await makeFile(amina, 'lost by the program');
    await told.work();
    const since = new Date(here.desk.now().getTime() - HOUR).toISOString();
    await program.ask('POST', `${path}/replay`, { body: { since } });
    await told.work();
    const ids = receiver.told.map(({ headers }) => headers['webhook-id']);
    expect([ids.length, new Set(ids).size]).toEqual([2, 1]);
    expect((await program.ask('GET', `${path}/events`)).body.items).toEqual([
      expect.objectContaining({ event: ids[0], kind: 'file.made', outcome: 'taken', attempts: 2 }),
    ]);
    await told.work({ after: 7 * DAY + HOUR });
    expect(await told.rowsOf('clew.webhook_delivery')).toEqual([]);
  });

  test('goes after seven days also where nothing is sent any more to any address of the agency', async () => {
    const program = await makeToken(here, amina);
    const { path } = await told.set(program, { kinds: ['file.made'] });
    receiver.status = 410;
    await makeFile(amina, 'gone for good');
    await told.work();
    expect(await standing(program, path)).toMatchObject({ stopped: { why: 'gone' } });
    await told.work({ after: 6 * DAY });
    expect(await told.rowsOf('clew.webhook_delivery')).toHaveLength(1);
    await told.work({ after: 7 * DAY + HOUR });
    expect(await told.rowsOf('clew.webhook_delivery')).toEqual([]);
  });
});
