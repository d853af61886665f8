import type { JSX } from 'preact';
import { Note, PageLink, useWords } from '../../../web/index.ts';

/** That the law which asks is none that two people of the agency approved; nothing where it is. */
export function LawNote({ law, approved }: { law: string; approved: readonly string[] }): JSX.Element | null {
  const { t } = useWords();
  if (approved.includes(law)) return null;
  return (
    <Note kind="unchecked" title={t('file.law.unapproved')}>
      <p>{t('file.law.unapproved-why')}</p>
      <p>
        {t('file.law.which')}{' '}
        <code>
          <bdi dir="ltr">{law.slice(0, 16)}</bdi>
        </code>{' '}
        · <PageLink path="/desk/agency">{t('file.law.approve')}</PageLink>
      </p>
    </Note>
  );
}
