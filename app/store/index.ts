export { type AppLogin, makeAppLogin } from './app-login.ts';
export { readNodeSigner } from './backup/node-signer.ts';
export { type Rehearsed, rehearseUpgrade, type UpgradeToRehearse } from './backup/rehearse-upgrade.ts';
export { type BackupToRestore, type Restored, restoreBackup } from './backup/restore-backup.ts';
export { type BackupMade, type BackupToWrite, writeBackup } from './backup/write-backup.ts';
export { bundledVersion, installedBinaries, placeBundledBinaries } from './binaries.ts';
export {
  type ClockBeat,
  type ClockJump,
  noteClockJump,
  readClockJumps,
  readDueNow,
  readLastMoment,
  writeBeat,
} from './clock-jump.ts';
export { type Cluster, findLiveServer, openSocketFolder, startCluster } from './cluster.ts';
export type { ClusterPlace } from './cluster-place.ts';
export { connect, type Database } from './connect.ts';
export { createCluster } from './create-cluster.ts';
export { findDatabaseOwner } from './database-owner.ts';
export { type Actor, type Deed, type Door, openDoor, readNode } from './door.ts';
export { refuseUnsafeRole, refuseUnsafeSettings } from './durability.ts';
export { halfRestored, StoreFault, type StoreFaultCode, storeFaultCodes, storeFaultOf } from './fault.ts';
export { findHome } from './home.ts';
export type { JobLine } from './jobs/kinds.ts';
export { countJobs, type JobCount } from './jobs/look-at-jobs.ts';
export { dueNow, type Rhythm } from './jobs/moments.ts';
export { asOnlyRunner } from './jobs/only-runner.ts';
export { openQueue, sendJobs } from './jobs/queue.ts';
export { type DoJob, doNextJob, type JobEnd, runJobs } from './jobs/run-jobs.ts';
export type { JournalFinding, VerifyOptions } from './journal.ts';
export { Anchor, AnchorProof, anchorHeads, leadsToRoot, readAnchorProofs } from './journal-anchor.ts';
export { readAnchorFile, writeAnchorLine, writeProofLine } from './journal-anchor-file.ts';
export { migrate } from './migrate.ts';
export { openServing, type ServingDatabase } from './open-serving.ts';
export { offerOpening } from './opening.ts';
export type { TellRows } from './row-migration.ts';
export { findOpenTables, refuseOpenTables } from './row-security.ts';
export type { AlarmOutcome, EventOutcome, RunState, Schema } from './schema.ts';
export { sweepExpired } from './sweep.ts';
export { findAdminUrl, openTerminalLogin } from './terminal-login.ts';
export { readWritten, withWritten } from './written.ts';
