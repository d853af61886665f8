import type { JSX } from 'preact';
import {
  type Answer,
  BackLink,
  Choice,
  EMPTY_FORM,
  Field,
  type FieldProblem,
  type FormState,
  notFound,
  PageHead,
  PageLink,
  type PlainKey,
  redirectTo,
  showPage,
  Table,
  TextArea,
  Tick,
  useWords,
  type Visit,
} from '../../web/index.ts';
import { mayAtAll, PERMISSIONS, REACHES, type Role, roleProblems, standingOf } from '../policy/index.ts';
import { listProposals } from '../proposals/list-proposals.ts';
import { changeRole, listRoles, type NamedRole, newRoleId } from '../roles/change-role.ts';
import { DeskForm } from './desk-form.tsx';
import { type DeskPage, deskPage } from './desk-page.tsx';
import {
  type NamedProposal,
  nameProposals,
  REASON_LIMIT,
  readReason,
  refuseProposal,
  takeConfirmation,
  WaitingProposals,
} from './proposals.tsx';
import { PERMISSION_WORDS, REACH_WORDS, roleLabel } from './role-words.ts';
import type { SignedIn } from './signed-in.ts';

const NAME_LIMIT = 80;
const NEW = 'new';
const SHARED = { title: 'desk.roles.title' } as const;

/** What each role permits, and changing it: two people where it permits more. */
export const rolesPages: readonly DeskPage[] = [
  deskPage({
    ...SHARED,
    path: '/desk/roles',
    method: 'get',
    action: 'role.read',
    place: 'desk.roles.place',
    render: (_visit, worker) => showRoles(worker),
  }),
  deskPage({
    ...SHARED,
    path: '/desk/roles/:role',
    method: 'get',
    action: 'role.read',
    render: ({ params }, worker) => showRole(worker, params.role ?? ''),
  }),
  deskPage({
    ...SHARED,
    path: '/desk/roles',
    method: 'post',
    action: 'role.propose',
    render: takeRole,
  }),
  deskPage({
    ...SHARED,
    path: '/desk/roles/confirm',
    method: 'post',
    action: 'role.confirm',
    render: (visit, worker) =>
      takeConfirmation(visit, worker, {
        kind: 'role',
        leadsTo: '/desk/roles',
        again: (changedId) => showRoles(worker, changedId),
      }),
  }),
];

async function showRoles(worker: SignedIn, changedId?: string): Promise<Answer> {
  const roles = await listRoles(worker);
  const proposals = await nameProposals(worker, await listProposals(worker, 'role'));
  const mayMake = mayAtAll(worker.actor, 'role.propose');
  const props = { roles, proposals, mayMake, changedId, token: worker.formToken };
  return showPage(<Roles {...props} />, { status: changedId ? 409 : 200 });
}

async function showRole(worker: SignedIn, id: string): Promise<Answer> {
  const role = (await listRoles(worker)).find((one) => one.id === id);
  const mayChange = mayAtAll(worker.actor, 'role.propose');
  if (!role && (id !== NEW || !mayChange)) return notFound();
  const isFixed = role !== undefined && roleProblems(role).includes('fixed');
  if (!mayChange || isFixed) return <RoleAsItIs role={role as NamedRole} isFixed={isFixed} />;
  const values = role ? formOf(role) : new URLSearchParams({ role: NEW });
  return <EditRole role={role} state={{ values, problems: [] }} token={worker.formToken} />;
}

function formOf({ id, name, reach, permissions }: NamedRole): URLSearchParams {
  const values = new URLSearchParams({ role: id, name: name ?? '', reach });
  for (const permission of permissions) values.append('permission', permission);
  return values;
}

async function takeRole({ form, words }: Visit, worker: SignedIn): Promise<Answer> {
  const before = (await listRoles(worker)).find(({ id }) => id === form.get('role'));
  if (!before && form.get('role') !== NEW) return notFound();
  const needsName = before === undefined || before.isOwn;
  const name = needsName ? (form.get('name') ?? '').trim() : before.id;
  const reason = readReason(form);
  const role = {
    id: before?.id ?? newRoleId(worker),
    reach: REACHES.find((reach) => reach === form.get('reach')),
    permissions: PERMISSIONS.filter((permission) => form.getAll('permission').includes(permission)),
  };
  const problems = problemsOf(words.t, { role, name, reason });
  if (problems.length > 0 || reason === undefined)
    return showPage(<EditRole role={before} state={{ values: form, problems }} token={worker.formToken} />, {
      status: 422,
    });
  const changed = await changeRole(worker, { role: role as Role, name, reason });
  if (changed.ok) return redirectTo('/desk/roles');
  return changed.why === 'problems' ? notFound() : refuseProposal(changed.why);
}

type Given = {
  role: Omit<Role, 'reach'> & { reach: Role['reach'] | undefined };
  name: string;
  reason?: string | undefined;
};

function problemsOf(t: Visit['words']['t'], { role, name, reason }: Given): FieldProblem[] {
  const found = roleProblems({ ...role, reach: role.reach ?? 'named' });
  const problems: [string, string, boolean][] = [
    ['name', t('desk.roles.name-wrong', { max: NAME_LIMIT }), name === '' || name.length > NAME_LIMIT],
    ['reach', t('desk.roles.reach-wrong'), role.reach === undefined],
    ['permission', t('desk.roles.permission-none'), found.includes('no-permission')],
    ['permission', t('desk.roles.clash'), found.includes('clash')],
    ['reason', t('desk.proposal.reason-wrong', { max: REASON_LIMIT }), reason === undefined],
  ];
  return problems.flatMap(([field, message, holds]) => (holds ? { name: field, message } : []));
}

type RolesProps = {
  roles: readonly NamedRole[];
  proposals: readonly NamedProposal[];
  mayMake: boolean;
  changedId: string | undefined;
  token: string;
};

function Roles({ roles, proposals, mayMake, changedId, token }: RolesProps): JSX.Element {
  const words = useWords();
  const { t } = words;
  return (
    <>
      <PageHead title={t('desk.roles.title')} lede={t('desk.roles.lede')} />
      <WaitingProposals
        proposals={proposals}
        path="/desk/roles/confirm"
        token={token}
        changedId={changedId}
        show={(proposal) => <ProposedRole proposal={proposal} roles={roles} />}
      />
      <Table
        caption={t('desk.roles.title')}
        isCaptionHidden
        columns={[{ label: t('desk.roles.role') }, { label: t('desk.roles.reach') }]}
        rows={roles.map((role) => [
          <PageLink key="role" path={`/desk/roles/${role.id}`}>
            <bdi>{roleLabel(words, role)}</bdi>
          </PageLink>,
          t(REACH_WORDS[role.reach]),
        ])}
      />
      {mayMake && (
        <p>
          <PageLink path={`/desk/roles/${NEW}`}>{t('desk.roles.new')}</PageLink>
        </p>
      )}
    </>
  );
}

/** What a proposal would change: whoever confirms it sees the difference, not two lists. */
function ProposedRole(props: { proposal: NamedProposal; roles: readonly NamedRole[] }): JSX.Element | null {
  const words = useWords();
  const { t } = words;
  const { proposed } = props.proposal;
  if (proposed.kind !== 'role') return null;
  const { change } = proposed;
  const before = props.roles.find(({ id }) => id === change.id);
  const gains = change.permissions.filter((name) => !before?.permissions.includes(name));
  const loses = (before?.permissions ?? []).filter((name) => !change.permissions.includes(name));
  return (
    <>
      <h3>
        <bdi>{before && !before.isOwn ? roleLabel(words, before) : change.name}</bdi>
      </h3>
      {change.reach !== before?.reach && (
        <p>
          {t('desk.roles.leads')}: {t(REACH_WORDS[change.reach])}
        </p>
      )}
      <PermissionList title="desk.roles.gains" permissions={gains} />
      <PermissionList title="desk.roles.loses" permissions={loses} />
    </>
  );
}

function PermissionList(props: { title: PlainKey; permissions: Role['permissions'] }): JSX.Element | null {
  const { t } = useWords();
  if (props.permissions.length === 0) return null;
  return (
    <>
      <p>{t(props.title)}</p>
      <ul>
        {props.permissions.map((name) => (
          <li key={name}>{t(PERMISSION_WORDS[name])}</li>
        ))}
      </ul>
    </>
  );
}

function RoleAsItIs({ role, isFixed }: { role: NamedRole; isFixed: boolean }): JSX.Element {
  const words = useWords();
  const { t } = words;
  return (
    <>
      <BackLink path="/desk/roles">{t('desk.roles.title')}</BackLink>
      <PageHead title={<bdi>{roleLabel(words, role)}</bdi>} />
      {isFixed && <p>{t('desk.roles.fixed')}</p>}
      <p>{t(REACH_WORDS[role.reach])}</p>
      <PermissionList title="desk.roles.permits" permissions={role.permissions} />
    </>
  );
}

type EditProps = { role: NamedRole | undefined; state: FormState; token: string };

function EditRole({ role, state, token }: EditProps): JSX.Element {
  const words = useWords();
  const { t } = words;
  return (
    <>
      <BackLink path="/desk/roles">{t('desk.roles.title')}</BackLink>
      <PageHead
        title={role ? <bdi>{roleLabel(words, role)}</bdi> : t('desk.roles.new')}
        lede={t('desk.roles.lede')}
      />
      <DeskForm path="/desk/roles" token={token} state={state ?? EMPTY_FORM} next={t('desk.roles.next')}>
        <input type="hidden" name="role" value={role?.id ?? NEW} />
        {(role === undefined || role.isOwn) && <Field name="name" label={t('desk.roles.name')} />}
        <Choice
          name="reach"
          label={t('desk.roles.reach')}
          options={REACHES.map((reach) => ({ value: reach, label: t(REACH_WORDS[reach]) }))}
        />
        <div id="permission">
          {(['content', 'plain', 'administration', 'audit'] as const).map((group) => (
            <PermissionTicks key={group} group={group} />
          ))}
        </div>
        <TextArea name="reason" label={t('desk.proposal.reason')} hint={t('desk.proposal.reason-hint')} />
      </DeskForm>
    </>
  );
}

const GROUP_WORDS: Readonly<Record<'content' | 'plain' | 'administration' | 'audit', PlainKey>> = {
  content: 'desk.roles.content',
  plain: 'desk.roles.plain',
  administration: 'desk.roles.administration',
  audit: 'desk.roles.audit',
};

function PermissionTicks({ group }: { group: keyof typeof GROUP_WORDS }): JSX.Element {
  const { t } = useWords();
  return (
    <fieldset class="field">
      <legend>{t(GROUP_WORDS[group])}</legend>
      {PERMISSIONS.filter((name) => standingOf(name) === group).map((name) => (
        <Tick key={name} name="permission" value={name} label={t(PERMISSION_WORDS[name])} />
      ))}
    </fieldset>
  );
}
