import { randomBytes } from 'node:crypto';
import { createDesk } from '../../app/desk/index.ts';
import { loadLaw } from '../../app/law/index.ts';
import { sitePages } from '../../app/site-pages.ts';
import { connect, openDoor } from '../../app/store/index.ts';
import { seeded } from '../../app/supervisor/testing/index.ts';
import type { Page } from '../../app/web/index.ts';
import { hatchCanaries } from '../stolen-disk/canaries.ts';
import { textOf } from '../stolen-disk/planter.ts';
import { type Crowd, openCrowd } from './crowd.ts';
import { type NodeToKill, startNodeToKill, TURNS, type Victim } from './node-to-kill.ts';
import { brokenRules, type Change, judgeChange } from './snapshot.ts';
import { lastRefusal, type Moment, sendWhole, strike } from './strike.ts';
import { makeWorld, type World } from './world.ts';
import { WRITERS } from './writers.ts';

export type CrashRounds = {
  rounds: number;
  seed: number;
  /** What is killed, in turns. */
  victims?: readonly Victim[];
  /** Which forms are sent, in turn; by default all of them. */
  routes?: readonly string[];
  /** So many more in which commits do not wait for the disk and PostgreSQL is killed with the answer: they must find losses. */
  careless?: number;
  tell?: (line: string) => void;
  /** Asked before each round; by default all are played. */
  goesOn?: () => boolean;
};

export type Tally = { rounds: number; acknowledged: number; betweenCommitAndAnswer: number };

export type CrashFindings = {
  rounds: number;
  routes: number;
  /** Forms that were acknowledged, those of the crowd among them. */
  acknowledged: number;
  lost: string[];
  halfWritten: string[];
  journalsVerified: number;
  /** Rounds in which somebody could not go on, and why: at a node that is sound nobody is stopped. */
  unfinished: string[];
  byVictim: Partial<Record<Victim, Tally>>;
  /** What was found lost once commits did not wait. */
  lostByCarelessness: number;
};

type Run = {
  world: World;
  crowd: Crowd;
  findings: CrashFindings;
  random: () => number;
};

/** Every page that a node has, as far as they are known without one. */
export async function everyPage(): Promise<readonly Page[]> {
  const desk = createDesk({
    database: undefined as never,
    now: () => new Date(),
    random: randomBytes,
    after: () => () => undefined,
    sealKey: randomBytes(32),
    isDemo: false,
    origin: 'http://localhost:1414',
  });
  return sitePages(await loadLaw(), desk);
}

/**
 * Kills a part of a node in each round, while somebody sends a form of the desk and others write into a file; waits until
 * the node serves again; and looks whether what was acknowledged is there and opens, whether what was not is wholly there
 * or wholly not, what holds between tables, and every journal. Throws only if the harness itself does not work.
 */
export async function runCrashRounds(options: CrashRounds): Promise<CrashFindings> {
  const tell = options.tell ?? (() => undefined);
  const routes = options.routes ?? Object.keys(WRITERS);
  const victims = options.victims ?? TURNS;
  const node = await startNodeToKill();
  try {
    const run = await begin(node, options.seed);
    for (let round = 0; round < options.rounds && (options.goesOn?.() ?? true); round += 1) {
      const route = routes[round % routes.length] ?? '';
      const victim = victims[round % victims.length] ?? 'web';
      const said = await playRound(run, { route, victim }).catch((error: unknown) => {
        run.world.useUp();
        run.findings.unfinished.push(`${route}, ${victim}: ${String(error)}`);
        return String(error);
      });
      tell(`round ${round + 1}, ${victim}: ${route}: ${said}`);
    }
    await lastLook(run);
    const found = { ...run.findings, routes: Math.min(routes.length, run.findings.rounds) };
    return { ...found, lostByCarelessness: await playCareless(run, options.careless ?? 0) };
  } finally {
    await node.letGo();
    await node.remove();
  }
}

/** People at a node, and those who write into one file meanwhile. */
export type CrashWorld = { world: World; crowd: Crowd };

/** Starts a node with an agency whose people are signed in. `env` is what the supervisor is told. */
export async function openCrashWorld(env: Record<string, string> = {}): Promise<CrashWorld> {
  return peopleAt(await startNodeToKill(env));
}

async function peopleAt(node: NodeToKill): Promise<CrashWorld> {
  const sets = { walked: new Set<string>(), seen: new Set<string>(), planted: new Set<string>() };
  const world = await makeWorld(node, { canaries: hatchCanaries(), pages: await everyPage(), ...sets });
  return { world, crowd: await openCrowd(world) };
}

async function begin(node: NodeToKill, seed: number): Promise<Run> {
  const findings: CrashFindings = {
    ...{ rounds: 0, routes: 0, acknowledged: 0, journalsVerified: 0 },
    ...{ lost: [], halfWritten: [], unfinished: [], byVictim: {}, lostByCarelessness: 0 },
  };
  return { ...(await peopleAt(node)), findings, random: seeded(seed) };
}

/** Which setting the node refused to start with. Connections that are made from now on have it. */
async function beCareless({ query }: NodeToKill): Promise<void> {
  await query('ALTER DATABASE clew SET synchronous_commit = off');
  await query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()",
  );
}

/** How much is lost in rounds like the others. Whatever else breaks then is no finding. */
async function playCareless(run: Run, rounds: number): Promise<number> {
  if (rounds === 0) return 0;
  await beCareless(run.world.node);
  const findings = { ...run.findings, lost: [], halfWritten: [], byVictim: {} };
  for (let round = 0; round < rounds; round += 1)
    await playRound(
      { ...run, findings },
      { route: 'POST /desk/files/:file/write', victim: 'postgres', moment: 'answered' },
    );
  return findings.lost.length;
}

/** In two of five rounds between the commit and the answer, in one with the answer, else at any moment. */
function chooseMoment(random: () => number, tookMs: number): Moment {
  const drawn = random();
  if (drawn < 0.4) return 'committed';
  return drawn < 0.6 ? 'answered' : random() * tookMs * 1.2;
}

type Round = { route: string; victim: Victim; moment?: Moment };

async function playRound(run: Run, { route, victim, moment: given }: Round): Promise<string> {
  const { world, crowd, findings } = run;
  await world.wake();
  await crowd.wake();
  // Each time anew: what a form leaves hangs on how many people there are by now.
  const known = await learn(run, route);
  const writer = WRITERS[route];
  if (writer === undefined) throw new Error(`Nobody writes by ${route}.`);
  const step = await writer(world);
  const moment = given ?? chooseMoment(run.random, known.tookMs);
  // Their commits would be held too.
  if (moment !== 'committed') crowd.write();
  const blow = { victim, moment, except: crowd.fileId, afterKill: crowd.pause };
  const struck = await strike(world, step, blow);
  const verdict = judgeChange(struck.change, known.change, struck.people - known.people);
  const tally = findings.byVictim[victim] ?? { rounds: 0, acknowledged: 0, betweenCommitAndAnswer: 0 };
  findings.byVictim[victim] = tally;
  tally.rounds += 1;
  findings.rounds += 1;
  if (struck.isHeld) tally.betweenCommitAndAnswer += 1;
  if (struck.isAcknowledged) tally.acknowledged += 1;
  if (struck.isAcknowledged) findings.acknowledged += 1;
  const where = `round ${findings.rounds}, ${victim} at ${moment}, ${route}: ${JSON.stringify(struck.change)} instead of ${JSON.stringify(known.change)}`;
  if (verdict === 'half') findings.halfWritten.push(where);
  // What was held may have been the first of two deeds, that a page was opened: then that one is there.
  const isHeldGone =
    struck.isHeld && !Object.keys(struck.change).some((kind) => kind.startsWith('+ journal'));
  if (verdict === 'nothing' && (struck.isAcknowledged || isHeldGone)) findings.lost.push(where);
  await world.wake();
  if (verdict === 'whole' && step.shown && !(await step.shown.on()).includes(step.shown.words))
    findings.lost.push(`${where}: it is there and does not open`);
  findings.lost.push(...(await crowd.missing()));
  findings.halfWritten.push(...(await brokenRules(world.node)));
  await verifyJournals(run);
  const when = typeof moment === 'number' ? `${moment.toFixed(1)} ms` : moment;
  if (verdict === 'half') return where;
  return `${when}, ${struck.isAcknowledged ? 'acknowledged' : 'not acknowledged'}, ${verdict}`;
}

/** What a form leaves when nothing goes wrong, and how long it takes. */
type Known = { change: Change; people: number; tookMs: number };

/** Sends a form that nothing disturbs. Throws if it does not work, or leaves nothing. */
async function learn({ world, crowd }: Run, route: string): Promise<Known> {
  const step = await WRITERS[route]?.(world);
  if (step === undefined) throw new Error(`Nobody writes by ${route}.`);
  const { isAcknowledged, ...left } = await sendWhole(world, step, crowd.fileId);
  if (!isAcknowledged) throw new Error(`${route} was refused: ${textOf(lastRefusal)}`);
  if (Object.keys(left.change).length === 0) throw new Error(`${route} leaves nothing.`);
  return left;
}

/** Walks the chain of every agency, and that of the node. */
async function verifyJournals({ world, findings }: Run): Promise<void> {
  const database = connect({ url: (await world.node.adminUrl()).href, most: 1 });
  try {
    for (const { chain } of await world.node.query('SELECT chain FROM clew.journal_head')) {
      const door = openDoor(database, { kind: 'node', nodeId: String(chain) });
      const finding = await door.verifyJournal();
      if (!finding.ok) findings.halfWritten.push(`the journal ${chain}: ${JSON.stringify(finding)}`);
      findings.journalsVerified += 1;
    }
  } finally {
    await database.destroy();
  }
}

/** Everything that the crowd was told is written, read through the pages. */
async function lastLook({ world, crowd, findings }: Run): Promise<void> {
  await world.wake();
  findings.acknowledged += crowd.acknowledged();
  findings.lost.push(...(await crowd.unreadable()));
}
