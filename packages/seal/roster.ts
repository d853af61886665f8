import { suiteOfRecipient } from './age-file.ts';
import { toUtf8 } from './bytes.ts';
import { contextOf } from './context.ts';
import { type Founding, readFounding, writeFounding } from './founding.ts';
import { isVerifyKey, sign, verify } from './signature.ts';

/** A worker's entry, of which a worker has one more after each change of keys: numbered from 1. */
export type EntryAt = { workerId: string; number: number };

/**
 * How somebody came onto the roster, or to new keys. `founder`: made the agency. `second`: let in by the founder alone, as
 * nobody else was there; one worker of an agency. `admitted`: prepared by an administrator, confirmed by somebody else.
 * `changed`: signed with the worker's own keys before, confirmed by somebody else.
 */
export type RosterKind = 'founder' | 'second' | 'admitted' | 'changed';

/** A worker's public keys, as the worker answers for them. */
export type OwnKeys = EntryAt & {
  agencyId: string;
  recipient: string;
  verifyKey: string;
  /** With whom the agency began, as this worker was told and has pinned. */
  founding: Founding;
};

/** Whose keys these are, and who says so. */
export type RosterEntry = OwnKeys & {
  kind: RosterKind;
  /** The administrator's entry; the worker's own one before, if keys were changed; the founder's own. */
  preparedBy: EntryAt;
  /**
   * Whether these keys were no longer anybody's when the roster key was last made anew: changed since, of somebody who left, or
   * perhaps stolen. They still tell who once signed for whom.
   */
  isRetired?: boolean | undefined;
};

/** The signatures of an entry. Without `confirmed` it waits for a second person, unless the agency began with it. */
export type EntrySignatures = {
  /** By the key that the entry gives. */
  own: string;
  prepared: string;
  /** By the agency's roster key, which administrators hold. */
  roster: string;
  confirmed?: { by: EntryAt; signature: string } | undefined;
};

/** What a reader takes from where nobody else can write, such as their own sealed secrets. */
export type RosterPins = {
  rosterVerifyKey: string;
  /** Without a second only in the founder's own secrets. */
  founding: Founding;
};

declare const checked: unique symbol;

/**
 * A worker whose keys are signed as `checkRosterEntry` wants it. Only that makes one: whoever can write into the database can
 * put keys of their own beside a name, or invent one, and no key may be given to them, nor taken from them.
 */
export type RosterWorker = Readonly<
  Pick<OwnKeys, 'agencyId' | 'workerId' | 'number' | 'recipient' | 'verifyKey'>
> & {
  /** Nothing that gives a right now counts by the signature of one who is. */
  readonly isRetired: boolean;
  readonly [checked]: true;
};

/** The worker's own signature, with the key that is entered: nobody is entered with keys of somebody else, or with another founding. */
export function signOwnKeys({ signingKey, keys }: { signingKey: string; keys: OwnKeys }): string {
  checkForm(keys);
  return sign({ signingKey, context: contextOfOwn(keys), bytes: bytesOfOwn(keys) });
}

/** Whether a worker signed that these are their keys, and that they pinned this founding. */
export function checkOwnKeys({ keys, signature }: { keys: OwnKeys; signature: string }): boolean {
  if (!isWhole(keys)) return false;
  const { verifyKey } = keys;
  return verify({ verifyKey, context: contextOfOwn(keys), bytes: bytesOfOwn(keys), signature });
}

/**
 * Signs an entry with the agency's roster key. Throws RangeError on an id that `contextOf` refuses, a number that is none, and
 * on what is no recipient or verify key.
 */
export function signRosterEntry({ rosterKey, entry }: { rosterKey: string; entry: RosterEntry }): string {
  checkForm(entry);
  return sign({
    signingKey: rosterKey,
    context: contextOfEntry(entry, 'roster'),
    bytes: bytesOfEntry(entry),
  });
}

/** The signature of whoever prepared an entry, with their own key. Throws as `signRosterEntry`. */
export function prepareRosterEntry({
  signingKey,
  entry,
}: {
  signingKey: string;
  entry: RosterEntry;
}): string {
  checkForm(entry);
  return sign({ signingKey, context: contextOfEntry(entry, 'prepared'), bytes: bytesOfEntry(entry) });
}

/** The signature of whoever confirms an entry, with their own key. Throws as `signRosterEntry`. */
export function confirmRosterEntry(given: { signingKey: string; entry: RosterEntry; by: EntryAt }): string {
  const { signingKey, entry, by } = given;
  checkForm(entry);
  return sign({ signingKey, context: contextOfConfirmed(entry, by), bytes: bytesOfEntry(entry) });
}

type Given = {
  pins: RosterPins;
  entry: RosterEntry;
  signatures: EntrySignatures;
  signers: { prepared?: RosterWorker | undefined; confirmed?: RosterWorker | undefined };
};
type Checked = { ok: true; worker: RosterWorker } | { ok: false };

/**
 * The worker, if this entry is signed by the roster key, by themselves, and by two others of the roster: who prepared it and
 * who confirmed it, neither of them the worker or the other. New keys are prepared by the worker's own entry before.
 * Only the two with whom the agency began need nobody else: the founder, and the second, whom the founder prepared; both
 * are pinned, so an administrator cannot make another one later. `signers` are the checked entries that the entry names. It
 * does not say that the worker is still with the agency, nor that the entry is their newest.
 */
export function checkRosterEntry(given: Given): Checked {
  return bearsRosterKey(given) ? checkRosterSigner(given) : { ok: false };
}

/**
 * The same without the roster key's signature, which is another after each renewal: for who once signed such a renewal. Give
 * nothing to this worker.
 */
export function checkRosterSigner({ pins, entry, signatures, signers }: Given): Checked {
  const { agencyId, workerId, number, recipient, verifyKey } = entry;
  const good =
    isWhole(entry) &&
    areIds(entry.preparedBy.workerId) &&
    isAllowed(pins, entry, signers) &&
    checkOwnKeys({ keys: entry, signature: signatures.own }) &&
    isPrepared(entry, signatures, signers.prepared) &&
    (isOfTheBeginning(entry) || isConfirmed(entry, signatures, signers.confirmed));
  if (!good) return { ok: false };
  const isRetired = entry.isRetired === true;
  const worker = { agencyId, workerId, number, recipient, verifyKey, isRetired } as RosterWorker;
  return { ok: true, worker };
}

/** Whether the roster key signed this entry, by whomever else it is signed: one signature, to look at before all others. */
export function bearsRosterKey({ pins, entry, signatures }: Omit<Given, 'signers'>): boolean {
  return (
    isWhole(entry) &&
    areIds(entry.preparedBy.workerId) &&
    verify({
      verifyKey: pins.rosterVerifyKey,
      context: contextOfEntry(entry, 'roster'),
      bytes: bytesOfEntry(entry),
      signature: signatures.roster,
    })
  );
}

type Signers = Given['signers'];

/** Whether these people may make this entry, all signatures apart. */
function isAllowed({ founding }: RosterPins, entry: RosterEntry, { prepared, confirmed }: Signers): boolean {
  const { kind, workerId, number, preparedBy } = entry;
  const isPinned = (pin: Founding['founder'] | undefined) =>
    pin?.workerId === workerId && pin.verifyKey === entry.verifyKey;
  if (kind === 'founder')
    return number === 1 && isPinned(founding.founder) && preparedBy.workerId === workerId;
  if (kind === 'second')
    return (
      number === 1 &&
      prepared?.workerId === founding.founder.workerId &&
      prepared.workerId !== workerId &&
      (founding.second === undefined || isPinned(founding.second))
    );
  if (confirmed === undefined || confirmed.workerId === workerId) return false;
  if (kind === 'changed')
    return number > 1 && prepared?.workerId === workerId && prepared.number === number - 1;
  const isByTwo = prepared !== undefined && prepared.workerId !== confirmed.workerId;
  return kind === 'admitted' && number === 1 && isByTwo && prepared.workerId !== workerId;
}

function isOfTheBeginning({ kind }: RosterEntry): boolean {
  return kind === 'founder' || kind === 'second';
}

function isPrepared(
  entry: RosterEntry,
  { prepared: signature }: EntrySignatures,
  by: RosterWorker | undefined,
) {
  const signer = entry.kind === 'founder' ? entry : by;
  return (
    signer !== undefined &&
    signer.agencyId === entry.agencyId &&
    isAt(signer, entry.preparedBy) &&
    verify({
      verifyKey: signer.verifyKey,
      context: contextOfEntry(entry, 'prepared'),
      bytes: bytesOfEntry(entry),
      signature,
    })
  );
}

function isConfirmed(entry: RosterEntry, { confirmed }: EntrySignatures, by: RosterWorker | undefined) {
  return (
    confirmed !== undefined &&
    by !== undefined &&
    by.agencyId === entry.agencyId &&
    isAt(by, confirmed.by) &&
    verify({
      verifyKey: by.verifyKey,
      context: contextOfConfirmed(entry, by),
      bytes: bytesOfEntry(entry),
      signature: confirmed.signature,
    })
  );
}

function isAt(one: EntryAt, other: EntryAt): boolean {
  return one.workerId === other.workerId && one.number === other.number;
}

function contextOfOwn({ agencyId, workerId, number }: OwnKeys): string {
  return contextOf('clew roster 2', agencyId, workerId, number, 'own');
}

function contextOfEntry(entry: RosterEntry, by: 'roster' | 'prepared'): string {
  const { agencyId, workerId, number, isRetired } = entry;
  return contextOf(
    'clew roster 2',
    agencyId,
    workerId,
    number,
    by === 'roster' && isRetired ? 'retired' : by,
  );
}

function contextOfConfirmed({ agencyId, workerId, number }: RosterEntry, by: EntryAt): string {
  return contextOf('clew roster 2', agencyId, workerId, number, 'confirmed', by.workerId, by.number);
}

function bytesOfOwn({ recipient, verifyKey, founding }: OwnKeys): Uint8Array {
  return toUtf8(`${recipient}\n${verifyKey}\n${writeFounding(founding)}`);
}

function bytesOfEntry({ kind, preparedBy, recipient, verifyKey, founding }: RosterEntry): Uint8Array {
  const by = contextOf(preparedBy.workerId, preparedBy.number);
  return toUtf8(`${kind}\n${by}\n${recipient}\n${verifyKey}\n${writeFounding(founding)}`);
}

function checkForm(keys: OwnKeys): void {
  if (!isWhole(keys))
    throw new RangeError(
      'An entry of the roster has ids, a number from 1, a recipient, a verify key and a founding.',
    );
}

function isWhole({ agencyId, workerId, number, recipient, verifyKey, founding }: OwnKeys): boolean {
  return (
    areIds(agencyId, workerId) &&
    readFounding(writeFounding(founding)) !== undefined &&
    Number.isSafeInteger(number) &&
    number >= 1 &&
    suiteOfRecipient(recipient) !== undefined &&
    isVerifyKey(verifyKey)
  );
}

function areIds(...ids: readonly string[]): boolean {
  try {
    return contextOf(...ids) !== '';
  } catch {
    return false;
  }
}
