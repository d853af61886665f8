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
  TextArea,
  Tick,
  useWords,
  type Visit,
} from '../../web/index.ts';
import { leaveAgency } from '../leaving/leave-agency.ts';
import { may, mayAtAll } from '../policy/index.ts';
import { listProposals } from '../proposals/list-proposals.ts';
import { listRoles, type NamedRole } from '../roles/change-role.ts';
import { confirmRoles, type GivingRoles, giveRoles } from '../roles/give-roles.ts';
import { endAllSessions } from '../session/end-session.ts';
import { type Colleague, readColleagues } from './colleagues.ts';
import { DeskForm } from './desk-form.tsx';
import { type DeskPage, deskPage } from './desk-page.tsx';
import {
  type NamedProposal,
  nameProposals,
  REASON_LIMIT,
  refuseConfirmation,
  refuseProposal,
  WaitingProposals,
} from './proposals.tsx';
import { roleLabel } from './role-words.ts';
import { Roles } from './roles-line.tsx';
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
    path: '/desk/people/roles/confirm',
    method: 'post',
    action: 'worker.confirm',
    render: takeConfirmedRoles,
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
  const reason = (form.get('reason') ?? '').trim();
  const given = await giveRoles(worker, {
    workerId,
    roles: form.getAll('role'),
    reason: reason.slice(0, REASON_LIMIT),
  });
  if (given.ok) return redirectTo(`/desk/people/${workerId}`);
  const { why } = given;
  if (why === 'too-many' || why === 'broken') return refuseProposal(why);
  const problem = ROLE_PROBLEMS[why];
  if (problem === undefined) return notFound();
  const name = why === 'no-reason' ? 'reason' : 'role';
  const state = { values: form, problems: [{ name, message: words.t(problem, { max: REASON_LIMIT }) }] };
  return showWorker(worker, workerId, { roles: state });
}

const ROLE_PROBLEMS: Partial<Record<Exclude<GivingRoles, { ok: true }>['why'], PlainKey>> = {
  clash: 'desk.invite.role-clash',
  oneself: 'desk.worker.oneself',
  'last-administrator': 'desk.worker.last',
  'unknown-role': 'desk.worker.unknown-role',
  'no-reason': 'desk.worker.no-reason',
};

/** Confirms roles that another administrator gave, as the page showed them. */
async function takeConfirmedRoles({ form }: Visit, worker: SignedIn): Promise<Answer> {
  const colleague = await findColleague(worker, form.get('worker') ?? '');
  const asked = { proposalId: form.get('id') ?? '', seen: form.get('seen') ?? '' };
  const confirmed = await confirmRoles(worker, asked);
  if (confirmed.ok) return redirectTo('/desk/people');
  if (confirmed.why === 'other-content' && colleague)
    return showWorker(worker, colleague.workerId, { changedId: asked.proposalId });
  return refuseConfirmation(confirmed.why);
}

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
  const left = await leaveAgency({ ...worker, now: worker.desk.now }, colleague.workerId);
  if (left.ok) return redirectTo('/desk/people');
  if (left.why === 'owns-files') return again('desk.worker.owns-files');
  if (left.why === 'last-key') return again('desk.worker.last-key');
  if (left.why === 'broken') return refuseProposal('broken');
  return left.why === 'last-administrator' ? again('desk.worker.last') : notFound();
}

async function findColleague(worker: SignedIn, workerId: string): Promise<Colleague | undefined> {
  return (await readColleagues(worker)).find((one) => one.workerId === workerId);
}

type States = { roles?: FormState; leave?: FormState; changedId?: string };

async function showWorker(worker: SignedIn, workerId: string, states: States): Promise<Answer> {
  const colleague = await findColleague(worker, workerId);
  if (!colleague) return notFound();
  const { actor, formToken } = worker;
  const props: WorkerProps = {
    colleague,
    states,
    roles: await listRoles(worker),
    proposals: await proposedFor(worker, workerId),
    token: formToken,
    mayChange: mayAtAll(actor, 'worker.change-roles'),
    maySignOut: mayAtAll(actor, 'worker.sign-out'),
    mayLeave: mayAtAll(actor, 'worker.leave'),
  };
  const isWrong = states.roles !== undefined || states.leave !== undefined;
  return showPage(<Worker {...props} />, { status: states.changedId ? 409 : isWrong ? 422 : 200 });
}

/** What was proposed of this worker's roles and waits for a second person. */
async function proposedFor(worker: SignedIn, workerId: string): Promise<NamedProposal[]> {
  if (!mayAtAll(worker.actor, 'worker.confirm') && !mayAtAll(worker.actor, 'worker.change-roles')) return [];
  const all = await listProposals(worker, 'rights');
  return nameProposals(
    worker,
    all.filter(({ proposed }) => proposed.kind === 'rights' && proposed.change.workerId === workerId),
  );
}

type WorkerProps = {
  colleague: Colleague;
  states: States;
  roles: readonly NamedRole[];
  proposals: readonly NamedProposal[];
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
      <ProposedRoles {...props} />
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
      <p>{t('desk.worker.roles-lede')}</p>
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
        <TextArea name="reason" label={t('desk.proposal.reason')} hint={t('desk.worker.reason-hint')} />
      </DeskForm>
    </Part>
  );
}

/** What is to be given, beside what this person does now. */
function ProposedRoles({ colleague, roles, proposals, states, token }: WorkerProps): JSX.Element {
  const { t } = useWords();
  return (
    <WaitingProposals
      proposals={proposals}
      path="/desk/people/roles/confirm"
      token={token}
      changedId={states.changedId}
      show={({ proposed }) => {
        if (proposed.kind !== 'rights') return null;
        const gains = proposed.change.roles.filter((role) => !colleague.roles.includes(role));
        return (
          <>
            <input type="hidden" name="worker" value={colleague.workerId} />
            <p>
              {t('desk.worker.gains')} <Roles roles={gains} all={roles} />
            </p>
          </>
        );
      }}
    />
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
