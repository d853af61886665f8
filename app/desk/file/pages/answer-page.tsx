import type { Fact, Law } from '@clew/rules';
import type { JSX } from 'preact';
import {
  type Answer,
  BackLink,
  Choice,
  Field,
  type FormState,
  PageHead,
  type PlainKey,
  redirectTo,
  useWords,
  type Visit,
} from '../../../web/index.ts';
import { readApprovedLaws } from '../../keys/agency-rules.ts';
import { DeskForm } from '../../pages/desk-form.tsx';
import { type DeskPage, deskPage } from '../../pages/desk-page.tsx';
import type { SignedIn } from '../../pages/signed-in.ts';
import { mayAtAll } from '../../policy/index.ts';
import { CERTAINTIES } from '../entry.ts';
import { compartmentOf } from '../fact-compartment.ts';
import { RecordedFact, recordFact } from '../record.ts';
import { correcting, fileDeskOf, refuse, showForm, stateOf, typed } from './at-desk.tsx';
import { LawNote } from './law-note.tsx';
import { readWeighed, WeighedFields, weighedProblems } from './write-page.tsx';

const WORDS = ['yes', 'no', 'not_known', 'withheld'] as const;
const WORD_LABELS: Readonly<Record<(typeof WORDS)[number], PlainKey>> = {
  yes: 'file.value.yes',
  no: 'file.value.no',
  not_known: 'file.value.not-known',
  withheld: 'file.value.withheld',
};

/** A page to write down the answer to a question that the law asks. */
export function answerPages(law: Law): readonly DeskPage[] {
  const page = { path: '/desk/files/:file/answer', action: 'file.open', title: 'file.answer.title' } as const;
  return [
    deskPage({
      ...page,
      method: 'get',
      render: (visit, worker) => showAnswer(visit, worker, { law, state: correcting(visit.query) }),
    }),
    deskPage({ ...page, method: 'post', render: (visit, worker) => answer(visit, worker, law) }),
  ];
}

async function answer(visit: Visit, worker: SignedIn, law: Law): Promise<Answer> {
  const fileId = visit.params.file ?? '';
  const { form } = visit;
  const value = typed(form, 'value');
  const word = typed(form, 'word');
  const read = RecordedFact.safeParse({
    ...{ fileId, factId: form.get('fact') ?? '', answer: value ?? word ?? '' },
    ...readWeighed(form),
  });
  const fact = factOf(law, form.get('fact'));
  const problems: [string, PlainKey][] = [];
  if (fact === undefined) problems.push(['fact', 'file.answer.fact-wrong']);
  if ((value === undefined) === (word === undefined)) problems.push(['word', 'file.answer.wrong']);
  if (!read.success)
    problems.push(...weighedProblems(new Set(read.error.issues.map(({ path }) => String(path[0]))), form));
  if (problems.length > 0 || !read.success)
    return showAnswer(visit, worker, { law, state: stateOf(visit, problems) });
  const recorded = await recordFact(fileDeskOf(worker), law, read.data);
  if (recorded.ok) return redirectTo(`/desk/files/${fileId}`);
  if (recorded.why !== 'no-answer') return refuse(recorded);
  const wrong = value === undefined ? 'word' : 'value';
  return showAnswer(visit, worker, { law, state: stateOf(visit, [[wrong, wrongOf(fact)]]) });
}

/** What would have been an answer. */
function wrongOf(fact: Fact | undefined): PlainKey {
  if (fact?.type.kind === 'number') return 'file.answer.number-wrong';
  return fact?.type.kind === 'date' ? 'file.answer.day-wrong' : 'file.answer.word-wrong';
}

function factOf(law: Law, id: string | null): Fact | undefined {
  return id !== null && Object.hasOwn(law.facts, id) ? law.facts[id] : undefined;
}

type Showing = { law: Law; state: FormState };

async function showAnswer(visit: Visit, worker: SignedIn, { law, state }: Showing): Promise<Answer> {
  // Facts about a group of people are asked of each of them; a file has one person so far.
  const facts = Object.values(law.facts).filter(
    (fact) => fact.group === undefined && mayAtAll(worker.actor, `file.write.${compartmentOf(fact)}`),
  );
  const fileId = visit.params.file ?? '';
  const laws = await worker.door.read((transaction) => readApprovedLaws(transaction, worker.keys.pins));
  const approved = [...laws.keys()];
  const props = { fileId, facts, state, approved, law: law.hash, token: worker.formToken };
  return showForm(<AnswerPage {...props} />, state);
}

type AnswerProps = {
  fileId: string;
  facts: readonly Fact[];
  law: string;
  approved: readonly string[];
  state: FormState;
  token: string;
};

function AnswerPage({ fileId, facts, law, approved, state, token }: AnswerProps): JSX.Element {
  const { t } = useWords();
  const isCorrection = (state.values.get('replaces') ?? '') !== '';
  return (
    <div class="read">
      <BackLink path={`/desk/files/${fileId}`}>{t('file.back')}</BackLink>
      <PageHead
        title={isCorrection ? t('file.write.correct') : t('file.answer.title')}
        lede={isCorrection ? t('file.write.correct-lede') : t('file.answer.lede')}
      />
      <LawNote {...{ law, approved }} />
      <DeskForm path={`/desk/files/${fileId}/answer`} token={token} state={state} next={t('file.write.next')}>
        <Choice
          name="fact"
          label={t('file.answer.fact')}
          options={facts.map(({ id, label }) => ({ value: id, label }))}
          look="select"
        />
        <Choice
          name="word"
          label={t('file.answer.word')}
          options={WORDS.map((value) => ({ value, label: t(WORD_LABELS[value]) }))}
        />
        <Field name="value" label={t('file.answer.value')} hint={t('file.answer.value-hint')} />
        <WeighedFields state={state} certainties={CERTAINTIES} />
      </DeskForm>
    </div>
  );
}
