import { randomUUID } from 'node:crypto';
import { openDoor } from '../../store/index.ts';
import { admitWorker } from '../agency/admit-worker.ts';
import { confirmWorker } from '../agency/confirm-worker.ts';
import { foundAgency } from '../agency/found-agency.ts';
import { listInvitations } from '../agency/invitations.ts';
import { type Administrator, inviteWorker } from '../agency/invite-worker.ts';
import { findInvitation, joinAgency } from '../agency/join-agency.ts';
import type { Newcomer } from '../agency/newcomer.ts';
import { type Confirmer, listPrepared } from '../agency/prepared-workers.ts';
import { AGENCY_KEY, sealName } from '../agency/profiles.ts';
import { giveMandates } from '../demo/give-mandates.ts';
import type { Desk } from '../desk.ts';
import { openKeyring } from '../keys/keyring.ts';
import { type RoleName, rolesOf } from '../policy/index.ts';
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
 * Makes an agency of many people, each invited, joined, prepared and confirmed as anybody is, with teams and one mandate. The
 * first of them confirms the others and must be a supervisor. `token` is that of a link of the start line.
 */
export async function makeBigAgency(
  desk: Desk,
  { token, teams, people }: { token: string; teams: number; people: readonly BigPerson[] },
): Promise<BigAgency> {
  const founder = await makeNewcomer(desk, 0, desk.kdf);
  const founded = await foundAgency(desk, { token, agencyName: 'Long Bench', newcomer: founder });
  if (!founded.ok) throw new Error('The agency could not be founded: its link opened nothing.');
  const { agencyId } = founded;
  const { door, keys } = await openWorker(desk, agencyId, { newcomer: founder, role: 'administrator' });
  const admin = { door, keyring: keys };
  const teamIds: string[] = [];
  for (let at = 0; at < teams; at += 1) teamIds.push(await makeTeam(desk, admin, `Team ${at + 1}`));
  let second: Confirmer | undefined;
  const workers: BigWorker[] = [];
  for (const [at, { role, team, kdf }] of people.entries()) {
    const newcomer = await makeNewcomer(desk, at + 1, kdf);
    const ofTeam = team === undefined ? [] : [teamIds[team] ?? ''];
    const digits = await prepare(desk, admin, { newcomer, role, teams: ofTeam });
    if (second) await confirm(second, { ...newcomer, digits });
    else {
      second = await openWorker(desk, agencyId, { newcomer, role });
      await giveMandates({ door, first: keys, second: second.keys, at: desk.now() }, ['shelter']);
    }
    const { workerId, codeSecret, own } = newcomer;
    workers.push({ workerId, codeSecret, signInName: `${own}@${CODE}`, role, team });
  }
  return { agencyId, teams: teamIds, workers };
}

async function makeNewcomer(desk: Desk, number: number, kdf: string): Promise<Newcomer> {
  const salt = Buffer.from(desk.random(16)).toString('base64url');
  const key = Buffer.from(await deriveKey(PASSPHRASE, { kdf, salt })).toString('base64url');
  const codeSecret = makeCodeSecret(desk.random);
  const own = `worker-${number}`;
  return { workerId: randomUUID(), own, name: `Worker ${number}`, code: CODE, kdf, salt, key, codeSecret };
}

async function openWorker(
  desk: Desk,
  agencyId: string,
  { newcomer, role }: { newcomer: Newcomer; role: RoleName },
): Promise<Confirmer> {
  const { own, workerId, codeSecret } = newcomer;
  const attempt = { name: `${own}@${CODE}`, passphrase: PASSPHRASE, code: codeAt(codeSecret, desk.now()) };
  const proven = await proveWorker(desk, attempt);
  if (!proven.ok) throw new Error(`${own} of the big agency cannot sign in.`);
  const door = openDoor(desk.database, { kind: 'worker', agencyId, workerId });
  const keys = await openKeyring({ door, agencyId, workerId, secrets: proven.secrets });
  if (!keys) throw new Error(`${own} of the big agency has no keys.`);
  const rights = { roles: rolesOf([role]), mandates: [], teams: [], isDeputyFor: [] };
  return { desk, actor: { workerId, agencyId, ...rights }, door, keys };
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

async function prepare(
  desk: Desk,
  admin: Administrator,
  { newcomer, role, teams }: { newcomer: Newcomer; role: RoleName; teams: readonly string[] },
): Promise<string> {
  const invited = await inviteWorker(desk, admin, { forName: newcomer.name, roles: [role], teams });
  const invitation = invited.ok ? await findInvitation(desk, invited.link) : undefined;
  if (!invitation) throw new Error('An invitation does not open.');
  const digits = await joinAgency(desk, invitation, newcomer);
  for (const { invitationId, waiting } of await listInvitations(admin))
    if (waiting) await admitWorker(desk, admin, invitationId);
  return digits ?? '';
}

async function confirm(
  confirmer: Confirmer,
  { workerId, own, digits }: Newcomer & { digits: string },
): Promise<void> {
  const seen = (await listPrepared(confirmer)).find((one) => one.workerId === workerId)?.seen ?? '';
  const confirmed = await confirmWorker(confirmer, { workerId, seen, digits });
  if (!confirmed.ok) throw new Error(`${own} of the big agency is not confirmed.`);
}
