import { type Kysely, sql } from 'kysely';
import type { Schema } from '../../store/index.ts';

/**
 * That one person read very much within an hour, was let in by break-glass, or shut out alone who answers for a file. `settledBy` looked into it; until then it
 * is open.
 */
export type Alarm = {
  /** Number of its entry in the journal. */
  number: number;
  /** When it was raised (UTC, microseconds). */
  at: string;
  workerId: string;
  kind: 'files' | 'reveals' | 'glass' | 'exclusion';
  settledBy: string | undefined;
  settledAt: string | undefined;
};

/** The alarms of the chain of this transaction, open ones first, then the newest; up to 200. */
export async function readAlarms(transaction: Kysely<Schema>): Promise<Alarm[]> {
  const { rows } = await sql<{
    number: number;
    at: string;
    thing: string;
    settled_by: string | null;
    settled_at: string | null;
  }>`
    SELECT raised.number::float8 AS number, to_char(raised.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at,
      raised.thing, settled.actor AS settled_by,
      to_char(settled.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS settled_at
    FROM clew.journal_entry raised LEFT JOIN LATERAL (
      SELECT actor, at FROM clew.journal_entry e
      WHERE e.chain = raised.chain AND e.action = 'alarm.settle' AND e.thing = 'alarm ' || raised.number
        AND 'worker ' || e.actor <> substring(raised.thing FROM '^worker [^ ]+')
      ORDER BY e.number LIMIT 1
    ) settled ON true
    WHERE raised.action = 'alarm.raise' AND (raised.actor = 'node' OR raised.thing ~ ' (glass|exclusion)$')
    ORDER BY settled.at IS NOT NULL, raised.at DESC, raised.number DESC LIMIT 200
  `.execute(transaction);
  return rows.flatMap(({ number, at, thing, settled_by, settled_at }) => {
    const [, workerId = '', kind] = thing.split(' ');
    if (kind !== 'files' && kind !== 'reveals' && kind !== 'glass' && kind !== 'exclusion') return [];
    return [
      { number, at, workerId, kind, settledBy: settled_by ?? undefined, settledAt: settled_at ?? undefined },
    ];
  });
}
