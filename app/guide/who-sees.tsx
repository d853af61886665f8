import type { JSX } from 'preact';
import { PageLink, Pairs, type SafetyKey, SafetyWords, useWords } from '../web/index.ts';
import { GUIDE_PATHS } from './paths.ts';

const SEEN_BY: readonly { who: SafetyKey; sees: SafetyKey }[] = [
  { who: 'guide.who.police', sees: 'guide.who.nothing' },
  { who: 'guide.who.immigration', sees: 'guide.who.nothing' },
  { who: 'guide.who.worker', sees: 'guide.who.worker-must' },
  { who: 'guide.who.device', sees: 'guide.who.device-sees' },
];

/**
 * Who will see what is answered here, and what somebody who works with people may have to report: said before the first
 * question. What must be reported hangs on the country: here it is said that nobody
 * has checked it, and to ask before telling; the page of a country says more once somebody has.
 */
export function WhoSees(): JSX.Element {
  const { t } = useWords();
  return (
    <section aria-labelledby="who">
      <h2 id="who">{t('guide.who.title')}</h2>
      <Pairs
        pairs={SEEN_BY.map(({ who, sees }) => ({
          term: <SafetyWords of={who} />,
          body: <SafetyWords of={sees} />,
        }))}
      />
      <p>
        <PageLink path={GUIDE_PATHS.reports}>{t('guide.report.title')}</PageLink>
      </p>
    </section>
  );
}
