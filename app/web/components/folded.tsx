import type { ComponentChildren, JSX } from 'preact';

interface FoldedProps {
  title: ComponentChildren;
  /** A few words that stay in sight while it is folded: how much is in it. */
  note?: ComponentChildren;
  id?: string;
  /** The level of its heading among those of the page; 3 by default. */
  level?: 2 | 3;
  isOpen?: boolean;
  /** True to stand open where there is room beside it, and to fold on a phone. */
  isOpenWhereWide?: boolean;
  /** True for details that would fill pages: on paper it stays as it was left on the screen. */
  isAsLeft?: boolean;
  children: ComponentChildren;
}

/** A part that may be folded away, without script; on paper it is open, or as it was left. Never for what must not be missed. */
export function Folded(props: FoldedProps): JSX.Element {
  const {
    title,
    note,
    id,
    level = 3,
    isOpen = false,
    isOpenWhereWide = false,
    isAsLeft = false,
    children,
  } = props;
  const Heading = `h${level}` as const;
  return (
    <details
      class={['fold', ...(isOpenWhereWide ? ['wide-open'] : []), ...(isAsLeft ? ['as-left'] : [])].join(' ')}
      id={id}
      open={isOpen}
    >
      <summary>
        <Heading>{title}</Heading>
        {note && <span class="small">{note}</span>}
      </summary>
      {children}
    </details>
  );
}
