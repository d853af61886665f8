import type { JSX } from 'preact';
import {
  type Answer,
  Button,
  Choice,
  EMPTY_FORM,
  Empty,
  Field,
  type FieldProblem,
  type FormState,
  formStatus,
  PageHead,
  showPage,
  useWords,
  type Visit,
  type Words,
} from '../../web/index.ts';
import { DeskForm } from '../pages/desk-form.tsx';
import { type DeskPage, deskPage } from '../pages/desk-page.tsx';
import type { SignedIn } from '../pages/signed-in.ts';
import { ACTIONS, NOTES } from '../policy/index.ts';
import { FORM_TOKEN } from '../session/ticket.ts';
import { browseJournal, type JournalFilter } from './browse-journal.ts';
import { deedLabel } from './deed-words.ts';
import { JournalTable, type NamedLine, nameLines } from './journal-table.tsx';
import { type Colleague, readWorkers } from './read-workers.ts';

const path = '/desk/journal';
const fields = ['actor', 'action', 'thing', 'day'] as const;

/**
 * The auditor's view of the journal. What is looked for is sent in a form and stands in no address. Each look is itself
 * an entry: whoever watches is watched.
 */
export const journalPages: readonly DeskPage[] = [
  deskPage({
    path,
    method: 'get',
    action: 'journal.read',
    title: 'desk.journal.title',
    place: 'desk.journal.place',
    render: (visit, worker) => showJournal(worker, visit, EMPTY_FORM),
  }),
  deskPage({
    path,
    method: 'post',
    action: 'journal.read',
    title: 'desk.journal.title',
    render: (visit, worker) => showJournal(worker, visit, readState(visit)),
  }),
];

/** What was asked for; a thing and a day are the only fields that a person types. */
function readState({ form, words }: Visit): FormState {
  const day = form.get('day') ?? '';
  const thing = (form.get('thing') ?? '').trim();
  const problems: FieldProblem[] = [];
  if (day !== '' && !isDay(day)) problems.push({ name: 'day', message: words.t('desk.journal.day-wrong') });
  if (thing.length > 200) problems.push({ name: 'thing', message: words.t('desk.journal.thing-wrong') });
  return { values: form, problems };
}

function isDay(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}

function filterOf({ values, problems }: FormState): JournalFilter {
  const wrong = new Set(problems.map(({ name }) => name));
  const asked = fields.flatMap((name) => {
    const value = (values.get(name) ?? '').trim().slice(0, 200);
    return value === '' || wrong.has(name) ? [] : [[name, value]];
  });
  return Object.fromEntries(asked) as JournalFilter;
}

async function showJournal(worker: SignedIn, _visit: Visit, state: FormState): Promise<Answer> {
  const { door, names, formToken, actor } = worker;
  const from = state.values.get('from') ?? undefined;
  const deed = { action: 'journal.read', thing: 'journal' };
  const page = await door.readSealed(deed, (transaction) =>
    browseJournal(transaction, filterOf(state), from),
  );
  const lines = await nameLines(names, page.lines);
  const workers = await readWorkers({ door, names, agencyId: actor.agencyId });
  return showPage(
    <Journal lines={lines} next={page.next} workers={workers} state={state} token={formToken} />,
    {
      status: formStatus(state),
    },
  );
}

type JournalProps = {
  lines: readonly NamedLine[];
  next: string | undefined;
  workers: readonly Colleague[];
  state: FormState;
  token: string;
};

function Journal({ lines, next, workers, state, token }: JournalProps): JSX.Element {
  const words = useWords();
  const { t } = words;
  return (
    <>
      <PageHead title={t('desk.journal.title')} lede={t('desk.journal.lede')} />
      <DeskForm path={path} token={token} state={state} next={t('desk.journal.look')}>
        <Choice
          name="actor"
          label={t('desk.journal.who')}
          look="select"
          options={[
            ...workers.map(({ workerId, name }) => ({ value: workerId, label: name })),
            { value: 'node', label: t('desk.journal.node') },
          ]}
        />
        <Choice name="action" label={t('desk.journal.what')} look="select" options={deedChoices(words)} />
        <Field name="thing" label={t('desk.journal.thing')} hint={t('desk.journal.thing-hint')} />
        <Field name="day" type="date" label={t('desk.journal.day')} hint={t('desk.journal.day-hint')} />
      </DeskForm>
      {lines.length === 0 ? (
        <Empty title={t('desk.journal.empty')} why={t('desk.journal.empty-why')} />
      ) : (
        <JournalTable lines={lines} caption={t('desk.journal.title')} />
      )}
      {next !== undefined && <Older state={state} from={next} token={token} />}
    </>
  );
}

/** What people do, and what only the journal itself says, in the order of their words. */
function deedChoices(words: Words): { value: string; label: string }[] {
  const choices = [...ACTIONS, ...NOTES].map((action) => ({
    value: action,
    label: deedLabel(words, action),
  }));
  return choices.toSorted((one, other) => one.label.localeCompare(other.label, words.language));
}

/** The next page: the same question, sent again with where it goes on. */
function Older(props: { state: FormState; from: string; token: string }): JSX.Element {
  const { t, href } = useWords();
  return (
    <form method="post" action={href(path)}>
      <input type="hidden" name={FORM_TOKEN} value={props.token} />
      {fields.map((name) => (
        <input key={name} type="hidden" name={name} value={props.state.values.get(name) ?? ''} />
      ))}
      <input type="hidden" name="from" value={props.from} />
      <p class="btns">
        <Button kind="other">{t('desk.journal.older')}</Button>
      </p>
    </form>
  );
}
