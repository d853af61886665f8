import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The system user as whom PostgreSQL runs. */
export type DatabaseOwner = { name: string; uid: number; gid: number };

/**
 * PostgreSQL refuses to run as root. As root this returns the system user `clew`, made if it is not there;
 * where none can be made, `nobody`. As an ordinary user it returns undefined: PostgreSQL runs as that user.
 */
export async function findDatabaseOwner(): Promise<DatabaseOwner | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const known = await lookUpUser('clew');
  if (known) return known;
  const options = [
    '--system',
    '--no-create-home',
    '--home-dir',
    '/nonexistent',
    '--shell',
    '/usr/sbin/nologin',
  ];
  // Two starts at once: the loser's useradd fails, and the look-up after it finds the winner's user.
  await run('useradd', [...options, 'clew']).catch(() => undefined);
  return (await lookUpUser('clew')) ?? (await lookUpUser('nobody'));
}

async function lookUpUser(name: string): Promise<DatabaseOwner | undefined> {
  const passwd = await readFile('/etc/passwd', 'utf8').catch(() => '');
  const fields = passwd
    .split('\n')
    .map((line) => line.split(':'))
    .find((entry) => entry[0] === name);
  if (!fields) return undefined;
  return { name, uid: Number(fields[2]), gid: Number(fields[3]) };
}
