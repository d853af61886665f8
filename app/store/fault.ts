/** Every way in which the store can refuse or fail. The codes are stable: messages and exit codes hang on them. */
export const storeFaultCodes = [
  'store.unavailable',
  'store.login',
  'store.disk-full',
  'store.busy',
  'store.crowded',
  'store.unsafe-settings',
  'store.unsafe-role',
  'store.unsafe-tables',
  'store.unsupported-version',
  'store.newer-database',
  'store.older-agencies',
  'store.demo-mismatch',
  'store.no-binaries',
  'store.folder',
  'store.start-failed',
  'store.no-agency',
  'store.backup-file',
  'store.backup-key',
  'store.backup-signature',
  'store.not-empty',
  'store.half-restored',
] as const;

export type StoreFaultCode = (typeof storeFaultCodes)[number];

/** A failure of the store with a stable code. The message says what happened, where, and what to do; it holds no values of rows. */
export class StoreFault extends Error {
  readonly code: StoreFaultCode;

  constructor(code: StoreFaultCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreFault';
    this.code = code;
  }
}

/** The fault of a demo that would open what no demo made, or of a node that would open a demo. */
export function demoMismatch(demo: boolean): StoreFault {
  return new StoreFault(
    'store.demo-mismatch',
    demo
      ? 'This database was not made as a demo, so "--demo" does not open it. Start without --demo, or name an empty database.'
      : 'This database was made by "--demo" and is not for real people. Start with --demo, or name another database.',
  );
}

/** The fault of a node that would begin where a restore was killed half-way. */
export function halfRestored(where: string): StoreFault {
  return new StoreFault(
    'store.half-restored',
    `A restore was stopped half-way ${where}, so there is no whole node yet, and an empty one would be taken for it. Run clew restore again: it begins anew. To begin without the backup, name another folder in CLEW_DATA, or another database.`,
  );
}

const loginSqlStates = new Set(['28000', '28P01', '3D000']);
const unavailableSqlStates = new Set(['57P01', '57P02', '57P03', '25P03', '57P05']);
/** A lock or a statement that took too long, a deadlock, two who changed the same row. */
const busySqlStates = new Set(['55P03', '57014', '40P01', '40001']);
const unavailableSystemCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT']);
const connectionLostWords = /Connection terminated|Client has encountered a connection error/;
/** What the pool says to who waited too long in its queue. */
const crowdedWords = /timeout exceeded when trying to connect/;

/**
 * Names the fault behind an error of the database driver: gone, disk full, too many at once, or a lock held too long.
 * Returns undefined for anything else, which is then a fault of ours. PostgreSQL's error codes: its manual, appendix A.
 */
export function storeFaultOf(error: unknown): StoreFault | undefined {
  if (error instanceof StoreFault) return error;
  if (!(error instanceof Error)) return undefined;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (loginSqlStates.has(code))
    return new StoreFault(
      'store.login',
      `PostgreSQL refuses this login or has no such database (${code}). Look at the user, password and database in DATABASE_URL and DATABASE_ADMIN_URL.`,
      { cause: error },
    );
  if (code === '53100')
    return new StoreFault(
      'store.disk-full',
      'The disk that holds the database is full. Nothing was half-written. Free some space, then try again.',
      { cause: error },
    );
  if (code === '53300' || crowdedWords.test(error.message))
    return new StoreFault(
      'store.crowded',
      'More ask the database at once than it takes. Nothing was changed. Try again in a moment.',
      { cause: error },
    );
  if (busySqlStates.has(code))
    return new StoreFault(
      'store.busy',
      'Someone else is changing the same thing, and it took too long. Nothing was changed. Try again.',
      { cause: error },
    );
  // A socket that is not there, not any file that is missing.
  const noSocket = code === 'ENOENT' && 'syscall' in error && error.syscall === 'connect';
  const connectionLost =
    noSocket || code.startsWith('08') || unavailableSqlStates.has(code) || unavailableSystemCodes.has(code);
  if (connectionLost || connectionLostWords.test(error.message))
    return new StoreFault(
      'store.unavailable',
      'The database does not answer. What was answered before is safe. Try again in a moment.',
      { cause: error },
    );
  return undefined;
}
