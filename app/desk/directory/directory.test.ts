import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { openDoor } from '../../store/index.ts';
import {
  addWorker,
  createTestDesk,
  giveMandate,
  makeAgency,
  openBrowser,
  signInAs,
  type TestDesk,
  type TestWorker,
} from '../testing/index.ts';
import { readShownHelp } from './shown-help.ts';
import { SECRETS, SHELTER_ID, serviceText } from './testing/services.ts';

const EXAMPLE = join(import.meta.dirname, '../../../examples/hsds/service_full.json');
const PATH = '/desk/directory';
const ENTRY = `${PATH}/${SHELTER_ID}`;
const DAY_MS = 86_400_000;

let here: TestDesk;
let admin: TestWorker;
let lena: TestWorker;
let nora: TestWorker;
let example: string;
beforeAll(async () => {
  example = await readFile(EXAMPLE, 'utf8');
  here = await createTestDesk(inject('store'));
  admin = await makeAgency(here, 'Harbour House');
  nora = await addWorker(here, admin, { own: 'nora', roles: ['coordinator'] });
  lena = await addWorker(here, admin, { own: 'lena', roles: ['case-worker'] });
  await giveMandate(here, admin);
}, 120_000);
afterAll(async () => {
  expect(here.errors).toEqual([]);
  await here.drop();
});
beforeEach(() => sql`DELETE FROM clew.directory_entry`.execute(here.database.admin));

async function bring({ browser }: TestWorker, text: string) {
  await browser.visit(PATH);
  return browser.upload(PATH, {}, { field: 'file', bytes: text });
}

async function confirm({ browser }: TestWorker, more: Record<string, string> = {}, entry = ENTRY) {
  await browser.visit(entry);
  return browser.send(`${entry}/confirm`, { way: 'found', which: 'The phone book; Ann.', ...more });
}

async function publish(text = serviceText()): Promise<void> {
  await bring(lena, text);
  expect((await confirm(nora)).html).toContain('Shown to the public');
}

async function makeLink(): Promise<string> {
  await lena.browser.visit(ENTRY);
  const { html } = await lena.browser.send(`${ENTRY}/link`);
  return /\/desk\/listing\/[\w-]{43}/.exec(html)?.[0] ?? '';
}

const shownNow = () => readShownHelp(here.desk);
const namesNow = async () => (await shownNow()).map(({ listing }) => listing.name);

describe('a service', () => {
  test('is brought as the standard’s own example, shown once a second person asked, and taken along as it came', async () => {
    const entry = `${PATH}/ac148810-d857-441c-9679-408f346de14b`;
    expect((await bring(lena, example)).html).toContain('Community Counselling');
    expect(await shownNow()).toEqual([]);
    await confirm(nora, {}, entry);
    expect((await shownNow())[0]?.listing).toMatchObject({
      name: 'Community Counselling',
      countries: ['US'],
    });
    expect(JSON.parse((await nora.browser.visit(`${entry}/export`)).html)).toEqual(JSON.parse(example));
    const all = JSON.parse((await nora.browser.visit(`${PATH}/export`)).html);
    expect(all).toMatchObject({ total_items: 1, contents: [JSON.parse(example)] });
  });

  test('is not shown by who proposed it, whatever they send', async () => {
    await bring(nora, serviceText());
    const { html } = await nora.browser.visit(ENTRY);
    expect(html).not.toContain(`${ENTRY}/confirm`);
    const token = /name="form-token" value="([^"]+)"/.exec(html)?.[1] ?? '';
    const change = /name="change" value="([^"]+)"/.exec(html)?.[1] ?? '';
    const fields = { 'form-token': token, change, way: 'found', which: 'Me.' };
    const { status } = await nora.browser.post(`${ENTRY}/confirm`, Object.entries(fields));
    expect([status, await shownNow()]).toEqual([422, []]);
  });

  test('is not shown by one person, were the policy not there: the database refuses it', async () => {
    await bring(nora, serviceText());
    const alone = sql`UPDATE clew.directory_entry e SET content = c.content, shown = '{}', proposed_by = c.proposed_by,
      confirmed_by = c.proposed_by, confirmed_at = now(), expires_at = now() FROM clew.directory_change c`;
    await expect(alone.execute(here.database.admin)).rejects.toThrow('directory_entry_two');
  });

  test('is not shown while nobody says by which way they asked, nor on an old contact where there was none', async () => {
    await bring(lena, serviceText());
    expect((await confirm(nora, { which: '' })).status).toBe(422);
    expect((await confirm(nora, { way: '' })).status).toBe(422);
    expect((await confirm(nora, { way: 'old-contact' })).status).toBe(422);
    expect(await shownNow()).toEqual([]);
  });

  test('that changes is shown as it was until a second person asked; both see the old contact beside the new', async () => {
    await publish();
    await bring(lena, serviceText({ phones: [{ id: SHELTER_ID, number: '+33 1 66 66 66 66' }] }));
    expect((await shownNow())[0]?.listing.phones[0]?.number).toBe('+33 1 99 00 00 01');
    const { html } = await nora.browser.visit(ENTRY);
    expect(html).toContain('+33 1 99 00 00 01');
    expect(html).toContain('+33 1 66 66 66 66');
    await confirm(nora, { way: 'old-contact' });
    expect((await shownNow())[0]?.listing.phones[0]?.number).toBe('+33 1 66 66 66 66');
  });

  test('is confirmed as the page showed it, and not as it was changed since', async () => {
    await bring(lena, serviceText());
    await nora.browser.visit(ENTRY);
    await bring(lena, serviceText({ name: 'Another' }));
    const sent = await nora.browser.send(`${ENTRY}/confirm`, { way: 'found', which: 'The phone book.' });
    expect(sent.html).toContain('is not what waits now');
    expect(await shownNow()).toEqual([]);
  });

  test('is taken out of sight by one person at once, dropped, and erased', async () => {
    await publish();
    await lena.browser.visit(ENTRY);
    await lena.browser.send(`${ENTRY}/hide`);
    expect(await shownNow()).toEqual([]);
    await bring(lena, serviceText());
    await lena.browser.visit(ENTRY);
    await lena.browser.send(`${ENTRY}/drop`);
    await lena.browser.visit(ENTRY);
    expect((await lena.browser.send(`${ENTRY}/erase`)).status).toBe(422);
    await lena.browser.send(`${ENTRY}/erase`, { sure: 'yes' });
    expect((await lena.browser.visit(ENTRY)).status).toBe(404);
  });

  test('is written and changed by a form, and the rest of its file stays', async () => {
    await publish(serviceText({ x_ours: { kept: true } }));
    await lena.browser.visit(`${ENTRY}/edit`);
    await lena.browser.send(`${ENTRY}/edit`, {
      ...{
        name: 'Night and Day',
        about: 'A bed, and breakfast.',
        needs: ['shelter', 'food'],
        countries: 'FR',
      },
      ...{ phone: '+33 1 99 00 00 01', languages: 'ar, ti', zone: 'Europe/Paris', free: 'yes' },
    });
    await confirm(nora);
    expect((await shownNow())[0]?.listing).toMatchObject({
      needs: ['shelter', 'food'],
      languages: ['ar', 'ti'],
    });
    const taken = JSON.parse((await nora.browser.visit(`${ENTRY}/export`)).html);
    expect(taken).toMatchObject({
      x_ours: { kept: true },
      service_at_locations: [{ location: { name: 'Quiet House' } }],
    });
  });

  test('of a hostile file is refused with its line, and nothing of the file is taken', async () => {
    const text = serviceText().replace(
      '"status": "active"',
      '"url": "javascript:alert(1)",\n "status": "active"',
    );
    const { status, html } = await bring(lena, text);
    expect([status, html.includes('Line 4:')]).toEqual([422, true]);
    expect((await lena.browser.visit(ENTRY)).status).toBe(404);
  });
});

describe('the address of a shelter', () => {
  /** What each table holds in plain, and what the public is shown. */
  async function everything(): Promise<string> {
    const rows = await sql`SELECT row_to_json(e) AS e FROM clew.directory_entry e`.execute(
      here.database.admin,
    );
    const changes = await sql`SELECT row_to_json(c) AS c FROM clew.directory_change c`.execute(
      here.database.admin,
    );
    return JSON.stringify([rows.rows, changes.rows, await shownNow()]);
  }

  test('is never shown, and lies in no table in plain, neither while it waits nor once it is shown', async () => {
    await bring(lena, serviceText());
    const waiting = await everything();
    await confirm(nora);
    const shown = await everything();
    for (const secret of SECRETS)
      expect([secret, waiting.includes(secret), shown.includes(secret)]).toEqual([secret, false, false]);
    expect(shown).toContain('Night and Day');
  });

  test('is not public either if its keeper says that the place is open', async () => {
    await publish(serviceText({}, { isPlaceOpen: true }));
    const shown = JSON.stringify(await shownNow());
    for (const secret of SECRETS) expect(shown).not.toContain(secret);
  });

  test('of another place is shown if its keeper says so', async () => {
    await publish(serviceText({}, { needs: ['law'], isPlaceOpen: true }));
    expect((await shownNow())[0]?.listing).toMatchObject({
      ...{ city: 'Canaryville', address: ['17 Canary Lane', 'CN4 7RY Canaryville'], point: [2.4, 48.8] },
    });
  });

  test.each([
    ['a street with its number', { description: 'Come to 17, Canary lane!' }],
    ['a street without it', { application_process: 'Ask for us in CANARY LANE.' }],
    ['a postal code', { alert: 'Moved within CN47RY.' }],
    ['the name of the house', { name: 'The Quiet House' }],
    ['the way there', { fees_description: 'Free, as is tram 9 to Finch Square.' }],
    ['a website', { url: 'https://canary-lane.example/quiethouse' }],
  ])('cannot be told by words: %s', async (_, more) => {
    await bring(lena, serviceText(more));
    const { html } = await nora.browser.visit(ENTRY);
    expect(html).toContain('tells where it is');
    expect(html).not.toContain(`${ENTRY}/confirm`);
  });

  test('is seen by nobody who administers or audits, and by no other agency', async () => {
    await publish();
    expect((await admin.browser.visit(ENTRY)).status).toBe(404);
    const other = await makeAgency(here, 'Northgate', 'samuel');
    const clara = await addWorker(here, other, { own: 'clara', roles: ['coordinator'] });
    await giveMandate(here, other);
    expect((await clara.browser.visit(ENTRY)).status).toBe(404);
    expect((await clara.browser.visit(PATH)).html).not.toContain('Night and Day');
  });
});

describe('an entry expires', () => {
  test('after ninety days, unless the partner says by their link that it is right', async () => {
    await publish();
    const link = await makeLink();
    here.moveClock(80 * DAY_MS);
    const partner = openBrowser(here.site, here.origin);
    expect((await partner.visit(link)).html).toContain('Is all of this right?');
    for (const secret of SECRETS) expect(partner.shown.html).not.toContain(secret);
    expect((await partner.send('/desk/listing', { answer: 'right' })).html).toContain('90 days more');
    here.moveClock(80 * DAY_MS);
    expect(await namesNow()).toEqual(['Night and Day']);
    here.moveClock(11 * DAY_MS);
    expect(await shownNow()).toEqual([]);
    await partner.visit(link);
    await partner.send('/desk/listing', { answer: 'right' });
    expect(await namesNow()).toEqual(['Night and Day']);
    // So much later nobody is signed in any more.
    for (const worker of [lena, nora]) await signInAs(here, worker);
  });

  test('at once where the partner says that something is wrong, and the link with it', async () => {
    await publish();
    const link = await makeLink();
    const partner = openBrowser(here.site, here.origin);
    await partner.visit(link);
    await partner.send('/desk/listing', { answer: 'wrong' });
    expect(await shownNow()).toEqual([]);
    expect((await partner.visit(link)).status).toBe(410);
  });

  test('and is not confirmed as something else than the partner’s page showed', async () => {
    await publish();
    const partner = openBrowser(here.site, here.origin);
    await partner.visit(await makeLink());
    await bring(lena, serviceText({ name: 'Another name' }));
    await confirm(nora);
    const answered = await partner.send('/desk/listing', { answer: 'right' });
    expect(answered.html).toContain('Another name');
    expect(answered.html).toContain('Is all of this right?');
  });

  test('a link that is made anew ends the one before, and no guess opens one', async () => {
    await publish();
    const [first, second] = [await makeLink(), await makeLink()];
    const partner = openBrowser(here.site, here.origin);
    expect((await partner.visit(first)).status).toBe(410);
    expect((await partner.visit(second)).status).toBe(200);
    expect((await partner.visit('/desk/listing/nothing')).status).toBe(410);
  });
});

test('what the public reads goes through one function, and no other row of another agency', async () => {
  await publish();
  const stranger = openDoor(here.database.app, {
    kind: 'node',
    agencyId: '00000000-0000-4000-8000-000000000000',
  });
  const read = (table: 'clew.directory_entry' | 'clew.directory_change') =>
    stranger.read((transaction) => transaction.selectFrom(table).selectAll().execute());
  expect([await read('clew.directory_entry'), await read('clew.directory_change')]).toEqual([[], []]);
  expect(await namesNow()).toEqual(['Night and Day']);
});
