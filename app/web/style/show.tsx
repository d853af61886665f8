import type { ComponentChildren, JSX } from 'preact';

interface ShowProps {
  id: string;
  title: string;
  /** What it is for, in English: these lines are for people who build pages. */
  use: string;
  /** What it must never become. */
  never?: string;
  children: ComponentChildren;
}

/** One component on the page of components: what it is for on one side, how it looks on the other. */
export function Show({ id, title, use, never, children }: ShowProps): JSX.Element {
  return (
    <section class="show" aria-labelledby={`show-${id}`}>
      <div lang="en" dir="ltr">
        <h2 id={`show-${id}`}>{title}</h2>
        <p class="small">{use}</p>
        {never && <p class="small soft">Never: {never}</p>}
      </div>
      <div class="flow">{children}</div>
    </section>
  );
}
