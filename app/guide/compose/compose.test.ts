import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import {
  addWorker,
  createTestDesk,
  giveMandate,
  makeAgency,
  type TestDesk,
  type TestWorker,
} from '../../desk/testing/index.ts';
import { composePages } from './compose-pages.tsx';

const CONTACT = 'Contact-Canary 0800 111, Mon-Fri';
const PATH = '/desk/leaflets';

let here: TestDesk;
let nora: TestWorker;
beforeAll(async () => {
  here = await createTestDesk(inject('store'), { more: composePages() });
  const admin = await makeAgency(here, 'Harbour House');
  nora = await addWorker(here, admin, { own: 'nora', roles: ['case-worker'] });
  await giveMandate(here, admin);
}, 120_000);
afterAll(async () => {
  expect(here.errors).toEqual([]);
  await here.drop();
});

async function compose(fields: Record<string, string>) {
  await nora.browser.visit(PATH);
  return nora.browser.send(PATH, fields);
}

/** Every row of every table, as text. */
async function wholeDatabase(): Promise<string> {
  const { admin } = here.database;
  const tables = await sql<{ name: string }>`
    SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname IN ('clew', 'clew_queue')
  `.execute(admin);
  const rows = tables.rows.map(({ name }) =>
    sql<{ rows: string | null }>`SELECT string_agg(t::text, '\n') AS rows FROM ${sql.raw(name)} t`.execute(
      admin,
    ),
  );
  return (await Promise.all(rows)).map(({ rows: [row] }) => row?.rows ?? '').join('\n');
}

describe('a leaflet that a worker composes', () => {
  test('is not printed with drafts unless they are asked for, and then marks each', async () => {
    const asked = { text: 'phone', one: 'en', two: 'ti' };
    const refused = await compose(asked);
    expect([refused.status, refused.html]).toEqual([422, expect.stringContaining('No speaker has read')]);
    expect(refused.html).not.toContain('class="sheet"');
    const printed = await compose({ ...asked, drafts: 'yes' });
    expect(printed.status).toBe(200);
    expect(printed.html).toContain('class="sheet"');
    expect(printed.html).toContain('class="state"');
  });

  test('carries the line of the agency, which stands nowhere in the database', async () => {
    const { html } = await compose({ text: 'signs', one: 'en', two: 'fr', drafts: 'yes', contact: CONTACT });
    expect(html).toContain(CONTACT);
    const kept = await wholeDatabase();
    expect(kept.length).toBeGreaterThan(10_000);
    expect(kept).not.toContain('Contact-Canary');
  });

  test('begins with texts for a group, and names the group on no paper', async () => {
    const suggested = await compose({ group: 'employers', suggest: '1' });
    expect(suggested.html).toMatch(/value="employers"[^>]*checked/);
    expect(suggested.html).not.toMatch(/value="signs"[^>]*checked/);
    const asked = { group: 'women', text: 'signs', one: 'en', two: 'ar', drafts: 'yes' };
    expect((await compose(asked)).html).not.toContain('Women and girls');
    expect((await compose({ group: 'nobody', suggest: '1' })).status).toBe(422);
  });

  test('needs a text, two languages, and a contact of one line', async () => {
    const { status, html } = await compose({ one: 'en', two: 'en', contact: 'x'.repeat(201) });
    expect(status).toBe(422);
    for (const problem of ['Choose at least one text.', 'not the same.', 'Write at most 200 characters.'])
      expect(html).toContain(problem);
    // What was typed is not lost.
    expect(html).toContain('x'.repeat(201));
  });
});
