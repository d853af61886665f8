import { mkdtemp, readFile, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { openDoor, readAnchorFile, readAnchorProofs, readNode } from '../store/index.ts';
import { createTestDatabase, type TestDatabase } from '../store/testing/index.ts';
import { anchorOnce, watchAnchors } from './anchor-watch.ts';

let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  database = await createTestDatabase(inject('store'));
  folder = await mkdtemp(join(tmpdir(), 'clew-anchors-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await database.drop();
});

test('a node anchors its journals when it starts and once more each time, in a file for its user alone', async () => {
  const said: string[] = [];
  const watch = { databaseUrl: database.url, folder, say: (line: string) => void said.push(line) };
  await watchAnchors(watch)();
  await anchorOnce(watch);
  const file = join(folder, 'anchors');
  const read = readAnchorFile(await readFile(file, 'utf8'));
  const { nodeId } = await readNode(database.app);
  const proofs = await openDoor(database.app, { kind: 'node', nodeId }).read((transaction) =>
    readAnchorProofs(transaction),
  );
  // At the first one no chain has an entry yet; the anchor itself is the node's first.
  expect(read).toMatchObject({ ok: true, anchors: [{}, { at: proofs[0]?.at, root: proofs[0]?.root }] });
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(said).toEqual([]);
});

test('a line is written through no link, and what went wrong is said', async () => {
  const other = await mkdtemp(join(tmpdir(), 'clew-anchors-'));
  await symlink(join(folder, 'elsewhere'), join(other, 'anchors'));
  const said: string[] = [];
  await watchAnchors({ databaseUrl: database.url, folder: other, say: (line) => void said.push(line) })();
  expect(said).toEqual([expect.stringMatching(/^The journal could not be anchored.*cannot be written/)]);
  await rm(other, { recursive: true });
});

test('a database that is gone is said, and stops nothing', async () => {
  const said: string[] = [];
  const databaseUrl = 'postgres://nobody@localhost/clew?host=/tmp/clew-nowhere';
  await watchAnchors({ databaseUrl, folder, say: (line) => void said.push(line) })();
  expect(said).toEqual([expect.stringMatching(/^The journal could not be anchored.*does not answer/)]);
});
