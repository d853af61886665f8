import { randomUUID } from 'node:crypto';
import {
  checkRosterEntry,
  confirmRosterEntry,
  type EntrySignatures,
  makeKey,
  makeSigningKeys,
  makeWorkerKeys,
  prepareRosterEntry,
  type Random,
  type RosterEntry,
  type RosterKind,
  type RosterWorker,
  signOwnKeys,
  signRosterEntry,
  type WorkerKeys,
} from '@clew/seal';
import type { Granter } from '../keys/rights.ts';
import { type EntryRow, type Pins, rowOfEntry } from '../keys/roster.ts';

/** Somebody of a made-up roster: who they are, their keys, and the row of their entry. */
export type MadeWorker = { worker: RosterWorker; keys: WorkerKeys; row: EntryRow };

/** The roster of a made-up agency: its two founding workers, and how others come in. */
export type MadeRoster = {
  /** The founder, who gives roles and teams. */
  granter: Granter;
  pins: Pins;
  founder: MadeWorker;
  second: MadeWorker;
  /** Lets somebody in by both. */
  add(workerId: string): Promise<MadeWorker>;
};

/** Makes a roster as founding an agency and letting in its first colleague leave it. */
export async function makeRoster(agencyId: string, random: Random): Promise<MadeRoster> {
  const rosterKey = makeKey(random);
  const roster = makeSigningKeys(() => rosterKey);
  const keys = [await makeWorkerKeys(random), await makeWorkerKeys(random)] as const;
  const [founder, second] = keys.map(({ verifyKey }) => ({ workerId: randomUUID(), verifyKey }));
  if (!founder || !second) throw new Error('A roster begins with two.');
  const founding = { founder, second };
  const pins = { agencyId, rosterVerifyKey: roster.verifyKey, founding };
  const enter = (given: Omit<Entering, 'pins' | 'rosterKey'>) =>
    enterWorker({ ...given, pins, rosterKey: roster.signingKey });
  const first = enter({ kind: 'founder', workerId: founder.workerId, keys: keys[0] });
  const other = enter({ kind: 'second', workerId: second.workerId, keys: keys[1], prepared: first });
  const add = async (workerId: string) =>
    enter({
      kind: 'admitted',
      workerId,
      keys: await makeWorkerKeys(random),
      prepared: first,
      confirmed: other,
    });
  const granter = { me: first.worker, signingKey: first.keys.secrets.signingKey, rosterKey };
  return { granter, pins, founder: first, second: other, add };
}

type Entering = {
  kind: RosterKind;
  workerId: string;
  keys: WorkerKeys;
  prepared?: MadeWorker;
  confirmed?: MadeWorker;
  pins: Pins;
  rosterKey: string;
};

function enterWorker({ kind, workerId, keys, prepared, confirmed, pins, rosterKey }: Entering): MadeWorker {
  const { recipient, verifyKey, secrets } = keys;
  const { agencyId, founding } = pins;
  const self = { workerId, number: 1 };
  const preparedBy = prepared ? atOf(prepared) : self;
  const entry: RosterEntry = { ...self, agencyId, kind, recipient, verifyKey, founding, preparedBy };
  const by = confirmed && atOf(confirmed);
  const signatures: EntrySignatures = {
    own: signOwnKeys({ signingKey: secrets.signingKey, keys: entry }),
    prepared: prepareRosterEntry({ signingKey: (prepared?.keys ?? keys).secrets.signingKey, entry }),
    roster: signRosterEntry({ rosterKey, entry }),
    confirmed:
      by && confirmed
        ? { by, signature: confirmRosterEntry({ signingKey: confirmed.keys.secrets.signingKey, entry, by }) }
        : undefined,
  };
  const signers = { prepared: prepared?.worker, confirmed: confirmed?.worker };
  const checked = checkRosterEntry({ pins, entry, signatures, signers });
  if (!checked.ok) throw new Error('The roster refuses what it has just signed.');
  return { worker: checked.worker, keys, row: rowOfEntry(entry, signatures) };
}

function atOf({ worker: { workerId, number } }: MadeWorker) {
  return { workerId, number };
}
