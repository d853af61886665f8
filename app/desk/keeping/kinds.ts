import type { Schema } from '../../store/index.ts';
import type { PlainKey } from '../../web/index.ts';

/** A table of the database by its own name. */
export type TableName = keyof Schema extends `clew.${infer Name}` ? Name : never;

/**
 * How long content of a kind is kept. `agreed`: as long as two people of the agency said; until they do, nothing is due. `with`: as long
 * as what it belongs to. `while`: as long as the agency is on the node, as history and the checks of the journal need it.
 * `short`: it goes by itself, within the time that the words say.
 */
type Keeping = 'agreed' | 'with' | 'while' | 'short';

/** Each kind of content, how its time ends, and the words that say it. Nothing of a person goes by itself. */
export const KINDS = {
  file: { keeping: 'agreed', name: 'keeping.kind.file', until: 'keeping.until.file' },
  'of-file': { keeping: 'with', name: 'keeping.kind.of-file', until: 'keeping.until.of-file' },
  asked: { keeping: 'while', name: 'keeping.kind.asked', until: 'keeping.until.asked' },
  people: { keeping: 'while', name: 'keeping.kind.people', until: 'keeping.until.people' },
  keys: { keeping: 'with', name: 'keeping.kind.keys', until: 'keeping.until.keys' },
  'way-back': { keeping: 'with', name: 'keeping.kind.way-back', until: 'keeping.until.way-back' },
  agency: { keeping: 'while', name: 'keeping.kind.agency', until: 'keeping.until.agency' },
  journal: { keeping: 'while', name: 'keeping.kind.journal', until: 'keeping.until.journal' },
  erased: { keeping: 'while', name: 'keeping.kind.erased', until: 'keeping.until.erased' },
  session: { keeping: 'short', name: 'keeping.kind.session', until: 'keeping.until.session' },
  token: { keeping: 'short', name: 'keeping.kind.token', until: 'keeping.until.token' },
  attempt: { keeping: 'short', name: 'keeping.kind.attempt', until: 'keeping.until.attempt' },
  invitation: { keeping: 'short', name: 'keeping.kind.invitation', until: 'keeping.until.invitation' },
  delivery: { keeping: 'short', name: 'keeping.kind.delivery', until: 'keeping.until.delivery' },
  request: { keeping: 'short', name: 'keeping.kind.request', until: 'keeping.until.request' },
  population: {
    keeping: 'short',
    name: 'keeping.kind.population',
    until: 'keeping.until.population',
  },
  directory: { keeping: 'while', name: 'keeping.kind.directory', until: 'keeping.until.directory' },
  node: { keeping: 'while', name: 'keeping.kind.node', until: 'keeping.until.node' },
  backup: { keeping: 'short', name: 'keeping.kind.backup', until: 'keeping.until.backup' },
} as const satisfies Readonly<Record<string, { keeping: Keeping; name: PlainKey; until: PlainKey }>>;
type ContentKind = keyof typeof KINDS;

/**
 * The kind of each table. The type asks for every table that there is: one that a later room makes is not compiled before
 * somebody has said how long it is kept.
 */
export const KIND_OF_TABLE: Readonly<Record<TableName, ContentKind>> = {
  file: 'file',
  file_entry: 'file',
  file_compartment: 'of-file',
  file_grant: 'of-file',
  file_named: 'of-file',
  file_admission: 'of-file',
  file_name_part: 'of-file',
  file_hold: 'of-file',
  proposal: 'asked',
  worker: 'people',
  statement: 'people',
  roster_entry: 'people',
  roster_renewal: 'people',
  team: 'people',
  withdrawn_key: 'people',
  key_wrap: 'keys',
  key_renewal: 'keys',
  key_change: 'way-back',
  shut_worker: 'way-back',
  recovery_set: 'way-back',
  recovery_share: 'way-back',
  drill: 'way-back',
  drill_proof: 'way-back',
  agency: 'agency',
  alarm_channel: 'agency',
  alarm_delivery: 'delivery',
  journal_entry: 'journal',
  journal_head: 'journal',
  anchor: 'journal',
  erased: 'erased',
  session: 'session',
  api_token: 'token',
  api_answer: 'token',
  webhook: 'token',
  webhook_delivery: 'token',
  guess: 'attempt',
  opening: 'attempt',
  passkey_challenge: 'attempt',
  provider_attempt: 'attempt',
  invitation: 'invitation',
  recovery_request: 'request',
  recovery_gift: 'request',
  population: 'population',
  population_piece: 'population',
  population_run: 'population',
  population_part: 'population',
  directory_entry: 'directory',
  directory_change: 'directory',
  node: 'node',
  clock_jump: 'node',
  clock_beat: 'node',
  row_migration: 'node',
};

/** What is kept and is no table: backups, which the operator makes. */
export const KINDS_BESIDE_TABLES: readonly ContentKind[] = ['backup'];
