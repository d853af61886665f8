import { rm } from 'node:fs/promises';
import {
  type AppLogin,
  type Cluster,
  type ClusterPlace,
  createCluster,
  findDatabaseOwner,
  findHome,
  makeAppLogin,
  migrate,
  openSocketFolder,
  placeBundledBinaries,
  StoreFault,
  startCluster,
  type TellRows,
} from '../store/index.ts';
import type { Settings } from './settings.ts';

/** The database of a node: a server of its own, kept running, or one that is there. */
export type NodeDatabase = {
  /** Address for the application's role. It stays good when the server is restarted. */
  url: string;
  /** Address for the role that owns what was migrated. */
  adminUrl: string;
  description: string;
  socketFolder: string;
  stop(): Promise<void>;
};

export type Say = (line: string) => void;

const restartEveryMs = 2_000;
export const databaseName = 'clew';

/** Finds or starts the database and migrates it. Throws StoreFault with what to do. */
export async function openNodeDatabase(settings: Settings, say: Say): Promise<NodeDatabase> {
  return settings.database
    ? openServerThatIsThere(settings, { ...settings.database, say })
    : openOwnServer(settings, say);
}

async function openServerThatIsThere(
  settings: Settings,
  { url, adminUrl, say }: { url: string; adminUrl: string; say: Say },
): Promise<NodeDatabase> {
  const appRole = decodeURIComponent(new URL(url).username);
  if (appRole === '' || appRole === decodeURIComponent(new URL(adminUrl).username))
    throw new StoreFault(
      'store.unsafe-role',
      'DATABASE_URL must name a role of its own, other than that of DATABASE_ADMIN_URL, which owns what it migrates.',
    );
  await migrate({ adminUrl, appRole, demo: settings.demo, onRows: sayRows(say) });
  const { host } = new URL(url);
  return {
    url,
    adminUrl,
    description: `the PostgreSQL at ${host || 'a local socket'}`,
    socketFolder: '',
    stop: async () => undefined,
  };
}

async function openOwnServer(settings: Settings, say: Say): Promise<NodeDatabase> {
  const owner = await findDatabaseOwner();
  const binaries = await placeBundledBinaries(findHome());
  const socket = await openSocketFolder(owner);
  const place: ClusterPlace = { binaries, folder: settings.dataFolder, owner, socket };
  let running: Cluster | undefined;
  try {
    await createCluster(place);
    running = await startCluster(place, say);
    const login = await prepare(running, settings.demo, say);
    const keeper = keepRunning({ place, say, running });
    return {
      url: login.url,
      adminUrl: running.adminUrl(databaseName),
      description: `PostgreSQL ${binaries.version} in ${settings.dataFolder}`,
      socketFolder: socket,
      stop: async () => {
        await keeper.stop();
        await rm(socket, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await running?.stop();
    await rm(socket, { recursive: true, force: true });
    throw error;
  }
}

async function prepare(cluster: Cluster, demo: boolean, say: Say): Promise<AppLogin> {
  const login = await makeAppLogin(cluster, databaseName);
  const adminUrl = cluster.adminUrl(databaseName);
  await migrate({ adminUrl, appRole: login.role, demo, onRows: sayRows(say) });
  return login;
}

const sayEveryMs = 5_000;

/** Says how far a change of very many rows has come: at once, and every five seconds. */
export function sayRows(say: Say): TellRows {
  let saidAt: number | undefined;
  return ({ name, rows, of }) => {
    if (saidAt !== undefined && performance.now() - saidAt < sayEveryMs) return;
    saidAt = performance.now();
    say(
      `Bringing the database up to date: ${name}, ${rows} of ${of} rows. It may be stopped; the next start goes on from there.`,
    );
  };
}

type Keeping = { place: ClusterPlace; say: Say; running: Cluster };

/** Starts the server again whenever it falls, until told to stop; each new reason for failing is said once. */
function keepRunning({ place, say, running }: Keeping): { stop(): Promise<void> } {
  let current: Cluster | undefined = running;
  let stopping = false;
  // biome-ignore lint/complexity/noExcessiveCognitiveComplexity: a server may be told to stop at each step of its life
  const keep = async (): Promise<void> => {
    let lastReason = '';
    for (;;) {
      if (current) {
        await current.exited;
        current = undefined;
        if (stopping) return;
        say('PostgreSQL ended unexpectedly; starting it again. What was acknowledged is on the disk.');
      }
      if (stopping) return;
      try {
        current = await startCluster(place, say);
        // Asked to stop while it came up: whoever asked found no server to stop.
        if (stopping) return await current.stop();
        lastReason = '';
        say('PostgreSQL answers again.');
      } catch (error) {
        const reason = error instanceof StoreFault ? error.message : 'PostgreSQL could not be started again.';
        if (reason !== lastReason) say(reason);
        lastReason = reason;
        await new Promise((resolve) => setTimeout(resolve, restartEveryMs));
      }
    }
  };
  const kept = keep();
  return {
    stop: async () => {
      stopping = true;
      await current?.stop();
      await kept;
    },
  };
}
