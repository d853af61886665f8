import { createHash } from 'node:crypto';
import type { PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import type { Pool, PoolClient } from 'pg';

/** A statement that comes this often is prepared; before, it may be one that never comes again. */
const OFTEN = 3;
/** So many are prepared at most, as each lies in the memory of every connection; and so many texts are counted. */
const MOST = 200;
const MOST_COUNTED = 2_000;

/**
 * A pool whose connections prepare what is asked again and again: the server then reads, rewrites for row-level security and
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
  // Without a cursor in the dialect kysely asks in this way alone.
  const query = <R>(text: unknown, values: readonly unknown[] = []): Promise<PostgresQueryResult<R>> => {
    const asked = { text: String(text), values: [...values] };
    const name = isOne(asked.text) ? nameOf(asked.text) : undefined;
    return client.query(name === undefined ? asked : { name, ...asked }) as unknown as Promise<
      PostgresQueryResult<R>
    >;
  };
  return { query: query as unknown as PostgresPoolClient['query'], release: () => client.release() };
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
