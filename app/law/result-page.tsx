import {
  answerTo,
  type Change,
  type Citation,
  citationsIn,
  factsOf,
  type Law,
  REASONS,
  type RuleResult,
  type TreeNode,
  whatWouldChange,
} from '@clew/rules';
import type { JSX } from 'preact';
import {
  Button,
  Buttons,
  Card,
  Carried,
  Note,
  PageHead,
  PageLink,
  Pairs,
  Part,
  type SafetyKey,
  SafetyWords,
  Table,
  Tree,
  TwoVerdicts,
  useWords,
  type Words,
} from '../web/index.ts';
import { type AssessedCase, assessCase, bansOf } from './assess-case.ts';
import { answerWord, Conditions, limbOf, Sources, verdictWord } from './explanation.tsx';
import { FIELDS, type Interview, TARGET } from './interview.ts';
import { type LawWords, lawWordsIn } from './law-words.ts';
import { usedPresumptions } from './presumptions.ts';
import { Key, PresumedNote, Unreadable } from './question-page.tsx';

const TITLES = {
  yes: 'assess.result.yes',
  no: 'assess.result.no',
  unknown: 'assess.result.unknown',
} as const satisfies Record<string, SafetyKey>;

/** The answer: what holds and where it is written, why, what is not known, and what would change it. */
export function ResultPage({ law, interview }: { law: Law; interview: Interview }): JSX.Element {
  const words = useWords();
  const { t, rich } = words;
  const said = lawWordsIn(law, words.language);
  const assessed = assessCase(law, { facts: interview.answers });
  const result = assessed.assessment.rules[TARGET];
  if (!result) throw new Error(`The law has no rule ${TARGET}.`);
  const notDecision = <SafetyWords of="assess.result.not-decision" />;
  return (
    <>
      <Unreadable count={interview.unreadable} />
      <PageHead
        title={<SafetyWords of={TITLES[result.burden]} />}
        lede={result.strict === result.burden ? notDecision : <Presumed tree={result.tree} said={said} />}
        facts={[
          ...(result.strict === result.burden ? [] : [notDecision]),
          rich('assess.result.law-text', {
            hash: law.hash.slice(0, 16),
            code: (inner) => <bdi>{inner}</bdi>,
          }),
        ]}
      />
      <Note kind="worth-knowing" title={t('assess.result.next-title')}>
        <p>
          <SafetyWords of="assess.result.next" />
        </p>
      </Note>
      <Holds assessed={assessed} said={said} />
      <Part id="why" title={t('assess.result.why-title')}>
        <p class="read">{t('assess.result.why-body')}</p>
        <NeverRead law={law} said={said} />
        <Tree limbs={[limbOf(result.tree, { words, law: said })]} />
      </Part>
      <Open assessed={assessed} said={said} />
      <Changes changes={whatWouldChange(law, TARGET, { facts: interview.answers })} said={said} />
      <GoOn interview={interview} canAsk={assessed.next !== undefined} />
    </>
  );
}

function Presumed({ tree, said }: { tree: TreeNode; said: LawWords }): JSX.Element {
  const citations = usedPresumptions([tree]).flatMap(({ cites }) => cites);
  return (
    <>
      <SafetyWords of="assess.result.presumed" /> <Conditions citations={citations} law={said} />
    </>
  );
}

type Shown = { assessed: AssessedCase; said: LawWords };

function Holds({ assessed, said }: Shown): JSX.Element {
  const { t } = useWords();
  const ids = rulesAskedAbout(assessed);
  const rows = ids.flatMap((id) => {
    const result = assessed.assessment.rules[id];
    if (!result) return [];
    return [
      [
        said.rule(id),
        <RowAnswer key="verdict" id={id} assessed={assessed} said={said} />,
        <Sources key="source" citations={sourcesOf(result)} law={said} />,
      ],
    ];
  });
  const trees = ids.flatMap((id) => assessed.assessment.rules[id]?.tree ?? []);
  const count = countUnchecked(assessed);
  return (
    <Part id="holds" title={t('assess.result.holds-title')}>
      <Key />
      <Table
        caption={t('assess.result.holds-title')}
        isCaptionHidden
        columns={[
          { label: t('assess.column.rule') },
          { label: t('assess.column.answer') },
          { label: t('assess.column.source') },
        ]}
        rows={rows}
      />
      <PresumedNote trees={trees} said={said} />
      {count > 0 && (
        <Note kind="unchecked" title={t('assess.result.unchecked-title', { count })}>
          <p>{t('assess.result.unchecked-body')}</p>
        </Note>
      )}
    </Part>
  );
}

/** The rules that the interview's questions can settle. About the others nothing was asked, so nothing is said. */
function rulesAskedAbout({ law, order }: AssessedCase): string[] {
  const asked = new Set(factsOf(law, TARGET));
  return order.filter((id) => factsOf(law, id).every((fact) => asked.has(fact)));
}

/** A row's verdict; with a no, what would change it. */
function RowAnswer({ id, assessed, said }: Shown & { id: string }): JSX.Element | null {
  const words = useWords();
  const result = assessed.assessment.rules[id];
  if (!result) return null;
  return (
    <>
      <TwoVerdicts strict={result.strict} presumed={result.burden} />
      {result.burden === 'no' && (
        <p class="small">{wayOut(whatWouldChange(assessed.law, id, assessed.told), { words, said })}</p>
      )}
    </>
  );
}

/** How many of the sources on this page no named person has checked. */
function countUnchecked(assessed: AssessedCase): number {
  const {
    law,
    assessment: { rules },
  } = assessed;
  const drawn = rules[TARGET]?.tree;
  const shown = [
    ...rulesAskedAbout(assessed).flatMap((id) => (rules[id] ? sourcesOf(rules[id]) : [])),
    ...(drawn ? citationsIn(drawn) : []),
    ...bansOf(law, TARGET).flatMap(({ cites }) => cites),
  ];
  return new Set(shown.filter(({ status }) => status !== 'checked').map(({ ref }) => ref)).size;
}

/** Where a rule is written, and where the presumptions are on which its answer rests. */
function sourcesOf({ tree }: RuleResult): Citation[] {
  const presumed = tree.strict === tree.burden ? [] : usedPresumptions([tree]).flatMap(({ cites }) => cites);
  return [...new Map([...tree.cites, ...presumed].map((cite) => [cite.ref, cite])).values()];
}

type Speech = { words: Words; said: LawWords };

function wayOut(changes: readonly Change[], speech: Speech): string {
  const change = changes.find(({ becomes }) => becomes === 'yes') ?? changes[0];
  return change ? changeSentence(change, speech) : speech.words.t('assess.result.change-nothing');
}

function changeSentence({ changes, becomes }: Change, { words, said }: Speech): string {
  const list = new Intl.ListFormat(words.language, { type: 'conjunction' });
  const answers = changes.map(({ fact, to }) =>
    words.t('assess.result.change-one', { answer: answerWord(to, words), fact: said.fact(fact).label }),
  );
  return words.t('assess.result.change-sentence', {
    answers: list.format(answers),
    verdict: verdictWord(becomes, words),
  });
}

function NeverRead({ law, said }: { law: Law; said: LawWords }): JSX.Element | null {
  const { t } = useWords();
  return (
    <>
      {bansOf(law, TARGET).map(({ fact, cites }) => (
        <p key={fact}>
          {t('assess.result.never-reads', { fact: said.fact(fact).label })}{' '}
          <Sources citations={cites} law={said} />
        </p>
      ))}
    </>
  );
}

function Open({ assessed, said }: Shown): JSX.Element | null {
  const words = useWords();
  const { t, language } = words;
  const list = new Intl.ListFormat(language, { type: 'conjunction' });
  const facts = factsOf(assessed.law, TARGET);
  const pairs = REASONS.flatMap((reason) => {
    const open = facts.filter((fact) => answerTo(fact, assessed.answers) === reason);
    const labels = list.format(open.map((fact) => said.fact(fact).label));
    return open.length > 0 ? [{ term: answerWord(reason, words), body: labels }] : [];
  });
  if (pairs.length === 0) return null;
  const isWithheld = Object.values(assessed.answers).includes('withheld');
  return (
    <Part id="open" title={t('assess.result.open-title')}>
      <p>{t('assess.result.open-body')}</p>
      {isWithheld && <p>{t('assess.result.withheld')}</p>}
      <Pairs pairs={pairs} />
    </Part>
  );
}

/** The most changes that are worth reading. */
const MOST_CHANGES = 8;

function Changes({ changes, said }: { changes: readonly Change[]; said: LawWords }): JSX.Element {
  const words = useWords();
  const { t } = words;
  return (
    <Part id="change" title={t('assess.result.change-title')}>
      {changes.length === 0 && <p>{t('assess.result.change-nothing')}</p>}
      {changes.length > 0 && (
        <ul class="read">
          {changes.slice(0, MOST_CHANGES).map((change, index) => (
            <li key={index}>{changeSentence(change, { words, said })}</li>
          ))}
        </ul>
      )}
    </Part>
  );
}

function GoOn({ interview, canAsk }: { interview: Interview; canAsk: boolean }): JSX.Element {
  const { t, href } = useWords();
  const values = interview.order.map((fact): [string, string] => [fact, String(interview.answers[fact])]);
  return (
    <section class="part split noprint">
      <Card title={t('assess.result.go-on-title')}>
        <form method="post" action={href('/assess')} autocomplete="off">
          <Carried values={values} />
          <Buttons>
            {canAsk && <Button>{t('assess.result.more')}</Button>}
            {values.length > 0 && (
              <Button kind="other" name={FIELDS.go} value="back">
                {t('assess.result.change-answer')}
              </Button>
            )}
            <PageLink path="/">{t('assess.leave')}</PageLink>
          </Buttons>
        </form>
      </Card>
      <Card title={t('assess.result.keep-title')}>
        <p>
          <SafetyWords of="assess.result.keep-body" />
        </p>
      </Card>
    </section>
  );
}
