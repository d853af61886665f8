import type { ComponentChildren, JSX } from 'preact';
import type { PlainKey } from '../catalogues.ts';
import { useWords } from '../words-context.ts';

/**
 * How far something was checked. `checked`: a named person stands for it. `compared`: its source was read and says so.
 * `unverified`: neither, or only in part. `unchecked`: it is no statement of a source, and no named person has looked at it.
 */
export type CheckedHow = 'checked' | 'compared' | 'unverified' | 'unchecked';

const MARK_KEYS: Readonly<Record<Exclude<CheckedHow, 'checked'>, PlainKey>> = {
  compared: 'citation.compared',
  unverified: 'citation.unverified',
  unchecked: 'citation.unchecked',
};

/** How far something was checked, in a word; nothing where a named person checked it. */
export function CheckMark({ of }: { of: CheckedHow }): JSX.Element | null {
  const { t } = useWords();
  return of === 'checked' ? null : <span class={`unread ${of}`}>{t(MARK_KEYS[of])}</span>;
}

/** What the marks mean: stands once on each page that shows them. */
export function MarksKey(): JSX.Element {
  const { t } = useWords();
  return (
    <p class="small soft marks">
      {t('citation.key-title')} <CheckMark of="compared" />: {t('citation.key-compared')}{' '}
      <CheckMark of="unverified" />: {t('citation.key-unverified')} <CheckMark of="unchecked" />:{' '}
      {t('citation.key-unchecked')} {t('citation.key-none')}
    </p>
  );
}

interface CitationProps {
  /** The instrument by its name, never by an abbreviation alone. */
  instrument: string;
  /** Article and paragraph: "art. 3(a)". */
  place?: string | undefined;
  /** The page of the provision, without its language. */
  path: string;
  checked: CheckedHow;
}

/** Where a statement comes from, always a link; dotted and marked where no named person checked it. */
export function Citation({ instrument, place, path, checked }: CitationProps): JSX.Element {
  const { rich, href } = useWords();
  return (
    <>
      <a class={checked === 'checked' ? 'cite' : 'cite raw'} href={href(path)}>
        {place === undefined
          ? instrument
          : rich('citation.to-place', { instrument, place, part: (inner) => <span>{inner}</span> })}
      </a>
      {checked !== 'checked' && (
        <>
          {' '}
          <CheckMark of={checked} />
        </>
      )}
    </>
  );
}

/** The words of the law, of a court or of a person, in the voice that Clew quotes with. */
export function Quote({ children }: { children: ComponentChildren }): JSX.Element {
  return <blockquote class="law">{children}</blockquote>;
}
