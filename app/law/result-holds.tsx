import {
  type Change,
  type Citation,
  citationsIn,
  type Verdict as LawVerdict,
  type RuleResult,
  whatWouldChange,
} from '@clew/rules';
import { Fragment, type JSX } from 'preact';
import {
  Folded,
  Note,
  type PlainKey,
  SafetyWords,
  Table,
  TwoVerdicts,
  useWords,
  Verdict,
  type Words,
} from '../web/index.ts';
import { byAge } from './adult-only.ts';
import { type AssessedCase, bansOf } from './assess-case.ts';
import { changedAnswerWord } from './changed-answer.ts';
import { atOf } from './conditions.tsx';
import { resultWord, Sources, verdictWord } from './explanation.tsx';
import { footingOf, type Rests } from './footing.ts';
import { FootingWords, isBare, RESTS_KEYS } from './footing-words.tsx';
import { gapsClosed } from './grounds.ts';
import type { LawWords } from './law-words.ts';
import { usedPresumptions } from './presumptions.ts';
import { isSaidAgain } from './protections.ts';
import type { Result } from './result-page.tsx';
import { Key, PresumedNote } from './so-far.tsx';
import { sourcesOfAnswer } from './sources-of-answer.ts';
import { stateName } from './state-choices.ts';
import { isProtection, rulesOf } from './topics.ts';

/**
 * What was asked for, and how it came out: first what something protects from that binds the State, then what is not known
 * to bind or binds not, then what the law calls it, what does not hold, and what is open.
 */
export function Holds(result: Result): JSX.Element {
  const { assessed, interview, said } = result;
  const { t } = useWords();
  const results = rulesOf(interview.topic, assessed.law).flatMap((id) => assessed.assessment.rules[id] ?? []);
  const of = (verdict: LawVerdict) => results.filter(({ burden }) => burden === verdict);
  const [yes, no, open] = [of('yes'), of('no'), of('unknown')];
  const lost = byAge(no);
  const count = countUnchecked(assessed, results);
  return (
    <>
      <Key />
      <HoldingParts {...result} holding={yes} />
      {yes.length === 0 && <p>{t('assess.result.none-holds')}</p>}
      {no.length > 0 && (
        <>
          <h3>{t('assess.result.no-title', { count: no.length })}</h3>
          <p class="read">
            <SafetyWords of="assess.result.not-decision" />
          </p>
          {lost.rest.length > 0 && (
            <Rules
              {...result}
              rules={lost.rest}
              caption={t('assess.result.no-title', { count: no.length })}
            />
          )}
          {lost.adult.length > 0 && (
            <p class="read">
              {t('assess.result.adult', { count: lost.adult.length })}{' '}
              {lost.adult.map(({ id }) => said.rule(id)).join('; ')}.
            </p>
          )}
        </>
      )}
      {open.length > 0 && (
        <Folded
          isAsLeft
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

/** What holds, in parts by what it rests on in the State that was named; what only names what happened stands after it. */
function HoldingParts({ holding, ...result }: Result & { holding: readonly RuleResult[] }): JSX.Element {
  const { assessed } = result;
  const { t, language } = useWords();
  const state = stateName(assessed.assessment.state ?? '', language);
  const protecting = holding.filter(({ id, tree }) => isProtection(id) && !isSaidAgain(tree));
  const naming = holding.filter(({ id }) => !isProtection(id));
  const resting = (rests: Rests) => protecting.filter((one) => footingOf(one, assessed).rests === rests);
  const parts = PARTS.map((part) => ({ ...part, rules: resting(part.rests) }));
  const isAlone = naming.length === 0 || protecting.length === 0;
  return (
    <>
      {protecting.length > 0 &&
        assessed.assessment.state !== undefined &&
        resting('binding').length === 0 && (
          <p class="read">
            <b>{t('footing.part.none', { state })}</b>
          </p>
        )}
      {parts
        .filter(({ rules }) => rules.length > 0)
        .map(({ rests, title, body, rules }) => (
          <Fragment key={rests}>
            {title && <h3>{t(title, { count: rules.length, state })}</h3>}
            {body && <p class="read">{t(body, { state })}</p>}
            <Rules
              {...result}
              rules={rules}
              caption={title ? t(title, { count: rules.length, state }) : t('assess.result.holds-title')}
            />
          </Fragment>
        ))}
      {naming.length > 0 && !isAlone && <h3>{t('assess.so-far.names')}</h3>}
      {naming.length > 0 && <Rules {...result} rules={naming} caption={t('assess.so-far.names')} />}
    </>
  );
}

type HoldingPart = { rests: Rests; title?: PlainKey; body?: PlainKey };

const PARTS: readonly HoldingPart[] = [
  { rests: 'no-state' },
  { rests: 'binding', title: 'footing.part.binding' },
  { rests: 'discretion', title: 'footing.part.discretion', body: 'footing.part.discretion-body' },
  { rests: 'not-known', title: 'footing.part.not-known', body: 'footing.part.not-known-body' },
  { rests: 'not-binding', title: 'footing.part.not-binding', body: 'footing.part.not-binding-body' },
];

type RulesProps = Result & { rules: readonly RuleResult[]; caption: string };

/** Each rule with what it rests on there before its answer: nobody should read a yes that binds nobody. */
function Rules({ assessed, said, rules, caption }: RulesProps): JSX.Element {
  const { t } = useWords();
  const { state } = assessed.assessment;
  return (
    <Table
      caption={caption}
      isCaptionHidden
      columns={[
        { label: t('assess.column.rule') },
        { label: t(state === undefined ? 'assess.column.source' : 'footing.column') },
        { label: t('assess.column.answer') },
      ]}
      rows={rules.map((rule) => [
        <a key="rule" href={`#${whyId(rule.id)}`}>
          {said.rule(rule.id)}
        </a>,
        rule.burden === 'yes' && state !== undefined ? (
          <FootingWords key="rests" footing={footingOf(rule, assessed)} state={state} said={said} />
        ) : (
          <FirstSources key="rests" citations={sourcesOf(rule)} said={said} />
        ),
        <Answer key="answer" rule={rule} assessed={assessed} said={said} />,
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

/** The id of the place where a rule's tree stands. */
export function whyId(rule: string): string {
  return `why-${rule}`;
}

type AnswerProps = { rule: RuleResult; assessed: AssessedCase; said: LawWords };

function Answer({ rule, assessed, said }: AnswerProps): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { presumed, burdened } = gapsClosed(rule.tree);
  const rests = rule.burden === 'yes' ? footingOf(rule, assessed).rests : undefined;
  // What protects nobody there must not read as a yes. What something is called it is called everywhere.
  if (isProtection(rule.id) && isBare(rests))
    return (
      <Verdict
        state={rests === 'not-binding' ? 'no' : 'unknown'}
        word={t(RESTS_KEYS[rests])}
        note={t('footing.text-says', { verdict: resultWord(rule.tree, words) })}
      />
    );
  return (
    <>
      <TwoVerdicts
        strict={rule.strict}
        presumed={rule.burden}
        {...(burdened ? { note: t(presumed ? 'verdict.by-both' : 'verdict.by-burden') } : {})}
      />
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
  const answers = changes.map((one) =>
    words.t('assess.result.change-one', {
      answer: changedAnswerWord(one, said.law, words),
      fact: said.fact(one.fact).label,
    }),
  );
  return words.t('assess.result.change-sentence', {
    answers: list.format(answers),
    verdict: verdictWord(becomes, words),
  });
}
