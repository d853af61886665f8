import type { ComponentChildren, JSX } from 'preact';
import { useWords } from '../words-context.ts';

interface CitationProps {
  /** The instrument by its name, never by an abbreviation alone. */
  instrument: string;
  /** Article and paragraph: "art. 3(a)". */
  place?: string | undefined;
  /** The page of the provision, without its language. */
  path: string;
  /** True only if a named person compared it with the text. */
  checked: boolean;
}

/** Where a statement comes from, always a link; dotted and "unchecked" where no person compared it. */
export function Citation({ instrument, place, path, checked }: CitationProps): JSX.Element {
  const { t, rich, href } = useWords();
  return (
    <>
      <a class={checked ? 'cite' : 'cite raw'} href={href(path)}>
        {place === undefined
          ? instrument
          : rich('citation.to-place', { instrument, place, part: (inner) => <span>{inner}</span> })}
      </a>
      {!checked && (
        <>
          {' '}
          <span class="unread">{t('citation.unchecked')}</span>
        </>
      )}
    </>
  );
}

/** The words of the law, of a court or of a person, in the voice that Clew quotes with. */
export function Quote({ children }: { children: ComponentChildren }): JSX.Element {
  return <blockquote class="law">{children}</blockquote>;
}
