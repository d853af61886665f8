import { sql } from 'kysely';
import { agencyGenerationsOf, hashCodeName, openCodeName, sealCodeName } from './code-name.ts';
import type { FileDesk } from './file-desk.ts';

/** How many code names stand sealed and hashed under an older key of the agency than this worker was given. */
export async function countOldCodeNames(desk: FileDesk): Promise<number> {
  const [newest] = await agencyGenerationsOf(desk);
  if (!newest) return 0;
  const row = await desk.door.read((transaction) =>
    transaction
      .selectFrom('clew.file')
      .select(({ fn }) => fn.countAll<string>().as('count'))
      .where('agency_id', '=', desk.actor.agencyId)
      .where('code_generation', '<', newest.generation ?? 1)
      .executeTakeFirstOrThrow(),
  );
  return Number(row.count);
}

/**
 * Seals and hashes code names under the newest key of the agency, `most` of them, all together. A code name says nothing of
 * anybody, and every worker has the key. Returns how many were; one that does not open stays.
 */
export async function renewCodeNames(desk: FileDesk, most: number): Promise<number> {
  const [newest, ...older] = await agencyGenerationsOf(desk);
  const { agencyId } = desk.actor;
  if (!newest || (await countOldCodeNames(desk)) === 0) return 0;
  const { key: agencyKey, generation = 1 } = newest;
  const agencyKeys = [newest, ...older].map(({ key }) => key);
  return desk.door.write(
    { action: 'keys.codes-renewed', thing: `agency ${agencyId}` },
    async (transaction) => {
      const rows = await transaction
        .selectFrom('clew.file')
        .select(['file_id', 'code_name', 'code_hash'])
        .where('agency_id', '=', agencyId)
        .where('code_generation', '<', generation)
        .orderBy(sql`random()`)
        .limit(most)
        .forNoKeyUpdate()
        .execute();
      let made = 0;
      for (const { file_id: fileId, code_name } of rows) {
        const codeName = openCodeName(desk, { agencyKeys, fileId }, code_name);
        if (codeName === undefined) continue;
        const code_hash = hashCodeName(agencyKey, codeName);
        const { numUpdatedRows } = await transaction
          .updateTable('clew.file')
          .set({
            code_name: sealCodeName(desk, { agencyKey, fileId }, codeName),
            ...{ code_hash, code_generation: generation },
          })
          .where('agency_id', '=', agencyId)
          .where('file_id', '=', fileId)
          // Of two files with one code name, which only somebody else can have made, one stays as it is.
          .where(({ not, exists, selectFrom }) =>
            not(
              exists(
                selectFrom('clew.file as other')
                  .select('other.file_id')
                  .where('other.agency_id', '=', agencyId)
                  .where('other.code_hash', '=', code_hash),
              ),
            ),
          )
          .executeTakeFirst();
        made += Number(numUpdatedRows);
      }
      return made;
    },
  );
}
