import type { JSX } from 'preact';
import { PageHead, PageLink, useWords } from '../../../web/index.ts';
import { SHOWN_DAYS } from '../confirm-change.ts';

/** The partner's link, shown once. */
export function LinkMade({ entryId, link }: { entryId: string; link: string }): JSX.Element {
  const { t } = useWords();
  return (
    <div class="read">
      <PageHead title={t('directory.link.title')} lede={t('directory.link.lede', { days: SHOWN_DAYS })} />
      <p class="keep">
        <bdi dir="ltr">{`/desk/listing/${link}`}</bdi>
      </p>
      <p>{t('directory.link.give')}</p>
      <p>
        <PageLink path={`/desk/directory/${entryId}`}>{t('directory.back')}</PageLink>
      </p>
    </div>
  );
}
