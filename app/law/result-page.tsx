import type { Day } from '@clew/rules';
import type { JSX } from 'preact';
import { Jumps, MarksKey, Note, PageHead, Part, SafetyWords, useWords } from '../web/index.ts';
import type { AssessedCase } from './assess-case.ts';
import type { AssessedInterview } from './assess-interview.ts';
import { atOf, Conditions } from './conditions.tsx';
import { HelpfulPart, helpfulDecisions } from './helpful/index.ts';
import type { Interview } from './interview.ts';
import type { LawWords } from './law-words.ts';
import type { AnyDecision } from './library/index.ts';
import { OpenBars } from './open-bars-words.tsx';
import { usedPresumptions } from './presumptions.ts';
import type { BeforeAfter } from './reforms/before-after/index.ts';
import { Duties } from './result-duties.tsx';
import { Holds } from './result-holds.tsx';
import { KeepForm } from './result-keep.tsx';
import { National } from './result-national.tsx';
import { Open } from './result-open.tsx';
import { Proposed } from './result-proposed.tsx';
import { BesideTitle, ResultTitle } from './result-title.tsx';
import { Why } from './result-why.tsx';
import { stateName } from './state-choices.ts';
import { rulesOf, type Topic } from './topics.ts';
import { unlookedIn } from './unlooked.ts';

/** A result as the page shows it. */
export type Result = Omit<AssessedInterview, 'assessed'> & {
  assessed: AssessedCase;
  interview: Interview;
  said: LawWords;
  /** The interview, sealed. */
  box: string;
  /** True if more questions could still change something. */
  canAsk: boolean;
  /** The day on which the page is made. */
  today: Day;
  /** What the reforms that are switched on would change; nothing where none are. */
  found?: BeforeAfter | undefined;
  /** In how many decisions a rule had to answer as the court did. */
  decided: (rule: string) => number;
  /** Every decision of the library; none are told of where there is none. */
  decisions: readonly AnyDecision[];
};

/** The answer: what holds, who must do what, why, what is not known, what would change it, and how to keep it. */
export function ResultPage(given: Result): JSX.Element {
  // What is law stands first and alone; what a reform would bring stands after all of it.
  const result = { ...given, assessed: given.withoutReforms ?? given.assessed };
  const { assessed, interview, said } = result;
  const { t, rich, language } = useWords();
  const unlooked = unlookedIn(assessed);
  const ids = rulesOf(interview.topic, assessed.law);
  const trees = ids.flatMap((id) => assessed.assessment.rules[id]?.tree ?? []);
  const after = given.found ? [PROPOSED] : [];
  const presumed = usedPresumptions(trees.filter(({ strict, burden }) => strict !== burden));
  return (
    <>
      <PageHead
        title={<ResultTitle topic={interview.topic} assessed={assessed} />}
        lede={
          <>
            <BesideTitle topic={interview.topic} assessed={assessed} />{' '}
            <SafetyWords of="assess.result.not-decision" />
          </>
        }
        facts={[
          ...(interview.reforms.length === 0
            ? []
            : [<b key="reforms">{t('assess.reform.on', { reforms: reformNames(result) })}</b>]),
          rich('assess.result.law-text', {
            hash: assessed.law.hash.slice(0, 16),
            code: (inner) => <bdi>{inner}</bdi>,
          }),
        ]}
        jumps={
          <Jumps parts={[...partsOf(result), ...after].map(({ id, title }) => ({ id, label: t(title) }))} />
        }
      />
      <p class="paper">{t('assess.result.on-paper')}</p>
      {unlooked.length > 0 && (
        <p class="small read">
          {t('footing.unlooked-once', {
            state: stateName(assessed.assessment.state ?? '', language),
            treaties: unlooked.map((id) => said.instrument(id)).join('; '),
          })}
        </p>
      )}
      {presumed.length > 0 && (
        <p class="read">
          <SafetyWords of="assess.result.presumed" />{' '}
          <Conditions citations={presumed.flatMap(({ cites }) => cites)} law={said} at={atOf(assessed)} />
        </p>
      )}
      {TELLS_BARS.includes(interview.topic) && <OpenBars assessed={assessed} said={said} />}
      <Note kind="worth-knowing" title={t('assess.result.next-title')}>
        <p>
          <SafetyWords of="assess.result.next" />
        </p>
      </Note>
      {partsOf(result).map(({ id, title, body: Body }) => (
        <Part key={id} id={id} title={t(title)}>
          <Body {...result} />
        </Part>
      ))}
      {after.map(({ id, title, body: Body }) => (
        <Part key={id} id={id} title={t(title)}>
          <Body {...given} />
        </Part>
      ))}
      <MarksKey />
      <KeepForm {...result} />
    </>
  );
}

/** The topics under which somebody asks what protects them. */
const TELLS_BARS: readonly Topic[] = ['all', 'protection'];

const PROPOSED = { id: 'proposed', title: 'assess.result.proposed-title', body: Proposed } as const;

function reformNames({ interview, said }: Result): string {
  return interview.reforms.map((id) => said.reform(id)).join(', ');
}

/** The decisions on what the answer turns on, for and against. */
function Decisions({ assessed, decisions, said }: Result): JSX.Element {
  const found = helpfulDecisions(assessed, decisions);
  return <HelpfulPart found={found} state={assessed.assessment.state} said={said} />;
}

/** National law stands beside the treaty only where a State was named. */
function partsOf({ assessed, decisions }: Result) {
  const owed = Object.values(assessed.assessment.duties).some(({ burden }) => burden !== 'no');
  return [
    { id: 'holds', title: 'assess.result.holds-title', body: Holds } as const,
    ...(owed ? [{ id: 'duties', title: 'assess.result.duties-title', body: Duties } as const] : []),
    ...(atOf(assessed)
      ? [{ id: 'national', title: 'assess.result.national-title', body: National } as const]
      : []),
    { id: 'why', title: 'assess.result.why-title', body: Why } as const,
    ...(decisions.length > 0 ? [{ id: 'decisions', title: 'helpful.title', body: Decisions } as const] : []),
    { id: 'open', title: 'assess.result.open-title', body: Open } as const,
  ];
}
