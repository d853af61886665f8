import { Kysely, PostgresDialect } from 'kysely';
import { Pool } from 'pg';
import { preparing } from './prepared.ts';
import type { Schema } from './schema.ts';

/** A pool of connections under one role. */
export type Database = Kysely<Schema>;

type ConnectOptions = { url: string; most?: number };

/**
 * Opens a pool; nothing is connected until the first query. A statement that runs longer than ten seconds, a lock
 * that is waited for longer than three and a transaction left open for fifteen are ended by the server.
 * A connection that breaks is dropped and the next query opens another, so a database that comes back is used again.
 */
export function connect({ url, most = 10 }: ConnectOptions): Database {
  const pool = new Pool({
    connectionString: url,
    max: most,
    connectionTimeoutMillis: 3_000,
    statement_timeout: 10_000,
    lock_timeout: 3_000,
    idle_in_transaction_session_timeout: 15_000,
    application_name: 'clew',
  });
  // The loss of a connection, idle or between two statements of a transaction, is reported as an event; unheard, it
  // would end the process. The next statement on it fails, which is where the loss is told.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool: preparing(pool) }) });
}
