import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { addWorker, createTestDesk, makeAgency, type TestDesk } from './testing/index.ts';

let here: TestDesk;
beforeAll(async () => {
  here = await createTestDesk(inject('store'));
});
afterAll(async () => {
  expect(here.errors).toEqual([]);
  await here.drop();
});

test('whoever has the first link makes an agency, invites a colleague, lets them in, and both sign in and out', async () => {
  const amina = await makeAgency(here, 'Harbour House');
  expect(amina.browser.shown.html).toContain('Name of amina');
  expect(amina.browser.shown.html).toContain('Harbour House');
  const lena = await addWorker(here, amina, { own: 'lena', roles: ['case-worker'] });
  expect(lena.browser.shown.status).toBe(200);
  expect(lena.browser.shown.html).toContain('Name of lena');
  const { html } = await lena.browser.visit('/desk/people');
  expect(html).toContain('Name of amina');
  expect(html).not.toContain('/desk/people/invite');
  await lena.browser.send('/desk/sign-out');
  expect((await lena.browser.visit('/desk')).status).toBe(401);
});
