import type { ComponentChildren, JSX } from 'preact';
import { useWords } from '../words-context.ts';

/** What the thread draws above a door: a tangle that comes loose, knots on it, a page that it runs through, ways that part. */
type DoorDrawing = 'tangle' | 'knots' | 'pages' | 'fork';

export interface Door {
  readonly path: string;
  readonly title: string;
  readonly body: ComponentChildren;
  readonly drawing: DoorDrawing;
}

/** The few ways on from the first page, each with its part of one thread. */
export function Doors({ doors }: { doors: readonly Door[] }): JSX.Element {
  const { href } = useWords();
  return (
    <ul class="doors">
      {doors.map((door) => (
        <li key={door.title}>
          <Drawing of={door.drawing} />
          <h2>
            <a href={href(door.path)}>{door.title}</a>
          </h2>
          <p>{door.body}</p>
        </li>
      ))}
    </ul>
  );
}

const DRAWINGS: Readonly<Record<DoorDrawing, JSX.Element>> = {
  tangle: (
    <path d="M-900 44H20c16 0 24-32 8-32S14 52 38 52 66 12 50 12s-14 40 10 40 26-40 10-40-10 32 10 32H1020" />
  ),
  knots: (
    <>
      <path d="M-900 44H1020" />
      <circle class="dot" cx="30" cy="44" r="7" />
      <circle class="dot" cx="60" cy="44" r="7" />
      <circle class="dot" cx="90" cy="44" r="7" />
    </>
  ),
  pages: (
    <>
      <path d="M-900 44H30V10q12-6 24 2 12-8 24-2v34H1020M54 12v32" />
      <path d="M38 22h8M38 32h8M62 22h8M62 32h8" />
    </>
  ),
  fork: <path d="M-900 44H40c20 0 20-30 40-30H1020M40 44H1020" />,
};

function Drawing({ of }: { of: DoorDrawing }): JSX.Element {
  return (
    <svg viewBox="0 0 120 64" aria-hidden="true">
      {DRAWINGS[of]}
    </svg>
  );
}
