import { toUtf8 } from './bytes.ts';
import { contextOf } from './context.ts';
import type { EntryAt, RosterWorker } from './roster.ts';
import { isVerifyKey, sign, verify } from './signature.ts';

/** Another roster key in the place of the one before. */
export type RosterRenewal = {
  agencyId: string;
  /** Counted from 1. */
  number: number;
  keyBefore: string;
  verifyKey: string;
  preparedBy: EntryAt;
};

/** What a renewal bears: four signatures, of which no three are enough. */
export type RenewalSignatures = {
  /** By the administrator who made the new key, with their own. */
  prepared: string;
  /** By the roster key before. */
  before: string;
  /** By the new roster key. */
  after: string;
  confirmed: { by: EntryAt; signature: string };
};

type Signing = { signingKey: string; renewal: RosterRenewal };

/** Signs a renewal: with the administrator's own key, with the roster key before, or with the new one. Throws as `sign` does. */
export function signRosterRenewal({
  signingKey,
  renewal,
  as,
}: Signing & { as: 'prepared' | 'before' | 'after' }): string {
  return sign({ signingKey, context: contextOfRenewal(renewal, as), bytes: bytesOf(renewal) });
}

/** The signature of the second person, with their own key. Throws as `sign` does. */
export function confirmRosterRenewal({ signingKey, renewal, by }: Signing & { by: EntryAt }): string {
  return sign({ signingKey, context: contextOfConfirmed(renewal, by), bytes: bytesOf(renewal) });
}

/** Whether the roster key before signed this renewal: what can be looked at before anybody is looked up. */
export function bearsKeyBefore(renewal: RosterRenewal, signature: string): boolean {
  return isSound(renewal) && isBy({ verifyKey: renewal.keyBefore, renewal, as: 'before', signature });
}

/** Whether the worker who is said to have prepared this renewal signed it. */
export function isPreparedBy(
  renewal: RosterRenewal,
  signature: string,
  worker: RosterWorker | undefined,
): boolean {
  return (
    worker !== undefined &&
    worker.agencyId === renewal.agencyId &&
    isAt(worker, renewal.preparedBy) &&
    isBy({ verifyKey: worker.verifyKey, renewal, as: 'prepared', signature })
  );
}

/**
 * Whether the new roster key takes the place of the one before: signed by that one, by itself, and by two workers of the agency,
 * each with a key of their own. Whoever has an older roster key, or even the keys of one who left beside it, makes none.
 */
export function checkRosterRenewal(given: {
  renewal: RosterRenewal;
  signatures: RenewalSignatures;
  signers: { prepared: RosterWorker | undefined; confirmed: RosterWorker | undefined };
}): boolean {
  const { renewal, signatures, signers } = given;
  const { confirmed } = signers;
  const { by, signature } = signatures.confirmed;
  const { verifyKey } = renewal;
  return (
    bearsKeyBefore(renewal, signatures.before) &&
    isBy({ verifyKey, renewal, as: 'after', signature: signatures.after }) &&
    isPreparedBy(renewal, signatures.prepared, signers.prepared) &&
    confirmed !== undefined &&
    confirmed.agencyId === renewal.agencyId &&
    confirmed.workerId !== renewal.preparedBy.workerId &&
    isAt(confirmed, by) &&
    verify({
      verifyKey: confirmed.verifyKey,
      context: contextOfConfirmed(renewal, by),
      bytes: bytesOf(renewal),
      signature,
    })
  );
}

function isSound({ number, keyBefore, verifyKey }: RosterRenewal): boolean {
  return (
    Number.isSafeInteger(number) &&
    number >= 1 &&
    isVerifyKey(keyBefore) &&
    isVerifyKey(verifyKey) &&
    keyBefore !== verifyKey
  );
}

type By = {
  verifyKey: string;
  renewal: RosterRenewal;
  as: 'prepared' | 'before' | 'after';
  signature: string;
};

function isBy({ verifyKey, renewal, as, signature }: By): boolean {
  return verify({ verifyKey, context: contextOfRenewal(renewal, as), bytes: bytesOf(renewal), signature });
}

function isAt(one: EntryAt, other: EntryAt): boolean {
  return one.workerId === other.workerId && one.number === other.number;
}

function contextOfRenewal({ agencyId, number }: RosterRenewal, as: By['as']): string {
  return contextOf('clew roster renewal 1', agencyId, number, as);
}

function contextOfConfirmed({ agencyId, number }: RosterRenewal, by: EntryAt): string {
  return contextOf('clew roster renewal 1', agencyId, number, 'confirmed', by.workerId, by.number);
}

function bytesOf({ keyBefore, verifyKey, preparedBy }: RosterRenewal): Uint8Array {
  return toUtf8(`${keyBefore}\n${verifyKey}\n${contextOf(preparedBy.workerId, preparedBy.number)}\n`);
}
