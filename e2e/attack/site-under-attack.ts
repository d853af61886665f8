import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { filePages } from '../../app/desk/index.ts';
import {
  addWorker,
  createTestDesk,
  giveMandate,
  makeAgency,
  makeFile,
  makeToken,
  type TestDesk,
  type TestProgram,
} from '../../app/desk/testing/index.ts';
import { loadLaw } from '../../app/law/index.ts';
import { siteRoutes } from '../../app/site-pages.ts';
import type { TestServer } from '../../app/store/testing/index.ts';

/** A site with two agencies on a port of this machine, and tokens for it. */
export type SiteUnderAttack = {
  origin: string;
  desk: TestDesk;
  /** Of case workers of two agencies, who see nothing of each other. */
  workers: readonly [TestProgram, TestProgram];
  /** Of the auditors of the same. */
  auditors: readonly [TestProgram, TestProgram];
  close(): Promise<void>;
};

/** How many tokens of the same worker an attack may end without ending its own. */
const TO_BE_ENDED = 8;

/** Serves every route there is over HTTP, with files and tokens to be found, until closed. */
export async function openSiteUnderAttack(store: TestServer): Promise<SiteUnderAttack> {
  let answer: (request: Request) => Promise<Response> = async () => new Response(null, { status: 503 });
  const server = createAdaptorServer({ fetch: (request) => answer(request), hostname: 'localhost' });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  const law = loadLaw();
  const desk = await createTestDesk(store, {
    origin,
    more: filePages(law),
    routes: (made) => siteRoutes(law, made),
  });
  const site = desk.site;
  answer = (request) => site.fetch(request);
  const pairs = [await fillAgency(desk, 'Harbour House'), await fillAgency(desk, 'Clinic')] as const;
  return {
    origin,
    desk,
    workers: [pairs[0].worker, pairs[1].worker],
    auditors: [pairs[0].auditor, pairs[1].auditor],
    close: async () => {
      await new Promise((resolve) => {
        server.close(resolve);
        if ('closeAllConnections' in server) server.closeAllConnections();
      });
      await desk.drop();
    },
  };
}

async function fillAgency(desk: TestDesk, name: string) {
  const admin = await makeAgency(desk, name, 'administrator');
  const all = ['case-worker', 'lawyer', 'health', 'screener'];
  const amina = await addWorker(desk, admin, { own: 'amina', roles: all });
  const auditor = await addWorker(desk, admin, { own: 'auditor', roles: ['auditor'] });
  await giveMandate(desk, admin);
  for (let made = 0; made < 4; made++) await makeFile(amina, 'The first words');
  const programs: TestProgram[] = [];
  for (let made = 0; made < TO_BE_ENDED; made++)
    programs.push(await makeToken(desk, amina, { actions: ['agency.read'] }));
  return { worker: await makeToken(desk, amina), auditor: await makeToken(desk, auditor) };
}
