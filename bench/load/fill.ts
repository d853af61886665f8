import { randomBytes } from 'node:crypto';
import { createDesk, type Desk, useNativeCurves } from '../../app/desk/index.ts';
import {
  type BigAgency,
  type BigPerson,
  type BigSession,
  CHEAP_KDF,
  makeBigAgency,
  makeBigFile,
  openBigSession,
} from '../../app/desk/testing/index.ts';
import { findHome } from '../../app/store/index.ts';
import { openForTerminal, readSettings } from '../../app/supervisor/index.ts';

/** How much there is at the desk. */
export type Size = {
  /** How many are signed in. */
  people: number;
  /** How many more sign in while it is measured. */
  comers: number;
  files: number;
};

/** Whom the traffic comes from. */
export type Filled = {
  agency: BigAgency;
  sessions: readonly (BigSession & { files: readonly string[] })[];
  comers: readonly { signInName: string; codeSecret: string }[];
};

const TEAM = 10;

/** Where the data of a node that runs are, and the token of the link that its start line gave. */
export type EmptyNode = { data: string; token: string };

/**
 * Makes one agency at a node that has none: case workers in teams of ten with a supervisor for each two teams, an auditor for
 * each twenty people, all signed in; colleagues who will sign in; files that a team shares. Passphrases of the comers cost
 * what they cost in production; those of the others are made keys cheaply, as nobody types them while it is measured.
 */
export async function fillDesk(
  { data, token }: EmptyNode,
  size: Size,
  say: (line: string) => void,
): Promise<Filled> {
  return atNode(data, (desk) => fill(desk, { token, size, say }));
}

/** Gives `work` the desk of a node that runs, as a process beside it would have it. */
export async function atNode<T>(data: string, work: (desk: Desk) => Promise<T>): Promise<T> {
  const settings = readSettings({
    env: { CLEW_DATA: data },
    flags: { demo: false, development: false },
    checkout: '',
    home: findHome(),
  });
  useNativeCurves();
  const { database, close } = await openForTerminal(settings);
  try {
    return await work(deskOn(database));
  } finally {
    await close();
  }
}

function deskOn(database: Desk['database']): Desk {
  return createDesk({
    database,
    now: () => new Date(),
    random: randomBytes,
    after: () => () => undefined,
    sealKey: randomBytes(32),
    kdf: CHEAP_KDF,
    isDemo: false,
  });
}

type Filling = { token: string; size: Size; say: (line: string) => void };

async function fill(desk: Desk, { token, size, say }: Filling): Promise<Filled> {
  const people = peopleOf(size);
  const teams = 1 + Math.max(...people.map(({ team }) => team ?? 0));
  say(`an agency of ${people.length} people in ${teams} teams`);
  const agency = await makeBigAgency(desk, { token, teams, people });
  const sessions: BigSession[] = [];
  for (const worker of agency.workers.slice(0, size.people))
    sessions.push(await openBigSession(desk, worker));
  say(`${size.files} files`);
  const shared = new Map<number, string[]>();
  for (let number = 0; number < size.files; number += 1) {
    const team = number % teams;
    const members = sessions.filter(({ worker }) => worker.team === team && worker.role === 'case-worker');
    const one = members[Math.floor(number / teams) % members.length];
    if (!one) throw new Error(`Nobody is in team ${team}.`);
    const fileId = await makeBigFile(desk, agency, { owner: one, team, number });
    shared.set(team, [...(shared.get(team) ?? []), fileId]);
  }
  return {
    agency,
    sessions: sessions.map((session) => ({ ...session, files: shared.get(session.worker.team ?? -1) ?? [] })),
    comers: agency.workers.slice(size.people),
  };
}

/** Those who are signed in first, then those who come. */
function peopleOf({ people, comers }: Size): BigPerson[] {
  const auditors = Math.floor(people / 20);
  const made: BigPerson[] = [];
  const teams = Math.max(1, Math.round((people - auditors) / (TEAM + 0.5)));
  for (let at = 0; at < Math.floor(teams / 2); at += 1)
    made.push({ role: 'supervisor', team: at * 2, kdf: CHEAP_KDF });
  for (let at = 0; at < auditors; at += 1) made.push({ role: 'auditor', team: undefined, kdf: CHEAP_KDF });
  for (let at = 0; made.length < people; at += 1)
    made.push({ role: 'case-worker', team: at % teams, kdf: CHEAP_KDF });
  for (let at = 0; at < comers; at += 1)
    made.push({ role: 'case-worker', team: undefined, kdf: 'argon2id:65536:3:1' });
  return made;
}
