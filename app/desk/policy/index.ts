export {
  ACTIONS,
  type Action,
  isAction,
  isPermission,
  isPublic,
  type Kind,
  kindOf,
  NOTES,
  type Note,
  PERMISSIONS,
  type Permission,
  type PublicAction,
  standingOf,
} from './actions.ts';
export { CATEGORIES, type Category, COMPARTMENTS, type Compartment } from './compartments.ts';
export { isEnforcing, MANDATES, type Mandate, mayHoldFiles } from './mandates.ts';
export {
  type Actor,
  type Admission,
  type Decision,
  type Giving,
  type LiveGrant,
  may,
  mayAtAll,
  NOBODYS,
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
