import { sql } from 'kysely';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { Schema } from './schema.ts';
import { createTestDatabase, type TestDatabase } from './testing/index.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase(inject('store'));
});
afterAll(() => database.drop());

/** The columns that Schema declares; the compiler holds this list to the type, the test to the database. */
const declared: { [Table in keyof Schema]: Record<keyof Schema[Table], true> } = {
  'clew.node': { only_one: true, node_id: true, demo: true },
  'clew.anchor': {
    chain: true,
    at: true,
    number: true,
    hash: true,
    salt: true,
    place: true,
    path: true,
    root: true,
  },
  'clew.journal_head': { chain: true, number: true, hash: true },
  'clew.journal_entry': {
    chain: true,
    number: true,
    at: true,
    actor: true,
    action: true,
    thing: true,
    before: true,
    hash: true,
  },
  'clew.agency': { agency_id: true, code: true, profile: true, roster_key: true, backup_recipient: true },
  'clew.agency_mandate': { agency_id: true, mandate: true, since: true },
  'clew.law_approval': { agency_id: true, law_hash: true, at: true },
  'clew.worker': {
    agency_id: true,
    worker_id: true,
    name_hash: true,
    recipient: true,
    verify_key: true,
    standing: true,
    profile: true,
    secret_box: true,
    kdf: true,
    salt: true,
    code_step: true,
    session_epoch: true,
  },
  'clew.roster_entry': {
    agency_id: true,
    worker_id: true,
    number: true,
    kind: true,
    recipient: true,
    verify_key: true,
    founding: true,
    own_signature: true,
    prepared_by: true,
    prepared_entry: true,
    prepared_signature: true,
    confirmed_by: true,
    confirmed_entry: true,
    confirmed_signature: true,
    roster_signature: true,
    retired: true,
  },
  'clew.roster_renewal': {
    agency_id: true,
    number: true,
    key_before: true,
    verify_key: true,
    prepared_by: true,
    prepared_entry: true,
    prepared_signature: true,
    before_signature: true,
    confirmed_by: true,
    confirmed_entry: true,
    confirmed_signature: true,
    roster_signature: true,
  },
  'clew.agency_role': { agency_id: true, role: true, reach: true, permissions: true, profile: true },
  'clew.worker_role': {
    agency_id: true,
    worker_id: true,
    role: true,
    given_by: true,
    given_entry: true,
    signature: true,
    roster_signature: true,
  },
  'clew.team': { agency_id: true, team_id: true, profile: true },
  'clew.team_member': {
    agency_id: true,
    team_id: true,
    worker_id: true,
    deputy_for: true,
    given_by: true,
    given_entry: true,
    signature: true,
    roster_signature: true,
    deputy_by: true,
    deputy_entry: true,
    deputy_signature: true,
  },
  'clew.invitation': {
    agency_id: true,
    invitation_id: true,
    secret_hash: true,
    offer: true,
    held: true,
    invited_by: true,
    expires_at: true,
    worker_id: true,
  },
  'clew.session': {
    agency_id: true,
    session_id: true,
    worker_id: true,
    epoch: true,
    made_at: true,
    seen_at: true,
    box: true,
  },
  'clew.key_wrap': {
    agency_id: true,
    key_id: true,
    generation: true,
    worker_id: true,
    wrap: true,
    given_by: true,
    signature: true,
  },
  'clew.withdrawn_key': { agency_id: true, recipient: true, worker_id: true, at: true },
  'clew.key_renewal': { agency_id: true, key_id: true, since: true },
  'clew.proposal': {
    agency_id: true,
    proposal_id: true,
    kind: true,
    thing: true,
    content: true,
    proposed_by: true,
    confirmed_by: true,
    at: true,
    confirmed_at: true,
    proposed_entry: true,
    proposed_signature: true,
    confirmed_entry: true,
    confirmed_signature: true,
  },
  'clew.provider_attempt': { agency_id: true, attempt_id: true, box: true, expires_at: true },
  'clew.passkey_challenge': { agency_id: true, challenge_hash: true, used_at: true },
  'clew.guess': { agency_id: true, budget: true, spent: true, since: true },
  'clew.opening': { secret_hash: true, expires_at: true },
  'clew.file_hold': { agency_id: true, file_id: true, review_on: true },
  'clew.erased': { agency_id: true, thing_id: true, at: true },
  'clew.file': {
    agency_id: true,
    file_id: true,
    owner_id: true,
    team_id: true,
    opened_month: true,
    withdrawn: true,
    closed: true,
    rest_month: true,
    code_name: true,
    code_hash: true,
    code_generation: true,
  },
  'clew.file_compartment': { agency_id: true, file_id: true, compartment: true, generation: true },
  'clew.file_entry': {
    agency_id: true,
    file_id: true,
    compartment: true,
    entry_id: true,
    generation: true,
    box: true,
  },
  'clew.file_grant': {
    agency_id: true,
    file_id: true,
    grant_id: true,
    recipient_kind: true,
    expires_on: true,
    standing: true,
  },
  'clew.file_exclusion': { agency_id: true, file_id: true, worker_id: true, kind: true },
  'clew.file_named': { agency_id: true, file_id: true, worker_id: true },
  'clew.file_admission': {
    agency_id: true,
    admission_id: true,
    file_id: true,
    compartment: true,
    worker_id: true,
    confirmed_by: true,
    sealed_by: true,
    expires_at: true,
  },
  'clew.file_name_part': { agency_id: true, part_hash: true, file_id: true, generation: true },
  'clew.recovery_set': { agency_id: true, worker_id: true, generation: true, custody: true, box: true },
  'clew.recovery_share': { agency_id: true, worker_id: true, number: true, custodian_id: true, sealed: true },
  'clew.recovery_request': {
    agency_id: true,
    request_id: true,
    name_hash: true,
    secret_hash: true,
    recipient: true,
    held: true,
    expires_at: true,
    digits: true,
    seen_at: true,
  },
  'clew.recovery_gift': {
    agency_id: true,
    request_id: true,
    number: true,
    given_by: true,
    share: true,
    custody: true,
  },
  'clew.drill': { agency_id: true, drill_id: true, challenge: true, opened_by: true, opened_at: true },
  'clew.drill_proof': { agency_id: true, drill_id: true, worker_id: true, number: true, proof: true },
  'clew.shut_worker': { agency_id: true, worker_id: true, secret_box: true },
  'clew.key_change': {
    agency_id: true,
    worker_id: true,
    recipient: true,
    verify_key: true,
    secret_box: true,
    statement: true,
    roster_signature: true,
    asked_at: true,
    number: true,
    own_signature: true,
    confirmed_by: true,
    confirmed_entry: true,
    confirmed_signature: true,
  },
  'clew.alarm_channel': {
    agency_id: true,
    channel_id: true,
    box: true,
    set_by: true,
    set_at: true,
    told_to: true,
    tested_at: true,
    arrived_at: true,
  },
  'clew.alarm_delivery': {
    agency_id: true,
    delivery_id: true,
    channel_id: true,
    event: true,
    made_at: true,
    attempts: true,
    tried_at: true,
    outcome: true,
  },
};

test('the typed schema names exactly the tables and columns of the database', async () => {
  const { rows } = await sql<{ name: string; column: string }>`
    SELECT table_schema || '.' || table_name AS name, column_name AS column FROM information_schema.columns
    WHERE table_schema = 'clew' AND table_name NOT LIKE 'migration%'
  `.execute(database.admin);
  const found = rows.map((row) => `${row.name}.${row.column}`).sort();
  const expected = Object.entries(declared).flatMap(([table, columns]) =>
    Object.keys(columns).map((column) => `${table}.${column}`),
  );
  expect(found).toEqual(expected.sort());
});

test('every table and column says what it is for', async () => {
  const { rows } = await sql<{ name: string }>`
    SELECT c.relname || coalesce('.' || a.attname, '') AS name
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN LATERAL (SELECT NULL::name AS attname, 0 AS attnum UNION ALL
      SELECT attname, attnum FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped) a ON true
    WHERE n.nspname = 'clew' AND c.relkind IN ('r', 'p') AND c.relname NOT LIKE 'migration%'
      AND col_description(c.oid, a.attnum) IS NULL AND (a.attnum > 0 OR obj_description(c.oid, 'pg_class') IS NULL)
  `.execute(database.admin);
  expect(rows.map((row) => row.name)).toEqual([]);
});
