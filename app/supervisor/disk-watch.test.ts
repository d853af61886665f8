import { readdir, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { describeLowDisk, readFreeBytes } from './disk-watch.ts';
import {
  ask,
  type NodeUnderTest,
  startNode,
  startReadyNode,
  stopNode,
  untilWell,
} from './testing/node-under-test.ts';
import { canMount, fillDisk, withSmallDisk } from './testing/small-disk.ts';

test('little free space is told in megabytes, enough is not told', () => {
  expect(describeLowDisk(10 * 1024 * 1024, '/srv/data')).toMatch(/\/srv\/data has 10 MB left/);
  expect(describeLowDisk(10 ** 12, '/srv/data')).toBeUndefined();
});

test('the free space of a real folder is read', async () => {
  expect(await readFreeBytes(tmpdir())).toBeGreaterThan(0);
});

describe.runIf(canMount)('on a disk that fills (needs root and the right to mount)', () => {
  test('it is said, nothing acknowledged is lost, and freeing space is enough to go on', async () => {
    await withSmallDisk(160, async (folder) => {
      const node = await startReadyNode({ dataFolder: join(folder, 'data') });
      try {
        await node.untilSaid(/MB left/);
        const ballast = await fillDisk(folder, '1M');
        const { kept, refusal } = await writeUntilRefused(node);
        expect(['store.disk-full', 'store.unavailable']).toContain(refusal);
        await unlink(ballast);
        await untilWell(node);
        const there = new Set((await ask(node, '/written')).body as string[]);
        expect(kept.filter((thing) => !there.has(thing))).toEqual([]);
        expect((await ask(node, '/write?id=after')).status).toBe(200);
      } finally {
        await stopNode(node);
      }
    });
  });

  test('a start on a full disk says so and leaves nothing half-made', async () => {
    await withSmallDisk(12, async (folder) => {
      await writeFile(join(folder, 'ballast'), Buffer.alloc(4 * 1024 * 1024));
      const node = await startNode({ dataFolder: join(folder, 'data') });
      expect(await node.exited).toBe(2);
      expect(node.said()).toMatch(/disk that holds .* is full/);
      expect(await readdir(join(folder, 'data'))).toEqual(['clew-data']);
    });
  });
});

/** Writes larger and larger numbers until one is not acknowledged. */
async function writeUntilRefused(node: NodeUnderTest): Promise<{ kept: string[]; refusal: string }> {
  const kept: string[] = [];
  for (let number = 0; ; number += 1) {
    const id = `${number}-${'x'.repeat(4_000)}`;
    const { status, body } = await ask(node, `/write?id=${id}`);
    if (status !== 200) return { kept, refusal: (body as { code: string }).code };
    kept.push(id);
  }
}
