import type { Day, Verdict } from '@clew/rules';
import type { JSX } from 'preact';
import {
  Jumps,
  MarksKey,
  Note,
  PageHead,
  Part,
  type SafetyKey,
  SafetyWords,
  useWords,
} from '../web/index.ts';
import type { AssessedCase } from './assess-case.ts';
import type { AssessedInterview } from './assess-interview.ts';
import { atOf, Conditions } from './conditions.tsx';
import { HelpfulPart, helpfulDecisions } from './helpful/index.ts';
import type { Interview } from './interview.ts';
import type { LawWords } from './law-words.ts';
import type { AnyDecision } from './library/index.ts';
import { usedPresumptions } from './presumptions.ts';
import { Duties } from './result-duties.tsx';
import { Holds } from './result-holds.tsx';
import { KeepForm } from './result-keep.tsx';
import { National } from './result-national.tsx';
import { Open } from './result-open.tsx';
import { Why } from './result-why.tsx';
import { bindsNobody } from './rule-binding.ts';
import { isProtection, rulesOf, type Topic } from './topics.ts';

/** A result as the page shows it. */
export type Result = AssessedInterview & {
  interview: Interview;
  said: LawWords;
  /** The interview, sealed. */
  box: string;
  /** True if more questions could still change something. */
  canAsk: boolean;
  /** The day on which the page is made. */
  today: Day;
  /** In how many decisions a rule had to answer as the court did. */
  decided: (rule: string) => number;
  /** Every decision of the library; none are told of where there is none. */
  decisions: readonly AnyDecision[];
};

/** The answer: what holds, who must do what, why, what is not known, what would change it, and how to keep it. */
export function ResultPage(result: Result): JSX.Element {
  const { assessed, interview, said } = result;
  const { t, rich } = useWords();
  const ids = rulesOf(interview.topic, assessed.law);
  const trees = ids.flatMap((id) => assessed.assessment.rules[id]?.tree ?? []);
  const presumed = usedPresumptions(trees.filter(({ strict, burden }) => strict !== burden));
  return (
    <>
      <PageHead
        title={<Title topic={interview.topic} assessed={assessed} />}
        lede={<SafetyWords of="assess.result.not-decision" />}
        facts={[
          ...(interview.reforms.length === 0
            ? []
            : [<b key="reforms">{t('assess.reform.on', { reforms: reformNames(result) })}</b>]),
          rich('assess.result.law-text', {
            hash: assessed.law.hash.slice(0, 16),
            code: (inner) => <bdi>{inner}</bdi>,
          }),
        ]}
        jumps={<Jumps parts={partsOf(result).map(({ id, title }) => ({ id, label: t(title) }))} />}
      />
      {presumed.length > 0 && (
        <p class="read">
          <SafetyWords of="assess.result.presumed" />{' '}
          <Conditions citations={presumed.flatMap(({ cites }) => cites)} law={said} at={atOf(assessed)} />
        </p>
      )}
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
      <MarksKey />
      <KeepForm {...result} />
    </>
  );
}

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

const TITLES: Readonly<Record<'trafficking' | 'refugee' | 'work', Record<Verdict, SafetyKey>>> = {
  trafficking: {
    yes: 'assess.result.yes',
    no: 'assess.result.no',
    unknown: 'assess.result.unknown',
  },
  refugee: {
    yes: 'assess.result.refugee-yes',
    no: 'assess.result.refugee-no',
    unknown: 'assess.result.refugee-unknown',
  },
  work: {
    yes: 'assess.result.work-yes',
    no: 'assess.result.work-no',
    unknown: 'assess.result.work-unknown',
  },
};

/** The heading says the answer: of one question its verdict, of many how many protections hold. */
function Title({ topic, assessed }: { topic: Topic; assessed: AssessedCase }): JSX.Element {
  const ids = rulesOf(topic, assessed.law);
  const verdicts = ids.map((id) => assessed.assessment.rules[id]?.burden ?? 'unknown');
  if (topic === 'work') return <SafetyWords of={TITLES.work[anyOf(verdicts)]} />;
  if (topic !== 'all' && topic !== 'protection')
    return <SafetyWords of={TITLES[topic][verdicts[0] ?? 'unknown']} />;
  const counted = ids.flatMap((id) => (isProtection(id) ? (assessed.assessment.rules[id] ?? []) : []));
  // What rests on nothing that binds the State protects nobody there.
  const holds = counted.filter((one) => one.burden === 'yes' && !bindsNobody(one, assessed)).length;
  const open = counted.filter(({ burden }) => burden === 'unknown').length;
  return <SafetyWords of="assess.result.counted" values={{ holds, open }} />;
}

function anyOf(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('yes')) return 'yes';
  return verdicts.includes('unknown') ? 'unknown' : 'no';
}
