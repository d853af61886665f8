import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { loadLaw } from '../../law/index.ts';
import { openDoor } from '../../store/index.ts';
import { filePages } from '../file/pages/index.ts';
import {
  addWorker,
  createTestDesk,
  giveMandate,
  makeAgency,
  type TestDesk,
  type TestWorker,
} from '../testing/index.ts';

let here: TestDesk;
let auditor: TestWorker;
let supervisor: TestWorker;
let caseWorker: TestWorker;
let agencyId: string;
beforeAll(async () => {
  here = await createTestDesk(inject('store'), { more: filePages(loadLaw()) });
  const admin = await makeAgency(here, 'Harbour House');
  auditor = await addWorker(here, admin, { own: 'otto', roles: ['auditor'] });
  supervisor = await addWorker(here, admin, { own: 'sara', roles: ['supervisor'] });
  caseWorker = await addWorker(here, admin, { own: 'lena', roles: ['case-worker'] });
  await giveMandate(here, admin);
  const { rows } = await sql<{ agency_id: string }>`SELECT agency_id FROM clew.agency`.execute(
    here.database.admin,
  );
  agencyId = rows[0]?.agency_id ?? '';
});
afterAll(async () => {
  expect(here.errors).toEqual([]);
  await here.drop();
});

/** The id of a colleague, as the auditor's page offers it. */
async function idOf(own: string): Promise<string> {
  const { html } = await auditor.browser.visit('/desk/journal');
  return new RegExp(`<option value="([0-9a-f-]{36})">Name of ${own}<`).exec(html)?.[1] ?? '';
}

/** The rows of the table on a page, as words. */
function rowsOn(html: string): string[] {
  const body = /<tbody[^>]*>([\s\S]*?)<\/tbody>/.exec(html)?.[1] ?? '';
  const rows = body.split('</tr>').map((row) => row.replace(/<span class="lbl"[^>]*>[^<]*<\/span>/g, ''));
  return rows
    .map((row) =>
      row
        .replace(/<[^>]*>/g, ' ')
        .replace(/\s+/g, ' ')
        .trim(),
    )
    .filter((row) => row !== '');
}

async function openFiles(own: string, count: number): Promise<void> {
  const door = openDoor(here.database.app, { kind: 'worker', workerId: await idOf(own), agencyId });
  for (let file = 1; file <= count; file += 1)
    await door.readSealed({ action: 'file.open', thing: `file ${file}` }, async () => undefined);
}

describe('the journal’s page', () => {
  test('shows the auditor who did what, by name, and is itself an entry', async () => {
    await auditor.browser.visit('/desk/journal');
    const { status, html } = await auditor.browser.visit('/desk/journal');
    expect(status).toBe(200);
    expect(rowsOn(html)[0]).toMatch(/ UTC Name of otto Read the journal journal$/);
  });

  test('finds by worker, action, thing and day, and gives back what was chosen', async () => {
    await openFiles('lena', 2);
    await auditor.browser.visit('/desk/journal');
    const lena = await idOf('lena');
    const { html } = await auditor.browser.send('/desk/journal', {
      actor: lena,
      action: 'file.open',
      thing: 'file 2',
    });
    expect(rowsOn(html)).toEqual([
      expect.stringMatching(/Name of lena See a file, without what is sealed in it file 2$/),
    ]);
    expect(html).toMatch(
      new RegExp(`<option[^>]*value="${lena}"[^>]*selected|<option[^>]*selected[^>]*value="${lena}"`),
    );
    const none = await auditor.browser.send('/desk/journal', { day: '2001-01-01' });
    expect(none.html).toContain('No entry fits.');
  });

  test('says what is no day, and loses nothing that was typed', async () => {
    await auditor.browser.visit('/desk/journal');
    const { status, html } = await auditor.browser.send('/desk/journal', {
      day: '16 March',
      thing: 'file 7',
    });
    expect(status).toBe(422);
    expect(html).toContain('Write the day like 2026-03-16.');
    expect(html).toContain('value="file 7"');
  });

  test('goes on to older entries in pages of fifty', async () => {
    await openFiles('otto', 60);
    const { html } = await auditor.browser.send('/desk/journal', {
      action: 'file.open',
      actor: await idOf('otto'),
    });
    expect(rowsOn(html)).toHaveLength(50);
    const forms = html.split('<form').filter((form) => form.includes('name="from"'));
    const fields = [...(forms[0] ?? '').matchAll(/name="([^"]+)" value="([^"]*)"/g)].map(
      ([, name = '', value = '']) => [name, value] as const,
    );
    const older = await auditor.browser.post('/desk/journal', fields);
    expect(rowsOn(older.html)).toHaveLength(10);
  });

  test('is not there for whoever is no auditor', async () => {
    for (const worker of [caseWorker, supervisor]) {
      expect((await worker.browser.visit('/desk/journal')).status).toBe(404);
      expect((await worker.browser.visit('/desk')).html).not.toContain('href="/desk/journal"');
    }
  });
});

describe('alarms', () => {
  test('reach supervisor and auditor, and stay open until somebody else has looked into them', async () => {
    await openFiles('lena', 21);
    for (const worker of [auditor, supervisor])
      expect((await worker.browser.visit('/desk/alarms')).html).toContain(
        '<bdi>Name of lena</bdi> opened more than 20 files within an hour.',
      );
    expect((await caseWorker.browser.visit('/desk/alarms')).status).toBe(404);
    await supervisor.browser.visit('/desk/alarms');
    const { html } = await supervisor.browser.send('/desk/alarms/settle');
    expect(html).toContain('<bdi>Name of sara</bdi> has looked into it:');
  });

  test('are not settled by whom they are about', async () => {
    await openFiles('sara', 21);
    const sara = await idOf('sara');
    const { rows } = await sql<{ number: string }>`
      SELECT number FROM clew.journal_entry WHERE action = 'alarm.raise' AND thing = ${`worker ${sara} files`}`.execute(
      here.database.admin,
    );
    await supervisor.browser.visit('/desk/alarms');
    const token = /name="form-token" value="([^"]+)"/.exec(supervisor.browser.shown.html)?.[1] ?? '';
    const { status } = await supervisor.browser.post('/desk/alarms/settle', [
      ['form-token', token],
      ['number', rows[0]?.number ?? ''],
    ]);
    expect(status).toBe(403);
  });
});

describe('who has opened a file', () => {
  /** Opens a file through its page, and returns its address. */
  async function newFile(): Promise<string> {
    await caseWorker.browser.visit('/desk/files');
    const { html } = await caseWorker.browser.send('/desk/files/new');
    return /\/desk\/files\/[0-9a-f-]{36}/.exec(html)?.[0] ?? '';
  }

  test('is told to whoever may know it, by name, and to look is told too', async () => {
    const path = await newFile();
    await caseWorker.browser.visit(path);
    await caseWorker.browser.visit(`${path}/opened`);
    const { status, html } = await caseWorker.browser.visit(`${path}/opened`);
    expect(status).toBe(200);
    const id = path.slice('/desk/files/'.length);
    const told = rowsOn(html);
    expect(told[0]).toMatch(new RegExp(`Name of lena See who has opened a file file ${id}$`));
    expect(told.at(-1)).toMatch(/Name of lena Open a new file /);
  });

  test('is not told to the auditor, who may not know that the file is there', async () => {
    expect((await auditor.browser.visit(`${await newFile()}/opened`)).status).toBe(404);
  });
});
