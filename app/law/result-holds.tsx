import {
  type Change,
  type Citation,
  citationsIn,
  type RuleResult,
  type Verdict,
  whatWouldChange,
} from '@clew/rules';
import type { JSX } from 'preact';
import { Folded, Note, SafetyWords, Table, Tag, TwoVerdicts, useWords, type Words } from '../web/index.ts';
import { type AssessedCase, bansOf } from './assess-case.ts';
import { atOf } from './conditions.tsx';
import { answerWord, ChangedBy, Sources, verdictWord } from './explanation.tsx';
import { gapsClosed } from './grounds.ts';
import type { LawWords } from './law-words.ts';
import { usedPresumptions } from './presumptions.ts';
import { isLimitOpen } from './reservation-words.ts';
import type { Result } from './result-page.tsx';
import { bindingOfAnswer, bindsNobody } from './rule-binding.ts';
import { Key, PresumedNote } from './so-far.tsx';
import { sourcesOfAnswer } from './sources-of-answer.ts';
import { stateName } from './state-choices.ts';
import { rulesOf } from './topics.ts';

/** What was asked for, and how it came out: first what holds, then what does not, then what is open. */
export function Holds(result: Result): JSX.Element {
  const { assessed, interview, said } = result;
  const { t, language } = useWords();
  const results = rulesOf(interview.topic, assessed.law).flatMap((id) => assessed.assessment.rules[id] ?? []);
  const of = (verdict: Verdict) => results.filter(({ burden }) => burden === verdict);
  const [yes, no, open] = [of('yes'), of('no'), of('unknown')];
  const count = countUnchecked(assessed, results);
  const unbound = yes.filter((one) => bindsNobody(one, assessed));
  const { state } = assessed.assessment;
  return (
    <>
      <Key />
      {unbound.length > 0 && (
        <p class="read">
          {t('assess.result.unbound', { count: unbound.length, state: stateName(state ?? '', language) })}
        </p>
      )}
      {yes.length > 0 && <Rules {...result} rules={yes} caption={t('assess.result.holds-title')} />}
      {yes.length === 0 && <p>{t('assess.result.none-holds')}</p>}
      {no.length > 0 && (
        <>
          <h3>{t('assess.result.no-title', { count: no.length })}</h3>
          <p class="read">
            <SafetyWords of="assess.result.not-decision" />
          </p>
          <Rules {...result} rules={no} caption={t('assess.result.no-title', { count: no.length })} />
        </>
      )}
      {open.length > 0 && (
        <Folded
          title={t('assess.result.still-open', { count: open.length })}
          isOpen={results.length === open.length}
        >
          <Rules {...result} rules={open} caption={t('assess.result.still-open', { count: open.length })} />
        </Folded>
      )}
      <PresumedNote trees={results.map(({ tree }) => tree)} said={said} at={atOf(assessed)} />
      {count > 0 && (
        <Note kind="unchecked" title={t('assess.result.unchecked-title', { count })}>
          <p>{t('assess.result.unchecked-body')}</p>
        </Note>
      )}
    </>
  );
}

type RulesProps = Result & { rules: readonly RuleResult[]; caption: string };

function Rules({ assessed, withoutReforms, said, rules, caption }: RulesProps): JSX.Element {
  const { t } = useWords();
  return (
    <Table
      caption={caption}
      isCaptionHidden
      columns={[
        { label: t('assess.column.rule') },
        { label: t('assess.column.answer') },
        { label: t('assess.column.source') },
      ]}
      rows={rules.map((rule) => [
        <a key="rule" href={`#${whyId(rule.id)}`}>
          {said.rule(rule.id)}
        </a>,
        <Answer key="answer" rule={rule} assessed={assessed} without={withoutReforms} said={said} />,
        <>
          <FirstSources key="source" citations={sourcesOf(rule)} said={said} />
          <BindingLine rule={rule} assessed={assessed} />
        </>,
      ])}
    />
  );
}

/** A row has room for so many sources; the others stand under the rule's tree. */
const MOST_SOURCES = 3;

function FirstSources({ citations, said }: { citations: readonly Citation[]; said: LawWords }): JSX.Element {
  const { t } = useWords();
  const left = citations.length - MOST_SOURCES;
  return (
    <>
      <Sources citations={citations.slice(0, MOST_SOURCES)} law={said} />
      {left > 0 && <small class="soft"> {t('assess.result.more-sources', { count: left })}</small>}
    </>
  );
}

/** That none of the sources binds the State that was named, that nobody knows, or that it limited what they ask. */
function BindingLine({ rule, assessed }: { rule: RuleResult; assessed: AssessedCase }): JSX.Element | null {
  const { t, language } = useWords();
  const binding = rule.burden === 'yes' ? bindingOfAnswer(rule, assessed) : undefined;
  const state = stateName(assessed.assessment.state ?? '', language);
  if (binding?.verdict === 'no') return <p class="small">{t('assess.result.none-binds', { state })}</p>;
  if (binding?.verdict !== 'unknown') return null;
  const isLimited = binding.by.some((one) => one.verdict === 'yes' && one.limited && !isLimitOpen(one));
  return (
    <p class="small">{t(isLimited ? 'assess.result.limited' : 'assess.result.unknown-binds', { state })}</p>
  );
}

/** The id of the place where a rule's tree stands. */
export function whyId(rule: string): string {
  return `why-${rule}`;
}

type AnswerProps = {
  rule: RuleResult;
  assessed: AssessedCase;
  without: AssessedCase | undefined;
  said: LawWords;
};

function Answer({ rule, assessed, without, said }: AnswerProps): JSX.Element {
  const words = useWords();
  const { t } = words;
  const before = without?.assessment.rules[rule.id]?.burden;
  const { presumed, burdened } = gapsClosed(rule.tree);
  return (
    <>
      <TwoVerdicts
        strict={rule.strict}
        presumed={rule.burden}
        {...(burdened ? { note: t(presumed ? 'verdict.by-both' : 'verdict.by-burden') } : {})}
      />
      {before !== undefined && before !== rule.burden && (
        <p class="small">
          <Tag>{t('assess.reform.changed')}</Tag>{' '}
          {t('assess.reform.before', { verdict: verdictWord(before, words) })}
        </p>
      )}
      <ChangedBy overlays={rule.tree.overlays} law={said} />
      {rule.burden === 'no' && (
        <p class="small">{wayOut(whatWouldChange(assessed.law, rule.id, assessed.told), words, said)}</p>
      )}
    </>
  );
}

/** How many of the sources on the page no named person has checked. */
function countUnchecked(assessed: AssessedCase, results: readonly RuleResult[]): number {
  const duties = Object.values(assessed.assessment.duties).filter(({ burden }) => burden !== 'no');
  const shown = [
    ...results.flatMap(({ tree }) => citationsIn(tree)),
    ...results.flatMap(({ id }) => bansOf(assessed.law, id).flatMap(({ cites }) => cites)),
    ...duties.flatMap(({ cites }) => cites),
  ];
  return new Set(shown.filter(({ status }) => status !== 'checked').map(({ ref }) => ref)).size;
}

/** Where an answer is written, and where the presumptions are on which its answer rests. */
function sourcesOf({ tree }: RuleResult): Citation[] {
  const presumed = tree.strict === tree.burden ? [] : usedPresumptions([tree]).flatMap(({ cites }) => cites);
  return [...new Map([...sourcesOfAnswer(tree), ...presumed].map((cite) => [cite.ref, cite])).values()];
}

function wayOut(changes: readonly Change[], words: Words, said: LawWords): string {
  const change = changes.find(({ becomes }) => becomes === 'yes') ?? changes[0];
  if (!change) return words.t('assess.result.change-nothing');
  if (change.changes.length <= MOST_AT_ONCE) return changeSentence(change, words, said);
  const values = { count: change.changes.length, verdict: verdictWord(change.becomes, words) };
  return words.t('assess.result.change-many', values);
}

/** So many answers at once no table can hold; they stand where the rule's tree does. */
const MOST_AT_ONCE = 4;

/** What answers would bring another verdict, in a sentence. */
export function changeSentence({ changes, becomes }: Change, words: Words, said: LawWords): string {
  const list = new Intl.ListFormat(words.language, { type: 'conjunction' });
  const answers = changes.map(({ fact, to }) =>
    words.t('assess.result.change-one', { answer: answerWord(to, words), fact: said.fact(fact).label }),
  );
  return words.t('assess.result.change-sentence', {
    answers: list.format(answers),
    verdict: verdictWord(becomes, words),
  });
}
