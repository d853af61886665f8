import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createCursors } from '../../web/index.ts';
import { createTestDesk, makeAgency, makeToken, type TestDesk } from '../testing/index.ts';
import { agencyRoutes } from './agency-routes.ts';
import { type Bearer, findToken } from './find-token.ts';

let here: TestDesk;
beforeAll(async () => {
  here = await createTestDesk(inject('store'));
}, 120_000);
afterAll(() => here.drop());

async function bearerOf(agency: string): Promise<Bearer> {
  const boss = await makeAgency(here, agency, 'administrator');
  const { token } = await makeToken(here, boss);
  const bearer = await findToken(here.desk, `Bearer ${token}`);
  if (!bearer) throw new Error('The token does not hold.');
  return bearer;
}

test('the check of a journal is one at a time in an agency, and waits for no other agency', async () => {
  const [one, other] = [await bearerOf('Harbour House'), await bearerOf('River House')];
  const { sealKey: key, random } = here.desk;
  const check = agencyRoutes(here.desk, createCursors({ key, random })).find(
    ({ name }) => name === 'checkJournal',
  );
  const run = (who: Bearer) => check?.run({ who } as never);
  let goOn = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const verifyJournal = () => held.then(() => one.door.verifyJournal());
  const first = run({ ...one, door: { ...one.door, verifyJournal } });
  expect(await run(one)).toMatchObject({ ok: false, code: 'busy' });
  expect(await run(other)).toMatchObject({ ok: true, body: { sound: true } });
  goOn();
  expect(await first).toMatchObject({ ok: true, body: { sound: true } });
  expect(await run(one)).toMatchObject({ ok: true });
});
