import type { PlainKey, Words } from '../../web/index.ts';
import { PERMISSION_WORDS } from '../pages/role-words.ts';
import type { Action, Note, Permission } from '../policy/index.ts';

/** The words of what the journal tells and no role permits. */
const DEED_WORDS: Readonly<Record<Exclude<Action | Note, Permission>, PlainKey>> = {
  'public.read': 'desk.deed.public.read',
  'public.assess': 'desk.deed.public.assess',
  'law.read': 'desk.deed.law.read',
  'law.assess': 'desk.deed.law.assess',
  'development.style': 'desk.deed.development.style',
  'node.start': 'desk.deed.node.start',
  'node.serve': 'desk.deed.node.serve',
  'node.doctor': 'desk.deed.node.doctor',
  'node.backup': 'desk.deed.node.backup',
  'node.restore': 'desk.deed.node.restore',
  'node.upgrade': 'desk.deed.node.upgrade',
  'agency.found': 'desk.deed.agency.found',
  'invitation.accept': 'desk.deed.invitation.accept',
  'session.begin': 'desk.deed.session.begin',
  'session.read': 'desk.deed.session.read',
  'session.end': 'desk.deed.session.end',
  'recovery.ask': 'desk.deed.recovery.ask',
  'recovery.read': 'desk.deed.recovery.read',
  'recovery.arrange': 'desk.deed.recovery.arrange',
  'recovery.give': 'desk.deed.recovery.give',
  'self.read': 'desk.deed.self.read',
  'self.change': 'desk.deed.self.change',
  'self.add-factor': 'desk.deed.self.add-factor',
  'self.remove-factor': 'desk.deed.self.remove-factor',
  'self.rotate-keys': 'desk.deed.self.rotate-keys',
  'self.report-lost': 'desk.deed.self.report-lost',
  'self.name-deputy': 'desk.deed.self.name-deputy',
  'desk.read': 'desk.deed.desk.read',
  'agency.read': 'desk.deed.agency.read',
  'worker.read': 'desk.deed.worker.read',
  'team.read': 'desk.deed.team.read',
  'role.read': 'desk.deed.role.read',
  'mandate.read': 'desk.deed.mandate.read',
  'approval.read': 'desk.deed.approval.read',
  'provider.read': 'desk.deed.provider.read',
  'keeping.read': 'desk.deed.keeping.read',
  'export.give': 'desk.deed.export.give',
  'custody.make': 'desk.deed.custody.make',
  'custody.open': 'desk.deed.custody.open',
  'alarm.raise': 'desk.deed.alarm.raise',
  'desk.refused': 'desk.deed.desk.refused',
  'file.erased-again': 'desk.deed.file.erased-again',
  'file.tried': 'desk.deed.file.tried',
  'glass.by-two': 'desk.deed.glass.by-two',
  'glass.end': 'desk.deed.glass.end',
  'keys.agency-renewed': 'desk.deed.keys.agency-renewed',
  'keys.codes-renewed': 'desk.deed.keys.codes-renewed',
  'keys.confirmed': 'desk.deed.keys.confirmed',
  'keys.given-back': 'desk.deed.keys.given-back',
  'keys.names-hashed': 'desk.deed.keys.names-hashed',
  'keys.names-renewed': 'desk.deed.keys.names-renewed',
  'keys.part-renewed': 'desk.deed.keys.part-renewed',
  'keys.roster-confirmed': 'desk.deed.keys.roster-confirmed',
  'keys.roster-prepared': 'desk.deed.keys.roster-prepared',
  'keys.roster-renewed': 'desk.deed.keys.roster-renewed',
  'keys.roster-taken-back': 'desk.deed.keys.roster-taken-back',
  'keys.unsound': 'desk.deed.keys.unsound',
  'keys.withdrawn': 'desk.deed.keys.withdrawn',
  'passkey.copied': 'desk.deed.passkey.copied',
  'token.read': 'desk.deed.token.read',
  'token.make': 'desk.deed.token.make',
  'token.revoke': 'desk.deed.token.revoke',
  'token.use': 'desk.deed.token.use',
  'statement.write': 'desk.deed.statement.write',
  'worker.misheard': 'desk.deed.worker.misheard',
};

const WORDS: ReadonlyMap<string, PlainKey> = new Map([
  ...Object.entries(PERMISSION_WORDS),
  ...Object.entries(DEED_WORDS),
]);

/** What was done, in plain words; the word itself where an older journal has one that nobody uses any more. */
export function deedLabel({ t }: Words, action: string): string {
  const key = WORDS.get(action);
  return key === undefined ? action : t(key);
}
