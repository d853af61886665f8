import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { loadLaw } from '../../../law/index.ts';
import { policyPages } from '../../pages/policy-pages.ts';
import {
  addWorker,
  createTestDesk,
  giveMandate,
  makeAgency,
  type TestDesk,
  type TestWorker,
} from '../../testing/index.ts';
import { filePages } from './index.ts';

const law = loadLaw();
const SAYS = 'Your agency has not approved the law';
let here: TestDesk;
let admin: TestWorker;
let lena: TestWorker;
let mira: TestWorker;
beforeAll(async () => {
  const more = [...policyPages({ lawHash: law.hash }), ...filePages(law)];
  here = await createTestDesk(inject('store'), { more });
  admin = await makeAgency(here, 'Harbour House');
  lena = await addWorker(here, admin, { own: 'lena', roles: ['case-worker'] });
  mira = await addWorker(here, admin, { own: 'mira', roles: ['supervisor'] });
  await giveMandate(here, admin);
});
afterAll(async () => {
  expect(here.errors).toEqual([]);
  await here.drop();
});

/** Both steps of the agency's approval, each by one person. */
async function approve(): Promise<void> {
  await admin.browser.visit('/desk/agency');
  await admin.browser.send('/desk/agency/law', {
    'law-reason': 'Read and compared.',
    reason: 'Read and compared.',
  });
  await mira.browser.visit('/desk/agency');
  await mira.browser.send('/desk/agency/law/confirm');
}

describe('the pages of a file', () => {
  test('say above answers and lists that nobody approved the law, until two people have', async () => {
    const { browser } = lena;
    await browser.visit('/desk/files');
    const { html: made } = await browser.send('/desk/files/new');
    const path = /\/desk\/files\/[0-9a-f-]{36}/.exec(made)?.[0] ?? '';
    const asked = await browser.visit(`${path}/answer`);
    expect(asked.html.indexOf(SAYS)).toBeGreaterThan(0);
    expect(asked.html.indexOf(SAYS)).toBeLessThan(asked.html.indexOf('<form class="ask"'));
    const told = { source: 'person', certainty: 'certain' };
    await browser.send(`${path}/answer`, { fact: 'age', value: '16', ...told });
    const shown = await browser.send(`${path}/reveal`);
    expect(shown.html.indexOf(SAYS)).toBeGreaterThan(0);
    expect(shown.html.indexOf(SAYS)).toBeLessThan(shown.html.indexOf('<bdi>16</bdi>'));
    expect(shown.html).toContain('Asked by a law that nobody approved');
    await approve();
    for (const page of [`${path}/answer`, path]) expect((await browser.visit(page)).html).not.toContain(SAYS);
    const after = await browser.send(`${path}/reveal`);
    expect(after.html).toContain('<bdi>16</bdi>');
    expect(after.html).not.toContain('Asked by a law');
  });
});
