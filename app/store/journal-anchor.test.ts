import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import {
  type AnchorProof,
  anchorHeads,
  type Door,
  leadsToRoot,
  openDoor,
  readAnchorProofs,
  readNode,
} from './index.ts';
import { createTestDatabase, type TestDatabase } from './testing/index.ts';

let database: TestDatabase;
let nodeId: string;
beforeAll(async () => {
  database = await createTestDatabase(inject('store'));
  nodeId = (await readNode(database.app)).nodeId;
});
afterAll(() => database.drop());
beforeEach(() =>
  sql`DELETE FROM clew.anchor; DELETE FROM clew.journal_entry; DELETE FROM clew.journal_head`.execute(
    database.admin,
  ),
);

const agencies = Array.from({ length: 5 }, (_, at) => `a4c80000-0000-4000-8000-00000000000${at}`);
const [first = '', second = ''] = agencies;
const doorOf = (agencyId: string): Door =>
  openDoor(database.app, { kind: 'worker', workerId: 'worker-1', agencyId });

async function write(agencyId: string, things: string[]): Promise<void> {
  for (const thing of things)
    await doorOf(agencyId).write({ action: 'journal.note', thing }, async () => undefined);
}

const proofsOf = (agencyId: string): Promise<AnchorProof[]> =>
  doorOf(agencyId).read((transaction) => readAnchorProofs(transaction));

/** Writes the whole chain anew with another first thing, every hash and the head with it, as its owner could. */
async function rewriteChain(agencyId: string): Promise<void> {
  await sql`DELETE FROM clew.journal_entry WHERE chain = ${agencyId}`.execute(database.admin);
  await sql`DELETE FROM clew.journal_head WHERE chain = ${agencyId}`.execute(database.admin);
  await write(agencyId, ['another', 'two', 'three']);
}

const heldBy = (proofs: AnchorProof[]) => new Map(proofs.map(({ number, hash }) => [number, hash]));

describe('an anchor', () => {
  test('joins the heads of all chains, and each leads to its root', async () => {
    for (const agency of agencies) await write(agency, ['one', 'two', 'three']);
    const { at, root } = await anchorHeads(database.app, nodeId);
    for (const agency of agencies) {
      const proofs = await proofsOf(agency);
      expect(proofs).toMatchObject([{ at, root, chain: agency, number: 3 }]);
      expect(proofs.map(leadsToRoot)).toEqual([true]);
      expect(await doorOf(agency).verifyJournal({ held: heldBy(proofs) })).toMatchObject({ ok: true });
    }
  });

  test('holds what was written before it, while the chain grows on', async () => {
    await write(first, ['one']);
    await anchorHeads(database.app, nodeId);
    await write(first, ['two', 'three']);
    await anchorHeads(database.app, nodeId);
    const proofs = await proofsOf(first);
    expect(proofs.map(({ number }) => number)).toEqual([1, 3]);
    expect(await doorOf(first).verifyJournal({ held: heldBy(proofs) })).toMatchObject({
      ok: true,
      entries: 3,
    });
  });

  test('finds a chain that its owner wrote anew with every hash, which fits in itself', async () => {
    await write(first, ['one', 'two', 'three']);
    await anchorHeads(database.app, nodeId);
    const held = heldBy(await proofsOf(first));
    await rewriteChain(first);
    expect(await doorOf(first).verifyJournal()).toMatchObject({ ok: true, entries: 3 });
    expect(await doorOf(first).verifyJournal({ held })).toEqual({
      ok: false,
      number: 3,
      reason: 'rewritten',
    });
  });

  test('finds a chain that was cut back and its head with it', async () => {
    await write(first, ['one', 'two', 'three']);
    await anchorHeads(database.app, nodeId);
    const held = heldBy(await proofsOf(first));
    await sql`DELETE FROM clew.journal_entry WHERE number = 3`.execute(database.admin);
    await sql`UPDATE clew.journal_head SET number = 2, hash = (SELECT hash FROM clew.journal_entry WHERE chain = ${first} AND number = 2)`.execute(
      database.admin,
    );
    expect(await doorOf(first).verifyJournal()).toMatchObject({ ok: true, entries: 2 });
    expect(await doorOf(first).verifyJournal({ held })).toEqual({
      ok: false,
      number: 3,
      reason: 'cut-short',
    });
  });

  test('leaves its root in the chain of the node, so that the next one holds it', async () => {
    const { root } = await anchorHeads(database.app, nodeId);
    const things = await openDoor(database.app, { kind: 'node', nodeId }).read((transaction) =>
      transaction.selectFrom('clew.journal_entry').select(['action', 'thing']).execute(),
    );
    expect(things).toEqual([{ action: 'journal.anchor', thing: `root ${root}` }]);
  });

  test('is made by the node alone', async () => {
    await expect(anchorHeads(database.app, first)).rejects.toMatchObject({ code: '42501' });
  });
});

describe('a proof', () => {
  async function proofOf(agencyId: string): Promise<AnchorProof> {
    await write(agencyId, ['one', 'two']);
    await anchorHeads(database.app, nodeId);
    const [proof] = await proofsOf(agencyId);
    if (!proof) throw new Error('There is no proof.');
    return proof;
  }

  test('of another number, hash, chain, moment, place or way leads nowhere', async () => {
    const proof = await proofOf(first);
    const other = '00'.repeat(32);
    expect(leadsToRoot(proof)).toBe(true);
    const false_: AnchorProof[] = [
      { ...proof, number: 1 },
      { ...proof, hash: other },
      { ...proof, salt: other },
      { ...proof, chain: second },
      { ...proof, at: '2020-01-01T00:00:00.000000Z' },
      { ...proof, place: proof.place ^ 1 },
      { ...proof, path: proof.path.slice(1) },
      { ...proof, path: [...proof.path, other] },
      ...proof.path.map((_, at) => ({ ...proof, path: proof.path.with(at, other) })),
      { ...proof, root: other },
    ];
    expect(false_.map(leadsToRoot)).toEqual(false_.map(() => false));
  });

  test('is seen by its own agency alone', async () => {
    await write(second, ['one']);
    await proofOf(first);
    expect(new Set((await proofsOf(first)).map(({ chain }) => chain))).toEqual(new Set([first]));
    expect(await database.app.selectFrom('clew.anchor').selectAll().execute()).toEqual([]);
  });

  test('has one length whether the agency is alone or one of many', async () => {
    const alone = await proofOf(first);
    for (const agency of agencies) await write(agency, ['one']);
    const among = await proofOf(first);
    expect(among.path.length).toBe(alone.path.length);
  });

  test('shows nothing that a chain which stands still would show again: every leaf is another each time', async () => {
    for (const agency of agencies) await write(agency, ['one']);
    await anchorHeads(database.app, nodeId);
    await anchorHeads(database.app, nodeId);
    const leaves = await Promise.all(
      agencies.map(async (agency) => (await proofsOf(agency)).map(({ salt }) => salt)),
    );
    expect(new Set(leaves.flat()).size).toBe(2 * agencies.length);
  });
});
