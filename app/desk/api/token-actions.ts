import { type Action, COMPARTMENTS, type Compartment } from '../policy/index.ts';

const reveals = COMPARTMENTS.map((name): `file.reveal.${Compartment}` => `file.reveal.${name}`);
const writes = COMPARTMENTS.map((name): `file.write.${Compartment}` => `file.write.${name}`);

/**
 * All that a token can be made for: what the API has routes for, and nothing that confirms, lets in, gives a right or
 * changes who may do what. Whoever takes a token has none of these.
 */
export const TOKEN_ACTIONS = [
  'agency.read',
  'mandate.read',
  'approval.read',
  'role.read',
  'provider.read',
  'file.list',
  'file.open',
  'grant.read',
  ...reveals,
  ...writes,
  'journal.read',
  'journal.verify',
  'webhook.read',
  'webhook.write',
] as const satisfies readonly Action[];
export type TokenAction = (typeof TOKEN_ACTIONS)[number];

/** What every token may do: see what it is itself, and end itself. */
export const WITH_EVERY_TOKEN: readonly Action[] = ['token.read', 'token.revoke', 'desk.read'];
