import { isPermission } from './actions.ts';
import { FIXED_ROLES, isClashing, REACHES, type Role } from './roles.ts';

/** What is wrong with a role that an agency wants to make. */
export type RoleProblem = 'name' | 'fixed' | 'reach' | 'unknown-permission' | 'no-permission' | 'clash';

const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** Every problem of a role as somebody wrote it; none if it may be proposed. */
export function roleProblems(role: Role): RoleProblem[] {
  const problems: [RoleProblem, boolean][] = [
    ['name', !NAME.test(role.id) || role.id.length > 40],
    ['fixed', FIXED_ROLES.includes(role.id)],
    ['reach', !REACHES.includes(role.reach)],
    ['unknown-permission', !role.permissions.every(isPermission)],
    ['no-permission', role.permissions.length === 0],
    ['clash', isClashing(role)],
  ];
  return problems.flatMap(([problem, holds]) => (holds ? problem : []));
}

/** Whether a role permits anything more than it did, or leads further: then it takes two people. */
export function isWidening(before: Role | undefined, after: Role): boolean {
  if (before === undefined) return true;
  const leadsFurther = REACHES.indexOf(after.reach) > REACHES.indexOf(before.reach);
  return leadsFurther || !after.permissions.every((name) => before.permissions.includes(name));
}
