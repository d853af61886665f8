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
  TextArea,
  useWords,
  type Visit,
} from '../../../web/index.ts';
import { DeskForm } from '../../pages/desk-form.tsx';
import { type DeskPage, deskPage } from '../../pages/desk-page.tsx';
import type { SignedIn } from '../../pages/signed-in.ts';
import { COMPARTMENTS, mayAtAll } from '../../policy/index.ts';
import { ABOUT, SOURCES, STATEMENT_CERTAINTIES } from '../entry.ts';
import { MOST_WORDS, RecordedStatement, recordStatement } from '../record.ts';
import { correcting, fileDeskOf, refuse, showForm, stateOf, typed } from './at-desk.tsx';
import { ABOUT_WORDS, CERTAINTY_WORDS, COMPARTMENT_WORDS, SOURCE_WORDS } from './words.ts';

/** A page to write something down in free words. What is read of the form decides in which compartment it is sealed. */
export const writePages: readonly DeskPage[] = [
  deskPage({
    path: '/desk/files/:file/write',
    method: 'get',
    action: 'file.open',
    title: 'file.write.title',
    render: (visit, worker) =>
      showWrite(worker, { fileId: visit.params.file ?? '', state: correcting(visit.query) }),
  }),
  deskPage({
    path: '/desk/files/:file/write',
    method: 'post',
    action: 'file.open',
    title: 'file.write.title',
    render: (visit, worker) => write(visit, worker),
  }),
];

async function write(visit: Visit, worker: SignedIn): Promise<Answer> {
  const fileId = visit.params.file ?? '';
  const [part = '', about = ''] = (visit.form.get('what') ?? '').split(' ');
  const read = RecordedStatement.safeParse({
    ...{ fileId, compartment: part, about, words: visit.form.get('words') ?? '' },
    ...readWeighed(visit.form),
  });
  if (!read.success) {
    const wrong = new Set(read.error.issues.map(({ path }) => String(path[0])));
    const state = stateOf(visit, problemsOf(wrong, visit.form));
    return showWrite(worker, { fileId, state });
  }
  const recorded = await recordStatement(fileDeskOf(worker), read.data);
  if (recorded.ok) return redirectTo(`/desk/files/${fileId}`);
  return recorded.why === 'no-answer' ? refuse({ ok: false, why: 'changed' }) : refuse(recorded);
}

function problemsOf(wrong: ReadonlySet<string>, form: URLSearchParams): [string, PlainKey][] {
  const problems: [string, PlainKey][] = [];
  if (wrong.has('compartment') || wrong.has('about')) problems.push(['what', 'file.write.what-wrong']);
  const isLong = (form.get('words') ?? '').length > MOST_WORDS;
  if (wrong.has('words'))
    problems.push(['words', isLong ? 'file.write.words-long' : 'file.write.words-wrong']);
  return [...problems, ...weighedProblems(wrong, form)];
}

/** Source, certainty, day and what is corrected, as the fields of a form say them. */
export function readWeighed(form: URLSearchParams): Record<string, string> {
  const on = typed(form, 'on');
  const replaces = typed(form, 'replaces');
  return {
    ...{ source: form.get('source') ?? '', certainty: form.get('certainty') ?? '' },
    ...(on === undefined ? {} : { on }),
    ...(replaces === undefined ? {} : { replaces }),
  };
}

/** What is wrong with those. */
export function weighedProblems(wrong: ReadonlySet<string>, form: URLSearchParams): [string, PlainKey][] {
  const problems: [string, PlainKey][] = [];
  if (wrong.has('source')) problems.push(['source', 'file.source.wrong']);
  if (wrong.has('certainty'))
    problems.push([
      'certainty',
      form.get('certainty') === 'suspected' ? 'file.certainty.suspected-wrong' : 'file.certainty.wrong',
    ]);
  if (wrong.has('on')) problems.push(['on', 'file.on.wrong']);
  return problems;
}

/** The fields of source, certainty and day, and the entry that is corrected, if one is. */
export function WeighedFields({
  state,
  certainties,
}: {
  state: FormState;
  certainties: readonly (typeof STATEMENT_CERTAINTIES)[number][];
}): JSX.Element {
  const { t } = useWords();
  const replaces = state.values.get('replaces') ?? '';
  return (
    <>
      {replaces !== '' && <input type="hidden" name="replaces" value={replaces} />}
      <Choice
        name="source"
        label={t('file.source.label')}
        options={SOURCES.map((value) => ({ value, label: t(SOURCE_WORDS[value]) }))}
      />
      <Choice
        name="certainty"
        label={t('file.certainty.label')}
        options={certainties.map((value) => ({ value, label: t(CERTAINTY_WORDS[value]) }))}
      />
      <Field name="on" type="date" label={t('file.on.label')} hint={t('file.on.hint')} />
    </>
  );
}

function showWrite(worker: SignedIn, { fileId, state }: { fileId: string; state: FormState }): Answer {
  const mayWrite = COMPARTMENTS.filter((name) => mayAtAll(worker.actor, `file.write.${name}`));
  return showForm(<WritePage {...{ fileId, state, mayWrite, token: worker.formToken }} />, state);
}

type WriteProps = { fileId: string; state: FormState; mayWrite: readonly string[]; token: string };

function WritePage({ fileId, state, mayWrite, token }: WriteProps): JSX.Element {
  const { t } = useWords();
  const isCorrection = (state.values.get('replaces') ?? '') !== '';
  const asked = state.values.get('part') ?? '';
  const shown = COMPARTMENT_WORDS.filter(
    ([name]) => mayWrite.includes(name) && (!isCorrection || asked === '' || asked === name),
  );
  const options = shown.flatMap(([name, words]) =>
    ABOUT[name].map((about) => ({
      value: `${name} ${about}`,
      label: `${t(words)}: ${t(ABOUT_WORDS[about])}`,
    })),
  );
  return (
    <div class="read">
      <BackLink path={`/desk/files/${fileId}`}>{t('file.back')}</BackLink>
      <PageHead
        title={isCorrection ? t('file.write.correct') : t('file.write.title')}
        lede={isCorrection ? t('file.write.correct-lede') : t('file.write.lede')}
      />
      <DeskForm path={`/desk/files/${fileId}/write`} token={token} state={state} next={t('file.write.next')}>
        {asked !== '' && <input type="hidden" name="part" value={asked} />}
        <Choice
          name="what"
          label={t('file.write.what')}
          hint={t('file.write.what-hint')}
          options={options}
          look="select"
        />
        <TextArea name="words" label={t('file.write.words')} />
        <WeighedFields state={state} certainties={STATEMENT_CERTAINTIES} />
      </DeskForm>
    </div>
  );
}
