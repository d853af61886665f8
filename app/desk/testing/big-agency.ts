import { randomUUID } from 'node:crypto';
import { type Door, openDoor } from '../../store/index.ts';
import { admitWorker, listInvitations } from '../agency/admit-worker.ts';
import { foundAgency } from '../agency/found-agency.ts';
import { type Administrator, inviteWorker } from '../agency/invite-worker.ts';
import { findInvitation, joinAgency } from '../agency/join-agency.ts';
import type { Newcomer } from '../agency/newcomer.ts';
import { AGENCY_KEY, sealName } from '../agency/profiles.ts';
import type { Desk } from '../desk.ts';
import { openKeyring } from '../keys/keyring.ts';
import type { Mandate, RoleName } from '../policy/index.ts';
import { codeAt, makeCodeSecret } from '../sign-in/one-time-code.ts';
import { deriveKey } from '../sign-in/passphrase.ts';
import { proveWorker } from '../sign-in/prove-worker.ts';
import { PASSPHRASE } from './people.ts';

/** Somebody of a big agency, with all that it takes to sign in. */
export type BigWorker = {
  workerId: string;
  signInName: string;
  codeSecret: string;
  role: RoleName;
  /** The number of their team, from 0; undefined for who is in none. */
  team: number | undefined;
};

/** Whom a big agency is to have. */
export type BigPerson = {
  role: RoleName;
  team: number | undefined;
  /** How their passphrase is made a key. */
  kdf: string;
};

export type BigAgency = { agencyId: string; teams: readonly string[]; workers: readonly BigWorker[] };

const CODE = 'bgbnch22';

/**
 * Makes an agency of many people, each invited, joined and let in as anybody is, with teams and one mandate. `token` is that
 * of a link of the start line.
 */
export async function makeBigAgency(
  desk: Desk,
  { token, teams, people }: { token: string; teams: number; people: readonly BigPerson[] },
): Promise<BigAgency> {
  const first: BigPerson = { role: 'administrator', team: undefined, kdf: desk.kdf };
  const founder = await makeNewcomer(desk, 0, first);
  const founded = await foundAgency(desk, { token, agencyName: 'Long Bench', newcomer: founder });
  if (!founded.ok) throw new Error('The agency could not be founded: its link opened nothing.');
  const { agencyId } = founded;
  const admin = await openAsAdministrator(desk, agencyId, founder);
  const teamIds: string[] = [];
  for (let at = 0; at < teams; at += 1) teamIds.push(await makeTeam(desk, admin, `Team ${at + 1}`));
  await giveMandate(admin.door, { agencyId, mandate: 'shelter', since: desk.now() });
  const workers: BigWorker[] = [];
  for (const [at, person] of people.entries()) {
    const newcomer = await makeNewcomer(desk, at + 1, person);
    const team = person.team === undefined ? [] : [teamIds[person.team] ?? ''];
    await letIn(desk, admin, { newcomer, role: person.role, teams: team });
    const { workerId, codeSecret, own } = newcomer;
    workers.push({
      workerId,
      codeSecret,
      signInName: `${own}@${CODE}`,
      role: person.role,
      team: person.team,
    });
  }
  return { agencyId, teams: teamIds, workers };
}

async function makeNewcomer(desk: Desk, number: number, { kdf }: BigPerson): Promise<Newcomer> {
  const salt = Buffer.from(desk.random(16)).toString('base64url');
  const key = Buffer.from(await deriveKey(PASSPHRASE, { kdf, salt })).toString('base64url');
  const codeSecret = makeCodeSecret(desk.random);
  const own = `worker-${number}`;
  return { workerId: randomUUID(), own, name: `Worker ${number}`, code: CODE, kdf, salt, key, codeSecret };
}

async function openAsAdministrator(
  desk: Desk,
  agencyId: string,
  { own, workerId, codeSecret }: Newcomer,
): Promise<Administrator> {
  const attempt = { name: `${own}@${CODE}`, passphrase: PASSPHRASE, code: codeAt(codeSecret, desk.now()) };
  const proven = await proveWorker(desk, attempt);
  if (!proven.ok) throw new Error('The administrator of the agency cannot sign in.');
  const door: Door = openDoor(desk.database, { kind: 'worker', agencyId, workerId });
  const keyring = await openKeyring({ door, agencyId, workerId, secrets: proven.secrets });
  if (!keyring) throw new Error('The administrator of the agency has no keys.');
  return { door, keyring };
}

async function makeTeam(desk: Desk, { door, keyring }: Administrator, name: string): Promise<string> {
  const { agencyId } = keyring.me;
  const teamId = randomUUID();
  const key = await keyring.open(AGENCY_KEY);
  if (!key) throw new Error('The administrator was not given the key of the agency.');
  const profile = sealName(desk, key, { agencyId, table: 'team', id: teamId }, name);
  await door.write({ action: 'team.make', thing: `team ${teamId}` }, (transaction) =>
    transaction.insertInto('clew.team').values({ agency_id: agencyId, team_id: teamId, profile }).execute(),
  );
  return teamId;
}

async function giveMandate(
  door: Door,
  { agencyId, mandate, since }: { agencyId: string; mandate: Mandate; since: Date },
): Promise<void> {
  await door.write({ action: 'mandate.confirm', thing: `agency ${agencyId}` }, (transaction) =>
    transaction.insertInto('clew.agency_mandate').values({ agency_id: agencyId, mandate, since }).execute(),
  );
}

async function letIn(
  desk: Desk,
  admin: Administrator,
  { newcomer, role, teams }: { newcomer: Newcomer; role: RoleName; teams: readonly string[] },
): Promise<void> {
  const invited = await inviteWorker(desk, admin, { forName: newcomer.name, roles: [role], teams });
  const invitation = invited && (await findInvitation(desk, invited.link));
  if (!invitation) throw new Error('An invitation does not open.');
  await joinAgency(desk, invitation, newcomer);
  for (const { invitationId } of await listInvitations(admin)) await admitWorker(desk, admin, invitationId);
}
