import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { addWorker, createTestDesk, makeAgency, type TestDesk } from '../testing/index.ts';

let here: TestDesk;
beforeAll(async () => {
  here = await createTestDesk(inject('store'));
});
afterAll(() => here.drop());

test('who is alone is told that another key takes two, and what to do, until there is a second', async () => {
  const amina = await makeAgency(here, 'Harbour House');
  const alone = await amina.browser.visit('/desk/keys/roster');
  expect(alone.html).toContain('Nobody else is here who could confirm it');
  await addWorker(here, amina, { own: 'vera', roles: ['supervisor'] });
  const two = await amina.browser.visit('/desk/keys/roster');
  expect(two.html).not.toContain('Nobody else is here who could confirm it');
  expect((await amina.browser.send('/desk/keys/roster/prepare')).html).toContain(
    'thirty digits of the new keys',
  );
});
