export { isSilent } from './alarms/channel.ts';
export { createAlarmTeller, type Unreached } from './alarms/tell-alarm.ts';
export { readChannels, watchChannels } from './alarms/watch-channels.ts';
export { deskRoutes } from './api/index.ts';
export { demoSignIns, fillDemo } from './demo/fill-demo.ts';
export { createDesk, type Desk } from './desk.ts';
export {
  COST_WORDS,
  hoursText,
  type IsOpen,
  isOpenAt,
  type Listing,
  NEED_WORDS,
  NEEDS,
  readShownHelp,
  SERVED,
  SERVED_WORDS,
  type ShownHelp,
} from './directory/index.ts';
export { DESK_EVENTS, type DeskEvent, type FactorKind } from './events.ts';
export {
  type Custodian,
  joinPapers,
  makeCustody,
  printable,
  readCustody,
  tellHolders,
  writeCustody,
} from './export/custody.ts';
export { ExportProblem } from './export/export-folder.ts';
export { giveExport } from './export/give-export.ts';
export { readMissing } from './export/known-gifts.ts';
export { openExport } from './export/open-export.ts';
export * from './file/index.ts';
export { anchorCommand, verifyCommand } from './journal/journal-commands.ts';
export type { Told } from './journal/tell-finding.ts';
export { useNativeCurves } from './native-curves.ts';
export { resolveByDns } from './outgoing/reach-out.ts';
export { DeskForm } from './pages/desk-form.tsx';
export { type DeskPage, deskPage } from './pages/desk-page.tsx';
export { deskPages } from './pages/index.ts';
export { policyPages } from './pages/policy-pages.ts';
export type { SignedIn } from './pages/signed-in.ts';
export * from './policy/index.ts';
export { createPopulationCounter, emptyScratch, populationPages } from './populations/index.ts';
export { drillCommand, renewCommand, rotateCommand } from './recovery/keys-commands.ts';
export { openTerminal, signInAtTerminal, type Terminal } from './sign-in/terminal.ts';
export { createEventTeller } from './webhooks/tell-event.ts';
export { watchWebhooks } from './webhooks/watch-webhooks.ts';
