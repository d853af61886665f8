import type { JSX } from 'preact';
import { Pairs, type SafetyKey, SafetyWords, useWords } from '../web/index.ts';

const SEEN_BY: readonly { who: SafetyKey; sees: SafetyKey }[] = [
  { who: 'guide.who.police', sees: 'guide.who.nothing' },
  { who: 'guide.who.immigration', sees: 'guide.who.nothing' },
  { who: 'guide.who.worker', sees: 'guide.who.worker-must' },
  { who: 'guide.who.device', sees: 'guide.who.device-sees' },
];

/**
 * Who will see what is answered here, and what somebody who works with people may have to report: said before the first
 * question. For no country has a person checked what must be reported, so that is said, and to ask before telling.
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
    </section>
  );
}
