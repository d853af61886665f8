import type { JSX } from 'preact';
import { CheckMark, Folded, PageLink, type PlainKey, useWords } from '../../web/index.ts';
import { answerWord } from '../explanation.tsx';
import type { LawWords } from '../law-words.ts';
import { DecidedDay } from '../library/decided-day.tsx';
import { issueWord } from '../library/issues.ts';
import { decisionPath } from '../library/kinds.ts';
import type { HelpfulDecision, HelpfulDecisions, Shared, SharedFact } from './helpful-decisions.ts';
import { WeightWords } from './weight-words.tsx';

type Shown = { state: string | undefined; said: LawWords };

const LISTS = [
  { of: 'helps', title: 'helpful.helps' },
  { of: 'both', title: 'helpful.both' },
  { of: 'against', title: 'helpful.against' },
  { of: 'open', title: 'helpful.open' },
] as const;

/** The decisions on what a case turns on: those that help, those that go against it and those that leave it open. */
export function HelpfulPart({ found, ...shown }: Shown & { found: HelpfulDecisions }): JSX.Element {
  const { t } = useWords();
  return (
    <>
      <p class="read">{t('helpful.intro')}</p>
      {shown.state === undefined && <p class="read">{t('helpful.no-state')}</p>}
      {LISTS.map(({ of, title }) => (
        <Folded key={of} isAsLeft title={t(title)} note={t('library.count', { count: found[of].length })}>
          {found[of].length === 0 ? (
            <p>{t('helpful.none')}</p>
          ) : (
            <ol>
              {found[of].map((one) => (
                <li key={one.decision.id}>
                  <OneDecision one={one} {...shown} />
                </li>
              ))}
            </ol>
          )}
        </Folded>
      ))}
    </>
  );
}

function OneDecision({ one, state, said }: Shown & { one: HelpfulDecision }): JSX.Element {
  const { t } = useWords();
  const { decision, weighed, shared, same, open, other } = one;
  return (
    <>
      <p>
        <PageLink path={decisionPath(decision)}>
          <bdi lang="en">{decision.title}</bdi>
        </PageLink>{' '}
        <span class="small soft">
          <bdi lang="en">{decision.court}</bdi>, <DecidedDay of={decision} />
        </span>{' '}
        <CheckMark of={decision.status} />
      </p>
      {weighed && state !== undefined && (
        <p>
          <WeightWords of={weighed} state={state} said={said} />
        </p>
      )}
      {shared.length === 0 && (
        <p class="small">
          {t('helpful.by-issue', { issues: decision.issues.map((issue) => issueWord(issue, t)).join(', ') })}
        </p>
      )}
      {MEANS.map(({ means, title }) => (
        <Rules
          key={means}
          title={t(title)}
          shared={shared.filter((each) => each.means === means)}
          said={said}
        />
      ))}
      <Facts title={t('helpful.same')} facts={same} said={said} />
      <Facts title={t('helpful.carried')} facts={open} said={said} />
      <Facts title={t('helpful.otherwise')} facts={other} said={said} />
    </>
  );
}

const MEANS: readonly { means: Shared['means']; title: PlainKey }[] = [
  { means: 'helps', title: 'helpful.helps-on' },
  { means: 'against', title: 'helpful.against-on' },
  { means: 'fulfilled', title: 'helpful.fulfilled-on' },
  { means: 'open', title: 'helpful.open-on' },
];

function Rules(props: { title: string; shared: readonly Shared[]; said: LawWords }): JSX.Element | null {
  if (props.shared.length === 0) return null;
  return (
    <p class="small">
      {props.title} {props.shared.map(({ rule }) => props.said.rule(rule)).join('; ')}
    </p>
  );
}

function Facts(props: { title: string; facts: readonly SharedFact[]; said: LawWords }): JSX.Element | null {
  const words = useWords();
  if (props.facts.length === 0) return null;
  return (
    <p class="small soft">
      {props.title}{' '}
      {props.facts
        .map(({ fact, there }) => `${props.said.fact(fact).label} (${answerWord(there, words)})`)
        .join('; ')}
    </p>
  );
}
