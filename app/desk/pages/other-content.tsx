import type { JSX } from 'preact';
import { Note, useWords } from '../../web/index.ts';

/** Says, beside what stands there now, that it is not what the page showed from which it was to be confirmed. */
export function OtherContent(): JSX.Element {
  const { t } = useWords();
  return (
    <Note kind="safety" title={t('desk.proposal.other')}>
      <p>{t('desk.proposal.other-advice')}</p>
    </Note>
  );
}
