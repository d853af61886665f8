import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { type CrashWorld, openCrashWorld } from '../../e2e/crash/index.ts';
import type { Bench } from '../frame/bench.ts';
import { slopeOf } from './slope.ts';

const EVERY_MS = 5_000;
const WARM_UP_SHARE = 0.2;
const PAUSE_MS = 500;
const PUBLIC_PAGES = [
  '/',
  '/i/1',
  '/i/2',
  '/i/3',
  '/law',
  '/law/states/MY',
  '/law/decisions',
  '/assess',
  '/health',
];

export const bench: Bench = {
  about:
    'memory, handles and connections of a node while two people write into a file and others ask for public pages: growth an hour; arguments: minutes',
  async run({ say, args }) {
    const minutes = Number(args[0] ?? 30);
    if (!(minutes > 0)) throw new Error(`${args[0]} is no number of minutes.`);
    const port = await freePort();
    const { world, crowd } = await openCrashWorld({ CLEW_METRICS_PORT: String(port) });
    try {
      const samples = await soak({ world, crowd, port, minutes, say });
      if (crowd.acknowledged() === 0) throw new Error('Nobody wrote anything.');
      const missing = await crowd.missing();
      if (missing.length > 0) throw new Error(missing.join('\n'));
      const { publicPages, readings } = samples;
      const kept = readings.filter(({ hours }) => hours >= (minutes / 60) * WARM_UP_SHARE);
      const names = Object.keys(kept[0]?.figures ?? {});
      const slopes = names.map((name) => [
        name,
        slopeOf(
          kept.map(({ hours }) => hours),
          kept.map(({ figures }) => figures[name] ?? 0),
        ),
      ]);
      const load = { entriesWritten: crowd.acknowledged(), publicPages };
      return { figures: { minutes, warmUpShare: WARM_UP_SHARE, ...load, ...Object.fromEntries(slopes) } };
    } finally {
      await world.node.remove();
    }
  },
};

type Soak = CrashWorld & { port: number; minutes: number; say: (line: string) => void };
type Reading = { hours: number; figures: Record<string, number> };

async function soak({ world, crowd, port, minutes, say }: Soak) {
  const readings: Reading[] = [];
  const begun = performance.now();
  const left = () => minutes * 60_000 - (performance.now() - begun);
  let publicPages = 0;
  const read = async () => {
    while (left() > 0) {
      const path = PUBLIC_PAGES[publicPages % PUBLIC_PAGES.length] ?? '/';
      const { status } = await fetch(world.node.clew.origin + path);
      if (status !== 200) throw new Error(`${path} answered ${status}.`);
      publicPages += 1;
      await wait(PAUSE_MS);
    }
  };
  const look = async () => {
    while (left() > 0) {
      await wait(EVERY_MS);
      readings.push({
        hours: (performance.now() - begun) / 3_600_000,
        figures: await readFigures(world, port),
      });
      if (readings.length % 12 === 0)
        say(`${Math.round(left() / 60_000)} minutes left: ${JSON.stringify(readings.at(-1)?.figures)}`);
    }
  };
  await crowd.wake();
  crowd.write();
  await Promise.all([read(), look()]);
  await crowd.pause();
  return { readings, publicPages };
}

async function readFigures({ node }: CrashWorld['world'], port: number): Promise<Record<string, number>> {
  const [web = 0] = await node.pids('web');
  const supervisor = node.clew.child.pid ?? 0;
  const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const heap = Number(/^clew_web_heap_bytes (\S+)/m.exec(metrics)?.[1] ?? 0);
  const [row] = await node.query(
    "SELECT count(*)::int AS connections FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()",
  );
  return {
    webResidentMegabytes: await residentMegabytes(web),
    webHeapMegabytes: heap / 2 ** 20,
    webHandles: await countHandles(web),
    supervisorResidentMegabytes: await residentMegabytes(supervisor),
    supervisorHandles: await countHandles(supervisor),
    databaseConnections: Number(row?.connections),
  };
}

async function residentMegabytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) / 1024;
}

async function countHandles(pid: number): Promise<number> {
  return (await readdir(`/proc/${pid}/fd`)).length;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
