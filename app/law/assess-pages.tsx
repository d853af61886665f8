import { type CaseFile, type Day, type Law, readCase, withOverlays, writeCase } from '@clew/rules';
import type { Random } from '@clew/seal';
import type { ComponentProps, JSX } from 'preact';
import {
  type Answer,
  definePage,
  type FaultNotice,
  type Page,
  sendFile,
  showFault,
  showPage,
  type Visit,
  type Words,
} from '../web/index.ts';
import { MOST_PEOPLE, toldOf } from './asked-question.ts';
import { answerSoFar, assessInterview } from './assess-interview.ts';
import { BeforeAfterInterview } from './before-after-interview.tsx';
import { CASE_FIELD, CASE_FORM, CaseFilePage, LONGEST_CASE } from './case-file-page.tsx';
import { caseOf, interviewOf } from './case-of-interview.ts';
import { Contradictions } from './contradictions.tsx';
import { FIELDS, type Interview, LANGUAGE_FORM, NEW_INTERVIEW, RESULT, START } from './interview.ts';
import { type InterviewSeal, interviewSeal } from './interview-seal.ts';
import { lawWordsIn } from './law-words.ts';
import type { AnyDecision } from './library/index.ts';
import { openQuestions, type Step, stepAfter } from './next-step.ts';
import { QuestionForm } from './question-page.tsx';
import { type Received, readInterviewForm } from './read-interview-form.ts';
import { type BeforeAfter, beforeAfter } from './reforms/before-after/index.ts';
import { ResultPage } from './result-page.tsx';
import { SoFar } from './so-far.tsx';
import { StartPage } from './start-page.tsx';
import { whereOf } from './state-choices.ts';
import { fieldsOf } from './typed-answer.ts';
import { Unreadable } from './unreadable.tsx';
import { type WaitingLine, waitingLine } from './waiting-line.ts';

/** What the interview's pages need beside the law. */
export type AssessSetting = {
  /** 32 bytes that every process of the node shares, and no file holds. */
  key: Uint8Array;
  random: Random;
  /** The day it is, as 2024-05-31. */
  today: () => Day;
  /** In how many decisions a rule had to answer as the court did; without it none are told of. */
  decided?: (rule: string) => number;
  /** Every decision of the library; without them none are told of. */
  decisions?: readonly AnyDecision[];
};

type Room = {
  law: Law;
  seal: InterviewSeal;
  today: () => Day;
  memoLine: WaitingLine;
  decided: (rule: string) => number;
  decisions: readonly AnyDecision[];
};

/**
 * The interview at `/assess`: one question a page. The answers travel sealed, in one hidden field of each page's own
 * form; they stand in no address, and nothing of them is kept.
 */
export function assessPages(law: Law, setting: AssessSetting): Page[] {
  const { key, random, today, decided = () => 0, decisions = [] } = setting;
  const seal = interviewSeal(law, { key, random });
  const room: Room = { law, seal, today, memoLine: waitingLine(MOST_WAITING_FOR_MEMOS), decided, decisions };
  const post = (path: Page['path'], render: Page['render']) =>
    definePage({ path, method: 'post', action: 'public.assess', title: 'shell.title', render });
  return [
    definePage({
      path: '/assess',
      method: 'get',
      action: 'public.read',
      title: 'shell.title',
      render: () =>
        showPage(<StartPage law={law} interview={NEW_INTERVIEW} box={undefined} />, {
          openForm: LANGUAGE_FORM,
        }),
    }),
    definePage({
      path: '/assess/go-on',
      method: 'get',
      action: 'public.read',
      title: 'shell.title',
      render: () => showPage(<CaseFilePage text="" />, { openForm: CASE_FORM }),
    }),
    post('/assess/go-on', (visit) => openCaseFile(room, visit)),
    post('/assess', ({ form, words }) => goOn(room, { form, words })),
    // Memos have a line of their own.
    {
      ...post('/assess/memo', (visit) => keep(room, visit, (interview) => writeMemo(room, interview, visit))),
      costly: false,
    },
    post('/assess/before-after', (visit) =>
      keep(room, visit, (interview) => compareReforms(room, interview)),
    ),
    post('/assess/case-file', (visit) =>
      keep(room, visit, (interview) =>
        sendFile({
          name: 'notes.yaml',
          type: 'application/yaml; charset=utf-8',
          content: writeCase(caseOf(interview, law, today())),
        }),
      ),
    ),
  ];
}

type Sent = Pick<Visit, 'form' | 'words'>;

/** The page that follows on a form. */
function goOn(room: Room, { form, words }: Sent): Answer {
  const { law, seal, today } = room;
  const received = readInterviewForm(form, { law, seal, today: today() });
  const step = stepAfter(received, form, { law, today: today() });
  const interview: Interview = { ...received.interview, at: placeOf(step) };
  const unreadable = received.unreadable + (isLeftBehind(received, step) ? 1 : 0);
  const isRefused = received.isLost || (step.kind === 'question' && step.problem !== undefined);
  const body = (
    <>
      <Unreadable count={unreadable} />
      {step.kind !== 'start' && (
        <Contradictions
          told={{ ...toldOf(interview.told, law), ...whereOf(interview, { law, today: today() }) }}
          said={lawWordsIn(law, words.language)}
        />
      )}
      <StepPage room={room} received={received} step={step} interview={interview} language={words.language} />
    </>
  );
  return showPage(body, { status: isRefused ? 422 : 200, openForm: LANGUAGE_FORM });
}

function placeOf(step: Step): string {
  if (step.kind === 'question') return step.asked;
  return step.kind === 'start' ? START : RESULT;
}

/** What was typed and is no answer stands on the page again only with its own question; elsewhere it is said. */
function isLeftBehind({ typed, interview }: Received, step: Step): boolean {
  return typed?.kind === 'wrong' && !(step.kind === 'question' && step.asked === interview.at);
}

type StepPageProps = {
  room: Room;
  received: Received;
  step: Step;
  interview: Interview;
  language: string;
};

function StepPage({ room, received, step, interview, language }: StepPageProps): JSX.Element {
  const { law, seal, today, decided, decisions } = room;
  const box = seal.close(interview);
  const said = lawWordsIn(law, language);
  if (step.kind === 'start')
    return <StartPage law={law} interview={interview} box={box} isLost={received.isLost} />;
  if (step.kind === 'result') {
    const result = assessInterview(law, interview, today());
    const canAsk = openQuestions(interview, { law, today: today() }).next !== undefined;
    // With a reform switched on there are duties that the law as read has no words for.
    const words = lawWordsIn(result.assessed.law, language);
    return (
      <ResultPage
        {...result}
        {...{ interview, said: words, box, canAsk, decided, decisions }}
        found={result.withoutReforms && foundOf(room, interview)}
        today={today()}
      />
    );
  }
  const isSame = step.asked === received.interview.at && received.typed?.kind !== 'answer';
  const before = new URLSearchParams(fieldsOf(interview.told.get(step.asked)));
  const withoutLast = new Map([...interview.told].slice(0, -1));
  return (
    <div class="split">
      <div>
        <QuestionForm
          {...{ law, said, interview, box, left: step.left, problem: step.problem }}
          shown={isSame ? received.shown : before}
        />
      </div>
      <SoFar
        law={law}
        now={answerSoFar(law, interview, today())}
        before={answerSoFar(law, { ...interview, told: withoutLast }, today())}
        topic={interview.topic}
        said={said}
      />
    </div>
  );
}

/** The result of a case file that was pasted; or the page again with what was pasted and what needs another look. */
function openCaseFile(room: Room, { form, words }: Visit): Answer {
  const { law, seal, today } = room;
  const text = form.get(CASE_FIELD) ?? '';
  if (form.get(CASE_FORM.name) === CASE_FORM.value)
    return showPage(<CaseFilePage text={text} />, { openForm: CASE_FORM });
  const tooLong = refuseLength(text, words);
  if (tooLong.length > 0) return caseAgain({ text, refusals: tooLong });
  const read = readCase({ path: 'file', text, today: today() }, law);
  if (!read.ok) return caseAgain({ text, problems: read.problems });
  const tooMany = [...refuseStates(read.case, words), ...refusePeople(read.case, law, words)];
  if (tooMany.length > 0) return caseAgain({ text, refusals: tooMany });
  const interview = interviewOf(read.case);
  const sealed = new URLSearchParams({ [FIELDS.box]: seal.close(interview), [FIELDS.go]: 'show' });
  return goOn(room, { form: sealed, words });
}

function caseAgain(refused: ComponentProps<typeof CaseFilePage>): Answer {
  return showPage(<CaseFilePage {...refused} />, { status: 422, openForm: CASE_FORM });
}

/** Before it is parsed: a quarter of a megabyte of commas would hold the whole process for seconds. */
function refuseLength(text: string, { t }: Words): string[] {
  // A browser sends each line's end as two characters.
  const length = text.replaceAll('\r\n', '\n').length;
  return length > LONGEST_CASE ? [t('assess.file.too-long', { length, most: LONGEST_CASE })] : [];
}

/** The pages answer for one country: to choose among several is the person's to do. */
function refuseStates({ states = [] }: CaseFile, { t }: Words): string[] {
  return states.length > 1 ? [t('assess.file.too-many-states', { count: states.length })] : [];
}

/** Whoever the pages could not ask about would be left out of the answer. */
function refusePeople({ people = {} }: CaseFile, law: Law, { t, language }: Words): string[] {
  const said = lawWordsIn(law, language);
  return Object.entries(people)
    .filter(([, { members }]) => members.length > MOST_PEOPLE)
    .map(([group, { members }]) =>
      t('assess.file.too-many-people', {
        group: said.group(group).label,
        count: members.length,
        most: MOST_PEOPLE,
      }),
    );
}

/** Setting a memo holds the whole process, for everybody: so many may wait for theirs. */
const MOST_WAITING_FOR_MEMOS = 8;

const TOO_MANY_MEMOS: FaultNotice = { status: 503, message: 'fault.busy', retryAfter: 10 };

function writeMemo(
  { law, today, memoLine, decisions }: Room,
  interview: Interview,
  { words }: Sent,
): Answer | Promise<Answer> {
  const memo = memoLine(async (): Promise<Answer> => {
    // The memo is laid out only where one is asked for.
    const { memoPdf } = await import('./memo.ts');
    const { assessed } = assessInterview(law, interview, today());
    const { title, source } = caseOf(interview, law, today());
    const content = await memoPdf({ assessed, words, title, source, decisions });
    return sendFile({ name: 'notes.pdf', type: 'application/pdf', content });
  });
  return memo ?? showFault(TOO_MANY_MEMOS);
}

/** The answers before and after the reforms that were ticked. */
function compareReforms(room: Room, interview: Interview): Answer {
  const box = room.seal.close(interview);
  return <BeforeAfterInterview {...{ interview, box, found: foundOf(room, interview) }} />;
}

/** What the reforms that were ticked change; nothing where none were, or they cannot be joined. */
function foundOf({ law, today }: Room, interview: Interview): BeforeAfter | undefined {
  const { reforms } = interview;
  if (reforms.length === 0 || !withOverlays(law, reforms).ok) return undefined;
  return beforeAfter(law, {
    ...toldOf(interview.told, law),
    ...whereOf(interview, { law, today: today() }),
    reforms,
  });
}

/** A file of the interview; or the page that follows where there is none to keep, since it could not be opened. */
function keep(
  room: Room,
  sent: Sent,
  write: (interview: Interview) => Answer | Promise<Answer>,
): Answer | Promise<Answer> {
  const { law, seal, today } = room;
  const received = readInterviewForm(sent.form, { law, seal, today: today() });
  const isResult = !received.isLost && received.interview.at === RESULT && !sent.form.has(FIELDS.go);
  return isResult ? write(received.interview) : goOn(room, sent);
}
