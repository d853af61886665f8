import type { Transaction } from 'kysely';
import { z } from 'zod';
import type { Schema } from '../../store/index.ts';
import { REACHES, rolesOf } from '../policy/index.ts';
import { jsonOf, readOwnRoles } from './agency-rules.ts';
import {
  type Adding,
  type FirstSigned,
  type HeldStatement,
  headOf,
  type LineHead,
  NO_LINE,
  nextOf,
  type Reading,
  readLine,
  readLines,
  readLinesThatSay,
  signFirst,
} from './line.ts';
import { foundingNow, type Pins } from './roster.ts';
import type { Signer } from './statement.ts';

/** What a worker does and with whom, as far as those who may give it signed it. */
export type Rights = { roles: string[]; teams: string[]; deputyFor: string[] };

const SaidRights = z.strictObject({ roles: z.array(z.string()), teams: z.array(z.string()) });
/** Roles and teams, as the line of a worker says them: all of them, each time. */
export type SaidRights = { roles: readonly string[]; teams: readonly string[] };
const NONE: SaidRights = { roles: [], teams: [] };

/** An administrator who gives: their own key, and the agency's roster key. */
export type Granter = Signer & { rosterKey: Uint8Array };

/** A worker's line: what it says now, and how far it has come. */
export type RightsLine = { now: SaidRights; head: LineHead };

/** A worker's line; undefined where it is broken, so that nothing can follow it. */
export async function readRightsLine(reading: Reading, workerId: string): Promise<RightsLine | undefined> {
  const line = await readLine(reading, rightsLine(reading), workerId);
  const head = headOf(line);
  return head && { now: line?.state === 'whole' ? line.value : NONE, head };
}

/** Roles and teams as a line says them. */
export function sayRights({ roles, teams }: SaidRights): string {
  return JSON.stringify({ roles: [...new Set(roles)].sort(), teams: [...new Set(teams)].sort() });
}

/** Signs what a worker is to do and with whom from now on, as the first person. A role more takes a second one. */
export function signRights(
  { rosterKey, ...signer }: Granter,
  { workerId, head = NO_LINE, rights }: { workerId: string; head?: LineHead; rights: SaidRights },
): FirstSigned {
  return signFirst(signer, nextOf({ kind: 'worker', thing: workerId }, head, sayRights(rights)), rosterKey);
}

/** What the line of a worker says in one statement; undefined for what is none. Not to be believed unchecked. */
export function readSaidRights(said: string): SaidRights | undefined {
  return SaidRights.safeParse(jsonOf(said)).data;
}

/**
 * What these workers do and with whom. Each line bears the signatures of who said it, and of the roster key, which administrators
 * hold. What somebody says of themselves, or one person alone says of roles, only takes away: but for the founder's own
 * administration, and the one colleague whom the founder lets in alone. A deputy counts, while both are in that team, if
 * the one they stand in for named them, or somebody who may for the team. What anybody else wrote is as if it were not there.
 */
export async function readRights(
  transaction: Transaction<Schema>,
  pins: Pins,
  workerIds: readonly string[],
): Promise<Map<string, Rights>> {
  const reading = { transaction, pins };
  const said = await readSaid(reading, workerIds);
  const rights = new Map(
    workerIds.map((id): [string, Rights] => {
      const { roles, teams } = said.get(id) ?? NONE;
      return [id, { roles: [...roles], teams: [...teams], deputyFor: [] }];
    }),
  );
  const deputies = await readLinesThatSay(reading, DEPUTY_LINE, workerIds);
  for (const [thing, line] of deputies) {
    if (line.state === 'broken') continue;
    const [teamId = '', absentId = ''] = thing.split(' ');
    const deputy = rights.get(line.value.deputyId);
    const named = { teamId, absentId, ...line.value };
    if (deputy?.teams.includes(teamId) && (await isDeputy(reading, named))) deputy.deputyFor.push(absentId);
  }
  return rights;
}

async function readSaid(
  reading: Reading,
  workerIds: readonly string[],
): Promise<ReadonlyMap<string, SaidRights>> {
  const lines = await readLines(reading, rightsLine(reading), workerIds);
  return new Map([...lines].map(([id, line]) => [id, line.state === 'whole' ? line.value : NONE]));
}

/** The line of a worker's roles and teams. */
export function rightsLine(reading: Reading): Adding<SaidRights> {
  return {
    kind: 'worker',
    add: async (before = NONE, statement) => {
      const { thing: workerId, said, first, second } = statement;
      const after = readSaidRights(said) ?? NONE;
      const isByOther = first !== workerId;
      const isByTwo = isByOther && second !== undefined && second !== workerId;
      const mayAdd = isByTwo
        ? after.roles
        : [...before.roles, ...(await foundingRoles(reading, statement, after))];
      return {
        roles: after.roles.filter((role) => mayAdd.includes(role)),
        teams: isByOther ? after.teams : after.teams.filter((team) => before.teams.includes(team)),
      };
    },
  };
}

/** The roles that stand at the beginning without a second person: there was none. */
async function foundingRoles(
  { transaction, pins }: Reading,
  { thing: workerId, number, first }: HeldStatement,
  { roles }: SaidRights,
): Promise<readonly string[]> {
  const founder = pins.founding.founder.workerId;
  if (number !== 1 || first !== founder) return [];
  if (workerId === founder) return ['administrator'];
  const { second } = await foundingNow(transaction, pins);
  return second?.workerId === workerId ? roles : [];
}

/** Who stands in for whom, in a team that both belong to; nobody any more without a deputy. */
export type DeputyOf = { teamId: string; absentId: string; deputyId: string | undefined };
const NOBODY = 'nobody';

/**
 * Who was named, and by whom; nobody by keys that were retired since, as no roster key shows that it was said before. Whether who
 * named them may is asked when it is read.
 */
const DEPUTY_LINE: Adding<{ deputyId: string; by: string }> = {
  kind: 'deputy',
  add: (_, { said, first, isRetired }) => ({ deputyId: isRetired ? NOBODY : said, by: first }),
};

/** Signs who stands in for whom from now on; undefined where the line is broken. */
export async function signDeputy(
  reading: Reading,
  signer: Signer,
  { teamId, absentId, deputyId = NOBODY }: DeputyOf,
): Promise<FirstSigned | undefined> {
  const thing = `${teamId} ${absentId}`;
  const head = headOf(await readLine(reading, DEPUTY_LINE, thing));
  return head && signFirst(signer, nextOf({ kind: 'deputy', thing }, head, deputyId));
}

/** Who stands in for whom in a team, by those they stand in for; also where it does not count. */
export async function readDeputies(reading: Reading): Promise<DeputyOf[]> {
  const lines = await readLines(reading, DEPUTY_LINE);
  return [...lines].flatMap(([thing, line]) => {
    const [teamId = '', absentId = ''] = thing.split(' ');
    if (line.state === 'broken' || line.value.deputyId === NOBODY) return [];
    return [{ teamId, absentId, deputyId: line.value.deputyId }];
  });
}

type Named = { teamId: string; absentId: string; deputyId: string; by: string };

async function isDeputy(reading: Reading, { teamId, absentId, deputyId, by }: Named): Promise<boolean> {
  if (by === deputyId || deputyId === absentId) return false;
  const absent = (await readSaid(reading, [absentId])).get(absentId);
  if (!absent?.teams.includes(teamId)) return false;
  return by === absentId || mayName(reading, { giverId: by, teamId });
}

/** Whether somebody may name deputies for a team, by what was given to them. Whom they stand in for has no bearing on it. */
async function mayName(
  reading: Reading,
  { giverId, teamId }: { giverId: string; teamId: string },
): Promise<boolean> {
  const said = (await readSaid(reading, [giverId])).get(giverId) ?? NONE;
  const own = await readOwnRoles(reading.transaction, reading.pins);
  const naming = rolesOf(said.roles, own).filter(({ permissions }) =>
    permissions.includes('team.name-deputy'),
  );
  if (naming.some(({ reach }) => reach === 'agency')) return true;
  const isOfTeam = naming.some(({ reach }) => REACHES.indexOf(reach) >= REACHES.indexOf('team'));
  return isOfTeam && said.teams.includes(teamId);
}
