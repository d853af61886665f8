import { randomBytes } from 'node:crypto';
import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { socketUrl } from './cluster.ts';
import { superuser } from './cluster-place.ts';
import { connect } from './connect.ts';
import { StoreFault } from './fault.ts';

/** A login for one command, beside that of the process that serves. `end` takes it away again. */
type TerminalLogin = { url: string; end(): Promise<void> };

/** The data folder of a node that runs, and the folders in which its server's socket may stand. */
type RunningNode = { folder: string; socketFolders: readonly string[]; database: string };

const lastsHours = 12;

/**
 * Makes a login with the application's rights, and no more, on the server of a node that runs, for who may read the
 * administrator's password. It ends by itself after twelve hours; those that a killed command left are cleared away.
 * Throws `store.unavailable` if the server is not there, and what the database did.
 */
export async function openTerminalLogin(node: RunningNode): Promise<TerminalLogin> {
  const { socket, adminUrl } = await findRunning(node);
  const own = {
    role: `clew_terminal_${randomBytes(6).toString('hex')}`,
    password: randomBytes(24).toString('base64url'),
  };
  await asAdmin(adminUrl, async (admin) => {
    for (const role of await leftBehind(admin)) await dropRole(admin, role, node.database);
    const until = new Date(Date.now() + lastsHours * 3_600_000).toISOString();
    await sql`CREATE ROLE ${sql.id(own.role)} LOGIN PASSWORD ${sql.lit(own.password)} CONNECTION LIMIT 4
      VALID UNTIL ${sql.lit(until)} IN ROLE clew_app`.execute(admin);
    await sql`GRANT CONNECT ON DATABASE ${sql.id(node.database)} TO ${sql.id(own.role)}`.execute(admin);
  });
  return {
    url: socketUrl({ socket, user: own.role, password: own.password, database: node.database }),
    end: () => asAdmin(adminUrl, (admin) => dropRole(admin, own.role, node.database)),
  };
}

/**
 * The administrator's address on the server of a node that runs, for who may read that password: to copy all of it. Throws
 * `store.unavailable` if the server is not there.
 */
export async function findAdminUrl(node: RunningNode): Promise<string> {
  return (await findRunning(node)).adminUrl;
}

async function findRunning(node: RunningNode): Promise<{ socket: string; adminUrl: string }> {
  const socket = await findSocket(node.socketFolders);
  const password = (await readFile(join(node.folder, 'database-password'), 'utf8').catch(() => '')).trim();
  if (socket === undefined || password === '')
    throw new StoreFault(
      'store.unavailable',
      'The node does not run, so its database cannot be asked. Start it as the user whose node it is, then try again.',
    );
  return { socket, adminUrl: socketUrl({ socket, user: superuser, password, database: node.database }) };
}

type Admin = ReturnType<typeof connect>;

async function asAdmin(url: string, work: (admin: Admin) => Promise<void>): Promise<void> {
  const admin = connect({ url, most: 1 });
  try {
    await work(admin);
  } finally {
    await admin.destroy();
  }
}

async function leftBehind(admin: Admin): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    SELECT rolname AS name FROM pg_roles WHERE rolname LIKE 'clew_terminal_%' AND rolvaliduntil < now()`.execute(
    admin,
  );
  return rows.map(({ name }) => name);
}

async function dropRole(admin: Admin, role: string, database: string): Promise<void> {
  await sql`REVOKE CONNECT ON DATABASE ${sql.id(database)} FROM ${sql.id(role)}`.execute(admin);
  await sql`DROP ROLE ${sql.id(role)}`.execute(admin);
}

async function findSocket(folders: readonly string[]): Promise<string | undefined> {
  for (const folder of folders) {
    const isThere = await access(join(folder, '.s.PGSQL.5432')).then(
      () => true,
      () => false,
    );
    if (isThere) return folder;
  }
  return undefined;
}
