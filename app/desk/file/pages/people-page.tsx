import type { ComponentChildren, JSX } from 'preact';
import {
  type Answer,
  BackLink,
  Button,
  Choice,
  EMPTY_FORM,
  type FormState,
  PageHead,
  Part,
  redirectTo,
  useWords,
  type Visit,
} from '../../../web/index.ts';
import { DeskForm } from '../../pages/desk-form.tsx';
import { type DeskPage, deskPage } from '../../pages/desk-page.tsx';
import type { SignedIn } from '../../pages/signed-in.ts';
import type { Action } from '../../policy/index.ts';
import { excludeWorker, proposeReturn, recuseOneself } from '../exclude.ts';
import type { FileDesk } from '../file-desk.ts';
import { type FileView, lookAtFile } from '../look-at-file.ts';
import type { Refused } from '../refusal.ts';
import { giveKeys, handOver, letIn, remove } from '../who-may-open.ts';
import {
  fileDeskOf,
  type NamesById,
  namesOf,
  OneButton,
  refuse,
  showForm,
  stateOf,
  typed,
} from './at-desk.tsx';
import { ExclusionForms, readExclusion, readReturn, WaitsForSecond } from './exclusion-forms.tsx';

type Done = { ok: true } | Refused;
type AtWorker = { fileId: string; workerId: string };

/** Who may open a file: letting in, taking out, handing over, exclusion and bringing back, stepping back. */
export const peoplePages: readonly DeskPage[] = [
  deskPage({
    path: '/desk/files/:file/people',
    method: 'get',
    action: 'file.open',
    title: 'file.people.title',
    render: (visit, worker) => showPeople(visit, worker, EMPTY_FORM),
  }),
  change('let-in', 'file.name', letIn),
  change('keys', 'file.name', giveKeys),
  change('remove', 'file.unname', remove),
  change('hand-over', 'file.hand-over', (desk, { team, ...at }) =>
    handOver(desk, team === undefined ? at : { ...at, teamId: team }),
  ),
  deskPage({
    path: '/desk/files/:file/people/exclude',
    method: 'post',
    action: 'file.exclude',
    title: 'file.people.title',
    render: (visit, worker) => exclude(visit, worker),
  }),
  deskPage({
    path: '/desk/files/:file/people/return',
    method: 'post',
    action: 'file.include-propose',
    title: 'file.people.title',
    render: (visit, worker) => bringBack(visit, worker),
  }),
  deskPage({
    path: '/desk/files/:file/people/recuse',
    method: 'post',
    action: 'file.recuse',
    title: 'file.people.title',
    render: async (visit, worker) => {
      const stepped = await recuseOneself(fileDeskOf(worker), visit.params.file ?? '');
      return stepped.ok ? redirectTo('/desk/files') : refuse(stepped);
    },
  }),
];

type Changing = (desk: FileDesk, at: AtWorker & { team?: string }) => Promise<Done>;

/** A form that says what becomes of one colleague. */
function change(name: string, action: Action, run: Changing): DeskPage {
  return deskPage({
    path: `/desk/files/:file/people/${name}`,
    method: 'post',
    action,
    title: 'file.people.title',
    render: async (visit, worker) => {
      const fileId = visit.params.file ?? '';
      const field = `${name}-worker`;
      const workerId = typed(visit.form, field);
      if (workerId === undefined)
        return showPeople(visit, worker, stateOf(visit, [[field, 'file.people.worker-wrong']]));
      const team = typed(visit.form, 'team');
      const done = await run(fileDeskOf(worker), {
        fileId,
        workerId,
        ...(team === undefined ? {} : { team }),
      });
      if (!done.ok) return refuse(done);
      // Who handed it over may not see it any more.
      return redirectTo(name === 'hand-over' ? '/desk/files' : `/desk/files/${fileId}/people`);
    },
  });
}

async function exclude(visit: Visit, worker: SignedIn): Promise<Answer> {
  const fileId = visit.params.file ?? '';
  const form = readExclusion(visit.form);
  if ('problems' in form) return showPeople(visit, worker, stateOf(visit, form.problems));
  const done = await excludeWorker(fileDeskOf(worker), { fileId, ...form.read });
  if (done.ok && done.isHeld) return redirectTo(`/desk/files/${fileId}/people`);
  if (done.ok) return showPeople(visit, worker, EMPTY_FORM, true);
  if (done.why === 'nobody')
    return showPeople(visit, worker, stateOf(visit, [['exclude-worker', 'file.people.nobody']]));
  return refuse(done);
}

async function bringBack(visit: Visit, worker: SignedIn): Promise<Answer> {
  const fileId = visit.params.file ?? '';
  const form = readReturn(visit.form);
  if ('problems' in form) return showPeople(visit, worker, stateOf(visit, form.problems));
  const done = await proposeReturn(fileDeskOf(worker), { fileId, ...form.read });
  if (done.ok) return showPeople(visit, worker, EMPTY_FORM, true);
  if (done.why === 'nobody')
    return showPeople(visit, worker, stateOf(visit, [['return-worker', 'file.people.nobody']]));
  if (done.why === 'wish')
    return showPeople(visit, worker, stateOf(visit, [['agrees', 'file.people.agrees-wrong']]));
  return refuse(done);
}

async function showPeople(visit: Visit, worker: SignedIn, state: FormState, waits = false): Promise<Answer> {
  const seen = await lookAtFile(fileDeskOf(worker), visit.params.file ?? '');
  if (!seen.ok) return refuse(seen);
  const { file } = seen;
  const { teams } = worker.actor;
  const names = await namesOf(worker, {
    workers: [...file.colleagues, ...file.named, ...barredOf(file)],
    teams,
  });
  const me = worker.actor.workerId;
  return showForm(
    <PeoplePage {...{ file, names, state, teams, me, waits, token: worker.formToken }} />,
    state,
  );
}

function barredOf({ bars = [] }: FileView): string[] {
  return bars.map(({ worker_id }) => worker_id);
}

type PeopleProps = {
  file: FileView;
  names: NamesById;
  state: FormState;
  teams: readonly string[];
  me: string;
  /** Whether something was just proposed that waits for a second person. */
  waits: boolean;
  token: string;
};

function PeoplePage(props: PeopleProps): JSX.Element {
  const { t } = useWords();
  const { file, names, state, token, me } = props;
  const path = (name: string) => `/desk/files/${file.fileId}/people/${name}`;
  const others = file.colleagues
    .filter((id) => id !== me)
    .map((value) => ({ value, label: names.get(value) ?? t('file.somebody') }))
    .toSorted((one, other) => one.label.localeCompare(other.label));
  const lacking = others.filter(({ value }) => file.waiting.includes(value));
  return (
    <div class="read stackup">
      <BackLink path={`/desk/files/${file.fileId}`}>{t('file.back')}</BackLink>
      <PageHead title={t('file.people.title')} lede={t('file.people.lede')} />
      {props.waits && <WaitsForSecond />}
      {file.mayName && (
        <Part id="name" title={t('file.people.let-in')}>
          <p>{t('file.people.let-in-lede')}</p>
          <OnePerson
            {...{
              name: 'let-in',
              path: path('let-in'),
              options: others,
              state,
              token,
              next: t('file.people.let-in-next'),
            }}
          />
          <Named {...props} />
          {lacking.length > 0 && (
            <OnePerson
              {...{
                name: 'keys',
                path: path('keys'),
                options: lacking,
                state,
                token,
                next: t('file.people.keys-next'),
              }}
            />
          )}
        </Part>
      )}
      {file.mayHandOver && <HandOver {...{ ...props, others, path: path('hand-over') }} />}
      <ExclusionForms {...{ file, names, others, state, token }} />
      <Part id="recuse" title={t('file.people.recuse')}>
        <p>{t('file.people.recuse-lede')}</p>
        <DeskForm path={path('recuse')} token={token} next={t('file.people.recuse-next')}>
          {null}
        </DeskForm>
      </Part>
    </div>
  );
}

type Option = { value: string; label: string };

function OnePerson(props: {
  name: string;
  path: string;
  options: readonly Option[];
  state: FormState;
  token: string;
  next: string;
  children?: ComponentChildren;
}): JSX.Element {
  const { t } = useWords();
  const { name, path, options, token, next, children } = props;
  const state = props.state.values.has(`${name}-worker`) ? props.state : EMPTY_FORM;
  return (
    <DeskForm path={path} token={token} state={state} next={next}>
      <Choice name={`${name}-worker`} label={t('file.people.worker')} options={options} look="select" />
      {children}
    </DeskForm>
  );
}

function Named({ file, names, token }: PeopleProps): JSX.Element | null {
  const { t, href } = useWords();
  if (file.named.length === 0) return null;
  return (
    <ul>
      {file.named.map((id) => (
        <li key={id}>
          <bdi>{names.get(id) ?? t('file.somebody')}</bdi>
          <OneButton
            path={href(`/desk/files/${file.fileId}/people/remove`)}
            token={token}
            fields={{ 'remove-worker': id }}
          >
            <Button kind="other">{t('file.people.remove')}</Button>
          </OneButton>
        </li>
      ))}
    </ul>
  );
}

function HandOver(props: PeopleProps & { others: readonly Option[]; path: string }): JSX.Element {
  const { t } = useWords();
  const { others, path, state, token, teams, names } = props;
  const named = teams.map((value) => ({ value, label: names.get(value) ?? t('file.a-team') }));
  return (
    <Part id="hand-over" title={t('file.people.hand-over')}>
      <p>{t('file.people.hand-over-lede')}</p>
      <OnePerson
        {...{ name: 'hand-over', path, options: others, state, token, next: t('file.people.hand-over-next') }}
      >
        {named.length > 0 && (
          <Choice
            name="team"
            label={t('file.new.team')}
            hint={t('file.new.team-hint')}
            options={named}
            look="select"
          />
        )}
      </OnePerson>
    </Part>
  );
}
