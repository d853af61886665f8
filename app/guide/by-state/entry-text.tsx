import { type Day, dayAfter } from '@clew/rules';
import type { JSX } from 'preact';
import { DateText, InEnglish, SafetyWords, useWords } from '../../web/index.ts';
import type { Entry } from './state-content.ts';

const STALE_AFTER_DAYS = 365;

/** What is known of a country, in the page's language with the English beside a draft; its source; and who has checked it. */
export function EntryText({ entry, today }: { entry: Entry; today: Day }): JSX.Element {
  const { t, tongue } = useWords();
  const said = tongue === 'en' ? undefined : entry.words[tongue];
  return (
    <>
      {said === undefined ? (
        <InEnglish>
          <p>{entry.text}</p>
        </InEnglish>
      ) : (
        <p>
          {said.text}
          {said.status === 'draft' && (
            <span class="beside" lang="en" dir="ltr">
              {entry.text}
            </span>
          )}
        </p>
      )}
      <p class="small soft">
        {t('guide.ways.source', { source: entry.source })} <CheckedBy entry={entry} today={today} />
      </p>
    </>
  );
}

function CheckedBy({ entry: { checked_by: checked }, today }: { entry: Entry; today: Day }): JSX.Element {
  const { t } = useWords();
  if (checked === null) return <SafetyWords of="guide.ways.demo" />;
  return (
    <>
      {t('guide.text.checked', { by: checked.by })} <DateText day={checked.on} />.{' '}
      {dayAfter(checked.on as Day, STALE_AFTER_DAYS, 'calendar') < today && t('guide.text.stale')}
    </>
  );
}
