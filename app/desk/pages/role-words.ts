import type { PlainKey, Words } from '../../web/index.ts';
import type { Mandate, Permission, Reach, RoleName } from '../policy/index.ts';
import type { NamedRole } from '../roles/change-role.ts';

/** The words of a role. */
export const ROLE_WORDS: Readonly<Record<RoleName, PlainKey>> = {
  screener: 'desk.role.screener',
  'case-worker': 'desk.role.case-worker',
  guardian: 'desk.role.guardian',
  lawyer: 'desk.role.lawyer',
  health: 'desk.role.health',
  'decision-maker': 'desk.role.decision-maker',
  'panel-member': 'desk.role.panel-member',
  supervisor: 'desk.role.supervisor',
  coordinator: 'desk.role.coordinator',
  auditor: 'desk.role.auditor',
  administrator: 'desk.role.administrator',
};

/** What a role is called: by its agency, or by the words of the page. */
export function roleLabel({ t }: Pick<Words, 't'>, role: Pick<NamedRole, 'id' | 'name'>): string {
  return role.name ?? t(ROLE_WORDS[role.id as RoleName] ?? 'desk.roles.role');
}

/** The words of a mandate. */
export const MANDATE_WORDS: Readonly<Record<Mandate, PlainKey>> = {
  identification: 'desk.mandate.identification',
  asylum: 'desk.mandate.asylum',
  'immigration-enforcement': 'desk.mandate.immigration-enforcement',
  police: 'desk.mandate.police',
  'labour-inspection': 'desk.mandate.labour-inspection',
  health: 'desk.mandate.health',
  'legal-aid': 'desk.mandate.legal-aid',
  shelter: 'desk.mandate.shelter',
  'child-protection': 'desk.mandate.child-protection',
  coordination: 'desk.mandate.coordination',
};

/** The words of a reach. */
export const REACH_WORDS: Readonly<Record<Reach, PlainKey>> = {
  named: 'desk.reach.named',
  own: 'desk.reach.own',
  team: 'desk.reach.team',
  agency: 'desk.reach.agency',
};

/** The words of a permission. */
export const PERMISSION_WORDS: Readonly<Record<Permission, PlainKey>> = {
  'agency.change': 'desk.permission.agency.change',
  'invitation.read': 'desk.permission.invitation.read',
  'invitation.make': 'desk.permission.invitation.make',
  'invitation.withdraw': 'desk.permission.invitation.withdraw',
  'worker.admit': 'desk.permission.worker.admit',
  'worker.change-roles': 'desk.permission.worker.change-roles',
  'worker.sign-out': 'desk.permission.worker.sign-out',
  'worker.leave': 'desk.permission.worker.leave',
  'team.make': 'desk.permission.team.make',
  'team.change': 'desk.permission.team.change',
  'role.propose': 'desk.permission.role.propose',
  'role.narrow': 'desk.permission.role.narrow',
  'mandate.propose': 'desk.permission.mandate.propose',
  'provider.propose': 'desk.permission.provider.propose',
  'keys.read': 'desk.permission.keys.read',
  'keys.rotate': 'desk.permission.keys.rotate',
  'keys.drill': 'desk.permission.keys.drill',
  'recovery.change': 'desk.permission.recovery.change',
  'journal.read': 'desk.permission.journal.read',
  'journal.verify': 'desk.permission.journal.verify',
  'journal.anchor': 'desk.permission.journal.anchor',
  'worker.confirm': 'desk.permission.worker.confirm',
  'team.name-deputy': 'desk.permission.team.name-deputy',
  'role.confirm': 'desk.permission.role.confirm',
  'mandate.confirm': 'desk.permission.mandate.confirm',
  'provider.confirm': 'desk.permission.provider.confirm',
  'approval.propose': 'desk.permission.approval.propose',
  'approval.confirm': 'desk.permission.approval.confirm',
  'alarm.read': 'desk.permission.alarm.read',
  'alarm.settle': 'desk.permission.alarm.settle',
  'demand.read': 'desk.permission.demand.read',
  'demand.register': 'desk.permission.demand.register',
  'demand.confirm': 'desk.permission.demand.confirm',
  'glass.read': 'desk.permission.glass.read',
  'glass.confirm': 'desk.permission.glass.confirm',
  'glass.ask': 'desk.permission.glass.ask',
  'glass.seal': 'desk.permission.glass.seal',
  'file.list': 'desk.permission.file.list',
  'file.make': 'desk.permission.file.make',
  'file.open': 'desk.permission.file.open',
  'file.history': 'desk.permission.file.history',
  'file.name': 'desk.permission.file.name',
  'file.unname': 'desk.permission.file.unname',
  'file.hand-over': 'desk.permission.file.hand-over',
  'file.recuse': 'desk.permission.file.recuse',
  'file.exclude': 'desk.permission.file.exclude',
  'file.exclude-confirm': 'desk.permission.file.exclude-confirm',
  'file.include-propose': 'desk.permission.file.include-propose',
  'file.include-confirm': 'desk.permission.file.include-confirm',
  'file.withdraw': 'desk.permission.file.withdraw',
  'file.close': 'desk.permission.file.close',
  'file.reopen-propose': 'desk.permission.file.reopen-propose',
  'file.reopen-confirm': 'desk.permission.file.reopen-confirm',
  'file.send': 'desk.permission.file.send',
  'grant.read': 'desk.permission.grant.read',
  'grant.write': 'desk.permission.grant.write',
  'grant.end': 'desk.permission.grant.end',
  'file.reveal.identity': 'desk.permission.file.reveal.identity',
  'file.write.identity': 'desk.permission.file.write.identity',
  'file.reveal.contact': 'desk.permission.file.reveal.contact',
  'file.write.contact': 'desk.permission.file.write.contact',
  'file.reveal.narrative': 'desk.permission.file.reveal.narrative',
  'file.write.narrative': 'desk.permission.file.write.narrative',
  'file.reveal.health': 'desk.permission.file.reveal.health',
  'file.write.health': 'desk.permission.file.write.health',
  'file.reveal.asylum': 'desk.permission.file.reveal.asylum',
  'file.write.asylum': 'desk.permission.file.write.asylum',
  'file.reveal.law-enforcement': 'desk.permission.file.reveal.law-enforcement',
  'file.write.law-enforcement': 'desk.permission.file.write.law-enforcement',
};
