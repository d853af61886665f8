import type { JSX } from 'preact';
import { Note, useWords } from '../web/index.ts';

/** Says that something sent could not be read, and what became of it. */
export function Unreadable({ count }: { count: number }): JSX.Element | null {
  const { t } = useWords();
  if (count === 0) return null;
  return (
    <Note kind="worth-knowing" title={t('assess.unreadable-title')}>
      <p>{t('assess.unreadable', { count })}</p>
    </Note>
  );
}
