import type { Since } from '@clew/rules';
import type { JSX } from 'preact';
import { DateText, useWords } from '../web/index.ts';

/** Since when something is so here; where the source tells no beginning, the day on which it is known to have been. */
export function SinceWords({ since: { since, isStartUnknown } }: { since: Since }): JSX.Element {
  const { t } = useWords();
  return (
    <small class="soft">
      {t(isStartUnknown ? 'assess.national.known-on' : 'assess.national.written')} <DateText day={since} />
      {isStartUnknown && `; ${t('assess.national.start-unknown')}`}
    </small>
  );
}
