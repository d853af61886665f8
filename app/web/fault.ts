import type { PlainKey } from './catalogues.ts';
import type { Values } from './words.ts';

/** What a page says when something did not work: what happened, and what to do. */
export interface FaultNotice {
  /** The HTTP status, 400 to 599. */
  readonly status: number;
  /** What happened, in a short sentence that stands as the page's heading. */
  readonly message: PlainKey;
  readonly values?: Values | undefined;
  /** What to do now; by default "try again" for a fault of ours, "go back" for any other. */
  readonly advice?: PlainKey | undefined;
  /** What of a form that was sent is saved; left out where it is not known to be nothing, and need not be asked. */
  readonly saved?: 'nothing' | 'perhaps' | undefined;
  /** Seconds until it is worth trying again. */
  readonly retryAfter?: number | undefined;
}

/** What the site itself refuses, before any room is asked. */
export const REFUSALS = {
  notFound: { status: 404, message: 'fault.not-found', advice: 'fault.advice-start' },
  wrongMethod: { status: 405, message: 'fault.wrong-method', advice: 'fault.advice-start' },
  tooLarge: { status: 413, message: 'fault.too-large', advice: 'fault.advice-shorter' },
  tooSlow: { status: 408, message: 'fault.too-slow', advice: 'fault.advice-again' },
  unreadableUpload: { status: 400, message: 'fault.unreadable-upload', advice: 'fault.advice-form' },
  unknownType: { status: 415, message: 'fault.unknown-type', advice: 'fault.advice-form' },
  fromElsewhere: { status: 403, message: 'fault.from-elsewhere', advice: 'fault.advice-form' },
  crowded: { status: 503, message: 'fault.busy', advice: 'fault.advice-again', retryAfter: 10 },
  wrongHost: { status: 421, message: 'fault.wrong-host' },
  unexpected: { status: 500, message: 'fault.unexpected', advice: 'fault.advice-again' },
} as const satisfies Record<string, FaultNotice>;

/** What to do now, where the fault itself does not say. */
export function adviceFor(fault: FaultNotice): PlainKey {
  return fault.advice ?? (fault.status >= 500 ? 'fault.advice-again' : 'fault.advice-start');
}
