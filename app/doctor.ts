import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isSilent, readChannels } from './desk/index.ts';
import { answersHere, judgeAddress, judgeCertificate } from './doctor-address.ts';
import { describeNoted, judgeBeforeStart } from './doctor-clock.ts';
import {
  bundledVersion,
  countJobs,
  type JobCount,
  openDoor,
  openServing,
  readClockJumps,
  storeFaultOf,
} from './store/index.ts';
import {
  describeLateBackup,
  describeLateSweep,
  describeLowDisk,
  findDeadCopies,
  findHolder,
  judgeDataFolder,
  openForTerminal,
  readFreeBytes,
  readSettings,
  type Settings,
  type SettingsSource,
  traceSettings,
  warnOfOldNode,
} from './supervisor/index.ts';

/** One thing looked at: well, or what is wrong and what to do. */
type Finding = { name: string; state: 'well' | 'look'; text: string };

/**
 * Looks at settings, versions, disk, clock, the node and its database, and returns what it found, in the order in
 * which a person would mend it. Changes nothing and never throws: what cannot be looked at is a finding.
 */
export async function diagnose(
  source: SettingsSource,
  { now, version }: { now: Date; version: string },
): Promise<Finding[]> {
  const settings = tryReadSettings(source);
  const release = warnOfOldNode(process.version, now);
  const findings = [
    finding('Clew', undefined, version),
    finding('Node.js', release, process.version),
    await lookAtPostgres(),
  ];
  if (!('dataFolder' in settings)) return [settings, ...findings];
  return [
    finding('settings', undefined, describeSettings(source)),
    ...findings,
    await lookAtDisk(settings),
    await lookAtClock(settings, now),
    await lookAtNode(settings),
    ...(await lookAtSweep(settings, now)),
    ...(await lookAtCopies(settings)),
    ...(await lookAtAddress(settings, now)),
    ...(settings.demo ? [] : await lookAtBackups(settings, now)),
    ...(await lookAtJobs(settings, now)),
    ...(settings.database ? [await lookAtDatabase(settings.database.url, settings.demo)] : []),
  ];
}

/** The findings as lines for a person. */
export function renderFindings(findings: readonly Finding[]): string {
  const lines = findings.map(
    ({ name, state, text }) => `${state === 'well' ? 'well' : 'LOOK'}  ${name}: ${text}`,
  );
  const open = findings.filter(({ state }) => state === 'look').length;
  const last = open === 0 ? 'All well.' : `${open} to look at.`;
  return [...lines, last].join('\n');
}

function finding(name: string, problem: string | undefined, otherwise: string): Finding {
  return { name, state: problem === undefined ? 'well' : 'look', text: problem ?? otherwise };
}

function tryReadSettings(source: SettingsSource): Settings | Finding {
  try {
    return readSettings(source);
  } catch (error) {
    return finding('settings', error instanceof Error ? error.message : String(error), '');
  }
}

/** The names that are set; never their values: “clew config” shows those that may be shown. */
function describeSettings(source: SettingsSource): string {
  const set = traceSettings(source).filter(({ from }) => from !== 'default');
  return set.length === 0 ? 'none set; the defaults hold' : `set: ${set.map(({ name }) => name).join(', ')}`;
}

/** The PostgreSQL that this Clew would run itself; looked at even where another is used. */
async function lookAtPostgres(): Promise<Finding> {
  try {
    return finding('PostgreSQL', undefined, `${await bundledVersion()}, brought by npm`);
  } catch (error) {
    return finding('PostgreSQL', error instanceof Error ? error.message : String(error), '');
  }
}

async function lookAtDisk({ dataFolder }: Settings): Promise<Finding> {
  const problem = await judgeDataFolder(dataFolder);
  if (problem) return finding('disk', problem, '');
  const folder = await nearestFolder(dataFolder);
  const free = await readFreeBytes(folder).catch(() => undefined);
  if (free === undefined) return finding('disk', `${folder} cannot be read. Look at its owner and mode.`, '');
  return finding(
    'disk',
    describeLowDisk(free, folder),
    `${Math.floor(free / 1024 ** 3)} GB free for ${dataFolder}`,
  );
}

/**
 * A clock that is behind what was already written would date new facts before old ones; one that is far ahead of it, or a node that was
 * off for long, is for a person to tell.
 */
async function lookAtClock({ dataFolder }: Settings, now: Date): Promise<Finding> {
  const written = await stat(join(dataFolder, 'postgres', 'pg_wal')).catch(() => undefined);
  return finding('clock', judgeBeforeStart(written?.mtime, now), now.toISOString());
}

async function lookAtNode(settings: Settings): Promise<Finding> {
  const holder = await findHolder(settings.dataFolder);
  if (!holder) return finding('node', undefined, 'not running; "npm start" starts it');
  if (!holder.address) return finding('node', undefined, `process ${holder.pid} is starting it`);
  // Without a public address the port may have moved, and the address that it said is on this machine.
  const isWell = settings.origin ? await answersHere(settings) : !(await judgeAddress(holder.address));
  if (isWell) return finding('node', undefined, `runs at ${holder.address}, process ${holder.pid}`);
  return finding(
    'node',
    `Process ${holder.pid} holds the data, but ${holder.address} does not answer well. Look at what it says in its window; if it says nothing, stop it and start again.`,
    '',
  );
}

/** Only a node that runs clears anything away. */
async function lookAtSweep({ dataFolder }: Settings, now: Date): Promise<Finding[]> {
  const holder = await findHolder(dataFolder);
  if (!holder?.address) return [];
  return [finding('sweep', await describeLateSweep(dataFolder, now), 'what is over was cleared away')];
}

/** The way from a visitor to the node: the certificate, and the public address while the node runs. */
async function lookAtAddress(settings: Settings, now: Date): Promise<Finding[]> {
  const { tls, origin, dataFolder } = settings;
  const certificate = tls
    ? [
        finding(
          'certificate',
          await judgeCertificate(settings, now),
          `for the name that people type, in ${tls.cert}`,
        ),
      ]
    : [];
  const runs = (await findHolder(dataFolder))?.address !== undefined;
  if (!origin || !runs) return certificate;
  return [
    ...certificate,
    finding('address', await judgeAddress(origin), `${origin} is answered by the node`),
  ];
}

/** Copies of all data that a rehearsal left when it was killed: as secret as the data, and nobody's. */
async function lookAtCopies({ dataFolder }: Settings): Promise<Finding[]> {
  const [dead, halfRestored] = [
    await findDeadCopies(dataFolder, 'rehearsal'),
    await findDeadCopies(dataFolder, 'restoring'),
  ];
  const restoring =
    halfRestored.length === 0
      ? []
      : [
          finding(
            'restore',
            `A restore was killed half-way and left ${halfRestored.join(', ')}. Run clew restore again: it begins anew.`,
            '',
          ),
        ];
  if (dead.length === 0) return restoring;
  return [
    ...restoring,
    finding(
      'copies',
      `A rehearsal of an upgrade was killed and left ${dead.join(', ')}. The next start or rehearsal removes it.`,
      '',
    ),
  ];
}

/** Asked once there is something to lose: a database of Clew's own that was made, or one of somebody's server. */
async function lookAtBackups({ backups, dataFolder, database }: Settings, now: Date): Promise<Finding[]> {
  const isMade = await stat(join(dataFolder, 'postgres')).catch(() => undefined);
  if (!isMade && !database) return [];
  if (!backups)
    return [
      finding(
        'backups',
        'None are made by themselves. Set CLEW_BACKUPS to a folder on another disk, or run “clew backup” each day.',
        '',
      ),
    ];
  return [finding('backups', await describeLateBackup(backups, now), `one a day, in ${backups}`)];
}

/** What the node noted of its clock, jobs that do not go on, and channels for alarms that do not answer: asked of a node that runs. */
async function lookAtJobs(settings: Settings, now: Date): Promise<Finding[]> {
  if (!(await findHolder(settings.dataFolder))?.address) return [];
  try {
    const { database, nodeId, close } = await openForTerminal(settings);
    try {
      const door = openDoor(database, { kind: 'node', nodeId });
      const jobs = await door.read((transaction) => countJobs(transaction, now));
      const channels = await readChannels(database, nodeId);
      const noted = describeNoted(await door.read((transaction) => readClockJumps(transaction, now)));
      const silent = channels.filter((channel) => isSilent(channel, now)).length;
      return [
        ...(noted === undefined ? [] : [finding('clock', noted, '')]),
        finding('jobs', describeStuck(jobs), 'none is stuck'),
        finding(
          'alarms',
          silent === 0
            ? undefined
            : `${silent} of ${channels.length} channels did not answer a test lately. Their administrators see it at /desk/alarms/channel; see whether the node may connect outwards.`,
          channels.length === 0
            ? 'sent nowhere; they stand on their page'
            : `${channels.length} channels answer`,
        ),
      ];
    } finally {
      await close();
    }
  } catch (error) {
    return [finding('jobs', storeFaultOf(error)?.message ?? 'The node’s jobs cannot be looked at.', '')];
  }
}

function describeStuck(jobs: readonly JobCount[]): string | undefined {
  const stuck = jobs.filter((job) => job.stuck > 0 || job.state === 'failed');
  if (stuck.length === 0) return undefined;
  const told = stuck.map(({ kind, state, stuck: waiting, count, why }) => {
    const how = state === 'failed' ? `${count} given up` : `${waiting} ${state} for more than an hour`;
    return `${kind}: ${how}${why === undefined ? '' : ` (${why})`}`;
  });
  return `${told.join('; ')}. Look whether the node says that its process for jobs ends, and start it again.`;
}

async function lookAtDatabase(url: string, demo: boolean): Promise<Finding> {
  try {
    const { database } = await openServing(url, { demo });
    await database.destroy();
    return finding('database', undefined, 'answers, and keeps what it acknowledges');
  } catch (error) {
    const fault = storeFaultOf(error);
    return finding('database', fault?.message ?? 'It cannot be asked. Look at DATABASE_URL.', '');
  }
}

async function nearestFolder(path: string): Promise<string> {
  const there = await stat(path).then(
    () => true,
    () => false,
  );
  return there || dirname(path) === path ? path : nearestFolder(dirname(path));
}
