import type { Fact, Law } from '@clew/rules';
import type { JSX } from 'preact';
import {
  Button,
  Carried,
  Choice,
  Field,
  FormPage,
  type FormState,
  PageLink,
  Progress,
  Question,
  useWords,
  type Words,
  writeMonth,
} from '../web/index.ts';
import { type AskedQuestion, findQuestion } from './asked-question.ts';
import { FIELDS, type Interview, LANGUAGE_FORM } from './interview.ts';
import type { LawWords } from './law-words.ts';
import { isForPerson } from './next-step.ts';
import type { TypedProblem } from './typed-answer.ts';

/** A question as the page shows it. */
type Asking = {
  law: Law;
  said: LawWords;
  interview: Interview;
  /** The interview, sealed. */
  box: string;
  /** What was typed into it before, as it was typed. */
  shown: URLSearchParams;
  problem: TypedProblem | undefined;
  /** About how many questions are left. */
  left: number;
};

/** One question: why it is asked, and every answer that a person may give. */
export function QuestionForm(asking: Asking): JSX.Element {
  const { law, said, interview, box, left } = asking;
  const words = useWords();
  const { t } = words;
  const asked = findQuestion(interview.at, law);
  if (!asked) throw new Error('The page shows no question of the law.');
  const others = [...interview.told.keys()].filter((question) => question !== interview.at);
  return (
    <FormPage
      path="/assess"
      id={LANGUAGE_FORM.id}
      state={stateOf(asking, asked.fact, words)}
      next={t('assess.continue')}
      besideNext={
        <>
          {asked.fact.type.kind !== 'yes-no' && <WithoutAnswer />}
          <OtherWays />
        </>
      }
    >
      <Progress answered={others.length} left={left} />
      <Carried
        values={[
          [FIELDS.box, box],
          [FIELDS.asked, interview.at],
        ]}
      />
      <Asked asked={asked} said={said} />
      {!isForPerson(asked.fact) && <p class="small soft">{t('assess.for-helper')}</p>}
    </FormPage>
  );
}

function stateOf({ shown, problem }: Asking, fact: Fact, words: Words): FormState {
  if (problem === undefined) return { values: shown, problems: [] };
  const name = fact.type.kind === 'date' ? FIELDS.day : FIELDS.answer;
  return { values: shown, problems: [{ name, message: problemText(problem, fact, words) }] };
}

function problemText(problem: TypedProblem, { type }: Fact, { t }: Words): string {
  const ways = { unknown: t('answer.not-known'), withheld: t('answer.withheld') };
  if (problem === 'future') return t('assess.date-future');
  if (problem === 'date') return t('assess.date-wrong', ways);
  if (type.kind !== 'number') return t('assess.choose');
  return t('assess.number-wrong', { min: type.min, max: type.max, ...ways });
}

function Asked({ asked, said }: { asked: AskedQuestion; said: LawWords }): JSX.Element {
  const { t } = useWords();
  const { fact, group, number } = asked;
  const isCount = group !== undefined && number === undefined;
  const { question: plain, why } = isCount ? said.group(group.id) : said.fact(fact.id);
  const question =
    number === undefined
      ? plain
      : t('assess.of-person', { group: said.group(group?.id ?? '').label, number, question: plain });
  if (fact.type.kind === 'yes-no')
    return <Question name={FIELDS.answer} question={question} why={t('assess.why', { why })} isHeading />;
  return (
    <fieldset aria-describedby="why-asked">
      <legend>
        <h1>{question}</h1>
      </legend>
      <p class="why" id="why-asked">
        {t('assess.why', { why })}
      </p>
      {fact.type.kind === 'date' ? (
        <DayFields />
      ) : (
        <Field name={FIELDS.answer} label={t(isCount ? 'assess.count' : 'assess.number')} type="tel" />
      )}
    </fieldset>
  );
}

/** Three fields and no calendar: a day long ago is quicker to write, and every old phone can show them. */
function DayFields(): JSX.Element {
  const { t, language } = useWords();
  const months = Array.from({ length: 12 }, (_, index) => index + 1);
  return (
    <div class="day">
      <Field name={FIELDS.day} label={t('assess.day')} type="tel" />
      <Choice
        name={FIELDS.month}
        label={t('assess.month')}
        look="select"
        options={months.map((month) => ({ value: String(month), label: writeMonth(month, language) }))}
      />
      <Field name={FIELDS.year} label={t('assess.year')} type="tel" />
    </div>
  );
}

/** Stands after the button that goes on: the Enter key presses the first button of a form, and must not drop what was typed. */
function WithoutAnswer(): JSX.Element {
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

function OtherWays(): JSX.Element {
  const { t } = useWords();
  return (
    <>
      <Button kind="other" name={FIELDS.go} value="back">
        {t('assess.back')}
      </Button>
      <Button kind="other" name={FIELDS.go} value="stop">
        {t('assess.stop')}
      </Button>
      <PageLink path="/">{t('assess.leave')}</PageLink>
      <small class="soft">{t('assess.back-keeps')}</small>
    </>
  );
}
