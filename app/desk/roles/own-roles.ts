import type { Transaction } from 'kysely';
import type { Schema } from '../../store/index.ts';
import { isPermission, type Role } from '../policy/index.ts';

/** The roles that an agency made, and those of the eleven that it changed. What is no permission any more is left out. */
export async function readOwnRoles(transaction: Transaction<Schema>, agencyId: string): Promise<Role[]> {
  const rows = await transaction
    .selectFrom('clew.agency_role')
    .select(['role', 'reach', 'permissions'])
    .where('agency_id', '=', agencyId)
    .orderBy('role')
    .execute();
  return rows.map(({ role, reach, permissions }) => ({
    id: role,
    reach,
    permissions: permissions.filter(isPermission),
  }));
}
