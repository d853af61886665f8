import type { JSX } from 'preact';
import {
  type Answer,
  BackLink,
  EMPTY_FORM,
  type FormState,
  notFound,
  PageHead,
  Part,
  type PlainKey,
  redirectTo,
  showPage,
  Tick,
  useWords,
  type Visit,
} from '../../web/index.ts';
import { leaveAgency } from '../leaving/leave-agency.ts';
import { may, mayAtAll } from '../policy/index.ts';
import { listRoles, type NamedRole } from '../roles/change-role.ts';
import { type GivingRoles, giveRoles } from '../roles/give-roles.ts';
import { endAllSessions } from '../session/end-session.ts';
import { type Colleague, readColleagues } from './colleagues.ts';
import { DeskForm } from './desk-form.tsx';
import { type DeskPage, deskPage } from './desk-page.tsx';
import { roleLabel } from './role-words.ts';
import type { SignedIn } from './signed-in.ts';

const SHARED = { title: 'desk.worker.title' } as const;

/** One colleague: their roles, signing them out, letting them go. */
export const workerPages: readonly DeskPage[] = [
  deskPage({
    ...SHARED,
    path: '/desk/people/:worker',
    method: 'get',
    action: 'worker.read',
    render: ({ params }, worker) => showWorker(worker, params.worker ?? '', {}),
  }),
  deskPage({
    ...SHARED,
    path: '/desk/people/roles',
    method: 'post',
    action: 'worker.change-roles',
    render: takeRoles,
  }),
  deskPage({
    ...SHARED,
    path: '/desk/people/sign-out',
    method: 'post',
    action: 'worker.sign-out',
    render: takeSignOut,
  }),
  deskPage({
    ...SHARED,
    path: '/desk/people/leave',
    method: 'post',
    action: 'worker.leave',
    render: takeLeave,
  }),
];

async function takeRoles({ form, words }: Visit, worker: SignedIn): Promise<Answer> {
  const workerId = (await findColleague(worker, form.get('worker') ?? ''))?.workerId;
  if (workerId === undefined) return notFound();
  const given = await giveRoles(worker, { workerId, roles: form.getAll('role') });
  if (given.ok) return redirectTo(`/desk/people/${workerId}`);
  const problem = ROLE_PROBLEMS[given.why];
  if (problem === undefined) return notFound();
  const state = { values: form, problems: [{ name: 'role', message: words.t(problem) }] };
  return showWorker(worker, workerId, { roles: state });
}

const ROLE_PROBLEMS: Partial<Record<Exclude<GivingRoles, { ok: true }>['why'], PlainKey>> = {
  clash: 'desk.invite.role-clash',
  oneself: 'desk.worker.oneself',
  'last-administrator': 'desk.worker.last',
  'unknown-role': 'desk.worker.unknown-role',
};

async function takeSignOut({ form }: Visit, worker: SignedIn): Promise<Answer> {
  const { actor, door } = worker;
  const { agencyId } = actor;
  const colleague = await findColleague(worker, form.get('worker') ?? '');
  const thing = { kind: 'worker', agencyId, ownerId: colleague?.workerId ?? '' } as const;
  if (!colleague || !may(actor, 'worker.sign-out', thing).may) return notFound();
  await endAllSessions(door, { agencyId, workerId: colleague.workerId });
  return redirectTo(`/desk/people/${colleague.workerId}`);
}

async function takeLeave({ form, words }: Visit, worker: SignedIn): Promise<Answer> {
  const colleague = await findColleague(worker, form.get('worker') ?? '');
  if (!colleague) return notFound();
  const again = (key: PlainKey) => {
    const state = { values: form, problems: [{ name: 'sure', message: words.t(key) }] };
    return showWorker(worker, colleague.workerId, { leave: state });
  };
  if (form.get('sure') !== 'yes') return again('desk.worker.leave-tick');
  const left = await leaveAgency(worker, colleague.workerId);
  if (left.ok) return redirectTo('/desk/people');
  if (left.why === 'owns-files') return again('desk.worker.owns-files');
  if (left.why === 'last-key') return again('desk.worker.last-key');
  return left.why === 'last-administrator' ? again('desk.worker.last') : notFound();
}

async function findColleague(worker: SignedIn, workerId: string): Promise<Colleague | undefined> {
  return (await readColleagues(worker)).find((one) => one.workerId === workerId);
}

type States = { roles?: FormState; leave?: FormState };

async function showWorker(worker: SignedIn, workerId: string, states: States): Promise<Answer> {
  const colleague = await findColleague(worker, workerId);
  if (!colleague) return notFound();
  const { actor, formToken } = worker;
  const props: WorkerProps = {
    colleague,
    states,
    roles: await listRoles(worker),
    token: formToken,
    mayChange: mayAtAll(actor, 'worker.change-roles'),
    maySignOut: mayAtAll(actor, 'worker.sign-out'),
    mayLeave: mayAtAll(actor, 'worker.leave'),
  };
  const isWrong = states.roles !== undefined || states.leave !== undefined;
  return showPage(<Worker {...props} />, { status: isWrong ? 422 : 200 });
}

type WorkerProps = {
  colleague: Colleague;
  states: States;
  roles: readonly NamedRole[];
  token: string;
  mayChange: boolean;
  maySignOut: boolean;
  mayLeave: boolean;
};

function Worker(props: WorkerProps): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { colleague, roles, mayChange, maySignOut, mayLeave } = props;
  const held = roles.filter(({ id }) => colleague.roles.includes(id));
  return (
    <>
      <BackLink path="/desk/people">{t('desk.people.title')}</BackLink>
      <PageHead title={<bdi>{colleague.name}</bdi>} />
      {mayChange ? (
        <RolesOf {...props} />
      ) : (
        <p>
          <bdi>{held.map((role) => roleLabel(words, role)).join(' · ')}</bdi>
        </p>
      )}
      {maySignOut && <SignOut {...props} />}
      {mayLeave && <Leave {...props} />}
    </>
  );
}

function RolesOf({ colleague, roles, states, token }: WorkerProps): JSX.Element {
  const words = useWords();
  const { t } = words;
  const values = new URLSearchParams();
  for (const role of colleague.roles) values.append('role', role);
  return (
    <Part id="roles" title={t('desk.people.roles')}>
      <DeskForm
        path="/desk/people/roles"
        token={token}
        state={states.roles ?? { values, problems: [] }}
        next={t('desk.worker.save')}
      >
        <input type="hidden" name="worker" value={colleague.workerId} />
        <fieldset class="field" id="role">
          <legend>{t('desk.people.roles')}</legend>
          {roles.map((role) => (
            <Tick key={role.id} name="role" value={role.id} label={<bdi>{roleLabel(words, role)}</bdi>} />
          ))}
        </fieldset>
      </DeskForm>
    </Part>
  );
}

function SignOut({ colleague, token }: WorkerProps): JSX.Element {
  const { t } = useWords();
  return (
    <Part id="sign-out" title={t('desk.worker.sign-out')}>
      <p>{t('desk.worker.sign-out-lede')}</p>
      <DeskForm path="/desk/people/sign-out" token={token} next={t('desk.worker.sign-out')}>
        <input type="hidden" name="worker" value={colleague.workerId} />
      </DeskForm>
    </Part>
  );
}

function Leave({ colleague, states, token }: WorkerProps): JSX.Element {
  const { t } = useWords();
  return (
    <Part id="leave" title={t('desk.worker.leave')}>
      <p>{t('desk.worker.leave-lede')}</p>
      <DeskForm
        path="/desk/people/leave"
        token={token}
        state={states.leave ?? EMPTY_FORM}
        next={t('desk.worker.leave')}
      >
        <input type="hidden" name="worker" value={colleague.workerId} />
        <Tick name="sure" label={t('desk.worker.leave-sure')} />
      </DeskForm>
    </Part>
  );
}
