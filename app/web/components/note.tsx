import type { ComponentChildren, JSX } from 'preact';

interface NoteProps {
  /** safety: ink. worth-knowing: the thread. unchecked: dotted, nobody has checked this yet. */
  kind: 'safety' | 'worth-knowing' | 'unchecked';
  title: ComponentChildren;
  /** 2 or 3 where the title is a heading of the page; by default it is a bold line. */
  level?: 2 | 3;
  children: ComponentChildren;
}

const NOTE_CLASS = { safety: 'note', 'worth-knowing': 'note thread', unchecked: 'note open' } as const;

/** Something beside the text, never two in a row. */
export function Note({ kind, title, level, children }: NoteProps): JSX.Element {
  const Title = level === undefined ? 'p' : (`h${level}` as const);
  return (
    <div class={NOTE_CLASS[kind]}>
      <Title>{title}</Title>
      {children}
    </div>
  );
}
