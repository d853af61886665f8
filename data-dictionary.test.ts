import { sql } from 'kysely';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { KIND_OF_TABLE, KINDS, type TableName } from './app/desk/keeping/kinds.ts';
import { createTestDatabase, type TestDatabase } from './app/store/testing/index.ts';
import { wordsIn } from './app/web/index.ts';

/**
 * Why each column may be read by whoever has the database's files. The list is closed: a column that is not here is
 * sealed, or the build fails.
 */
const reasons: Record<string, string> = {
  'alarm_channel.agency_id': 'Row-level security compares it with the agency that asks.',
  'alarm_channel.channel_id': 'What was on its way to another channel is not sent to this one. Random.',
  'alarm_channel.box': 'Sealed.',
  'alarm_channel.set_by': 'The agency sees who set it. An id.',
  'alarm_channel.set_at': 'One that was just set may take a while.',
  'alarm_channel.told_to': 'The next alarm after it is sent. A number.',
  'alarm_channel.tested_at': 'The next test is due a day later.',
  'alarm_channel.arrived_at': 'It is told where no test was answered lately.',
  'alarm_delivery.agency_id': 'Row-level security compares it with the agency that asks.',
  'alarm_delivery.delivery_id': 'The receiver tells by it what came twice. Random.',
  'alarm_delivery.channel_id': 'What was on its way to another channel is not sent to this one. Random.',
  'alarm_delivery.event': 'Only a test asks for an answer. A word of a closed list.',
  'alarm_delivery.made_at': 'What is older than thirty days goes.',
  'alarm_delivery.attempts': 'The agency sees how often it was tried.',
  'alarm_delivery.tried_at': 'The agency sees when.',
  'alarm_delivery.outcome': 'What was delivered is not sent again. A word of a closed list.',
  'api_answer.agency_id': 'Row-level security compares it with the agency that asks.',
  'api_answer.answer': 'Sealed.',
  'api_answer.at': 'It is forgotten a day after.',
  'api_answer.key_hash': 'A request that comes again is known by it. A keyed hash of something random.',
  'api_answer.request_hash': 'Another request of the same key is refused by it. A keyed hash.',
  'api_answer.token_id': 'Random.',
  'api_token.about': 'Sealed.',
  'api_token.agency_id': 'Row-level security compares it with the agency that asks.',
  'api_token.box': 'Sealed.',
  'api_token.epoch': 'What ends the sessions of that number ends the token. A number.',
  'api_token.expires_at': 'It is good for nothing after it.',
  'api_token.token_id': 'A program’s token is found by it. Random.',
  'api_token.used_at': 'Whoever made it sees whether it is in use. To the hour.',
  'api_token.worker_id': 'It acts for that worker. An id.',
  'proposal.proposed_entry': 'The signature is checked with the key of that entry. A number.',
  'proposal.proposed_signature': 'Whoever acts on it checks it. A signature.',
  'proposal.confirmed_entry': 'The signature is checked with the key of that entry. A number.',
  'proposal.confirmed_signature': 'Whoever acts on it checks it. A signature.',
  'roster_entry.agency_id': 'Row-level security compares it with the agency that asks.',
  'roster_entry.confirmed_by': 'Whoever gives a key checks that two let the worker in. An id.',
  'roster_entry.confirmed_entry': 'The signature is checked with the key of that entry. A number.',
  'roster_entry.confirmed_signature': 'Whoever gives a key checks it. A signature.',
  'roster_entry.founding': 'Who confirms compares it with what they pinned. Ids and public keys.',
  'roster_entry.kind': 'It says whose signatures are needed. A word of a closed list.',
  'roster_entry.number': 'The newest holds. A number.',
  'roster_entry.own_signature': 'Whoever gives a key checks it. A signature.',
  'roster_entry.prepared_by': 'Whoever gives a key checks that two let the worker in. An id.',
  'roster_entry.prepared_entry': 'The signature is checked with the key of that entry. A number.',
  'roster_entry.prepared_signature': 'Whoever gives a key checks it. A signature.',
  'roster_entry.recipient': 'Things are sealed to it. A public key.',
  'roster_entry.roster_signature': 'Whoever gives a key checks it. A signature of public keys.',
  'roster_entry.verify_key': 'What the worker signed is checked by it. A public key.',
  'roster_entry.worker_id': 'It is that worker’s. An id.',
  'roster_entry.retired': 'What gives a right is not counted by these keys any more. Yes or no, and signed.',
  'roster_renewal.agency_id': 'Row-level security compares it with the agency that asks.',
  'roster_renewal.number': 'The next begins where the last ended. A number.',
  'roster_renewal.key_before': 'Whoever pinned it looks here for what took its place. A public key.',
  'roster_renewal.verify_key': 'What the new key signed is checked by it. A public key.',
  'roster_renewal.prepared_by': 'Whoever follows checks that two signed. An id.',
  'roster_renewal.prepared_entry': 'The signature is checked with the key of that entry. A number.',
  'roster_renewal.prepared_signature': 'Whoever follows checks it. A signature of public keys.',
  'roster_renewal.before_signature': 'Whoever follows checks it. A signature of public keys.',
  'roster_renewal.confirmed_by': 'Whoever follows checks that two signed. An id.',
  'roster_renewal.confirmed_entry': 'The signature is checked with the key of that entry. A number.',
  'roster_renewal.confirmed_signature': 'Whoever follows checks it. A signature of public keys.',
  'roster_renewal.roster_signature': 'Whoever follows checks it. A signature of public keys.',
  'key_change.confirmed_by': 'The new entry names who confirmed it. An id.',
  'key_change.confirmed_entry': 'The signature is checked with the key of that entry. A number.',
  'key_change.confirmed_signature': 'The worker checks it before the change is made. A signature.',
  'key_change.number': 'The new entry has that number.',
  'key_change.own_signature': 'The administrator checks it. A signature.',
  'drill.agency_id': 'Row-level security compares it with the agency that asks.',
  'drill.challenge': 'Each answer is held against it. Random.',
  'drill.drill_id': 'Random.',
  'drill.opened_at': 'The last one counts, and the agency sees how long ago it was.',
  'drill.opened_by': 'The agency sees who rehearsed. An id.',
  'drill_proof.agency_id': 'Row-level security compares it with the agency that asks.',
  'drill_proof.drill_id': 'Random.',
  'drill_proof.number': 'It is held against the share of that number.',
  'drill_proof.proof': 'Whoever rehearses checks it. A signature of random bytes.',
  'drill_proof.worker_id': 'It is of that worker’s set. An id.',
  'key_change.agency_id': 'Row-level security compares it with the agency that asks.',
  'key_change.asked_at': 'An administrator sees how long it has waited.',
  'key_change.recipient': 'An administrator signs it. A public key.',
  'key_change.roster_signature':
    'The worker checks it before the change is made. A signature of public keys.',
  'key_change.secret_box': 'Sealed.',
  'key_change.statement': 'An administrator checks it. A signature of public keys.',
  'key_change.verify_key': 'An administrator signs it. A public key.',
  'key_change.worker_id': 'An id.',
  'provider_attempt.agency_id': 'Row-level security compares it with the agency that asks.',
  'provider_attempt.attempt_id': 'A browser that comes back finds its attempt by it. Random.',
  'provider_attempt.box': 'Sealed.',
  'provider_attempt.expires_at':
    'An attempt is refused after it. It shows that somebody was sent to a provider, and not who.',
  'recovery_gift.agency_id': 'Row-level security compares it with the agency that asks.',
  'recovery_gift.custody': 'Sealed.',
  'recovery_gift.given_by': 'It shows, by ids, who helped whom back.',
  'recovery_gift.number': 'It is opened as the share of that number.',
  'recovery_gift.request_id': 'Random.',
  'recovery_gift.share': 'Sealed.',
  'recovery_request.agency_id': 'Row-level security compares it with the agency that asks.',
  'recovery_request.digits': 'A custodian who heard them finds the request by them. Made of a public key.',
  'recovery_request.expires_at': 'It is good for nothing after it.',
  'recovery_request.held': 'Sealed.',
  'recovery_request.name_hash': 'The custodian’s share is found by it. Who has it can try names.',
  'recovery_request.recipient': 'Custodians seal to it. A public key.',
  'recovery_request.request_id': 'Random.',
  'recovery_request.secret_hash': 'The ticket is checked by it. Hash of random bytes.',
  'recovery_request.seen_at': 'What a custodian has found is not pushed out by a flood.',
  'recovery_set.agency_id': 'Row-level security compares it with the agency that asks.',
  'recovery_set.box': 'Sealed.',
  'recovery_set.custody': 'Sealed.',
  'recovery_set.generation': 'It opens under the key of this number.',
  'recovery_set.worker_id': 'An id.',
  'shut_worker.agency_id': 'Row-level security compares it with the agency that asks.',
  'shut_worker.secret_box': 'Sealed.',
  'shut_worker.worker_id': 'An id.',
  'recovery_share.agency_id': 'Row-level security compares it with the agency that asks.',
  'recovery_share.custodian_id':
    'A custodian finds by it what they hold. It shows, by ids, who could help whom back.',
  'recovery_share.number': 'It is opened as the share of that number.',
  'recovery_share.sealed': 'Sealed.',
  'recovery_share.worker_id': 'An id.',
  'anchor.at': 'Who has a root from elsewhere finds the line that leads to it by its moment.',
  'anchor.chain': 'Row-level security compares it with the agency that asks.',
  'anchor.hash': 'The check of a chain compares it with the entry of that number. A hash over random ids.',
  'anchor.number': 'The check of a chain finds the entry by it.',
  'anchor.path': 'The check of an anchor walks by it. Hashes, of other chains or of nothing.',
  'anchor.place': 'The check of an anchor begins there. Another at each anchor.',
  'anchor.root': 'The check of an anchor ends there. It is printed and kept elsewhere.',
  'anchor.salt': 'The check of an anchor hashes it with the head. Random.',
  'agency.agency_id': 'Row-level security compares it with the agency that asks.',
  'agency.backup_recipient': 'A backup is sealed to it while nobody is signed in. A public key.',
  'agency.code': 'A sign-in finds its agency by it before anybody is signed in. Random.',
  'agency.profile': 'Sealed.',
  'agency.roster_key': 'A sign-in and every opened key is checked against it. A public key.',
  'file.agency_id': 'Row-level security compares it with the agency that asks.',
  'file.code_hash':
    'A code name is given once, and a file is found by it. A keyed hash of something drawn at random.',
  'file.code_generation': 'What is sealed under an older key waits to be made anew. A number.',
  'file.code_name': 'Sealed.',
  'file.file_id': 'Everything of a file names it by this. Random.',
  'file.opened_month': 'The list stands in its order. A month, no day.',
  'file.owner_id': 'The policy reads it with every request. It shows, by ids, whose file it is.',
  'file.team_id': 'The policy reads it with every request. It shows, by ids, whose file it is.',
  'file.closed': 'The list of files leaves closed ones out, and the policy reads it with every request.',
  'file.rest_month': 'Files whose time is over are listed by it. A month, no day.',
  'file_hold.agency_id': 'Row-level security compares it with the agency that asks.',
  'file_hold.file_id': 'The database itself refuses to erase a file that has a row. Random.',
  'file_hold.review_on': 'Holds are listed by it, so that somebody looks at them. A day.',
  'erased.agency_id': 'Row-level security compares it with the agency that asks.',
  'erased.thing_id': 'A restore takes out again by it what was erased. Random, and nobody’s any more.',
  'erased.at': 'The agency sees when.',
  'file.withdrawn': 'The policy reads it with every request.',
  'file_admission.admission_id': 'It names the proposal. Random.',
  'file_admission.agency_id': 'Row-level security compares it with the agency that asks.',
  'file_admission.compartment': 'The policy reads it with every request.',
  'file_admission.confirmed_by': 'The policy, and the database itself, refuse who let themselves in. An id.',
  'file_admission.expires_at': 'It is over after it.',
  'file_admission.file_id': 'Random.',
  'file_admission.sealed_entry': 'The signature is checked with the key of that entry. A number.',
  'file_admission.signature': 'Whoever reads it checks until when somebody is let in. A signature.',
  'file_admission.sealed_by': 'The policy, and the database itself, refuse who let themselves in. An id.',
  'file_admission.worker_id': 'The policy reads it with every request. An id.',
  'file_compartment.agency_id': 'Row-level security compares it with the agency that asks.',
  'file_compartment.compartment':
    'Who may open what is decided by it. It shows which parts of a file hold anything, such as health.',
  'file_compartment.file_id': 'Random.',
  'file_compartment.generation': 'New entries are sealed under it. It shows how often somebody was removed.',
  'file_entry.agency_id': 'Row-level security compares it with the agency that asks.',
  'file_entry.box': 'Sealed.',
  'file_entry.compartment': 'A part is opened by it. It shows how much was written into which part.',
  'file_entry.entry_id': 'The box is bound to it. Random.',
  'file_entry.file_id': 'Random.',
  'file_entry.generation': 'It opens under the key of this number.',
  'file_grant.agency_id': 'Row-level security compares it with the agency that asks.',
  'file_grant.expires_on': 'Nothing goes out after it.',
  'file_grant.file_id': 'Random.',
  'file_grant.grant_id': 'Its sealed entry has it, too. Random.',
  'file_grant.recipient_kind': 'What goes to nobody is refused before anything is opened. One of five words.',
  'file_grant.standing': 'Nothing goes out once it is withdrawn.',
  'file_name_part.agency_id': 'Row-level security compares it with the agency that asks.',
  'file_name_part.file_id': 'Random.',
  'file_name_part.generation': 'What is hashed under an older key waits to be made anew. A number.',
  'file_name_part.part_hash':
    'A file is found by it. Equal parts are equal hashes: who has the database sees which files share one, and how often each occurs, and without the key not which name it is.',
  'file_named.agency_id': 'Row-level security compares it with the agency that asks.',
  'file_named.file_id': 'Random.',
  'file_named.worker_id':
    'The policy reads it with every request. It shows, by ids, who is let into which file.',
  'guess.agency_id': 'Row-level security compares it with the agency that asks.',
  'guess.budget': 'A sign-in finds its budget by it. A hash; gone within a day.',
  'guess.since': 'A budget fills again from it.',
  'guess.spent': 'A sign-in is put off by it.',
  'invitation.agency_id': 'Row-level security compares it with the agency that asks.',
  'invitation.expires_at': 'A link is refused after it.',
  'invitation.held': 'Sealed.',
  'invitation.invitation_id': 'Administrators take an invitation back by it. Random.',
  'invitation.invited_by': 'The agency sees who invited. An id.',
  'invitation.offer': 'Sealed.',
  'invitation.secret_hash': 'A link finds its invitation by it. The hash of a random secret.',
  'invitation.worker_id': 'An invitation is used once.',
  'journal_entry.action': 'Who answers for a node reads what was done. A word of a closed list.',
  'journal_entry.actor': 'Who answers for a node reads who did it. An id, never a name.',
  'journal_entry.at': 'Who answers for a node reads when it was done.',
  'journal_entry.before': 'The check of a chain walks by it.',
  'journal_entry.chain': 'Row-level security compares it with the agency that asks.',
  'journal_entry.hash': 'The check of a chain compares it.',
  'journal_entry.number': 'The check of a chain finds a gap by it.',
  'journal_entry.thing': 'Who answers for a node reads what it was done to. A kind and an id, never content.',
  'journal_head.chain': 'Row-level security compares it; an append locks its row by it.',
  'journal_head.hash': 'The next entry holds it.',
  'journal_head.number': 'The next entry counts on from it.',
  'key_renewal.agency_id': 'Row-level security compares it with the agency that asks.',
  'key_renewal.key_id':
    'Who writes next finds by it that the key is to be made anew. Shows which keys a stolen machine had.',
  'key_renewal.since': 'Administrators see for how long it has waited.',
  'key_wrap.agency_id': 'Row-level security compares it with the agency that asks.',
  'key_wrap.generation': 'What was sealed before somebody was removed opens under its own key.',
  'key_wrap.given_by': 'The signature is checked against the giver’s key. An id.',
  'key_wrap.key_id': 'Who opens something finds the key by it. Shows who may open what, not what it is.',
  'key_wrap.signature': 'It is checked before the key is used. A signature.',
  'key_wrap.worker_id': 'A worker finds the own keys by it.',
  'key_wrap.wrap': 'Sealed.',
  'clock_jump.at': 'People are told when it was. A moment of the machine’s clock.',
  'clock_jump.held_until': 'Until then nothing falls due by it.',
  'clock_jump.moved_ms': 'People are told by how much. A number.',
  'row_migration.ended_at': 'What is through is not begun again.',
  'row_migration.name': 'Which of the migrations it is. The name of a file of Clew’s.',
  'row_migration.of_rows': 'Whoever waits sees how much is left. A number.',
  'row_migration.reached': 'It goes on after this row. What a migration may put here is an id.',
  'row_migration.rows': 'Whoever waits sees how far it came. A number.',
  'node.demo': 'Start compares it, so that a demo and real data never meet.',
  'node.node_id': 'The node’s own chain bears it; the health check asks for it.',
  'node.only_one': 'It keeps the table to one row.',
  'opening.expires_at': 'A link is refused after it.',
  'opening.secret_hash': 'A link is known by it. The hash of a random secret.',
  'passkey_challenge.agency_id': 'Row-level security compares it with the agency that asks.',
  'passkey_challenge.challenge_hash':
    'A challenge that was answered is found by it. The hash of random bytes.',
  'passkey_challenge.used_at': 'The row goes by it. It shows that somebody used a passkey then, and not who.',
  'proposal.agency_id': 'Row-level security compares it with the agency that asks.',
  'proposal.at': 'Proposals are listed by it.',
  'proposal.confirmed_at': 'Who answers for an agency reads when it was confirmed.',
  'proposal.confirmed_by': 'The database itself refuses that one person proposes and confirms. An id.',
  'proposal.content': 'Sealed.',
  'proposal.kind': 'Pages list the proposals of a kind. A word of a closed list.',
  'proposal.proposal_id': 'The second person confirms by it. Random.',
  'proposal.proposed_by': 'The database itself refuses that one person proposes and confirms. An id.',
  'proposal.thing': 'Pages list the proposals about a thing. A kind and an id, never content.',
  'session.agency_id': 'Row-level security compares it with the agency that asks.',
  'session.box': 'Sealed.',
  'session.epoch': 'A session is refused when the worker’s is another.',
  'session.made_at': 'A session ends by it. It shows when a worker signed in.',
  'session.seen_at': 'A session ends by it. It shows, to the minute, when a worker last asked.',
  'session.session_id': 'The cookie finds its session by it. Random.',
  'session.worker_id': 'The worker’s sessions are ended by it.',
  'statement.agency_id': 'Row-level security compares it with the agency that asks.',
  'statement.at': 'The agency sees since when a law is approved.',
  'statement.before': 'A statement that was taken away or put in is found by it. A hash.',
  'statement.first_by': 'Whoever reads it checks who said it. An id.',
  'statement.first_entry': 'The signature is checked with the key of that entry. A number.',
  'statement.first_signature': 'Whoever reads it checks it. A signature.',
  'statement.kind': 'The policy reads by it with every request. One of eight words.',
  'statement.number': 'The newest counts. A number.',
  'statement.roster_signature': 'Whoever reads it checks it. A signature.',
  'statement.said':
    'The policy reads it with every request: roles, permissions and ways of being barred in words of closed lists, teams and deputies by ids. What a role is called stands in it sealed.',
  'statement.second_by': 'Whoever reads it checks who confirmed it. An id.',
  'statement.second_entry': 'The signature is checked with the key of that entry. A number.',
  'statement.second_signature': 'Whoever reads it checks it. A signature.',
  'statement.thing':
    'The policy finds by it what was said of a worker, a team, a file, a mandate, a role or a law. Ids, words of closed lists, the hash of a public text. It shows, by ids, who must never see which file.',
  'team.agency_id': 'Row-level security compares it with the agency that asks.',
  'team.profile': 'Sealed.',
  'team.team_id': 'Members and files name their team by it. Random.',
  'withdrawn_key.agency_id': 'Row-level security compares it with the agency that asks.',
  'withdrawn_key.at': 'Administrators see when.',
  'withdrawn_key.recipient': 'Before anything is sealed to a public key it is looked for here. A public key.',
  'withdrawn_key.worker_id': 'Administrators see whose keys were withdrawn. An id.',
  'worker.agency_id': 'Row-level security compares it with the agency that asks.',
  'worker.code_step': 'A code that was used is refused by it. It shows when a worker last signed in.',
  'worker.kdf': 'A sign-in derives by it before anything can be opened.',
  'worker.name_hash':
    'A sign-in finds its worker by it. A thief can try names against it: the pages advise not to take one’s own.',
  'worker.profile': 'Sealed.',
  'worker.recipient': 'Whoever gives a key seals it to this. A public key.',
  'worker.salt': 'A sign-in derives by it before anything can be opened. Random.',
  'worker.secret_box':
    'Sealed. Only the passphrase stands before it: a thief can try passphrases, at the price of Argon2id each.',
  'worker.session_epoch': 'Sessions are ended by it.',
  'worker.standing': 'A sign-in and the policy read it. One of three words.',
  'worker.verify_key': 'Signatures are checked against it. A public key.',
  'worker.worker_id': 'Everything that a worker does is named by it. Random.',
};

const opening = [
  '# What the database holds, and why it can be read',
  '',
  'Written by `data-dictionary.test.ts` from the comments of the database; do not edit it by hand. After a migration,',
  '`npx vitest run data-dictionary.test.ts -u` writes it anew.',
  '',
  'Every column below stands unsealed: a thief of the disk, and everyone whose role may, can read it. The list is closed. A',
  'column that is not on it fails the build until it is sealed or has a reason. Where the reason says “Sealed”, the column',
  'holds ciphertext. What else is about people is about workers, by ids: their roles, their teams, when they signed in.',
  '',
  'Under each table stands how long its rows are kept: `app/desk/keeping/kinds.ts`, which names every table or is not compiled.',
  '',
  'Two more tables, `clew.migration` and `clew.migration_lock`, hold the names of the migrations that ran, and when.',
];

type Column = { table: string; about: string; column: string; kind: string; what: string };

let database: TestDatabase;
let columns: Column[];
beforeAll(async () => {
  database = await createTestDatabase(inject('store'));
  columns = await readColumns();
});
afterAll(() => database.drop());

async function readColumns(): Promise<Column[]> {
  const { rows } = await sql<Column>`
    SELECT c.relname AS table, obj_description(c.oid, 'pg_class') AS about, a.attname AS column,
      format_type(a.atttypid, a.atttypmod) AS kind, col_description(c.oid, a.attnum) AS what
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE n.nspname = 'clew' AND c.relkind IN ('r', 'p') AND c.relname NOT LIKE 'migration%'
      AND a.attnum > 0 AND NOT a.attisdropped
    ORDER BY c.relname COLLATE "C", a.attnum
  `.execute(database.admin);
  return rows;
}

/** Until when the rows of a table are kept, in the words of the page that shows it. */
function keptUntil(table: TableName): string {
  return wordsIn('en').t(KINDS[KIND_OF_TABLE[table]].until);
}

/** The dictionary as a page, each table with its comment, each column with its comment and its reason. */
function writeDictionary(): string {
  const lines = [...opening];
  let last = '';
  for (const { table, about, column, kind, what } of columns) {
    if (table !== last)
      lines.push(
        '',
        `## clew.${table}`,
        '',
        about,
        '',
        `Kept: ${keptUntil(table as TableName)}`,
        '',
        '| column | type | what it is | why it can be read |',
        '| --- | --- | --- | --- |',
      );
    last = table;
    lines.push(`| \`${column}\` | ${kind} | ${what} | ${reasons[`${table}.${column}`] ?? ''} |`);
  }
  return `${lines.join('\n')}\n`;
}

test('the list of readable columns is closed: each has its reason, and each reason its column', () => {
  expect(columns.map(({ table, column }) => `${table}.${column}`).toSorted()).toEqual(
    Object.keys(reasons).toSorted(),
  );
});

test('docs/data-dictionary.md says what the database says', async () => {
  await expect(writeDictionary()).toMatchFileSnapshot('docs/data-dictionary.md');
});
