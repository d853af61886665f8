import type { JSX } from 'preact';
import type { BoundState } from '../bound-states.ts';
import { asWhole, isBoundWithLimit } from '../reservation-words.ts';
import { MAP, worldOutlines } from './world-outlines.ts';

/**
 * The world with the States that are bound filled, those that took something away from the whole of it striped, those that are not
 * bound left open, and those of which it is not known dotted. A picture of the table under it: readers of the page's text are told what it shows and go on to the table.
 */
export function WorldMap({ states, label }: { states: readonly BoundState[]; label: string }): JSX.Element {
  const verdicts = new Map(states.map(({ state, verdict }) => [state, verdict]));
  const limited = new Set(states.filter((one) => isBoundWithLimit(asWhole(one))).map(({ state }) => state));
  return (
    <svg class="world" viewBox={`0 0 ${MAP.width} ${MAP.height}`} role="img" aria-label={label}>
      <defs>
        <pattern id="dots" width="6" height="6" patternUnits="userSpaceOnUse">
          <circle cx="3" cy="3" r="1.4" />
        </pattern>
        <pattern id="stripes" class="stripes" width="4" height="4" patternUnits="userSpaceOnUse">
          <rect width="4" height="2.4" />
        </pattern>
      </defs>
      {worldOutlines().map(({ state, path }, index) => {
        const verdict = (state ? verdicts.get(state) : undefined) ?? 'unknown';
        return (
          <path
            key={index}
            class={state && limited.has(state) ? 'limited' : verdict}
            fill={fillOf(verdict, state !== undefined && limited.has(state))}
            d={path}
          />
        );
      })}
    </svg>
  );
}

function fillOf(verdict: BoundState['verdict'], isLimited: boolean): string | undefined {
  if (verdict === 'unknown') return 'url(#dots)';
  return isLimited ? 'url(#stripes)' : undefined;
}
