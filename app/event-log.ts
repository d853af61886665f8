import { pino } from 'pino';
import type { DeskEvent, FactorKind } from './desk/index.ts';
import type { NodeEvent } from './supervisor/index.ts';
import type { WebEvent } from './web/index.ts';

/** Everything that a node writes down of itself: what is not in one of these lists has no line. */
type EventCode = WebEvent | DeskEvent | NodeEvent;

type Level = 'info' | 'warn' | 'error';

/** How grave each is. `warn` is what somebody may have tried on purpose, or what needs a look. */
const LEVELS: Readonly<Record<EventCode, Level>> = {
  'page.failed': 'error',
  'page.fault': 'error',
  'form.from-elsewhere': 'warn',
  'form.out-of-bounds': 'warn',
  'host.unknown': 'warn',
  'request.malformed': 'warn',
  'request.wrong-method': 'warn',
  'line.turned-away': 'warn',
  'sign-in.done': 'info',
  'sign-in.wrong': 'warn',
  'sign-in.spent': 'warn',
  'sign-in.turned-away': 'warn',
  'proof.wrong': 'warn',
  'proof.spent': 'warn',
  'form.without-token': 'warn',
  'token.wrong': 'warn',
  'desk.refused': 'warn',
  'node.starting': 'info',
  'node.ready': 'info',
  'node.stopping': 'info',
  'node.database': 'warn',
  'node.web': 'warn',
  'node.port': 'info',
  'node.clock': 'warn',
  'node.disk': 'warn',
  'node.anchor': 'warn',
  'node.backup': 'info',
  'node.jobs': 'warn',
  'node.sweep': 'warn',
};

/** All codes, for whoever counts them. */
export const EVENT_CODES = Object.keys(LEVELS) as EventCode[];

/**
 * What may stand beside a code, each of a closed set: the action of a page, the kind of an error or the code of a fault, the
 * second factor. `line` is a sentence of the supervisor's own.
 */
type EventFacts = { action?: string; error?: string; factor?: FactorKind; line?: string };

/** Where events go: to the log, one line of JSON each, and to who counts them. */
type EventLog = {
  note(event: EventCode, facts?: EventFacts): void;
  /** How often each was noted since this process began; those that never were are left out. */
  totals(): ReadonlyMap<EventCode, number>;
  /** Writes what is still summed up. */
  end(): void;
};

type EventLogSettings = {
  /** Takes one line, with its line break. */
  write: (line: string) => void;
  /** Calls back once after so many milliseconds. */
  after: (ms: number, call: () => void) => void;
};

/** For how long the same is summed up after its first line. */
const SUMMED_MS = 60_000;
/** So many different ones are summed up at once; what comes beyond has a line each. */
const MOST_SUMMED = 200;

/**
 * Writes each event as a line of JSON: `time` in UTC, `level`, `event`, its facts, and `count`. The first of its kind at once; what is
 * the same within the minute after is counted and written at the end of it, so that who tries a thousand times writes two lines.
 */
export function createEventLog({ write, after }: EventLogSettings): EventLog {
  const log = pino(
    { base: null, messageKey: 'line', timestamp: pino.stdTimeFunctions.isoTime, formatters: { level } },
    { write },
  );
  const counted = new Map<EventCode, number>();
  const summed = new Map<string, { event: EventCode; facts: EventFacts; count: number }>();

  function put(event: EventCode, facts: EventFacts, count: number): void {
    log[LEVELS[event]]({ event, ...facts, count });
  }

  function settle(key: string): void {
    const held = summed.get(key);
    summed.delete(key);
    if (held && held.count > 0) put(held.event, held.facts, held.count);
  }

  return {
    note(event, facts = {}) {
      counted.set(event, (counted.get(event) ?? 0) + 1);
      const key = JSON.stringify([event, facts]);
      const held = summed.get(key);
      if (held) {
        held.count += 1;
        return;
      }
      put(event, facts, 1);
      if (summed.size >= MOST_SUMMED) return;
      summed.set(key, { event, facts, count: 0 });
      after(SUMMED_MS, () => settle(key));
    },
    totals: () => counted,
    end: () => {
      for (const key of [...summed.keys()]) settle(key);
    },
  };
}

function level(label: string): { level: string } {
  return { level: label };
}
