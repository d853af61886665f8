import { readWritten, type StoreFaultCode, storeFaultOf } from './store/index.ts';
import { NodeFault, type NodeFaultCode } from './supervisor/index.ts';
import type { FaultNotice } from './web/index.ts';

/** How a known fault is told: at the terminal, and on a page if it can happen while a page is made. */
type Telling = { exit: 2 | 3; page?: FaultNotice };

/** Every code of a fault, told in one place. */
const tellings: Record<StoreFaultCode | NodeFaultCode, Telling> = {
  'store.unavailable': {
    exit: 3,
    page: { status: 503, message: 'fault.database-gone', advice: 'fault.advice-again', retryAfter: 5 },
  },
  'store.login': { exit: 2 },
  'store.disk-full': {
    exit: 3,
    page: { status: 507, message: 'fault.disk-full', advice: 'fault.advice-operator', retryAfter: 60 },
  },
  'store.busy': {
    exit: 3,
    page: { status: 503, message: 'fault.locked', advice: 'fault.advice-again', retryAfter: 2 },
  },
  'store.crowded': {
    exit: 3,
    page: { status: 503, message: 'fault.busy', advice: 'fault.advice-again', retryAfter: 5 },
  },
  'store.unsafe-settings': { exit: 2 },
  'store.unsafe-role': { exit: 2 },
  'store.unsafe-tables': { exit: 2 },
  'store.unsupported-version': { exit: 2 },
  'store.newer-database': { exit: 2 },
  'store.older-agencies': { exit: 2 },
  'store.demo-mismatch': { exit: 2 },
  'store.no-binaries': { exit: 3 },
  'store.folder': { exit: 2 },
  'store.start-failed': { exit: 3 },
  'store.no-agency': { exit: 2 },
  'store.backup-file': { exit: 2 },
  'store.backup-key': { exit: 2 },
  'store.backup-signature': { exit: 2 },
  'store.not-empty': { exit: 2 },
  'store.half-restored': { exit: 2 },
  'settings.invalid': { exit: 2 },
  'settings.exposed': { exit: 2 },
  'settings.demo-exposed': { exit: 2 },
  'node.held': { exit: 2 },
  'node.port-taken': { exit: 2 },
  'node.web-failed': { exit: 3 },
};

/** The notice for a fault that can happen while a page is made, with what the request saved; undefined for anything that is not one. */
export function describeFault(error: unknown): FaultNotice | undefined {
  const fault = storeFaultOf(error);
  const page = fault && tellings[fault.code].page;
  return page && { ...page, saved: readWritten() };
}

/** What the terminal shows for any error, and the exit code. An error that is no known fault keeps its stack: it is a fault of ours. */
export function tellFault(error: unknown): { text: string; exitCode: 2 | 3 } {
  const fault = error instanceof NodeFault ? error : storeFaultOf(error);
  if (fault) return { text: `${fault.message} [${fault.code}]`, exitCode: tellings[fault.code].exit };
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { text: `Something went wrong inside Clew. This is a fault of ours.\n${detail}`, exitCode: 3 };
}
