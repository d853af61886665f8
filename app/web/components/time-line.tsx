import type { ComponentChildren, JSX } from 'preact';

/** A stop on the thread. `due` is a hollow knot: known, and not done yet. */
export interface Stop {
  readonly state: 'done' | 'due' | 'late' | 'unknown' | 'contested' | 'today';
  /** True for what lies ahead: the thread is dotted after it. */
  readonly isAhead?: boolean;
  readonly when?: ComponentChildren;
  /** How far away, in bold: "in 11 days", "14 days late". */
  readonly distance?: ComponentChildren;
  readonly heading?: ComponentChildren;
  readonly body?: ComponentChildren;
}

const STOP_CLASS = { done: 'done', due: '', late: 'late', unknown: 'unk', contested: 'two', today: 'today' };

/** Anything in the order of time or of steps, on one thread: solid up to today, dotted after. */
export function TimeLine({ stops, isDated }: { stops: readonly Stop[]; isDated?: boolean }): JSX.Element {
  return (
    <ol class={isDated ? 'line dated' : 'line'}>
      {stops.map((stop, index) => (
        <li
          key={index}
          class={`${STOP_CLASS[stop.state]} ${stop.isAhead ? 'ahead' : ''}`.trim() || undefined}
        >
          <StopWhen stop={stop} />
          {stop.heading && <h3>{stop.heading}</h3>}
          {stop.body && <p>{stop.body}</p>}
        </li>
      ))}
    </ol>
  );
}

function StopWhen({ stop }: { stop: Stop }): JSX.Element | null {
  if (!stop.when && !stop.distance) return null;
  return (
    <p class="when">
      {stop.when && <span>{stop.when}</span>}
      {stop.distance && <b>{stop.distance}</b>}
    </p>
  );
}
