import { randomUUID } from 'node:crypto';
import { type Door, openDoor } from '../../store/index.ts';
import { admitWorker } from '../agency/admit-worker.ts';
import { confirmWorker } from '../agency/confirm-worker.ts';
import { foundAgency } from '../agency/found-agency.ts';
import { listInvitations } from '../agency/invitations.ts';
import { type Administrator, inviteWorker } from '../agency/invite-worker.ts';
import { findInvitation, joinAgency } from '../agency/join-agency.ts';
import type { Newcomer } from '../agency/newcomer.ts';
import { type Confirmer, listPrepared } from '../agency/prepared-workers.ts';
import { AGENCY_KEY, sealName } from '../agency/profiles.ts';
import type { Desk } from '../desk.ts';
import { openKeyring } from '../keys/keyring.ts';
import { rolesOf } from '../policy/index.ts';
import { codeAt } from '../sign-in/one-time-code.ts';
import { DEMO_PASSPHRASE_START, deriveKey } from '../sign-in/passphrase.ts';
import { proveWorker } from '../sign-in/prove-worker.ts';
import { DEMO_AGENCIES, DEMO_CODE_SECRET, type DemoAgency, type DemoPerson } from './demo-agencies.ts';
import { approveLaw, fillFiles } from './fill-files.ts';
import { fillHelp } from './fill-help.ts';
import { giveMandates } from './give-mandates.ts';

/** A demo person's passphrase. Fixed, and no node that is not a demo takes one like it. */
function demoPassphrase({ own }: { own: string }): string {
  return `${DEMO_PASSPHRASE_START} ${own}`;
}

type Filling = {
  /** Gives the token of a link that makes one agency. */
  offer: () => Promise<string>;
  /** The hash of the law that the node runs. */
  lawHash: string;
};

/**
 * Fills a demo: each agency is founded by a link of its own, its people invited, joined and let in, its law approved, and its
 * files written, as anybody does.
 */
export async function fillDemo(desk: Desk, { offer, lawHash }: Filling): Promise<void> {
  for (const agency of DEMO_AGENCIES) await fillAgency(desk, agency, { token: await offer(), lawHash });
}

/** Who can sign in at a demo, a line each agency. */
export function demoSignIns(): string[] {
  return DEMO_AGENCIES.map(({ name, code, people }) => {
    const list = people.map(({ own, roles }) => `${own}@${code} ${roles.join(', ')}`);
    return `  ${name}: ${list.join(' · ')}`;
  });
}

async function fillAgency(
  desk: Desk,
  agency: DemoAgency,
  { token, lawHash }: { token: string; lawHash: string },
): Promise<void> {
  const [first, ...others] = agency.people;
  if (!first) return;
  const newcomer = await makeNewcomer(desk, agency, first);
  const founded = await foundAgency(desk, { token, agencyName: agency.name, newcomer });
  if (!founded.ok) throw new Error('The demo could not be filled: its link opened nothing.');
  const opened = await openWorker(desk, agency, first);
  const admin = { door: opened.door, keyring: opened.keys };
  const team = await makeTeam(desk, admin, agency);
  const [second, ...more] = others;
  if (!second) return;
  await addPerson(desk, admin, { agency, person: second, team });
  const confirmer = await openWorker(desk, agency, second);
  for (const person of more) {
    const { workerId, digits } = await addPerson(desk, admin, { agency, person, team });
    const seen = (await listPrepared(confirmer)).find((one) => one.workerId === workerId)?.seen ?? '';
    const confirmed = await confirmWorker(confirmer, { workerId, seen, digits });
    if (!confirmed.ok) throw new Error('The demo could not be filled: nobody confirms its people.');
  }
  const signers = { door: admin.door, first: opened.keys, second: confirmer.keys, at: desk.now() };
  await giveMandates(signers, agency.mandates);
  await approveLaw({ proposer: opened, confirmer, lawHash });
  const withMandates = (person: Confirmer): Confirmer => ({
    ...person,
    actor: { ...person.actor, mandates: agency.mandates },
  });
  await fillFiles(desk, { agency, team, lawHash, confirmer: { own: second.own, ...confirmer }, open });
  await fillHelp({
    ...{ code: agency.code, confirmer: withMandates(confirmer) },
    open: async (person) => withMandates(await open(person)),
  });

  async function open({ own }: { own: string }): Promise<Confirmer> {
    const person = agency.people.find((one) => one.own === own);
    if (!person) throw new Error(`The demo could not be filled: nobody is ${own}.`);
    return openWorker(desk, agency, person);
  }
}

async function makeNewcomer(desk: Desk, agency: DemoAgency, person: DemoPerson): Promise<Newcomer> {
  const salt = Buffer.from(desk.random(16)).toString('base64url');
  const { kdf } = desk;
  const key = Buffer.from(await deriveKey(demoPassphrase(person), { kdf, salt })).toString('base64url');
  const { own, name } = person;
  const { code } = agency;
  return { workerId: randomUUID(), own, name, code, kdf, salt, key, codeSecret: DEMO_CODE_SECRET };
}

async function openWorker(desk: Desk, { code }: DemoAgency, person: DemoPerson): Promise<Confirmer> {
  const prove = () =>
    proveWorker(desk, {
      name: `${person.own}@${code}`,
      passphrase: demoPassphrase(person),
      // Of the half minute before: the code of this one is for whoever signs in next.
      code: codeAt(DEMO_CODE_SECRET, new Date(desk.now().getTime() - 30_000)),
    });
  const first = await prove();
  // Where the half minute turned while the passphrase was derived, that code was too old.
  const proven = first.ok ? first : await prove();
  if (!proven.ok) throw new Error('The demo could not be filled: its people cannot sign in.');
  const { agency_id: agencyId, worker_id: workerId } = proven.worker;
  const door: Door = openDoor(desk.database, { kind: 'worker', agencyId, workerId });
  const keys = await openKeyring({ door, agencyId, workerId, secrets: proven.secrets });
  if (!keys) throw new Error('The demo could not be filled: its people have no keys.');
  const rights = { roles: rolesOf(person.roles), mandates: [], teams: [], isDeputyFor: [] };
  return { desk, actor: { workerId, agencyId, ...rights }, door, keys };
}

async function makeTeam(desk: Desk, { door, keyring }: Administrator, agency: DemoAgency): Promise<string> {
  const { agencyId } = keyring.me;
  const teamId = randomUUID();
  const key = await keyring.open(AGENCY_KEY);
  if (!key) throw new Error('The demo could not be filled: the agency has no key.');
  const profile = sealName(desk, key, { agencyId, table: 'team', id: teamId }, agency.team);
  await door.write({ action: 'team.make', thing: `team ${teamId}` }, (transaction) =>
    transaction.insertInto('clew.team').values({ agency_id: agencyId, team_id: teamId, profile }).execute(),
  );
  return teamId;
}

/** Invites somebody, lets them join, and prepares them as their administrator. Returns who waits for a second person, and their digits. */
async function addPerson(
  desk: Desk,
  admin: Administrator,
  { agency, person, team }: { agency: DemoAgency; person: DemoPerson; team: string },
): Promise<{ workerId: string; digits: string }> {
  const { roles, name } = person;
  const invited = await inviteWorker(desk, admin, { forName: name, roles, teams: [team] });
  const invitation = invited.ok ? await findInvitation(desk, invited.link) : undefined;
  if (!invitation) throw new Error('The demo could not be filled: an invitation does not open.');
  const newcomer = await makeNewcomer(desk, agency, person);
  const digits = await joinAgency(desk, invitation, newcomer);
  for (const { invitationId, waiting } of await listInvitations(admin))
    if (waiting) await admitWorker(desk, admin, invitationId);
  return { workerId: newcomer.workerId, digits: digits ?? '' };
}
