import type { ComponentChildren, JSX } from 'preact';

/** A part of a page under its own heading; `id` is where `Jumps` leads. */
export function Part(props: {
  id: string;
  title: ComponentChildren;
  children: ComponentChildren;
}): JSX.Element {
  return (
    <section class="part" id={props.id} aria-labelledby={`${props.id}-title`}>
      <h2 id={`${props.id}-title`}>{props.title}</h2>
      {props.children}
    </section>
  );
}
