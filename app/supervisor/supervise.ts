import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { makeWorkerKeys, type WorkerKeys } from '@clew/seal';
import { StoreFault, storeFaultCodes } from '../store/index.ts';
import { watchAnchors } from './anchor-watch.ts';
import { watchBackups } from './backup-watch.ts';
import { type ChannelKey, readChannelKey } from './channel-key.ts';
import { keepClock } from './clock-watch.ts';
import { clearDeadCopies } from './data-copies.ts';
import { prepareDataFolder } from './data-folder.ts';
import { watchDisk } from './disk-watch.ts';
import type { NodeEvent, SayEvent } from './events.ts';
import { NodeFault } from './fault.ts';
import { type Front, openFront } from './front.ts';
import { holdFolder } from './holder.ts';
import { type JobsKeeper, keepJobs } from './keep-jobs.ts';
import { keepWeb, type WebKeeper, type WebTimes } from './keep-web.ts';
import { serveMetrics } from './metrics-server.ts';
import { type NodeDatabase, openNodeDatabase } from './node-database.ts';
import { countMetrics } from './node-metrics.ts';
import { watchParent } from './parent-watch.ts';
import { refuseHalfRestored } from './restore-node.ts';
import { proxyList, type Settings } from './settings.ts';
import { listenForStop, type StopSignals } from './stop-signals.ts';
import { watchSweeps } from './sweep-watch.ts';
import type { WebRefusal } from './web-process.ts';

type SuperviseOptions = {
  settings: Settings;
  /** The file that a web process runs. */
  webEntry: string;
  /** The file that the process for jobs runs; without it nothing is done later. */
  jobsEntry?: string;
  version: string;
  say: SayEvent;
  /** Asked once everything runs: what to say beside the address. */
  welcome?: (node: Started) => Promise<readonly string[]>;
  times?: Partial<WebTimes & { idleMs: number }>;
};

/** A node that has started, as far as its first words need it. */
export type Started = { databaseUrl: string; adminUrl: string; origin: string; demo: boolean };

type Endings = (() => Promise<void> | void)[];

const usualTimes = {
  idleMs: 120_000,
  maxAgeMs: 3_600_000,
  drainMs: 30_000,
  retryMs: 5_000,
  silenceMs: 30_000,
  startMs: 180_000,
};
const stopPatienceMs = 10_000;
const sealKeyBytes = 32;

/**
 * Runs a node until it is asked to stop or its parent goes (design decision 2): holds the data folder, owns
 * PostgreSQL, listens, and keeps a web process serving. Throws NodeFault or StoreFault if it cannot start; whatever
 * had been started by then is stopped first.
 */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: in what order a node starts and stops, in one piece
export async function supervise(options: SuperviseOptions): Promise<void> {
  const { settings, say } = options;
  const signals = listenForStop();
  const endings: Endings = [];
  let starting = true;
  // Someone who asks twice while it still starts does not want to wait; what PostgreSQL holds is safe either way.
  void signals.second.then(() => starting && process.exit(130));
  void signals.first.then(
    () => starting && say('Stopping as soon as it has started. Ctrl-C again stops at once.', 'node.stopping'),
  );
  try {
    endings.push(await watchParent(() => signals.raise('parent')));
    await prepareDataFolder(settings.dataFolder);
    const hold = await holdFolder(settings.dataFolder);
    endings.push(hold.release);
    await clearAway(hold.leftBehind);
    await clearDeadCopies(settings.dataFolder, 'rehearsal');
    await refuseHalfRestored(settings.dataFolder);
    const runFolder = await mkdtemp(join(tmpdir(), 'clew-'));
    endings.push(() => rm(runFolder, { recursive: true, force: true }));
    await hold.announce({ folders: [runFolder] });
    const database = await openNodeDatabase(settings, as(say, 'node.database'));
    endings.push(database.stop);
    await hold.announce({ folders: [runFolder, database.socketFolder].filter(Boolean) });
    const channelKey = await readChannelKey(settings.dataFolder);
    endings.push(await keepClock({ adminUrl: database.adminUrl, say: as(say, 'node.clock') }));
    // Only in memory: what waits when the node is killed waits for its owner.
    const populationKey = await makeWorkerKeys((length) => randomBytes(length));
    const opening = { database, endings, runFolder, channelKey, populationKey };
    const { web, origin } = await openWeb(options, opening);
    await hold.announce({ address: origin });
    endings.push(watchDisk(settings.dataFolder, as(say, 'node.disk')));
    endings.push(
      watchAnchors({
        databaseUrl: database.url,
        folder: settings.dataFolder,
        say: as(say, 'node.anchor'),
      }),
    );
    endings.push(
      watchSweeps({
        adminUrl: database.adminUrl,
        folder: settings.dataFolder,
        say: as(say, 'node.sweep'),
      }),
    );
    if (settings.backups && !settings.demo)
      endings.push(
        watchBackups({
          adminUrl: database.adminUrl,
          folder: settings.backups,
          dataFolder: settings.dataFolder,
          version: options.version,
          say: as(say, 'node.backup'),
        }),
      );
    const jobs = startJobs(options, opening);
    for (const line of await startLines(options, { origin, database })) say(line, 'node.ready');
    starting = false;
    await signals.first;
    say('Stopping. Ctrl-C again stops at once.', 'node.stopping');
    await stopWeb(web, { signals, say, jobs });
  } finally {
    for (const end of endings.reverse()) await end();
  }
}

type Opening = {
  database: NodeDatabase;
  endings: Endings;
  runFolder: string;
  channelKey: ChannelKey;
  populationKey: WorkerKeys;
};

async function openWeb(
  options: SuperviseOptions,
  { database, endings, runFolder, channelKey, populationKey }: Opening,
): Promise<{ web: WebKeeper; origin: string }> {
  const { settings, say } = options;
  const allowed = settings.trustedProxy ? proxyList(settings.trustedProxy) : undefined;
  const front = await openFront({
    ...settings.listen,
    mayMove: settings.listen.loopback && settings.origin === undefined,
    allowed,
    say: as(say, 'node.port'),
  });
  endings.push(front.close);
  const origin = settings.origin ?? originOf(settings, front);
  const times = { ...usualTimes, ...options.times };
  // Only in memory, and another at the next start: no key is left that opens what somebody copied before.
  const sealKey = randomBytes(sealKeyBytes).toString('base64');
  const metrics = countMetrics(Date.now);
  const { metricsPort: port } = settings;
  if (port !== undefined)
    endings.push(await serveMetrics({ metrics, settings, port, version: options.version }));
  const web = await keepWeb({
    front,
    metrics,
    entry: options.webEntry,
    times,
    say: as(say, 'node.web'),
    configure: (number) => ({
      kind: 'configure',
      databaseUrl: database.url,
      origin,
      demo: settings.demo,
      development: settings.development,
      leaveTo: settings.leaveTo,
      sealKey,
      channelRecipient: channelKey.recipient,
      populationRecipient: populationKey.recipient,
      outgoingNetworks: settings.outgoingNetworks,
      ...(settings.tls ? { tls: settings.tls } : {}),
      listenPath: join(runFolder, `web-${number}`),
      idleMs: times.idleMs,
    }),
  });
  if ('message' in web) throw faultOf(web);
  endings.push(web.kill);
  return { web, origin };
}

/** The web process cannot send an error, only its code and words; here it becomes the fault again that it was. */
function faultOf({ code, message }: WebRefusal): Error {
  const known = storeFaultCodes.find((storeCode) => storeCode === code);
  return known ? new StoreFault(known, message) : new NodeFault('node.web-failed', message);
}

/** Starts the process for jobs, where there is one. It does not keep the node from serving. */
function startJobs(
  { jobsEntry, settings, say }: SuperviseOptions,
  { database, channelKey, populationKey, runFolder, endings }: Opening,
): JobsKeeper | undefined {
  if (jobsEntry === undefined) return undefined;
  const jobs = keepJobs({
    entry: jobsEntry,
    say: as(say, 'node.jobs'),
    configuration: {
      kind: 'configure',
      databaseUrl: database.url,
      demo: settings.demo,
      channelIdentity: channelKey.identity,
      populationIdentity: populationKey.secrets.identity,
      scratch: join(runFolder, 'populations'),
      outgoingNetworks: settings.outgoingNetworks,
    },
  });
  endings.push(jobs.kill);
  return jobs;
}

type Stopping = { signals: StopSignals; say: SayEvent; jobs: JobsKeeper | undefined };

/** Lets what is being served and done finish, unless someone asks a second time. */
async function stopWeb(web: WebKeeper, { signals, say, jobs }: Stopping): Promise<void> {
  const stopped = Promise.all([web.stop(stopPatienceMs), jobs?.stop(stopPatienceMs)]);
  void signals.second.then(() => {
    say('Stopping at once.', 'node.stopping');
    web.kill();
    jobs?.kill();
  });
  await stopped;
}

/** For a part that says one kind of thing. */
function as(say: SayEvent, event: NodeEvent): (line: string) => void {
  return (line) => say(line, event);
}

function originOf({ listen, tls }: Settings, front: Front): string {
  const host = listen.loopback ? 'localhost' : listen.host;
  return `${tls ? 'https' : 'http'}://${host}:${front.port}`;
}

async function startLines(
  { settings, version, welcome }: SuperviseOptions,
  { origin, database }: { origin: string; database: NodeDatabase },
): Promise<string[]> {
  const { url: databaseUrl, adminUrl } = database;
  const more = (await welcome?.({ databaseUrl, adminUrl, origin, demo: settings.demo })) ?? [];
  const demo = settings.demo ? ' This is a demo, not for real people.' : '';
  return [
    `Clew ${version} is ready: ${origin}${demo}`,
    `Data: ${database.description}. Stop with Ctrl-C.`,
    ...more,
  ];
}

/** Removes the temporary folders of a node that was killed: only names that this program gives, only where it makes them. */
async function clearAway(leftBehind: readonly string[]): Promise<void> {
  for (const folder of leftBehind) {
    const isOurs = /^clew-[A-Za-z0-9]{6}$/.test(basename(folder));
    if (isOurs && ['/tmp', tmpdir()].includes(dirname(folder)))
      await rm(folder, { recursive: true, force: true });
  }
}
