import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeSigningKeys, makeWorkerKeys } from '@clew/seal';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { connect, findOpenTables, installedBinaries, migrate, openDoor } from '../index.ts';
import { type OtherServer, startOtherServer } from '../testing/index.ts';
import { ERASED_LIST, readErasedList } from './erased-list.ts';
import { restoreBackup } from './restore-backup.ts';
import { writeBackup } from './write-backup.ts';

// Elsewhere in the tests a superuser owns the tables. The operator's guide has an owner whom row-level security binds, on a
// server of the operator's own, which may be of another major version than the one that was lost.
const debians = '/usr/lib/postgresql/15/bin';
const agencyId = randomUUID();
const erasedId = randomUUID();
const servers: OtherServer[] = [];
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backup '));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});

/** A server whose database belongs to a role that row-level security binds. */
async function boundServer(bin?: string): Promise<{ appUrl: string; adminUrl: string }> {
  const server = await startOtherServer(bin ? { binaries: await installedBinaries(bin) } : {});
  servers.push(server);
  const boss = connect({ url: server.adminUrl, most: 1 });
  await sql`CREATE ROLE bound LOGIN CREATEROLE`.execute(boss);
  await sql`ALTER DATABASE clew OWNER TO bound`.execute(boss);
  await boss.destroy();
  const adminUrl = new URL(server.adminUrl);
  adminUrl.username = 'bound';
  return { appUrl: server.appUrl, adminUrl: adminUrl.href };
}

async function fill({ appUrl, adminUrl }: { appUrl: string; adminUrl: string }, recipient: string) {
  await migrate({ adminUrl, appRole: 'app', demo: false });
  const [admin, app] = [connect({ url: adminUrl, most: 1 }), connect({ url: appUrl, most: 1 })];
  await sql`INSERT INTO clew.agency (agency_id, code, profile, roster_key, backup_recipient)
    VALUES (${agencyId}, 'bcdfghjk', 'box', 'key', ${recipient})`.execute(admin);
  await admin.transaction().execute(async (transaction) => {
    await sql`SELECT set_config('clew.chain', ${agencyId}, true)`.execute(transaction);
    await sql`INSERT INTO clew.erased (agency_id, thing_id, at) VALUES (${agencyId}, ${erasedId}, now())`.execute(
      transaction,
    );
  });
  const door = openDoor(app, { kind: 'worker', workerId: randomUUID(), agencyId });
  await door.write({ action: 'team.make', thing: 'team' }, (transaction) =>
    sql`INSERT INTO clew.team (agency_id, team_id, profile) VALUES (${agencyId}, ${randomUUID()}, 'Ärzte ☤')`.execute(
      transaction,
    ),
  );
  await admin.destroy();
  await app.destroy();
}

describe('a backup by an owner whom row-level security binds', () => {
  const others: [string, string | undefined][] = [
    ['a server like the one that was lost', undefined],
    ['Debian’s PostgreSQL 15', debians],
  ];
  test.for(others)('is restored on %s', async ([, bin], { skip }) => {
    if (bin && !existsSync(bin)) skip('there is no PostgreSQL 15 on this machine');
    const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes));
    const [keys, signer] = [await makeWorkerKeys(random), makeSigningKeys(random)];
    const [lost, fresh] = [await boundServer(), await boundServer(bin)];
    await fill(lost, keys.recipient);
    await rm(join(folder, ERASED_LIST), { force: true });
    const file = join(folder, randomUUID());
    const made = await writeBackup({ adminUrl: lost.adminUrl, file, version: '0.0.1-test', signer });
    const identities = [keys.secrets.identity];
    const result = await restoreBackup({
      adminUrl: fresh.adminUrl,
      file,
      identities,
      demo: false,
    });
    expect(result).toMatchObject({ rows: made.rows, heads: made.heads, agencies: 1 });
    // What was erased is listed by such an owner too, who else would see none of it.
    expect(await readErasedList(join(folder, ERASED_LIST))).toMatchObject({ ids: [erasedId] });

    await migrate({ adminUrl: fresh.adminUrl, appRole: 'app', demo: false });
    const app = connect({ url: fresh.appUrl, most: 1 });
    const door = openDoor(app, { kind: 'worker', workerId: randomUUID(), agencyId });
    const teams = await door.read((transaction) =>
      transaction.selectFrom('clew.team').select('profile').execute(),
    );
    expect(teams).toEqual([{ profile: 'Ärzte ☤' }]);
    expect(await door.verifyJournal()).toMatchObject({ ok: true });
    expect(await findOpenTables(app)).toEqual([]);
    await app.destroy();
  });
});
