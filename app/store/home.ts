import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where Clew keeps what belongs to this machine and no checkout: `/var/lib/clew` for root, else the user's data folder. */
export function findHome(): string {
  if (process.getuid?.() === 0) return '/var/lib/clew';
  return join(process.env.XDG_DATA_HOME ?? join(homedir(), '.local', 'share'), 'clew');
}
