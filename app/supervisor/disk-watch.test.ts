import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { describeLowDisk, readFreeBytes } from './disk-watch.ts';
import { ask, startNode, startReadyNode, stopNode, untilWell } from './testing/node-under-test.ts';

const run = promisify(execFile);

test('little free space is told in megabytes, enough is not told', () => {
  expect(describeLowDisk(10 * 1024 * 1024, '/srv/data')).toMatch(/\/srv\/data has 10 MB left/);
  expect(describeLowDisk(10 ** 12, '/srv/data')).toBeUndefined();
});

test('the free space of a real folder is read', async () => {
  expect(await readFreeBytes(tmpdir())).toBeGreaterThan(0);
});

/** Only root may mount a disk of a few megabytes, and not in every sandbox. */
async function mountSmallDisk(): Promise<string | undefined> {
  if (process.getuid?.() !== 0 || process.platform !== 'linux') return undefined;
  const folder = await mkdtemp(join(tmpdir(), 'small-'));
  try {
    await run('mount', ['-t', 'tmpfs', '-o', 'size=160m', 'tmpfs', folder]);
    await chmod(folder, 0o755);
    return folder;
  } catch {
    await rm(folder, { recursive: true });
    return undefined;
  }
}

const small = await mountSmallDisk();

describe.runIf(small)('on a disk that fills (needs root and the right to mount)', () => {
  test('it is said, nothing acknowledged is lost, and freeing space is enough to go on', async () => {
    const dataFolder = join(small ?? '', 'data');
    const node = await startReadyNode({ dataFolder });
    try {
      await node.untilSaid(/MB left/);
      const ballast = join(small ?? '', 'ballast');
      await run('dd', ['if=/dev/zero', `of=${ballast}`, 'bs=1M']).catch(() => undefined);
      const kept: string[] = [];
      for (let number = 0; ; number += 1) {
        const { status, body } = await ask(node, `/write?id=${number}-${'x'.repeat(4_000)}`);
        if (status === 200) kept.push(`${number}-${'x'.repeat(4_000)}`);
        else {
          expect(status).toBe(503);
          expect(['store.disk-full', 'store.unavailable']).toContain((body as { code: string }).code);
          break;
        }
      }
      await unlink(ballast);
      await untilWell(node);
      const there = new Set((await ask(node, '/written')).body as string[]);
      expect(kept.filter((thing) => !there.has(thing))).toEqual([]);
      expect((await ask(node, '/write?id=after')).status).toBe(200);
    } finally {
      await stopNode(node);
      await run('umount', [small ?? '']);
      await rm(small ?? '', { recursive: true, force: true });
    }
  });

  test('a start on a full disk says so and leaves nothing half-made', async () => {
    const again = await mountSmallDisk();
    const folder = again ?? '';
    await run('mount', ['-o', 'remount,size=12m', folder]);
    await writeFile(join(folder, 'ballast'), Buffer.alloc(4 * 1024 * 1024));
    const node = await startNode({ dataFolder: join(folder, 'data') });
    expect(await node.exited).toBe(2);
    expect(node.said()).toMatch(/disk that holds .* is full/);
    await run('umount', [folder]);
    await rm(folder, { recursive: true, force: true });
  });
});
