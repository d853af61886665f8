import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import {
  addWorker,
  createTestDesk,
  makeAgency,
  signInAs,
  type TestDesk,
  type TestWorker,
} from '../testing/index.ts';

let here: TestDesk;
let sara: TestWorker;
let cora: TestWorker;
let lena: TestWorker;
beforeAll(async () => {
  here = await createTestDesk(inject('store'));
  const admin = await makeAgency(here, 'Harbour House');
  sara = await addWorker(here, admin, { own: 'sara', roles: ['supervisor'] });
  cora = await addWorker(here, admin, { own: 'cora', roles: ['coordinator'] });
  lena = await addWorker(here, admin, { own: 'lena', roles: ['case-worker'] });
});
afterAll(async () => {
  expect(here.errors).toEqual([]);
  await here.drop();
});

const demand = {
  askedBy: 'Inspector Weiss, harbour police',
  receivedOn: '2026-03-10',
  basis: 'None was named.',
  about: 'Where Cedar 17 sleeps.',
  given: 'Nothing.',
  told: 'forbidden',
  court: 'District Court, order 12/26',
  forbiddenUntil: '2026-03-20',
};

async function enter(worker: TestWorker, typed: Record<string, string>) {
  await worker.browser.visit('/desk/demands/new');
  return worker.browser.send('/desk/demands/new', typed);
}

describe('the register of demands', () => {
  test('takes a demand from one person and its confirmation from another', async () => {
    expect((await enter(sara, demand)).html).toContain('You entered it, so somebody else confirms it.');
    await cora.browser.visit('/desk/demands');
    expect(cora.browser.shown.html).toContain('A court forbids to tell');
    const { html } = await cora.browser.send('/desk/demands/confirm');
    expect(html).toContain('Inspector Weiss');
    expect(html).toContain('<bdi>Name of sara</bdi>');
    expect(html).toContain('<bdi>Name of cora</bdi>');
    expect(html).not.toContain('To be confirmed');
  });

  test('asks for the court where one forbids to tell, and loses nothing that was typed', async () => {
    const { status, html } = await enter(sara, { ...demand, court: '', forbiddenUntil: '' });
    expect(status).toBe(422);
    expect(html).toContain('Name the court whose order forbids it.');
    expect(html).toContain('Where Cedar 17 sleeps.');
  });

  test('is not there for others', async () => {
    for (const path of ['/desk/demands', '/desk/demands/new'])
      expect((await lena.browser.visit(path)).status).toBe(404);
  });
});

test('every worker can read what the node can hand over and what it cannot', async () => {
  const { status, html } = await lena.browser.visit('/desk/hand-over');
  expect(status).toBe(200);
  expect(html).toContain('What nobody can read without the key of a worker');
  expect(html).toContain('Who controls the machine while it runs');
});

test('as soon as the court’s order is over the register says that the person is to be told; then that they were', async () => {
  here.moveClock(6 * 86_400_000);
  await signInAs(here, cora);
  expect((await cora.browser.visit('/desk/demands')).html).toContain('Person to be told');
  expect((await cora.browser.send('/desk/demands/told', { toldOn: '2026-03-22' })).status).toBe(422);
  expect(cora.browser.shown.html).toContain('Say how they were told.');
  const { html } = await cora.browser.send('/desk/demands/told', {
    toldOn: '2026-03-22',
    how: 'At the shelter, with an interpreter.',
  });
  expect(html).not.toContain('Person to be told');
  expect(html).toContain('At the shelter, with an interpreter.');
});
