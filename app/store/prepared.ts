import { createHash } from 'node:crypto';
import type { PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import type { Pool, PoolClient } from 'pg';

/** A statement that comes this often is prepared; before, it may be one that never comes again. */
const OFTEN = 3;
/** So many are prepared at most, as each lies in the memory of every connection; and so many texts are counted. */
const MOST = 200;
const MOST_COUNTED = 2_000;

/**
 * A pool that asks the server as seldom as it can. Its connections begin a transaction with its first statement, and prepare what is asked again and again: the server then reads, rewrites for row-level security and
 * plans a statement once a connection instead of at each request. The server plans anew by itself when tables or policies
 * change.
 */
export function preparing(pool: Pool): PostgresPool {
  const nameOf = chooseNames();
  const known = new WeakMap<PoolClient, PostgresPoolClient>();
  return {
    connect: async () => {
      const client = await pool.connect();
      const prepared = known.get(client) ?? preparingClient(client, nameOf);
      known.set(client, prepared);
      return prepared;
    },
    end: () => pool.end(),
  };
}

type NameOf = (text: string) => string | undefined;

function preparingClient(client: PoolClient, nameOf: NameOf): PostgresPoolClient {
  let held = '';
  // Without a cursor in the dialect kysely asks in this way alone.
  const query = async <R>(
    given: unknown,
    values: readonly unknown[] = [],
  ): Promise<PostgresQueryResult<R>> => {
    const text = String(given);
    if (BEGINS.test(text)) {
      held = `${text}; `;
      return NOTHING;
    }
    const begin = held;
    held = '';
    if (begin !== '' && ENDS.test(text)) return NOTHING;
    // On a connection that is lost nothing is left to take back; why it was lost, which is told, must not be hidden by that.
    if (UNDOES.test(text)) return client.query(text).then(lastOf<R>, () => NOTHING as PostgresQueryResult<R>);
    if (begin !== '' && values.length === 0) return lastOf(await client.query(begin + text));
    if (begin !== '') await client.query(begin);
    const asked = { text, values: [...values] };
    const name = isOne(text) ? nameOf(text) : undefined;
    return lastOf(await client.query(name === undefined ? asked : { name, ...asked }));
  };
  return { query: query as unknown as PostgresPoolClient['query'], release: () => client.release() };
}

/** A transaction begins with its first statement, in one message with it where that has no parameters; without one, not at all. */
const BEGINS = /^(?:begin|start transaction)\b[^;]*$/i;
const ENDS = /^(?:commit|rollback)$/i;
const UNDOES = /^rollback$/i;
const NOTHING = { command: 'SELECT' as const, rowCount: 0, rows: [] };

/** Of several statements in one message pg gives several results. */
function lastOf<R>(result: unknown): PostgresQueryResult<R> {
  return (Array.isArray(result) ? result.at(-1) : result) as PostgresQueryResult<R>;
}

/** Whether a text is one statement about rows: several at once, and those that begin and end transactions, cannot be prepared. */
function isOne(text: string): boolean {
  return /^\s*(?:select|insert|update|delete|with)\b/i.test(text) && !text.includes(';');
}

/** One name for one text, for all connections; undefined for what comes seldom, and once there are `MOST`. */
function chooseNames(): NameOf {
  const counts = new Map<string, number>();
  const names = new Map<string, string>();
  return (text) => {
    const name = names.get(text);
    if (name !== undefined || names.size >= MOST) return name;
    const count = (counts.get(text) ?? 0) + 1;
    if (count < OFTEN) {
      if (counts.size < MOST_COUNTED) counts.set(text, count);
      return undefined;
    }
    counts.delete(text);
    const made = `clew_${createHash('sha256').update(text).digest('hex').slice(0, 40)}`;
    names.set(text, made);
    return made;
  };
}
