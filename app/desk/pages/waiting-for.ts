import type { PlainKey } from '../../web/index.ts';
import { listInvitations } from '../agency/invitations.ts';
import { listPrepared } from '../agency/prepared-workers.ts';
import { listGlass } from '../file/list-glass.ts';
import { fileDeskOf } from '../file/pages/at-desk.tsx';
import { listSecond } from '../file/second-person.ts';
import { readAlarms } from '../journal/alarms.ts';
import { mayAtAll } from '../policy/index.ts';
import { listProposals } from '../proposals/list-proposals.ts';
import type { WaitingPage } from '../proposals/page-through.ts';
import type { ProposalKind } from '../proposals/proposal-kinds.ts';
import type { SignedIn } from './signed-in.ts';

/** Something that waits for a step of a worker: what it is, and the page on which it is done. */
export type Waiting = { path: string; what: PlainKey };

/** What waits for this worker now, what presses most first. What they could do nothing about is left out. */
export async function waitingFor(worker: SignedIn): Promise<Waiting[]> {
  const waiting: Waiting[] = [];
  if (await hasOpenAlarm(worker)) waiting.push({ path: '/desk/alarms', what: 'desk.start.waits-alarm' });
  if (await hasGlass(worker)) waiting.push({ path: '/desk/glass', what: 'desk.start.waits-glass' });
  if (await hasSecond(worker)) waiting.push({ path: '/desk/second', what: 'desk.start.waits-second' });
  if (await hasProposal(worker, ['mandate', 'approval']))
    waiting.push({ path: '/desk/agency', what: 'desk.start.waits-agency' });
  if (await hasProposal(worker, ['role']))
    waiting.push({ path: '/desk/roles', what: 'desk.start.waits-role' });
  if (await hasNewcomer(worker)) waiting.push({ path: '/desk/people', what: 'desk.start.waits-newcomer' });
  return waiting;
}

async function hasOpenAlarm({ actor, door }: SignedIn): Promise<boolean> {
  if (!mayAtAll(actor, 'alarm.settle')) return false;
  const alarms = await door.read(readAlarms);
  return alarms.some(({ settledBy, workerId }) => settledBy === undefined && workerId !== actor.workerId);
}

async function hasGlass(worker: SignedIn): Promise<boolean> {
  if (!mayAtAll(worker.actor, 'glass.confirm') && !mayAtAll(worker.actor, 'glass.seal')) return false;
  return hasAny(
    (after) => listGlass(fileDeskOf(worker), after),
    ({ step }) => step !== 'wait',
  );
}

async function hasSecond(worker: SignedIn): Promise<boolean> {
  if (!mayAtAll(worker.actor, 'file.exclude-confirm')) return false;
  return hasAny(
    (after) => listSecond(fileDeskOf(worker), after),
    ({ isOvertaken }) => !isOvertaken,
  );
}

/** After so many pages nobody looks further: what is there may be for this worker, so the list is named. */
const MOST_PAGES = 5;

/** Whether anything of a paged list is for this worker, or may be, behind more pages than are looked at. */
async function hasAny<Found>(
  list: (after: string | undefined) => Promise<WaitingPage<Found>>,
  isOne: (found: Found) => boolean,
): Promise<boolean> {
  let after: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { found, next } = await list(after);
    if (found.some(isOne)) return true;
    if (next === undefined) return false;
    after = next;
  }
  return true;
}

async function hasProposal(worker: SignedIn, kinds: readonly ProposalKind[]): Promise<boolean> {
  for (const kind of kinds)
    if ((await listProposals(worker, kind)).some(({ mayConfirm }) => mayConfirm)) return true;
  return false;
}

async function hasNewcomer(worker: SignedIn): Promise<boolean> {
  if ((await listPrepared(worker)).some(({ mayConfirm }) => mayConfirm)) return true;
  if (await hasProposal(worker, ['rights'])) return true;
  if (!mayAtAll(worker.actor, 'worker.admit')) return false;
  return (await listInvitations({ door: worker.door, keyring: worker.keys })).some(
    ({ waiting }) => waiting !== undefined,
  );
}
