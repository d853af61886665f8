import type { NodeToKill } from './node-to-kill.ts';

/** Every row that lasts, as a hash under the name of its table; rows of the journal under their action too. */
export type Snapshot = ReadonlyMap<string, string>;

/** What a request left: which kinds of rows came and went, with how many. */
export type Change = Readonly<Record<string, number>>;

/** What comes and goes by itself: what the node notes of itself, and counts of guesses. */
const PASSING = [
  'alarm_delivery',
  'guess',
  'provider_attempt',
  'passkey_challenge',
  'anchor',
  'clock_beat',
  'node',
  'migration_lock',
  'journal_head',
  'population_part',
];

const PASSING_COLUMNS: Readonly<Record<string, string>> = {
  alarm_channel: " - 'told_to' - 'tested_at' - 'arrived_at'",
  population_run: " - 'state' - 'percent' - 'leave_box' - 'outcome'",
  session: " - 'seen_at'",
  worker: " - 'code_step'",
};

/** What nobody is shown until it is whole, and the node clears away if it never is. */
const SEEN: Readonly<Record<string, string>> = {
  population: 'AND t.whole',
  population_piece:
    'AND EXISTS (SELECT 1 FROM clew.population p WHERE p.population_id = t.population_id AND p.whole)',
};

/** Read while nothing is under way. Rows that name a file are left out where `except` says which. */
export async function takeSnapshot({ query }: NodeToKill, except = ''): Promise<Snapshot> {
  const tables = await query(
    "SELECT relname AS name FROM pg_class WHERE relnamespace = 'clew'::regnamespace AND relkind = 'r' AND NOT relname = ANY ($1)",
    [PASSING],
  );
  const parts = tables.map(({ name }) => {
    const kind = name === 'journal_entry' ? "'journal ' || action" : `'${name}'`;
    const chains =
      name === 'journal_entry'
        ? "AND chain NOT IN (SELECT node_id FROM clew.node) AND action <> 'alarm.raise'"
        : '';
    return `SELECT ${kind} AS kind, md5((to_jsonb(t)${PASSING_COLUMNS[String(name)] ?? ''})::text) AS row FROM clew.${name} t WHERE ($1 = '' OR strpos(t::text, $1) = 0) ${chains} ${SEEN[String(name)] ?? ''}`;
  });
  const rows = await query(parts.join(' UNION ALL '), [except]);
  return new Map(rows.map(({ kind, row }) => [`${kind} ${row}`, String(kind)]));
}

/** What came and went between two moments. */
export function changeBetween(before: Snapshot, after: Snapshot): Change {
  const change: Record<string, number> = {};
  const count = (name: string) => {
    change[name] = (change[name] ?? 0) + 1;
  };
  for (const [row, kind] of after) if (!before.has(row)) count(`+ ${kind}`);
  for (const [row, kind] of before) if (!after.has(row)) count(`- ${kind}`);
  return change;
}

/** How many people the node has, by their rows. */
export function countPeople(snapshot: Snapshot): number {
  return [...snapshot.values()].filter((kind) => kind === 'worker').length;
}

/** What hangs on what was left to tidy, and that a page was opened on the way. */
const BESIDE = [
  '+ key_renewal',
  '- key_renewal',
  '- session',
  '- opening',
  '+ journal file.open',
  '+ journal population.read',
];

/** Each is of a reading of its own, written before what was read is shown: whoever is cut off has read less. */
const READ_ONE_BY_ONE = ['+ journal file.list'];

/** Of these there is one for each of several people. */
const FOR_EACH = ['+ key_wrap', '- key_wrap', '+ drill_proof'];

/**
 * What came of a form, by what it leaves when nothing goes wrong: as many rows of the same kinds came and went; or none did; or
 * some. `more` is how many people came since that was learnt, by whom what there is for each may differ.
 */
export function judgeChange(change: Change, expected: Change, more = 0): 'whole' | 'nothing' | 'half' {
  const isOnlyBeside = Object.keys(expected).every((kind) => BESIDE.includes(kind));
  const kindsOf = (one: Change) => Object.keys(one).filter((kind) => isOnlyBeside || !BESIDE.includes(kind));
  const kinds = new Set([...kindsOf(change), ...kindsOf(expected)]);
  if (kindsOf(change).length === 0) return 'nothing';
  const isWhole = [...kinds].every((kind) => {
    const [came = 0, wanted = 0] = [change[kind], expected[kind]];
    const mayDiffer = FOR_EACH.includes(kind) && came > 0 && wanted > 0 ? Math.abs(more) : 0;
    if (READ_ONE_BY_ONE.includes(kind)) return came <= wanted;
    return Math.abs(came - wanted) <= mayDiffer;
  });
  return isWhole ? 'whole' : 'half';
}

/** What must be so between tables, each with what finds the rows of which it is not. */
const RULES: Readonly<Record<string, string>> = {
  'every part of a file has a key that somebody holds': `
    SELECT 1 FROM clew.file_compartment c WHERE NOT EXISTS (SELECT 1 FROM clew.key_wrap w WHERE w.agency_id = c.agency_id
      AND w.key_id = 'file:' || c.file_id || ':' || c.compartment AND w.generation = c.generation)`,
  'every entry has a key that somebody holds': `
    SELECT 1 FROM clew.file_entry e WHERE NOT EXISTS (SELECT 1 FROM clew.key_wrap w WHERE w.agency_id = e.agency_id
      AND w.key_id = 'file:' || e.file_id || ':' || e.compartment AND w.generation = e.generation)`,
  'no key is given for a part that is not there': `
    SELECT 1 FROM clew.key_wrap w WHERE w.key_id LIKE 'file:%' AND NOT EXISTS (SELECT 1 FROM clew.file_compartment c
      WHERE c.agency_id = w.agency_id AND w.key_id = 'file:' || c.file_id || ':' || c.compartment
      AND w.generation <= c.generation)`,
  'every file, and every entry in one, has its line in the journal of its agency': `
    SELECT 1 FROM clew.file f WHERE (SELECT count(*) FROM clew.journal_entry j WHERE j.chain = f.agency_id
      AND j.thing LIKE 'file ' || f.file_id || '%' AND j.action NOT LIKE '%.open' AND j.action NOT LIKE '%.read%')
      < (SELECT count(*) FROM clew.file_entry e WHERE e.agency_id = f.agency_id AND e.file_id = f.file_id
         AND e.compartment NOT IN ('consent', 'bars', 'identity'))
    UNION ALL SELECT 1 FROM clew.file f WHERE NOT EXISTS (SELECT 1 FROM clew.journal_entry j
      WHERE j.chain = f.agency_id AND j.action = 'file.make' AND j.thing LIKE '%' || f.file_id || '%')`,
  'every consent has its sealed entry': `
    SELECT 1 FROM clew.file_grant g WHERE NOT EXISTS (SELECT 1 FROM clew.file_entry e WHERE e.agency_id = g.agency_id
      AND e.file_id = g.file_id AND e.entry_id = g.grant_id)`,
  'everybody who is in stands on the roster, has a role and, unless their keys were withdrawn, the key of the agency': `
    SELECT 1 FROM clew.worker w WHERE w.standing = 'in' AND (
      NOT EXISTS (SELECT 1 FROM clew.roster_entry r WHERE r.agency_id = w.agency_id AND r.worker_id = w.worker_id)
      OR NOT EXISTS (SELECT 1 FROM clew.statement s WHERE s.agency_id = w.agency_id AND s.kind = 'worker'
        AND s.thing = w.worker_id::text)
      OR NOT EXISTS (SELECT 1 FROM clew.key_wrap k WHERE k.agency_id = w.agency_id AND k.worker_id = w.worker_id
        AND k.key_id = 'agency')
        AND NOT EXISTS (SELECT 1 FROM clew.withdrawn_key t WHERE t.agency_id = w.agency_id AND t.worker_id = w.worker_id))`,
  'of what is shared among custodians no share is missing': `
    SELECT 1 FROM clew.recovery_set s LEFT JOIN clew.recovery_share h USING (agency_id, worker_id)
    GROUP BY s.agency_id, s.worker_id HAVING count(h.number) < 2 OR max(h.number) <> count(h.number)`,
  'every population that is shown has its file, and is looked at': `
    SELECT 1 FROM clew.population p WHERE p.whole AND (
      NOT EXISTS (SELECT 1 FROM clew.population_piece f WHERE f.agency_id = p.agency_id AND f.population_id = p.population_id)
      OR NOT EXISTS (SELECT 1 FROM clew.population_run r WHERE r.agency_id = p.agency_id AND r.population_id = p.population_id
        AND r.kind = 'look'))`,
  'whatever was confirmed says by whom, and is signed': `
    SELECT 1 FROM clew.proposal WHERE (confirmed_by IS NULL) <> (confirmed_at IS NULL)
      OR (proposed_signature IS NOT NULL AND (confirmed_by IS NULL) <> (confirmed_signature IS NULL))`,
  'the head of every chain is its last entry, and no number is missing': `
    SELECT 1 FROM clew.journal_head h LEFT JOIN clew.journal_entry e USING (chain) GROUP BY h.chain, h.number, h.hash
    HAVING count(e.number) <> h.number OR max(e.number) <> h.number
      OR h.hash <> (array_agg(e.hash ORDER BY e.number DESC))[1]`,
};

/** The rules between tables that do not hold. */
export async function brokenRules({ query }: NodeToKill): Promise<string[]> {
  const broken: string[] = [];
  for (const [rule, rows] of Object.entries(RULES)) if ((await query(rows)).length > 0) broken.push(rule);
  return broken;
}
