export {
  ACTIONS,
  type Action,
  isAction,
  isPermission,
  isPublic,
  kindOf,
  NOTES,
  type Note,
  PERMISSIONS,
  type Permission,
  standingOf,
} from './actions.ts';
export { CATEGORIES, type Category, COMPARTMENTS, type Compartment } from './compartments.ts';
export { isEnforcing, MANDATES, type Mandate } from './mandates.ts';
export {
  type Actor,
  type Decision,
  type Giving,
  type LiveGrant,
  may,
  mayAtAll,
  type Refusal,
  type Thing,
} from './may.ts';
export { isWidening, type RoleProblem, roleProblems } from './role-changes.ts';
export {
  builtInRole,
  isClash,
  REACHES,
  type Reach,
  ROLES,
  type Role,
  type RoleName,
  rolesOf,
} from './roles.ts';
