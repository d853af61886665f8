import type { ComponentChildren, JSX } from 'preact';

/** What can be touched or kept, apart from the text. Never a box in a box. */
export function Card({
  title,
  children,
}: {
  title: ComponentChildren;
  children: ComponentChildren;
}): JSX.Element {
  return (
    <section class="card">
      <h2>{title}</h2>
      {children}
    </section>
  );
}
