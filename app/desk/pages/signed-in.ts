import type { ClockJump, Door } from '../../store/index.ts';
import { type Names, openNames } from '../agency/names.ts';
import type { Desk } from '../desk.ts';
import { readAgencyRules } from '../keys/agency-rules.ts';
import { type Keyring, openKeyring } from '../keys/keyring.ts';
import { readRights } from '../keys/rights.ts';
import { type Actor, rolesOf } from '../policy/index.ts';
import type { FoundSession } from '../session/find-session.ts';
import { formToken, type SessionTicket } from '../session/ticket.ts';

/** The worker behind a request: who they are, what they may read and write, what they can open. Good for this request alone. */
export type SignedIn = {
  desk: Desk;
  /** Whom `may` asks about. */
  actor: Actor;
  door: Door;
  keys: Keyring;
  names: Names;
  session: SessionTicket;
  /** That the machine's clock was moved lately. */
  clock: ClockJump | undefined;
  /** What every form must carry; `DeskForm` does it by itself. */
  formToken: string;
};

/** The worker with keys and names; undefined for one who waits to be let in. */
export async function signedIn(desk: Desk, session: FoundSession): Promise<SignedIn | undefined> {
  const { worker, door, secrets, ticket, clock } = session;
  const { agencyId } = ticket;
  if (worker.standing !== 'in') return undefined;
  const keys = await openKeyring({ door, agencyId, workerId: worker.worker_id, secrets });
  if (!keys) return undefined;
  const { found, rules } = await door.read(async (transaction) => ({
    found: await readRights(transaction, keys.pins, [worker.worker_id]),
    rules: await readAgencyRules(transaction, keys.pins),
  }));
  const rights = found.get(worker.worker_id);
  const actor = {
    workerId: worker.worker_id,
    agencyId,
    roles: rolesOf(rights?.roles ?? [], rules.ownRoles),
    mandates: rules.mandates,
    teams: rights?.teams ?? [],
    isDeputyFor: rights?.deputyFor ?? [],
  };
  const names = openNames(door, keys);
  return { desk, actor, door, keys, names, session: ticket, clock, formToken: formToken(ticket.secret) };
}
