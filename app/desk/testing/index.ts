export { codeAt } from '../sign-in/one-time-code.ts';
export {
  addWorker,
  codeOf,
  invite,
  joinByLink,
  letIn,
  makeAgency,
  newcomer,
  nextCode,
  PASSPHRASE,
  signInAs,
  type TestWorker,
  tokenOn,
} from './people.ts';
export { hiddenFields, openBrowser, type Shown, type TestBrowser } from './test-browser.ts';
export { CHEAP_KDF, createTestDesk, ORIGIN, type TestDesk, type TestDeskOptions } from './test-desk.ts';
