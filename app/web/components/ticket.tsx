import type { ComponentChildren, JSX } from 'preact';

/** The parts of a receipt's code, numbered on one thread; prints alone, with no name of a site. */
export function Ticket({
  title,
  parts,
}: {
  title: ComponentChildren;
  parts: readonly string[];
}): JSX.Element {
  return (
    <div class="ticket">
      <h3>{title}</h3>
      <ol class="words">
        {parts.map((part, index) => (
          <li key={index}>
            <bdi>{part}</bdi>
          </li>
        ))}
      </ol>
    </div>
  );
}
