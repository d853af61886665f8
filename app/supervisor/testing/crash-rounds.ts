import {
  ask,
  findTarget,
  makeDataFolder,
  type NodeUnderTest,
  startReadyNode,
  stopNode,
  type Target,
  untilGone,
  untilWell,
} from './node-under-test.ts';

type CrashOptions = {
  /** What is killed, round by round. */
  targets: readonly Target[];
  /** A source of numbers from 0 to 1 that decides when. */
  random: () => number;
  /** Commit without waiting for the disk: the test must then find losses. */
  careless?: boolean;
  tell?: (line: string) => void;
};

type CrashResult = {
  rounds: number;
  acknowledged: number;
  written: number;
  /** Acknowledged entries that are not there. */
  lost: string[];
  /** Entries that stand twice. */
  doubled: string[];
  journal: unknown;
};

const writers = 4;

/**
 * Writes through the node from several clients and kills one of its processes with SIGKILL at a moment that `random`
 * chooses; waits until it serves again, starting it again where nobody else does; and at the end compares what was
 * acknowledged with what is there.
 */
export async function runCrashRounds(options: CrashOptions): Promise<CrashResult> {
  const { dataFolder, remove } = await makeDataFolder();
  const acknowledged = new Set<string>();
  let node = await startReadyNode({ dataFolder, by: 'npm' });
  let round = 0;
  try {
    for (const target of options.targets) {
      round += 1;
      const killed = await writeUntilKilled({ node, target, round, acknowledged, options });
      node = await bringBack(node, target, killed);
      options.tell?.(`round ${round}: killed ${target}, ${acknowledged.size} acknowledged`);
    }
    return await compare(node, { rounds: round, acknowledged });
  } finally {
    await stopNode(node);
    await remove();
  }
}

type Round = {
  node: NodeUnderTest;
  target: Target;
  round: number;
  acknowledged: Set<string>;
  options: CrashOptions;
};

/** Returns the process that was killed. */
async function writeUntilKilled({ node, target, round, acknowledged, options }: Round): Promise<number> {
  const killAfter = 1 + Math.floor(options.random() * 60);
  let pid = await findVictim(node, target);
  let written = 0;
  let killed = false;
  const write = async (writer: number) => {
    for (let number = 0; !killed; number += 1) {
      const id = `${round}-${writer}-${number}`;
      const { status } = await ask(node, `/write?id=${id}${options.careless ? '&careless' : ''}`);
      if (status === 200) {
        acknowledged.add(id);
        written += 1;
      }
      if (written >= killAfter && !killed) {
        killed = true;
        pid = await killVictim(node, target, pid);
      }
    }
  };
  await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)));
  return pid;
}

async function findVictim(node: NodeUnderTest, target: Target): Promise<number> {
  const pid = await findTarget(node, target);
  if (pid === undefined)
    throw new Error(`There is no ${target} process to kill. The node said:\n${node.said()}`);
  return pid;
}

/** Kills it; another of its kind where it has ended by itself, as a backend of a short connection does. Returns which. */
async function killVictim(node: NodeUnderTest, target: Target, found: number): Promise<number> {
  for (let pid = found; ; pid = await findVictim(node, target)) {
    try {
      process.kill(pid, 'SIGKILL');
      return pid;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}

async function bringBack(node: NodeUnderTest, target: Target, killed: number): Promise<NodeUnderTest> {
  await untilGone(killed);
  if (target !== 'npm' && target !== 'supervisor') {
    // What PostgreSQL's main process leaves behind may answer for another moment.
    do await untilWell(node);
    while (target === 'postgres' && (await findTarget(node, target)) === killed);
    return node;
  }
  const supervisor = await findTarget(node, 'supervisor');
  await node.exited;
  // A node whose npm was killed must end by itself; nobody tells it to.
  if (target === 'npm' && supervisor !== undefined) await untilGone(supervisor);
  return startReadyNode({ dataFolder: node.dataFolder, by: 'npm' });
}

async function compare(
  node: NodeUnderTest,
  { rounds, acknowledged }: { rounds: number; acknowledged: Set<string> },
): Promise<CrashResult> {
  const { body } = await ask(node, '/written');
  const written = (body as string[]).filter((thing) => /^\d+-\d+-\d+$/.test(thing));
  const there = new Set(written);
  return {
    rounds,
    acknowledged: acknowledged.size,
    written: written.length,
    lost: [...acknowledged].filter((id) => !there.has(id)),
    doubled: written.filter((id, place) => written.indexOf(id) !== place),
    journal: (await ask(node, '/verify')).body,
  };
}
