export { backUpNode } from './back-up-node.ts';
export { describeLateBackup } from './backup-watch.ts';
export { judgeDataFolder } from './data-folder.ts';
export { describeLowDisk, readFreeBytes } from './disk-watch.ts';
export { NODE_EVENTS, type NodeEvent, type SayEvent } from './events.ts';
export { NodeFault, type NodeFaultCode, nodeFaultCodes } from './fault.ts';
export { findHolder, type Holder } from './holder.ts';
export { warnOfOldNode } from './node-release.ts';
export { openForTerminal, type TerminalDatabase } from './open-for-terminal.ts';
export { type Rehearsal, rehearseNodeUpgrade } from './rehearse-upgrade.ts';
export { type NodeToRestore, restoreNode } from './restore-node.ts';
export {
  readSettings,
  type SettingName,
  type Settings,
  type SettingsSource,
  settingNames,
} from './settings.ts';
export { type Started, type SuperviseOptions, supervise } from './supervise.ts';
export { runWeb, type WebApplication } from './web-link.ts';
export type { WebConfiguration } from './web-messages.ts';
