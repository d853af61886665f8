import type { ComponentChildren, JSX } from 'preact';

interface EmptyProps {
  /** What is not here. */
  title: ComponentChildren;
  /** Why. */
  why: ComponentChildren;
  /** The one next step: a link. */
  next?: ComponentChildren;
}

/** Where nothing is yet: what is not here, why, and the one next step. */
export function Empty({ title, why, next }: EmptyProps): JSX.Element {
  return (
    <div class="empty">
      <p>
        <b>{title}</b>
      </p>
      <p>{why}</p>
      {next && <p>{next}</p>}
    </div>
  );
}
