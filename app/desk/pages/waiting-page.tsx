import type { JSX } from 'preact';
import { PageHead, useWords } from '../../web/index.ts';

/** For somebody who has joined and whom no administrator has let in yet. */
export function WaitingPage(): JSX.Element {
  const { t } = useWords();
  return <PageHead title={t('desk.waiting.title')} lede={t('desk.waiting.lede')} />;
}
