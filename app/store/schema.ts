import type { ColumnType, Generated } from 'kysely';

/** A day, written as 2026-03-16. Read it as text: as a Date it is midnight somewhere. */
type DayColumn = ColumnType<Date, string, string>;

/** The tables as the application's role sees them. A test holds this against the database's own catalogue. */
export type Schema = {
  'clew.node': {
    only_one: Generated<boolean>;
    node_id: Generated<string>;
    demo: boolean;
  };
  'clew.anchor': {
    chain: string;
    at: Date;
    number: string;
    hash: Buffer;
    salt: Buffer;
    place: string;
    path: Buffer;
    root: Buffer;
  };
  'clew.journal_head': { chain: string; number: string; hash: Buffer };
  'clew.journal_entry': {
    chain: string;
    number: string;
    at: Date;
    actor: string;
    action: string;
    thing: string;
    before: Buffer;
    hash: Buffer;
  };
  'clew.agency': {
    agency_id: string;
    code: string;
    profile: string;
    roster_key: string;
    backup_recipient: string;
  };
  'clew.statement': {
    agency_id: string;
    kind: 'worker' | 'deputy' | 'mandate' | 'law' | 'role' | 'provider' | 'keeping' | 'bar';
    thing: string;
    number: number;
    said: string;
    before: string;
    at: Date;
    first_by: string;
    first_entry: number;
    first_signature: string;
    second_by: string | null;
    second_entry: number | null;
    second_signature: string | null;
    roster_signature: string | null;
  };
  'clew.worker': {
    agency_id: string;
    worker_id: string;
    name_hash: Buffer;
    recipient: string;
    verify_key: string;
    standing: 'invited' | 'in' | 'left';
    profile: string;
    secret_box: string;
    kdf: string;
    salt: string;
    code_step: Generated<string>;
    session_epoch: Generated<number>;
  };
  'clew.roster_entry': {
    agency_id: string;
    worker_id: string;
    number: number;
    kind: 'founder' | 'second' | 'admitted' | 'changed';
    recipient: string;
    verify_key: string;
    founding: string;
    own_signature: string;
    prepared_by: string;
    prepared_entry: number;
    prepared_signature: string;
    confirmed_by: string | null;
    confirmed_entry: number | null;
    confirmed_signature: string | null;
    roster_signature: string;
    retired: Generated<boolean>;
  };
  'clew.roster_renewal': {
    agency_id: string;
    number: number;
    key_before: string;
    verify_key: string;
    prepared_by: string;
    prepared_entry: number;
    prepared_signature: string;
    before_signature: string;
    confirmed_by: string | null;
    confirmed_entry: number | null;
    confirmed_signature: string | null;
    roster_signature: string | null;
  };
  'clew.team': { agency_id: string; team_id: string; profile: string };
  'clew.invitation': {
    agency_id: string;
    invitation_id: string;
    secret_hash: Buffer;
    offer: string;
    held: string;
    invited_by: string;
    expires_at: Date;
    worker_id: string | null;
  };
  'clew.session': {
    agency_id: string;
    session_id: string;
    worker_id: string;
    epoch: number;
    made_at: Date;
    seen_at: Date;
    box: string;
  };
  'clew.key_wrap': {
    agency_id: string;
    key_id: string;
    generation: number;
    worker_id: string;
    wrap: string;
    given_by: string;
    signature: string;
  };
  'clew.withdrawn_key': { agency_id: string; recipient: string; worker_id: string; at: Date };
  'clew.key_renewal': { agency_id: string; key_id: string; since: Date };
  'clew.proposal': {
    agency_id: string;
    proposal_id: string;
    kind: string;
    thing: string;
    content: string;
    proposed_by: string;
    confirmed_by: string | null;
    at: Date;
    confirmed_at: Date | null;
    proposed_entry: number | null;
    proposed_signature: string | null;
    confirmed_entry: number | null;
    confirmed_signature: string | null;
  };
  'clew.guess': { agency_id: string; budget: Buffer; spent: number; since: Date };
  'clew.provider_attempt': { agency_id: string; attempt_id: string; box: string; expires_at: Date };
  'clew.passkey_challenge': { agency_id: string; challenge_hash: Buffer; used_at: Date };
  /** The application has no grant on it, only functions. */
  'clew.opening': { secret_hash: Buffer; expires_at: Date };
  'clew.file': {
    agency_id: string;
    file_id: string;
    owner_id: string;
    team_id: string | null;
    opened_month: DayColumn;
    withdrawn: Generated<boolean>;
    closed: Generated<boolean>;
    rest_month: ColumnType<Date | null, string | null | undefined, string | null>;
    code_name: string;
    code_hash: Buffer;
    code_generation: number;
  };
  'clew.file_hold': { agency_id: string; file_id: string; review_on: DayColumn };
  'clew.erased': { agency_id: string; thing_id: string; at: Date };
  'clew.file_compartment': {
    agency_id: string;
    file_id: string;
    compartment: string;
    generation: number;
  };
  'clew.file_entry': {
    agency_id: string;
    file_id: string;
    compartment: string;
    entry_id: string;
    generation: number;
    box: string;
  };
  'clew.file_grant': {
    agency_id: string;
    file_id: string;
    grant_id: string;
    recipient_kind: string;
    expires_on: DayColumn;
    standing: 'live' | 'withdrawn';
  };
  'clew.file_named': {
    agency_id: string;
    file_id: string;
    worker_id: string;
  };
  'clew.file_admission': {
    agency_id: string;
    admission_id: string;
    file_id: string;
    compartment: string;
    worker_id: string;
    confirmed_by: string;
    sealed_by: string;
    expires_at: Date;
    sealed_entry: number | null;
    signature: string | null;
  };
  'clew.file_name_part': {
    agency_id: string;
    part_hash: Buffer;
    file_id: string;
    generation: number;
  };
  'clew.recovery_set': {
    agency_id: string;
    worker_id: string;
    generation: number;
    custody: string;
    box: string;
  };
  'clew.recovery_share': {
    agency_id: string;
    worker_id: string;
    number: number;
    custodian_id: string;
    sealed: string;
  };
  'clew.recovery_request': {
    agency_id: string;
    request_id: string;
    name_hash: Buffer;
    secret_hash: Buffer;
    recipient: string;
    held: string;
    expires_at: Date;
    digits: string;
    seen_at: Generated<Date | null>;
  };
  'clew.recovery_gift': {
    agency_id: string;
    request_id: string;
    number: number;
    given_by: string;
    share: string;
    custody: string;
  };
  'clew.drill': {
    agency_id: string;
    drill_id: string;
    challenge: string;
    opened_by: string;
    opened_at: Date;
  };
  'clew.drill_proof': {
    agency_id: string;
    drill_id: string;
    worker_id: string;
    number: number;
    proof: string;
  };
  'clew.shut_worker': { agency_id: string; worker_id: string; secret_box: string };
  'clew.key_change': {
    agency_id: string;
    worker_id: string;
    recipient: string;
    verify_key: string;
    secret_box: string;
    statement: string;
    roster_signature: string | null;
    asked_at: Date;
    number: number;
    own_signature: string;
    confirmed_by: string | null;
    confirmed_entry: number | null;
    confirmed_signature: string | null;
  };
  'clew.alarm_channel': {
    agency_id: string;
    channel_id: string;
    box: Buffer;
    set_by: string;
    set_at: Date;
    told_to: ColumnType<string, string | number, string | number>;
    tested_at: Generated<Date | null>;
    arrived_at: Generated<Date | null>;
  };
  'clew.alarm_delivery': {
    agency_id: string;
    delivery_id: string;
    channel_id: string;
    event: 'alarm' | 'test';
    made_at: Date;
    attempts: number;
    tried_at: Generated<Date | null>;
    outcome: AlarmOutcome;
  };
  'clew.api_token': {
    agency_id: string;
    token_id: string;
    worker_id: string;
    epoch: number;
    expires_at: Date;
    used_at: Generated<Date | null>;
    box: string;
    about: string;
  };
  'clew.api_answer': {
    agency_id: string;
    token_id: string;
    key_hash: Buffer;
    request_hash: Buffer;
    answer: string;
    at: Date;
  };
  'clew.webhook': {
    agency_id: string;
    webhook_id: string;
    token_id: string;
    kinds: string[];
    box: Buffer;
    secret_box: Buffer;
    before_box: Generated<Buffer | null>;
    before_until: Generated<Date | null>;
    about: string;
    shown: string;
    made_at: Date;
    told_to: ColumnType<string, string | number, string | number>;
    failing_since: Generated<Date | null>;
    stopped_at: Generated<Date | null>;
    stopped_why: Generated<'silent' | 'gone' | 'no-key' | null>;
  };
  'clew.webhook_delivery': {
    agency_id: string;
    delivery_id: string;
    webhook_id: string;
    number: ColumnType<string, string | number, never>;
    made_at: Date;
    attempts: number;
    tried_at: Generated<Date | null>;
    outcome: EventOutcome;
  };
  'clew.population': {
    agency_id: string;
    population_id: string;
    owner_id: string;
    made_at: Date;
    expires_at: Date;
    whole: boolean;
    key_box: Buffer;
    about: string;
  };
  'clew.population_piece': { agency_id: string; population_id: string; number: number; box: Buffer };
  'clew.population_run': {
    agency_id: string;
    run_id: string;
    population_id: string;
    kind: 'look' | 'count';
    state: RunState;
    percent: number;
    made_at: Date;
    leave_box: Buffer | null;
    question: string;
    outcome: Generated<Buffer | null>;
  };
  'clew.population_part': { agency_id: string; run_id: string; number: number; box: Buffer };
  'clew.directory_entry': {
    agency_id: string;
    entry_id: string;
    made_at: Date;
    content: Generated<string | null>;
    shown: Generated<string | null>;
    proposed_by: Generated<string | null>;
    confirmed_by: Generated<string | null>;
    confirmed_at: Generated<Date | null>;
    expires_at: Generated<Date | null>;
    doubted_at: Generated<Date | null>;
    link_hash: Generated<Buffer | null>;
  };
  'clew.directory_change': {
    agency_id: string;
    entry_id: string;
    change_id: string;
    proposed_by: string;
    at: Date;
    content: string;
  };
  'clew.clock_jump': {
    at: Date;
    moved_ms: ColumnType<string, number, number>;
    held_until: Date;
    off_ms: ColumnType<string | null, number | null, number | null>;
  };
  'clew.clock_beat': {
    only_one: boolean;
    at: Date;
    running_ms: ColumnType<string, number, number>;
    boot: string;
  };
  'clew.row_migration': {
    name: string;
    reached: string | null;
    rows: ColumnType<string, number, number>;
    of_rows: ColumnType<string, number, number>;
    ended_at: Date | null;
  };
};

/**
 * Where a look at a population or a count of it stands. `stopped`: its owner stopped it; `interrupted`: the node was started anew, and
 * its owner lets it go on; `no-room`: the machine had none; `failed`: a fault of ours; `refused`: the file cannot be counted.
 */
export type RunState =
  | 'waiting'
  | 'running'
  | 'stopped'
  | 'interrupted'
  | 'no-room'
  | 'failed'
  | 'refused'
  | 'done';

/**
 * What became of an alarm that was sent. `arrived`: the receiver answered a test as only who has the channel can; `taken`: it said
 * well. `guarded` and `too-slow` stand in older rows alone: now they are `unreached`.
 */
export type AlarmOutcome =
  | 'waiting'
  | 'arrived'
  | 'taken'
  | 'refused'
  | 'guarded'
  | 'unreached'
  | 'too-slow'
  | 'too-large'
  | 'no-key'
  | 'replaced';

/** What became of an event that a program was sent. `taken`: it said well. */
export type EventOutcome = 'waiting' | 'taken' | 'refused' | 'unreached' | 'too-large' | 'no-key';
