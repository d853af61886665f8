import { createHash } from 'node:crypto';
import type { Confirmer } from '../agency/prepared-workers.ts';
import type { Desk } from '../desk.ts';
import {
  askGlass,
  closeFile,
  excludeWorker,
  type FileDesk,
  giveGrant,
  letIn,
  openFile,
  recordFact,
  recordStatement,
} from '../file/index.ts';
import { rolesOf } from '../policy/index.ts';
import { confirmProposal } from '../proposals/confirm-proposal.ts';
import { listProposals } from '../proposals/list-proposals.ts';
import { propose } from '../proposals/propose.ts';
import type { DemoAgency } from './demo-agencies.ts';
import { DEMO_FACTS, DEMO_FILES, type DemoFile } from './demo-files.ts';

type Approving = { proposer: Confirmer; confirmer: Confirmer; lawHash: string };

/** Two people of an agency approve the law that the node runs. */
export async function approveLaw({ proposer, confirmer, lawHash }: Approving): Promise<void> {
  const proposed = { kind: 'approval', change: { lawHash } } as const;
  const reason = 'For the demo. Nobody has checked it.';
  const { proposalId } = done(await propose(proposer, { proposed, reason }));
  const waiting = await listProposals(confirmer, 'approval');
  const seen = waiting.find((one) => one.proposalId === proposalId)?.seen ?? '';
  done(await confirmProposal(confirmer, { kind: 'approval', proposalId, seen }));
}

type Filling = {
  agency: DemoAgency;
  team: string;
  lawHash: string;
  /** Whoever is signed in already. */
  confirmer: Confirmer & { own: string };
  /** Signs somebody in. */
  open: (person: { own: string }) => Promise<Confirmer>;
};

/** Writes an agency's files, by the people whose they are. */
export async function fillFiles(desk: Desk, filling: Filling): Promise<void> {
  const { confirmer } = filling;
  const people = new Map<string, Promise<FileDesk>>([[confirmer.own, atDesk(desk, filling, confirmer.own)]]);
  const worker = (own: string) => {
    const found = people.get(own) ?? atDesk(desk, filling, own);
    people.set(own, found);
    return found;
  };
  for (const file of DEMO_FILES[filling.agency.code] ?? [])
    await fillFile(file, { worker, teamId: filling.team, lawHash: filling.lawHash });
}

async function atDesk(
  desk: Desk,
  { agency, team, confirmer, open }: Filling,
  own: string,
): Promise<FileDesk> {
  const person = agency.people.find((one) => one.own === own);
  const { actor, door, keys } = own === confirmer.own ? confirmer : await open({ own });
  const { now, random } = desk;
  const rights = { roles: rolesOf(person?.roles ?? []), mandates: agency.mandates, teams: [team] };
  return { actor: { ...actor, ...rights }, door, keys, now, random };
}

type At = { worker: (own: string) => Promise<FileDesk>; teamId: string; lawHash: string };

async function fillFile(file: DemoFile, { worker, teamId, lawHash }: At): Promise<void> {
  const owner = await worker(file.owner);
  const { fileId, codeName } = done(await openFile(owner, { teamId }));
  const weighed = { source: 'person', certainty: 'certain' } as const;
  for (const own of file.letIn ?? [])
    done(await letIn(owner, { fileId, workerId: (await worker(own)).actor.workerId }));
  for (const said of file.said) done(await recordStatement(owner, { fileId, ...weighed, ...said }));
  const law = { hash: lawHash, facts: DEMO_FACTS };
  for (const answered of file.answered ?? [])
    done(await recordFact(owner, law, { fileId, ...weighed, ...answered }));
  for (const agreed of file.agreed ?? []) done(await giveGrant(owner, grantOf(owner, fileId, agreed)));
  if (file.excluded) {
    const { own, reason } = file.excluded;
    const workerId = (await worker(own)).actor.workerId;
    done(await excludeWorker(owner, { fileId, workerId, wish: 'person', reason }));
  }
  if (file.asks) {
    const { own, ...asked } = file.asks;
    done(await askGlass(await worker(own), { codeName, ...asked }));
  }
  if (file.closed) done(await closeFile(owner, { fileId, why: file.closed }));
}

type Agreed = NonNullable<DemoFile['agreed']>[number];

function grantOf({ now }: FileDesk, fileId: string, { days, asked, ...agreed }: Agreed) {
  return {
    ...({ fileId, ...agreed, capacity: 'own', personAsks: false } as const),
    expiresOn: new Date(now().getTime() + days * 86_400_000).toISOString().slice(0, 10),
    wording: createHash('sha256').update(asked.normalize('NFC')).digest('hex'),
  };
}

/** What was done; throws if it was refused, which a demo does not expect. */
function done<Result extends { ok: boolean }>(result: Result): Extract<Result, { ok: true }> {
  if (!result.ok) throw new Error(`The demo could not be filled: ${JSON.stringify(result)}.`);
  return result as Extract<Result, { ok: true }>;
}
