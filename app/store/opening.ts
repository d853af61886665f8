import { sql } from 'kysely';
import { connect } from './connect.ts';
import { storeFaultOf } from './fault.ts';

type OpeningOffer = {
  /** SHA-256 of the secret in the link. */
  secretHash: Uint8Array;
  expiresAt: Date;
  /** True to offer one although there is an agency already. */
  another: boolean;
};

/**
 * Lets one agency be made by whoever has a link's secret, once, until it expires; a link offered before dies. Returns
 * false, and offers nothing, if there is an agency and `another` is not asked for. Throws what the database did.
 */
export async function offerOpening(
  adminUrl: string,
  { secretHash, expiresAt, another }: OpeningOffer,
): Promise<boolean> {
  const database = connect({ url: adminUrl, most: 1 });
  try {
    return await database.transaction().execute(async (transaction) => {
      await sql`DELETE FROM clew.opening`.execute(transaction);
      const { rows } = await sql`SELECT 1 FROM clew.agency LIMIT 1`.execute(transaction);
      if (rows.length > 0 && !another) return false;
      await transaction
        .insertInto('clew.opening')
        .values({ secret_hash: Buffer.from(secretHash), expires_at: expiresAt })
        .execute();
      return true;
    });
  } catch (error) {
    throw storeFaultOf(error) ?? error;
  } finally {
    await database.destroy();
  }
}
