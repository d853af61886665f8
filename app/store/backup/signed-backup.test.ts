import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  fingerprintOf,
  makeSigningKeys,
  makeWorkerKeys,
  type SigningKeys,
  sign,
  type WorkerKeys,
} from '@clew/seal';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { connect } from '../index.ts';
import {
  createEmptyDatabase,
  createTestDatabase,
  type EmptyDatabase,
  type TestDatabase,
} from '../testing/index.ts';
import { ERASED_LIST } from './erased-list.ts';
import { readNodeSigner } from './node-signer.ts';
import { type BackupToRestore, restoreBackup } from './restore-backup.ts';
import { writeBackup } from './write-backup.ts';

const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes));
const agencyId = randomUUID();
const workerId = randomUUID();

let database: TestDatabase;
let folder: string;
let keys: WorkerKeys;
let signer: SigningKeys;
const empties: EmptyDatabase[] = [];

beforeAll(async () => {
  database = await createTestDatabase(inject('store'));
  keys = await makeWorkerKeys(random);
  signer = makeSigningKeys(random);
  await sql`INSERT INTO clew.agency (agency_id, code, profile, roster_key, backup_recipient)
    VALUES (${agencyId}, 'bcdfghjk', 'box', 'key', ${keys.recipient})`.execute(database.admin);
  await sql`INSERT INTO clew.worker (agency_id, worker_id, name_hash, recipient, verify_key, standing, profile, secret_box, kdf, salt)
    VALUES (${agencyId}, ${workerId}, sha256('x'), 'x', 'x', 'left', 'x', 'x', 'x', 'x')`.execute(
    database.admin,
  );
});
afterAll(() => database.drop());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'signed '));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
  for (const empty of empties.splice(0)) await empty.drop();
});

async function backedUp(by: SigningKeys | 'none' = signer): Promise<string> {
  const file = join(folder, `${randomUUID()}.backup`);
  await writeBackup({ adminUrl: database.adminUrl, file, version: 'test', signer: by });
  return file;
}

async function restored(file: string, more: Partial<BackupToRestore> = {}) {
  const empty = await createEmptyDatabase(inject('store'));
  empties.push(empty);
  const { adminUrl } = empty;
  const given = { adminUrl, file, identities: [keys.secrets.identity], demo: false, ...more };
  return { adminUrl, result: await restoreBackup(given) };
}

describe('a signed backup', () => {
  test('says whose it is, and is taken from whom the reader knows', async () => {
    const digits = fingerprintOf(signer.verifyKey);
    const file = await backedUp();
    expect((await restored(file)).result).toMatchObject({ signedBy: digits, agencies: 1 });
    const typed = digits.replaceAll(' ', '-');
    expect((await restored(file, { signers: [typed] })).result).toMatchObject({ signedBy: digits });
  });

  test('of somebody who knew the key to seal to, and signed with their own, is refused by the digits', async () => {
    const file = await backedUp(makeSigningKeys(random));
    const attempt = restored(file, { signers: [fingerprintOf(signer.verifyKey)] });
    await expect(attempt).rejects.toMatchObject({ code: 'store.backup-signature' });
  });

  test('that nobody signed, as older versions made them, is taken only when told to', async () => {
    const file = await backedUp('none');
    await expect(restored(file)).rejects.toMatchObject({ code: 'store.backup-signature' });
    const known = { unsigned: true, signers: [fingerprintOf(signer.verifyKey)] };
    await expect(restored(file, known)).rejects.toMatchObject({ code: 'store.backup-signature' });
    expect((await restored(file, { unsigned: true })).result).toMatchObject({
      agencies: 1,
      signedBy: undefined,
    });
  });

  test('is not made one that nobody signed by taking the signature off', async () => {
    const whole = await readFile(await backedUp());
    const end = whole.lastIndexOf('{"signed"') - 8;
    const stripped = Buffer.concat([Buffer.from('clew-backup 1\n'), whole.subarray(14, end)]);
    const file = join(folder, 'stripped');
    await writeFile(file, stripped);
    await expect(restored(file)).rejects.toMatchObject({ code: 'store.backup-signature' });
    await writeFile(file, whole.subarray(0, end));
    await expect(restored(file)).rejects.toMatchObject({ code: 'store.backup-file' });
  });

  test('with one bit changed anywhere is refused before anything is made', async () => {
    const whole = await readFile(await backedUp());
    const file = join(folder, 'changed');
    for (let step = 0; step < 24; step++) {
      const at = Math.floor((step * (whole.length - 1)) / 23);
      const changed = Buffer.from(whole);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      await writeFile(file, changed);
      const given = { file, identities: [keys.secrets.identity], demo: false, unsigned: true };
      await expect(
        restoreBackup({ adminUrl: 'postgres://nobody@nowhere/x', ...given }),
      ).rejects.toMatchObject({
        code: 'store.backup-file',
      });
    }
  });

  test('with sections of another, under the same signature, is refused', async () => {
    const [one, other] = [await readFile(await backedUp()), await readFile(await backedUp())];
    const signatureOf = (whole: Buffer) => whole.subarray(whole.lastIndexOf('{"signed"') - 8);
    const file = join(folder, 'joined');
    await writeFile(
      file,
      Buffer.concat([one.subarray(0, one.length - signatureOf(one).length), signatureOf(other)]),
    );
    await expect(restored(file)).rejects.toMatchObject({ code: 'store.backup-file' });
  });
});

describe('the key that signs', () => {
  test('is made once, for its user alone, also by many at once, and is the same from then on', async () => {
    const made = await Promise.all(Array.from({ length: 8 }, () => readNodeSigner(folder)));
    expect(new Set(made.map(({ verifyKey }) => verifyKey)).size).toBe(1);
    expect(await readdir(folder)).toEqual(['backup-signing-key']);
    expect((await stat(join(folder, 'backup-signing-key'))).mode & 0o077).toBe(0);
  });

  test('is not written over where its file holds something else', async () => {
    await writeFile(join(folder, 'backup-signing-key'), 'a shopping list');
    await expect(readNodeSigner(folder)).rejects.toMatchObject({ code: 'store.folder' });
  });
});

describe('what was erased', () => {
  async function makeFile(): Promise<string> {
    const fileId = randomUUID();
    await sql`INSERT INTO clew.file (agency_id, file_id, owner_id, opened_month, code_name, code_hash, code_generation)
      VALUES (${agencyId}, ${fileId}, ${workerId}, '2026-03-01', 'box', sha256(${fileId}::bytea), 1)`.execute(
      database.admin,
    );
    await sql`INSERT INTO clew.file_compartment VALUES (${agencyId}, ${fileId}, 'health', 1)`.execute(
      database.admin,
    );
    await sql`INSERT INTO clew.file_entry VALUES (${agencyId}, ${fileId}, 'health', ${randomUUID()}, 1, 'box')`.execute(
      database.admin,
    );
    await sql`INSERT INTO clew.key_wrap VALUES (${agencyId}, ${`file:${fileId}:health`}, 1, ${workerId}, 'wrap', ${workerId}, 's')`.execute(
      database.admin,
    );
    await sql`INSERT INTO clew.statement (agency_id, kind, thing, number, said, before, at, first_by, first_entry, first_signature)
      VALUES (${agencyId}, 'bar', ${`${fileId} ${workerId}`}, 1, 'recused', '', now(), ${workerId}, 1, 's')`.execute(
      database.admin,
    );
    await sql`INSERT INTO clew.proposal (agency_id, proposal_id, kind, thing, content, proposed_by, at)
      VALUES (${agencyId}, ${randomUUID()}, 'file.erase', ${`file ${fileId} erase`}, 'box', ${workerId}, now() - interval '8 days')`.execute(
      database.admin,
    );
    return fileId;
  }

  /** As two people do it: the database's own function. */
  async function erase(fileId: string): Promise<void> {
    const other = randomUUID();
    await sql`INSERT INTO clew.worker (agency_id, worker_id, name_hash, recipient, verify_key, standing, profile, secret_box, kdf, salt)
      VALUES (${agencyId}, ${other}, sha256(${other}::bytea), 'x', 'x', 'left', 'x', 'x', 'x', 'x')`.execute(
      database.admin,
    );
    await sql`UPDATE clew.proposal SET confirmed_by = ${other}, confirmed_at = now() WHERE thing = ${`file ${fileId} erase`}`.execute(
      database.admin,
    );
    await database.admin.transaction().execute(async (transaction) => {
      await sql`SELECT set_config('clew.chain', ${agencyId}, true)`.execute(transaction);
      const { rows } = await sql<{ done: boolean }>`SELECT clew.erase_file(${agencyId}::uuid, ${fileId}::uuid,
        (SELECT proposal_id FROM clew.proposal WHERE thing = ${`file ${fileId} erase`}), now()) AS done`.execute(
        transaction,
      );
      expect(rows).toEqual([{ done: true }]);
    });
  }

  async function tablesWith(url: string, id: string): Promise<string[]> {
    const admin = connect({ url, most: 1 });
    try {
      const { rows } = await sql<{ name: string }>`SELECT relname AS name FROM pg_class
        WHERE relnamespace = 'clew'::regnamespace AND relkind = 'r' ORDER BY 1`.execute(admin);
      const found: string[] = [];
      for (const { name } of rows) {
        const like = `%${id}%`;
        const one =
          await sql`SELECT 1 FROM ${sql.id('clew', name)} t WHERE t::text LIKE ${like} LIMIT 1`.execute(
            admin,
          );
        if (one.rows.length > 0) found.push(name);
      }
      return found;
    } finally {
      await admin.destroy();
    }
  }

  test('does not come back from an older backup, where the list lies beside it; what was not erased does', async () => {
    const [gone, stays] = [await makeFile(), await makeFile()];
    const older = await backedUp();
    await erase(gone);
    await backedUp();
    const { adminUrl, result } = await restored(older);
    expect(result.erased).toMatchObject({ again: 1, signedBy: fingerprintOf(signer.verifyKey) });
    expect(await tablesWith(adminUrl, gone)).toEqual(['erased', 'journal_entry']);
    expect(await tablesWith(adminUrl, stays)).toEqual([
      'file',
      'file_compartment',
      'file_entry',
      'key_wrap',
      'proposal',
      'statement',
    ]);
  });

  test('comes back where no list is at hand, and the restore says so', async () => {
    const gone = await makeFile();
    const older = await backedUp();
    await erase(gone);
    await backedUp();
    await rm(join(folder, ERASED_LIST));
    const { adminUrl, result } = await restored(older);
    expect(result.erased).toBeUndefined();
    expect(await tablesWith(adminUrl, gone)).toContain('key_wrap');
  });

  test('is listed from one backup to the next, also what another database of this folder erased', async () => {
    const gone = await makeFile();
    await erase(gone);
    await backedUp();
    const before = JSON.parse(await readFile(join(folder, ERASED_LIST), 'utf8'));
    await sql`DELETE FROM clew.erased`.execute(database.admin);
    await backedUp();
    const after = JSON.parse(await readFile(join(folder, ERASED_LIST), 'utf8'));
    expect(after.erased.ids).toEqual(before.erased.ids);
    expect(after.erased.ids).toContain(gone);
  });

  test('by a list that somebody signed with a key of their own erases nothing, unless the reader names its digits', async () => {
    const stays = await makeFile();
    const file = await backedUp();
    const stranger = makeSigningKeys(random);
    const erased = { at: new Date(0).toISOString(), ids: [stays] };
    const bytes = Buffer.from(JSON.stringify(erased));
    const signature = sign({ signingKey: stranger.signingKey, context: 'clew erased 1', bytes });
    await writeFile(
      join(folder, ERASED_LIST),
      JSON.stringify({ erased, verifyKey: stranger.verifyKey, signature }),
    );
    await expect(restored(file)).rejects.toMatchObject({ code: 'store.backup-signature' });
    const signers = [signer, stranger].map(({ verifyKey }) => fingerprintOf(verifyKey));
    expect((await restored(file, { signers })).result.erased).toMatchObject({ again: 1 });
    // Nor does the node put its own name under what a stranger said.
    await backedUp();
    const names = (await readdir(folder)).filter((name) => name.startsWith(ERASED_LIST));
    expect(names).toContain(`${ERASED_LIST}-of-${fingerprintOf(stranger.verifyKey).replaceAll(/\D/g, '')}`);
    const own = await readFile(join(folder, ERASED_LIST), 'utf8').catch(() => '');
    expect(own).not.toContain(stays);
  });

  test('by a list that somebody wrote or changed erases nothing: nothing is restored then', async () => {
    const stays = await makeFile();
    const file = await backedUp();
    const list = join(folder, ERASED_LIST);
    const made = {
      erased: { at: new Date(0).toISOString(), ids: [stays] },
      verifyKey: signer.verifyKey,
      signature: 'x',
    };
    await writeFile(list, JSON.stringify(made));
    await expect(restored(file)).rejects.toMatchObject({ code: 'store.backup-file' });
    await expect(restored(file, { erased: join(folder, 'nowhere') })).rejects.toMatchObject({
      code: 'store.backup-file',
    });
  });
});
