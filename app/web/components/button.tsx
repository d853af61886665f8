import type { ComponentChildren, JSX } from 'preact';
import { useWords } from '../words-context.ts';

interface ButtonProps {
  /** next: the one filled button of a page. other: outlined. */
  kind?: 'next' | 'other';
  /** Sent with the form, so that the page knows which button was pressed. */
  name?: string;
  value?: string;
  /** Where this button sends the form instead, without the language. */
  path?: string;
  children: ComponentChildren;
}

const BUTTON_CLASS = { next: 'btn', other: 'btn two' } as const;

/** Sends the form that it stands in. */
export function Button({ kind = 'next', path, children, ...sent }: ButtonProps): JSX.Element {
  const { href } = useWords();
  return (
    <button
      class={BUTTON_CLASS[kind]}
      type="submit"
      formaction={path === undefined ? undefined : href(path)}
      {...sent}
    >
      {children}
    </button>
  );
}

/** Buttons and links in one line. */
export function Buttons({ children }: { children: ComponentChildren }): JSX.Element {
  return <p class="btns">{children}</p>;
}

/** A link to another page of the site, in the language of this one. */
export function PageLink({ path, children }: { path: string; children: ComponentChildren }): JSX.Element {
  const { href } = useWords();
  return <a href={href(path)}>{children}</a>;
}

/** The way back, above a question. */
export function BackLink({ path, children }: { path: string; children: ComponentChildren }): JSX.Element {
  const { href } = useWords();
  return (
    <p>
      <a class="back" href={href(path)}>
        {children}
      </a>
    </p>
  );
}
