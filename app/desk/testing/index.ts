export { DEMO_AGENCIES, DEMO_CODE_SECRET } from '../demo/demo-agencies.ts';
export { formToken } from '../session/ticket.ts';
export { codeAt } from '../sign-in/one-time-code.ts';
export { type BigAgency, type BigPerson, makeBigAgency } from './big-agency.ts';
export { atDesk, type BigSession, makeBigFile, nameOfPerson, openBigSession } from './big-files.ts';
export { makeFile, type OpenPart, openPart } from './case-at-api.ts';
export { countNext } from './counting.ts';
export { makeManyFiles } from './many-files.ts';
export {
  addWorker,
  codeOf,
  confirmAs,
  giveMandate,
  giveRoles,
  invite,
  joinByLink,
  letIn,
  makeAgency,
  newcomer,
  nextCode,
  openAs,
  PASSPHRASE,
  proofOf,
  signInAs,
  type TestWorker,
  tokenOn,
} from './people.ts';
export { makeToken, openProgram, type TestProgram } from './programs.ts';
export { startProvider, type TestProvider } from './provider.ts';
export { type Received, startReceiver, type TestReceiver } from './receiver.ts';
export { type StoredWorker, stealKeys } from './steal-keys.ts';
export { hiddenFields, openBrowser, type Shown, type TestBrowser } from './test-browser.ts';
export { CHEAP_KDF, createTestDesk, ORIGIN, type TestDesk } from './test-desk.ts';
export { hasId, nameOf, UUID, type Way, waysOf } from './walk.ts';
