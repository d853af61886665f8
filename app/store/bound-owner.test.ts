import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  anchorHeads,
  connect,
  type Database,
  findOpenTables,
  leadsToRoot,
  migrate,
  noteClockJump,
  openDoor,
  readAnchorProofs,
  readNode,
  sweepExpired,
} from './index.ts';
import { type OtherServer, startOtherServer } from './testing/index.ts';

// Elsewhere in the tests a superuser owns the tables, whom no row-level security binds: what works there only for that
// reason shows here, where the owner is bound as the operator's guide has it.
let server: OtherServer;
let boss: Database;
let database: Database;
let boundUrl: string;
beforeAll(async () => {
  server = await startOtherServer();
  boss = connect({ url: server.adminUrl, most: 1 });
  await sql`CREATE ROLE bound LOGIN CREATEROLE`.execute(boss);
  await sql`ALTER DATABASE clew OWNER TO bound`.execute(boss);
  const adminUrl = new URL(server.adminUrl);
  adminUrl.username = 'bound';
  boundUrl = adminUrl.href;
  await migrate({ adminUrl: boundUrl, appRole: 'app', demo: false });
  database = connect({ url: server.appUrl });
});
afterAll(async () => {
  await database?.destroy();
  await boss?.destroy();
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

/** Rows of an agency that refer to others, which need not be there. */
const put = (rows: string) => sql.raw(`SET session_replication_role = replica; ${rows}`).execute(boss);
const valueIn = async (query: string) =>
  Object.values((await sql.raw<object>(query).execute(boss)).rows[0] ?? {})[0];

test('such an owner clears away what is over, and sets right what a clock that was ahead had written', async () => {
  const now = new Date('2026-11-22T12:00:00Z');
  const id = "'b0d00000-0000-4000-8000-000000000002'";
  await put(`INSERT INTO clew.api_answer VALUES ('${agencyId}', ${id}, sha256('a'), sha256('b'), 'box', '2026-11-21T11:00:00Z');
    INSERT INTO clew.session (agency_id, session_id, worker_id, epoch, made_at, seen_at, box)
      VALUES ('${agencyId}', ${id}, ${id}, 0, '2026-11-23T10:00:00Z', '2026-11-23T11:00:00Z', 'box')`);
  await sweepExpired(boundUrl, now);
  expect(await valueIn('SELECT count(*)::int FROM clew.api_answer')).toBe(0);
  await noteClockJump(boundUrl, { at: now, movedMs: -86_400_000 });
  expect(await valueIn('SELECT made_at FROM clew.session')).toEqual(new Date('2026-11-22T10:00:00Z'));
});

test('and changes very many rows in steps, of every agency, and is bound again afterwards', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'migrations '));
  await cp(join(import.meta.dirname, 'migrations'), folder, { recursive: true });
  await put(`INSERT INTO clew.team (agency_id, team_id, profile)
    SELECT gen_random_uuid(), gen_random_uuid(), 'box' FROM generate_series(1, 3000)`);
  await writeFile(
    join(folder, '9001-box.rows.sql'),
    `-- tables: team
-- count
SELECT count(*) FROM clew.team
-- step
WITH next AS (SELECT team_id FROM clew.team WHERE profile = 'box' AND $1::text IS NULL LIMIT $2),
  changed AS (UPDATE clew.team t SET profile = 'crate' FROM next n WHERE t.team_id = n.team_id RETURNING 1)
SELECT NULL::text AS reached, count(*) AS rows, (SELECT count(*) FROM changed) AS changed FROM next`,
  );
  await migrate({ adminUrl: boundUrl, appRole: 'app', demo: false, folder });
  await rm(folder, { recursive: true });
  expect(await valueIn("SELECT count(*)::int FROM clew.team WHERE profile = 'crate'")).toBe(3000);
  expect(await valueIn("SELECT relforcerowsecurity FROM pg_class WHERE oid = 'clew.team'::regclass")).toBe(
    true,
  );
});
