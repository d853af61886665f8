import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { loadLaw } from '../../../law/index.ts';
import {
  addWorker,
  createTestDesk,
  giveMandate,
  makeAgency,
  type TestDesk,
  type TestWorker,
} from '../../testing/index.ts';
import { filePages } from './index.ts';

let here: TestDesk;
let admin: TestWorker;
let lena: TestWorker;
beforeAll(async () => {
  here = await createTestDesk(inject('store'), { more: filePages(loadLaw()) });
  admin = await makeAgency(here, 'Harbour House');
  lena = await addWorker(here, admin, { own: 'lena', roles: ['case-worker'] });
  await giveMandate(here, admin);
});
afterAll(async () => {
  expect(here.errors).toEqual([]);
  await here.drop();
});

const told = { source: 'person', certainty: 'certain', on: '2026-03-04' };

/** Opens a file by the pages, and returns its path. */
async function newFile({ browser }: TestWorker): Promise<string> {
  await browser.visit('/desk/files');
  const { html } = await browser.send('/desk/files/new');
  return /\/desk\/files\/[0-9a-f-]{36}/.exec(html)?.[0] ?? '';
}

describe('the pages of a file', () => {
  test('open one, write into it, reveal what was written, and correct it', async () => {
    const { browser } = lena;
    const path = await newFile(lena);
    await browser.visit(`${path}/write`);
    const sent = { what: 'narrative told', words: 'The door <b>was</b> locked.', ...told };
    const after = await browser.send(`${path}/write`, sent);
    expect(after.status).toBe(200);
    expect(after.html).not.toContain('locked');
    const shown = await browser.send(`${path}/reveal`);
    expect(shown.html).toContain('The door &lt;b>was&lt;/b> locked.');
    expect(shown.html).toContain('4 March 2026');
    const correct = /\/desk\/files\/[^"]*write\?[^"]*/.exec(shown.html)?.[0].replaceAll('&amp;', '&') ?? '';
    await browser.visit(correct);
    await browser.send(`${path}/write`, { what: 'narrative told', words: 'The gate was.', ...told });
    const corrected = await browser.send(`${path}/reveal`);
    for (const words of ['locked', 'The gate was.', 'Corrected below'])
      expect(corrected.html).toContain(words);
    expect(corrected.html).toContain('revealed');
  });

  test('take no words from an address', async () => {
    const path = await newFile(lena);
    const typed = 'words=canary&what=narrative+told&value=canary&fact=canary&on=canary&replaces=an%20entry';
    for (const form of ['write', 'answer']) {
      const { status, html } = await lena.browser.visit(`${path}/${form}?${typed}`);
      expect(status).toBe(200);
      expect(/<main.*<\/main>/s.exec(html)?.[0]).not.toContain('canary');
    }
  });

  test('write down an answer to a question of the law', async () => {
    const { browser } = lena;
    const path = await newFile(lena);
    await browser.visit(`${path}/answer`);
    const wrong = await browser.send(`${path}/answer`, { fact: 'age', word: 'yes', ...told });
    expect(wrong.status).toBe(422);
    const answered = await browser.send(`${path}/answer`, { fact: 'age', value: '16', ...told });
    expect(answered.status).toBe(200);
    expect((await browser.send(`${path}/reveal`)).html).toContain('16');
  });

  test('write down what the person agrees to, takes back and refuses', async () => {
    const { browser } = lena;
    const path = await newFile(lena);
    await browser.visit(`${path}/grant`);
    const consent = {
      ...{
        recipient: 'Sisters’ Clinic',
        'recipient-kind': 'service',
        mandate: 'health',
        category: ['identity', 'health'],
      },
      ...{
        purpose: 'to treat me',
        until: '2026-06-30',
        wording: 'May the clinic know?',
        language: 'Tigrinya',
      },
      ...{ capacity: 'own' },
    };
    const given = await browser.send(`${path}/grant`, consent);
    for (const words of ['Sisters’ Clinic', 'In force', '30 June 2026']) expect(given.html).toContain(words);
    expect(given.html).not.toContain('May the clinic know?');
    expect((await browser.send(`${path}/grant/end`)).html).toContain('Taken back');
    await browser.visit(`${path}/grant`);
    const refused = await browser.send(`${path}/refusal`, { who: 'Police', 'what-for': 'a statement' });
    expect(refused.html).toContain('Refused');
  });

  test.each([
    ['write', { words: 'kept as typed' }],
    ['answer', { value: '16', on: 'kept as typed' }],
    ['grant', { purpose: 'kept as typed' }],
    ['people/exclude', { reason: 'kept as typed' }],
  ])('lose nothing that was typed where something is missing: %s', async (form, typed) => {
    const { browser } = lena;
    const path = await newFile(lena);
    await browser.visit(`${path}/${form.split('/')[0]}`);
    const shown = await browser.send(`${path}/${form}`, typed);
    expect(shown.status).toBe(422);
    expect(shown.html).toContain('kept as typed');
  });

  test('find a name without putting it into an address', async () => {
    const { browser } = lena;
    const path = await newFile(lena);
    await browser.visit(`${path}/write`);
    await browser.send(`${path}/write`, { what: 'identity name', words: 'Zarquon Beeblebrox', ...told });
    await browser.visit('/desk/files');
    const found = await browser.send('/desk/files/find', { name: 'beeblebrox' });
    expect(found.html).toContain(path);
    expect(found.location).toBeNull();
  });

  test('are not there for an administrator, in any way', async () => {
    const path = await newFile(lena);
    for (const to of [
      '/desk/files',
      path,
      `${path}/write`,
      `${path}/answer`,
      `${path}/grant`,
      `${path}/people`,
    ])
      expect((await admin.browser.visit(to)).status).toBe(404);
  });

  test('are not there for an officer excluded by name, who is seen trying', async () => {
    const officer = await addWorker(here, admin, { own: 'boris', roles: ['coordinator'] });
    const path = await newFile(lena);
    expect((await officer.browser.visit(path)).status).toBe(200);
    await lena.browser.visit(`${path}/people`);
    const workerId = /<option value="([^"]*)">Name of boris/.exec(lena.browser.shown.html)?.[1] ?? '';
    await lena.browser.send(`${path}/people/exclude`, {
      'exclude-worker': workerId,
      wish: 'person',
      reason: 'her cousin',
    });
    expect((await officer.browser.visit(path)).status).toBe(404);
    expect((await officer.browser.visit('/desk/files')).html).not.toContain(path);
    const { html } = await lena.browser.visit(path);
    expect(html).toContain('excluded by name');
    expect(html).toMatch(/Name of boris.{0,80}tried, and was refused/s);
  });

  test('are asked for and given by break-glass', async () => {
    const bilal = await addWorker(here, admin, { own: 'bilal', roles: ['case-worker'] });
    const path = await newFile(lena);
    const codeName = /<h1><bdi>([^<]*)/.exec((await lena.browser.visit(path)).html)?.[1] ?? '';
    await lena.browser.visit(`${path}/write`);
    await lena.browser.send(`${path}/write`, { what: 'contact place', words: 'Second house', ...told });
    expect((await bilal.browser.visit(path)).status).toBe(404);
    await bilal.browser.visit('/desk/glass');
    const asking = { 'code-name': codeName, part: 'contact', hours: '4', reason: 'She is lost.' };
    const asked = await bilal.browser.send('/desk/glass/ask', asking);
    expect(asked.html).toContain('If there is such a file');
    expect(asked.html).not.toContain(path);
  });
});
