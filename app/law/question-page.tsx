import { assess, type Law, type TreeNode } from '@clew/rules';
import type { JSX } from 'preact';
import {
  Button,
  Card,
  Carried,
  Field,
  FormPage,
  type FormState,
  Knot,
  Note,
  PageLink,
  type PlainKey,
  Progress,
  Question,
  SafetyWords,
  useWords,
  VerdictKey,
  type Words,
} from '../web/index.ts';
import { Conditions, verdictWord } from './explanation.tsx';
import { FIELDS, type Interview, LANGUAGE_FORM, type Step, TARGET } from './interview.ts';
import { type LawWords, lawWordsIn } from './law-words.ts';
import { usedPresumptions } from './presumptions.ts';

type QuestionStep = Extract<Step, { kind: 'question' }>;

/** One question: why it is asked, every answer that a person may give, and what the answers show so far. */
export function QuestionPage(props: { law: Law; interview: Interview; step: QuestionStep }): JSX.Element {
  const { law, interview, step } = props;
  const words = useWords();
  const { t } = words;
  const said = lawWordsIn(law, words.language);
  return (
    <div class="split">
      <div>
        <Unreadable count={interview.unreadable} />
        <FormPage
          path="/assess"
          id={LANGUAGE_FORM.id}
          state={stateOf(interview, step, { law, words })}
          next={t('assess.continue')}
          besideNext={
            <>
              {law.facts[step.fact]?.type.kind === 'number' && <WithoutNumber />}
              <OtherWays canGoBack={interview.order.some((fact) => fact !== step.fact)} />
            </>
          }
        >
          <Progress answered={interview.order.length} left={step.left} />
          <Carried values={carried(interview, { at: step.fact, law })} />
          <AskedFact law={law} said={said} fact={step.fact} />
        </FormPage>
      </div>
      <SoFar law={law} said={said} interview={interview} />
    </div>
  );
}

/** Every answer but the one on the page, which question that is, and why it had no number, which no field shows. */
function carried({ answers, order }: Interview, { at, law }: { at: string; law: Law }): [string, string][] {
  const before = answers[at];
  const isReason = law.facts[at]?.type.kind === 'number' && typeof before === 'string';
  const others = order
    .filter((fact) => fact !== at)
    .map((fact): [string, string] => [fact, String(answers[fact])]);
  return [...others, [FIELDS.at, at], ...(isReason ? [[FIELDS.before, before] as [string, string]] : [])];
}

function stateOf(
  interview: Interview,
  step: QuestionStep,
  { law, words }: { law: Law; words: Words },
): FormState {
  const { fact, problem } = step;
  const answer = interview.answers[fact];
  const isNumber = law.facts[fact]?.type.kind === 'number';
  // A number field shows a number; why there is none stands on buttons of their own.
  const shown = isNumber && typeof answer !== 'number' ? undefined : answer;
  const typed = interview.at === fact ? interview.wrong : undefined;
  const value = shown ?? typed;
  return {
    values: new URLSearchParams(value === undefined ? {} : { [fact]: String(value) }),
    problems: problem === undefined ? [] : [{ name: fact, message: problemText(fact, { law, words }) }],
  };
}

function problemText(fact: string, { law, words: { t } }: { law: Law; words: Words }): string {
  const type = law.facts[fact]?.type;
  if (type?.kind !== 'number') return t('assess.choose');
  const ways = { unknown: t('answer.not-known'), withheld: t('answer.withheld') };
  return t('assess.number-wrong', { min: type.min, max: type.max, ...ways });
}

function AskedFact({ law, said, fact }: { law: Law; said: LawWords; fact: string }): JSX.Element {
  const { t } = useWords();
  const { question, why } = said.fact(fact);
  if (law.facts[fact]?.type.kind !== 'number') {
    return <Question name={fact} question={question} why={t('assess.why', { why })} isHeading />;
  }
  return (
    <fieldset aria-describedby={`${fact}-why`}>
      <legend>
        <h1>{question}</h1>
      </legend>
      <p class="why" id={`${fact}-why`}>
        {t('assess.why', { why })}
      </p>
      <Field name={fact} label={t('assess.number')} type="tel" />
    </fieldset>
  );
}

/** Stands after the button that goes on: the Enter key presses the first button of a form, and must not drop a number. */
function WithoutNumber(): JSX.Element {
  const { t } = useWords();
  return (
    <>
      <Button kind="other" name={FIELDS.reason} value="not_known">
        {t('answer.not-known')}
      </Button>
      <Button kind="other" name={FIELDS.reason} value="withheld">
        {t('answer.withheld')}
      </Button>
    </>
  );
}

function OtherWays({ canGoBack }: { canGoBack: boolean }): JSX.Element {
  const { t } = useWords();
  return (
    <>
      {canGoBack && (
        <Button kind="other" name={FIELDS.go} value="back">
          {t('assess.back')}
        </Button>
      )}
      <Button kind="other" name={FIELDS.go} value="stop">
        {t('assess.stop')}
      </Button>
      <PageLink path="/">{t('assess.leave')}</PageLink>
      {canGoBack && <small class="soft">{t('assess.back-keeps')}</small>}
    </>
  );
}

/** Says that something sent could not be read, and what became of it. */
export function Unreadable({ count }: { count: number }): JSX.Element | null {
  const { t } = useWords();
  if (count === 0) return null;
  return (
    <Note kind="worth-knowing" title={t('assess.unreadable-title')}>
      <p>{t('assess.unreadable', { count })}</p>
    </Note>
  );
}

function SoFar({
  law,
  said,
  interview,
}: {
  law: Law;
  said: LawWords;
  interview: Interview;
}): JSX.Element | null {
  const words = useWords();
  const { t, rich } = words;
  const tree = assess(law, { facts: interview.answers }).rules[TARGET]?.tree;
  if (!tree) return null;
  const parts = [...partsOf(tree), tree];
  return (
    <div class="stay">
      <Card title={t('assess.so-far.title')}>
        <p class="small soft">{t('assess.so-far.body')}</p>
        <ul class="knots">
          {parts.map((node, index) => (
            <li key={index}>
              <Knot state={node.burden} />
              <span>
                {rich('assess.so-far.state', {
                  part: partWords(node, { words, said, isWhole: node === tree }),
                  state: stateWords(node, { words, isWhole: node === tree }),
                  strong: (inner) => <b>{inner}</b>,
                })}
              </span>
            </li>
          ))}
        </ul>
        {parts.some(({ burden }) => burden === 'no') && (
          <p class="small">
            <SafetyWords of="assess.result.not-decision" />
          </p>
        )}
        <PresumedNote trees={[tree]} said={said} />
        <Key />
      </Card>
    </div>
  );
}

/** What the parts of the law's definition are to the person who answers. A part that has no such words keeps the law's. */
const PARTS: Readonly<Record<string, PlainKey>> = {
  'trafficking.act': 'assess.so-far.act',
  'trafficking.means': 'assess.so-far.means',
  'trafficking.purpose': 'assess.so-far.purpose',
};

type Drawing = { words: Words; said: LawWords; isWhole: boolean };

function partWords(node: TreeNode, { words, said, isWhole }: Drawing): string {
  if (isWhole) return words.t('assess.so-far.whole');
  const key = PARTS[firstRule(node)];
  return key ? words.t(key) : (said.node(node) ?? '');
}

function firstRule(node: TreeNode): string {
  const [first] = node.children;
  return node.kind === 'predicate' || first === undefined ? node.rule : firstRule(first);
}

const WHOLE = {
  yes: 'assess.so-far.yes',
  no: 'assess.so-far.no',
  unknown: 'assess.so-far.open',
} as const satisfies Record<string, PlainKey>;

/** A state written out, so that no knot stands without its word. */
function stateWords({ strict, burden }: TreeNode, { words, isWhole }: Omit<Drawing, 'said'>): string {
  const { t } = words;
  if (strict !== burden) return t('law.by-presumption', { verdict: verdictWord(burden, words) });
  if (isWhole) return t(WHOLE[burden]);
  return t(burden === 'unknown' ? 'assess.so-far.open' : HOLDS[burden]);
}

/** Where a presumption was used in these trees: what it hangs on. */
export function PresumedNote({
  trees,
  said,
}: {
  trees: readonly TreeNode[];
  said: LawWords;
}): JSX.Element | null {
  const words = useWords();
  const used = usedPresumptions(trees);
  if (used.length === 0) return null;
  return (
    <ul class="small">
      {used.map(({ rule, value, cites }) => (
        <li key={rule}>
          {said.rule(rule)}: {words.t('law.by-presumption', { verdict: verdictWord(value, words) })}.{' '}
          <Conditions citations={cites} law={said} />
        </li>
      ))}
    </ul>
  );
}

const HOLDS = { yes: 'law.holds', no: 'law.holds-not', unknown: 'law.open' } as const;

/** What each knot means. */
export function Key(): JSX.Element {
  const { t } = useWords();
  return (
    <VerdictKey
      items={(['yes', 'no', 'unknown'] as const).map((state) => ({ state, word: t(HOLDS[state]) }))}
    />
  );
}

/** The limbs that a rule joins. */
function partsOf(tree: TreeNode): readonly TreeNode[] {
  return tree.children[0]?.children ?? [];
}
