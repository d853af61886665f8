import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  anchorHeads,
  connect,
  type Database,
  findOpenTables,
  leadsToRoot,
  migrate,
  openDoor,
  readAnchorProofs,
  readNode,
} from './index.ts';
import { type OtherServer, startOtherServer } from './testing/index.ts';

// Elsewhere in the tests a superuser owns the tables, whom no row-level security binds: what works there only for that
// reason shows here, where the owner is bound as the operator's guide has it.
let server: OtherServer;
let database: Database;
beforeAll(async () => {
  server = await startOtherServer();
  const boss = connect({ url: server.adminUrl, most: 1 });
  await sql`CREATE ROLE bound LOGIN CREATEROLE`.execute(boss);
  await sql`ALTER DATABASE clew OWNER TO bound`.execute(boss);
  await boss.destroy();
  const adminUrl = new URL(server.adminUrl);
  adminUrl.username = 'bound';
  await migrate({ adminUrl: adminUrl.href, appRole: 'app', demo: false });
  database = connect({ url: server.appUrl });
});
afterAll(async () => {
  await database?.destroy();
  await server?.stop();
});

const agencyId = 'b0d00000-0000-4000-8000-000000000001';

test('an owner whom row-level security binds can still append, raise alarms and join heads', async () => {
  const door = openDoor(database, { kind: 'worker', workerId: 'amina', agencyId });
  for (let file = 1; file <= 21; file += 1)
    await door.readSealed({ action: 'file.open', thing: `file ${file}` }, async () => undefined);
  const { nodeId } = await readNode(database);
  await anchorHeads(database, nodeId);
  const proofs = await door.read((transaction) => readAnchorProofs(transaction));
  expect(proofs.map(leadsToRoot)).toEqual([true]);
  expect(proofs).toMatchObject([{ chain: agencyId, number: 22 }]);
  expect(await door.verifyJournal()).toMatchObject({ ok: true, entries: 22 });
});

test('and nothing is open to another agency', async () => {
  expect(await findOpenTables(database)).toEqual([]);
});
