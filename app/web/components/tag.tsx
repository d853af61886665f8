import type { ComponentChildren, JSX } from 'preact';

/** A state with its date. `doubt` is dotted, `danger` is ink turned over. At most three in a line. */
export function Tag({
  kind,
  children,
}: {
  kind?: 'doubt' | 'danger';
  children: ComponentChildren;
}): JSX.Element {
  const look = kind === 'doubt' ? 'tag open' : kind === 'danger' ? 'tag loud' : 'tag';
  return <span class={look}>{children}</span>;
}
