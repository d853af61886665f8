import type { JSX } from 'preact';
import { Folded, Pairs, useWords } from '../web/index.ts';
import { answerWord } from './explanation.tsx';
import { openFacts } from './open-facts.ts';
import type { Result } from './result-page.tsx';
import { rulesOf } from './topics.ts';

/** What is not known, and why: asked and not known, not said, or not asked yet. */
export function Open({ assessed, interview, said }: Result): JSX.Element {
  const words = useWords();
  const { t, language } = words;
  const list = new Intl.ListFormat(language, { type: 'conjunction' });
  const open = openFacts(assessed.law, assessed.answers, rulesOf(interview.topic, assessed.law));
  const labels = (facts: readonly string[]) => facts.map((fact) => said.fact(fact).label);
  const given = open
    .filter(({ reason }) => reason !== 'not_asked')
    .map(({ reason, facts }) => ({ term: answerWord(reason, words), body: list.format(labels(facts)) }));
  const notAsked = labels(open.find(({ reason }) => reason === 'not_asked')?.facts ?? []);
  const isWithheld = Object.values(assessed.answers).includes('withheld');
  return (
    <>
      <p>{t('assess.result.open-body')}</p>
      {isWithheld && <p>{t('assess.result.withheld')}</p>}
      {given.length > 0 && <Pairs pairs={given} />}
      {notAsked.length > 0 && (
        <Folded isAsLeft title={t('assess.result.not-asked', { count: notAsked.length })}>
          <p class="read">{list.format(notAsked)}</p>
        </Folded>
      )}
    </>
  );
}
