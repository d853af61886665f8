import { answerTo, factsOf, type Reason } from '@clew/rules';
import type { JSX } from 'preact';
import { Folded, Pairs, useWords } from '../web/index.ts';
import { answerWord } from './explanation.tsx';
import type { Result } from './result-page.tsx';
import { rulesOf } from './topics.ts';

/** What is not known, and why: asked and not known, not said, or not asked yet. */
export function Open({ assessed, interview, said }: Result): JSX.Element {
  const words = useWords();
  const { t, language } = words;
  const list = new Intl.ListFormat(language, { type: 'conjunction' });
  const facts = [
    ...new Set(rulesOf(interview.topic, assessed.law).flatMap((id) => factsOf(assessed.law, id))),
  ];
  const labels = (reason: Reason) =>
    facts
      .filter((fact) => assessed.law.facts[fact]?.group === undefined)
      .filter((fact) => answerTo(fact, assessed.answers) === reason)
      .map((fact) => said.fact(fact).label);
  const given = (['withheld', 'not_known', 'not_recorded'] as const).flatMap((reason) => {
    const open = labels(reason);
    return open.length > 0 ? [{ term: answerWord(reason, words), body: list.format(open) }] : [];
  });
  const notAsked = labels('not_asked');
  const isWithheld = Object.values(assessed.answers).includes('withheld');
  return (
    <>
      <p>{t('assess.result.open-body')}</p>
      {isWithheld && <p>{t('assess.result.withheld')}</p>}
      {given.length > 0 && <Pairs pairs={given} />}
      {notAsked.length > 0 && (
        <Folded title={t('assess.result.not-asked', { count: notAsked.length })}>
          <p class="read">{list.format(notAsked)}</p>
        </Folded>
      )}
    </>
  );
}
