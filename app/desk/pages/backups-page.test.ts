import { identityToRecipient } from 'age-encryption';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { openDoor, readNode } from '../../store/index.ts';
import {
  addWorker,
  createTestDesk,
  makeAgency,
  proofOf,
  type TestDesk,
  type TestWorker,
} from '../testing/index.ts';

let here: TestDesk;
let amina: TestWorker;
let lena: TestWorker;
beforeAll(async () => {
  here = await createTestDesk(inject('store'));
  amina = await makeAgency(here, 'Harbour House');
  lena = await addWorker(here, amina, { own: 'lena', roles: ['case-worker'] });
});
afterAll(async () => {
  expect(here.errors).toEqual([]);
  await here.drop();
});

const page = async ({ browser }: TestWorker, path = '/desk/backups') => browser.visit(path);

async function agencyRow() {
  return here.database.admin
    .selectFrom('clew.agency')
    .select(['agency_id', 'backup_recipient'])
    .executeTakeFirstOrThrow();
}

test('an administrator is told that no backup was made, and where to see to it; a case worker is not', async () => {
  expect((await page(amina)).html).toContain('No backup has been made');
  expect((await page(amina, '/desk')).html).toContain('No backup was made lately');
  expect((await page(lena, '/desk')).html).not.toContain('backup');
  expect([403, 404]).toContain((await page(lena)).status);
});

test('another backup key is shown once; the node keeps the half that seals', async () => {
  const before = (await agencyRow()).backup_recipient;
  await page(amina);
  const unsure = await amina.browser.send('/desk/backups', {});
  expect(unsure.status).toBe(422);
  expect((await agencyRow()).backup_recipient).toBe(before);
  await page(amina);
  const stolen = await amina.browser.send('/desk/backups', {
    sure: 'yes',
    ...proofOf(here, amina),
    passphrase: 'not hers at all, no',
  });
  expect(stolen.status).toBe(422);
  expect((await agencyRow()).backup_recipient).toBe(before);
  await page(amina);
  const { html } = await amina.browser.send('/desk/backups', { sure: 'yes', ...proofOf(here, amina) });
  const identity = /AGE-SECRET-KEY-1[0-9A-Z]+/.exec(html)?.[0] ?? '';
  expect((await agencyRow()).backup_recipient).toBe(await identityToRecipient(identity));
  expect((await page(amina)).html).not.toContain('AGE-SECRET-KEY');
});

test('once one was made its day is told, and nobody is warned', async () => {
  const { nodeId } = await readNode(here.database.app);
  const { agency_id: agencyId } = await agencyRow();
  const door = openDoor(here.database.app, { kind: 'worker', workerId: nodeId, agencyId });
  await door.write({ action: 'node.backup', thing: 'backup x' }, async () => undefined);
  expect((await page(amina)).html).toContain('The last one that holds your agency is of');
  const { rows } = await here.database.admin.executeQuery<{ at: Date }>(
    here.database.admin
      .selectFrom('clew.journal_entry')
      .select('at')
      .where('action', '=', 'node.backup')
      .compile(),
  );
  here.moveClock((rows[0]?.at.getTime() ?? 0) - here.desk.now().getTime());
  expect((await page(amina, '/desk')).html).not.toContain('No backup was made lately');
});
