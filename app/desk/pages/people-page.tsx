import type { JSX } from 'preact';
import {
  type Answer,
  Button,
  EMPTY_FORM,
  type FaultNotice,
  Field,
  type FieldProblem,
  type FormState,
  notFound,
  PageHead,
  PageLink,
  Part,
  type PlainKey,
  redirectTo,
  showFault,
  showPage,
  Table,
  Tag,
  Tick,
  useWords,
  type Visit,
  writeDate,
} from '../../web/index.ts';
import { admitWorker, type NotAdmitted } from '../agency/admit-worker.ts';
import { confirmWorker } from '../agency/confirm-worker.ts';
import { listInvitations, type SeenInvitation, withdrawInvitation } from '../agency/invitations.ts';
import { inviteWorker, type NotInvited } from '../agency/invite-worker.ts';
import { listPrepared } from '../agency/prepared-workers.ts';
import { mayAtAll, ROLES } from '../policy/index.ts';
import { listRoles, type NamedRole } from '../roles/change-role.ts';
import { FORM_TOKEN } from '../session/ticket.ts';
import { listTeams, type SeenTeam } from '../teams/list-teams.ts';
import { type Colleague, readColleagues } from './colleagues.ts';
import { DeskForm } from './desk-form.tsx';
import { type DeskPage, deskPage } from './desk-page.tsx';
import { NAME_LIMIT } from './enrol.tsx';
import {
  type ConfirmingAgain,
  Digits,
  digitsField,
  type NamedPrepared,
  namePrepared,
  PreparedPeople,
} from './prepared-people.tsx';
import { ROLE_WORDS } from './role-words.ts';
import { Roles, Teams } from './roles-line.tsx';
import type { SignedIn } from './signed-in.ts';

/** Who works here, who is invited, and who waits to be let in. */
export const peoplePages: readonly DeskPage[] = [
  deskPage({
    path: '/desk/people',
    method: 'get',
    action: 'worker.read',
    title: 'desk.people.title',
    place: 'desk.people.place',
    render: (_visit, worker) => showPeople(worker, EMPTY_FORM),
  }),
  deskPage({
    path: '/desk/people/invite',
    method: 'post',
    action: 'invitation.make',
    title: 'desk.people.title',
    render: async ({ form, words }, worker) => {
      const { t } = words;
      const forName = (form.get('name') ?? '').trim();
      const roles = ROLES.filter((role) => form.getAll('role').includes(role));
      const problems: FieldProblem[] = [];
      if (forName === '' || forName.length > NAME_LIMIT)
        problems.push({ name: 'name', message: t('desk.enrol.name-wrong') });
      if (roles.length === 0) problems.push({ name: 'role', message: t('desk.invite.role-none') });
      if (problems.length > 0) return showPeople(worker, { values: form, problems });
      const known = (await teamsToGive(worker)).map(({ teamId }) => teamId);
      const teams = known.filter((teamId) => form.getAll('team').includes(teamId));
      const made = await inviteWorker(worker.desk, admin(worker), { forName, roles, teams });
      if (!made.ok) return refuseInvitation(worker, { form, words }, made.why);
      return <Invited name={forName} path={`/desk/join/${made.link}`} until={made.expiresAt} />;
    },
  }),
  deskPage({
    path: '/desk/people/admit',
    method: 'post',
    action: 'worker.admit',
    title: 'desk.people.title',
    render: async ({ form }, worker) => {
      const admitted = await admitWorker(worker.desk, admin(worker), idOf(form));
      if (admitted.ok) return redirectTo('/desk/people');
      const { why } = admitted;
      return why === 'no-key' || why === 'gone' ? notFound() : showFault(NOT_ADMITTED[why]);
    },
  }),
  deskPage({
    path: '/desk/people/confirm',
    method: 'post',
    action: 'worker.confirm',
    title: 'desk.people.title',
    render: takeConfirmed,
  }),
  deskPage({
    path: '/desk/people/withdraw',
    method: 'post',
    action: 'invitation.withdraw',
    title: 'desk.people.title',
    render: async ({ form }, worker) => {
      await withdrawInvitation(admin(worker), idOf(form));
      return redirectTo('/desk/people');
    },
  }),
];

/** Confirms who waits, by the digits that were heard from them. What was typed comes back where it is not taken. */
async function takeConfirmed({ form, words }: Visit, worker: SignedIn): Promise<Answer> {
  const workerId = idOf(form);
  const name = digitsField(workerId);
  const asked = { workerId, seen: form.get('seen') ?? '', digits: form.get(name) ?? '' };
  const confirmed = await confirmWorker(worker, asked);
  if (confirmed.ok) return redirectTo('/desk/people');
  const { why } = confirmed;
  if (why === 'founding') return showFault(NOT_ADMITTED.founding);
  if (why === 'other-content')
    return showPeople(worker, EMPTY_FORM, { workerId, state: { values: form, problems: [] }, isOther: true });
  if (why !== 'digits' && why !== 'too-often') return notFound();
  const message = words.t(why === 'digits' ? 'desk.people.heard-wrong' : 'desk.people.heard-often');
  const state = { values: form, problems: [{ name, message }] };
  return showPeople(worker, EMPTY_FORM, { workerId, state, isOther: false });
}

const NOT_ADMITTED: Record<Exclude<NotAdmitted, 'no-key' | 'gone'>, FaultNotice> = {
  clash: { status: 409, message: 'desk.invite.role-clash', advice: 'desk.people.again-advice' },
  founding: { status: 409, message: 'desk.people.founding', advice: 'desk.people.again-advice' },
};

const NOT_INVITED: Record<Exclude<NotInvited, 'no-key'>, [field: string, message: PlainKey]> = {
  clash: ['role', 'desk.invite.role-clash'],
  'first-confirms': ['role', 'desk.invite.first-confirms'],
  'first-alone': ['name', 'desk.invite.first-alone'],
};

async function refuseInvitation(
  worker: SignedIn,
  { form, words }: Pick<Visit, 'form' | 'words'>,
  why: NotInvited,
) {
  if (why === 'no-key') return notFound();
  const [name, message] = NOT_INVITED[why];
  return showPeople(worker, { values: form, problems: [{ name, message: words.t(message) }] });
}

function admin({ door, keys }: SignedIn) {
  return { door, keyring: keys };
}

/** An id as a form sent it; one that nobody has where it is none. */
function idOf(form: URLSearchParams): string {
  const id = form.get('id') ?? '';
  return /^[0-9a-f-]{36}$/.test(id) ? id : '00000000-0000-0000-0000-000000000000';
}

/** The teams that an invitation may name: those of the agency, for whoever may choose the members of teams. */
async function teamsToGive(worker: SignedIn): Promise<readonly SeenTeam[]> {
  return mayAtAll(worker.actor, 'team.change') ? listTeams(worker) : [];
}

async function showPeople(worker: SignedIn, state: FormState, again?: ConfirmingAgain) {
  const colleagues = await readColleagues(worker);
  const roles = await listRoles(worker);
  const invitations = mayAtAll(worker.actor, 'invitation.read') ? await listInvitations(admin(worker)) : [];
  const prepared = await namePrepared(worker, await listPrepared(worker));
  const mayInvite = mayAtAll(worker.actor, 'invitation.make');
  const token = worker.formToken;
  const teams = prepared.length > 0 || mayInvite ? await listTeams(worker) : [];
  const given = mayInvite ? await teamsToGive(worker) : [];
  const props = {
    colleagues,
    roles,
    invitations,
    prepared,
    teams,
    given,
    state,
    again,
    token,
    now: worker.desk.now(),
  };
  const isWrong = [...state.problems, ...(again?.state.problems ?? [])].length > 0;
  const status = again?.isOther ? 409 : isWrong ? 422 : 200;
  return showPage(<People {...props} mayInvite={mayInvite} />, { status });
}

type PeopleProps = {
  colleagues: readonly Colleague[];
  roles: readonly NamedRole[];
  invitations: readonly SeenInvitation[];
  prepared: readonly NamedPrepared[];
  teams: readonly SeenTeam[];
  /** Those of the teams that an invitation may name. */
  given: readonly SeenTeam[];
  state: FormState;
  again: ConfirmingAgain | undefined;
  token: string;
  mayInvite: boolean;
  now: Date;
};

function People(props: PeopleProps): JSX.Element {
  const { t } = useWords();
  const { colleagues, roles, invitations, prepared, teams, given, state, again, token, mayInvite, now } =
    props;
  const teamsOf = (one: SeenInvitation) => teams.filter(({ teamId }) => one.teams.includes(teamId));
  const waiting = invitations.filter((one) => one.waiting !== undefined);
  const open = invitations.filter((one) => one.waiting === undefined && one.preparedId === undefined);
  return (
    <>
      <PageHead title={t('desk.people.title')} />
      {waiting.length > 0 && (
        <Part id="waiting" title={t('desk.people.waiting')}>
          <p>{t('desk.people.waiting-lede')}</p>
          <ul class="flow">
            {waiting.map((one) => (
              <Waiting key={one.invitationId} invitation={one} teams={teamsOf(one)} token={token} />
            ))}
          </ul>
        </Part>
      )}
      <PreparedPeople {...{ prepared, invitations, roles, teams, token, again }} />
      <Table
        caption={t('desk.people.title')}
        isCaptionHidden
        columns={[{ label: t('desk.enrol.name') }, { label: t('desk.people.roles') }]}
        rows={colleagues.map((one) => [
          <PageLink key="name" path={`/desk/people/${one.workerId}`}>
            <bdi>{one.name}</bdi>
          </PageLink>,
          <Roles key="roles" roles={one.roles} all={roles} />,
        ])}
      />
      {open.length > 0 && (
        <Part id="invited" title={t('desk.people.invited')}>
          <ul class="flow">
            {open.map((one) => (
              <Open key={one.invitationId} invitation={one} teams={teamsOf(one)} token={token} now={now} />
            ))}
          </ul>
        </Part>
      )}
      {mayInvite && <Invite state={state} teams={given} token={token} />}
    </>
  );
}

function Waiting(props: {
  invitation: SeenInvitation;
  teams: readonly SeenTeam[];
  token: string;
}): JSX.Element {
  const { invitation, teams, token } = props;
  const { t, href } = useWords();
  return (
    <li>
      <form method="post" action={href('/desk/people/admit')}>
        <input type="hidden" name={FORM_TOKEN} value={token} />
        <input type="hidden" name="id" value={invitation.invitationId} />
        <p>
          <b>
            <bdi>{invitation.waiting?.name}</bdi>
          </b>{' '}
          <Roles roles={invitation.roles} />
        </p>
        <Teams teams={teams} />
        <Digits digits={invitation.waiting?.digits ?? ''} />
        <p class="btns">
          <Button>{t('desk.people.admit')}</Button>
          <Button kind="other" path="/desk/people/withdraw">
            {t('desk.people.refuse')}
          </Button>
        </p>
      </form>
    </li>
  );
}

function Open(props: {
  invitation: SeenInvitation;
  teams: readonly SeenTeam[];
  token: string;
  now: Date;
}): JSX.Element {
  const { t, href, language } = useWords();
  const { invitation, teams, token, now } = props;
  const isOver = invitation.expiresAt <= now;
  return (
    <li>
      <form method="post" action={href('/desk/people/withdraw')}>
        <input type="hidden" name={FORM_TOKEN} value={token} />
        <input type="hidden" name="id" value={invitation.invitationId} />
        <p>
          <b>
            <bdi>{invitation.forName}</bdi>
          </b>{' '}
          <Roles roles={invitation.roles} />{' '}
          {isOver ? (
            <Tag>{t('desk.people.over')}</Tag>
          ) : (
            <span class="soft small">
              {t('desk.people.until', {
                day: writeDate(invitation.expiresAt.toISOString().slice(0, 10), language),
              })}
            </span>
          )}
        </p>
        <Teams teams={teams} />
        <p class="btns">
          <Button kind="other">{t('desk.people.take-back')}</Button>
        </p>
      </form>
    </li>
  );
}

function Invite(props: { state: FormState; teams: readonly SeenTeam[]; token: string }): JSX.Element {
  const { state, teams, token } = props;
  const { t } = useWords();
  return (
    <Part id="invite" title={t('desk.invite.title')}>
      <p>{t('desk.invite.lede')}</p>
      <DeskForm path="/desk/people/invite" token={token} state={state} next={t('desk.invite.next')}>
        <Field name="name" label={t('desk.enrol.name')} hint={t('desk.invite.name-hint')} />
        <fieldset class="field" id="role">
          <legend>{t('desk.people.roles')}</legend>
          <p class="hint">{t('desk.invite.role-hint')}</p>
          {ROLES.map((role) => (
            <Tick key={role} name="role" value={role} label={t(ROLE_WORDS[role])} />
          ))}
        </fieldset>
        {teams.length > 0 && (
          <fieldset class="field" id="team">
            <legend>{t('desk.invite.teams')}</legend>
            <p class="hint">{t('desk.invite.team-hint')}</p>
            {teams.map(({ teamId, name }) => (
              <Tick key={teamId} name="team" value={teamId} label={name} />
            ))}
          </fieldset>
        )}
      </DeskForm>
    </Part>
  );
}

function Invited({ name, path, until }: { name: string; path: string; until: Date }): JSX.Element {
  const { t, rich, language } = useWords();
  return (
    <div class="read">
      <PageHead
        title={rich('desk.invited.title', { name, b: (inner) => <bdi>{inner}</bdi> })}
        lede={t('desk.invited.lede', { day: writeDate(until.toISOString().slice(0, 10), language) })}
      />
      <p class="keep">
        <bdi dir="ltr">{path}</bdi>
      </p>
    </div>
  );
}
