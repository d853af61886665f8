import type { JSX } from 'preact';
import type { BoundState } from '../bound-states.ts';
import { MAP, worldOutlines } from './world-outlines.ts';

/**
 * The world with the States that are bound filled, those that are not left open, and those of which it is not known
 * dotted. A picture of the table under it: readers of the page's text are told what it shows and go on to the table.
 */
export function WorldMap({ states, label }: { states: readonly BoundState[]; label: string }): JSX.Element {
  const verdicts = new Map(states.map(({ state, verdict }) => [state, verdict]));
  return (
    <svg class="world" viewBox={`0 0 ${MAP.width} ${MAP.height}`} role="img" aria-label={label}>
      <defs>
        <pattern id="dots" width="6" height="6" patternUnits="userSpaceOnUse">
          <circle cx="3" cy="3" r="1.4" />
        </pattern>
      </defs>
      {worldOutlines().map(({ state, path }, index) => {
        const verdict = (state && verdicts.get(state)) ?? 'unknown';
        return (
          <path
            key={index}
            class={verdict}
            fill={verdict === 'unknown' ? 'url(#dots)' : undefined}
            d={path}
          />
        );
      })}
    </svg>
  );
}
