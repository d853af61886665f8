export { isIdentity, MAX_RECIPIENTS, type Suite, suiteOfRecipient } from './age-file.ts';
export {
  boxVersion,
  type Opened,
  type OpenedBytes,
  open,
  openBytes,
  type Sealing,
  type SealingBytes,
  seal,
  sealBytes,
} from './box.ts';
export type { BoxVersion } from './cipher.ts';
export { contextOf } from './context.ts';
export { type Curves, type PlatformKey, useCurves } from './curves.ts';
export { type Enveloping, envelopeSuites, openEnvelope, sealEnvelope } from './envelope.ts';
export { openEnvelopeStream, sealEnvelopeStream } from './envelope-stream.ts';
export { fingerprintOf } from './fingerprint.ts';
export { type Founding, type FoundingWorker, readFounding, writeFounding } from './founding.ts';
export { joinShares, type NotJoined } from './join-shares.ts';
export { KEY_BYTES, makeKey } from './key.ts';
export {
  type Giver,
  isGivenBy,
  type KeyWrap,
  resignWrap,
  unwrapKey,
  type WrappedKey,
  wrapKey,
  wrapSuite,
} from './key-wrap.ts';
export type { Random } from './random.ts';
export { checkReceipt, type Receipt, signReceipt } from './receipt.ts';
export {
  bearsRosterKey,
  checkOwnKeys,
  checkRosterEntry,
  checkRosterSigner,
  confirmRosterEntry,
  type EntryAt,
  type EntrySignatures,
  type OwnKeys,
  prepareRosterEntry,
  type RosterEntry,
  type RosterKind,
  type RosterPins,
  type RosterWorker,
  signOwnKeys,
  signRosterEntry,
} from './roster.ts';
export {
  bearsKeyBefore,
  checkRosterRenewal,
  confirmRosterRenewal,
  isPreparedBy,
  type RenewalSignatures,
  type RosterRenewal,
  signRosterRenewal,
} from './roster-renewal.ts';
export { lockSecrets, type SecretBundle, unlockSecrets } from './secret-bundle.ts';
export { deriveSessionKey } from './session-key.ts';
export { checkShareProof, openShare, proveShare, sealShare } from './share.ts';
export { checkShareSet, type Holder, type Share, type ShareSet } from './share-set.ts';
export { makeSigningKeys, type SigningKeys, sign, verify } from './signature.ts';
export { type Custodian, type SplitSecret, type Splitting, splitSecret } from './split-secret.ts';
export { makeWorkerKeys, type WorkerKeys, type WorkerSecrets } from './worker-keys.ts';
