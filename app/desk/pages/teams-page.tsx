import type { JSX } from 'preact';
import {
  type Answer,
  BackLink,
  Choice,
  EMPTY_FORM,
  Empty,
  Field,
  type FormState,
  formStatus,
  notFound,
  PageHead,
  PageLink,
  Part,
  redirectTo,
  showPage,
  Tick,
  useWords,
  type Visit,
} from '../../web/index.ts';
import { may, mayAtAll } from '../policy/index.ts';
import { changeMembers } from '../teams/change-members.ts';
import { listTeams, type SeenTeam } from '../teams/list-teams.ts';
import { makeTeam } from '../teams/make-team.ts';
import { nameDeputy } from '../teams/name-deputy.ts';
import { type Colleague, readColleagues } from './colleagues.ts';
import { DeskForm } from './desk-form.tsx';
import { type DeskPage, deskPage } from './desk-page.tsx';
import type { SignedIn } from './signed-in.ts';

const NAME_LIMIT = 80;
const SHARED = { title: 'desk.teams.title' } as const;

/** Who works together, and who stands in for whom. */
export const teamsPages: readonly DeskPage[] = [
  deskPage({
    ...SHARED,
    path: '/desk/teams',
    method: 'get',
    action: 'team.read',
    place: 'desk.teams.place',
    render: (_visit, worker) => showTeams(worker, EMPTY_FORM),
  }),
  deskPage({
    ...SHARED,
    path: '/desk/teams/:team',
    method: 'get',
    action: 'team.read',
    render: ({ params }, worker) => showTeam(worker, params.team ?? '', EMPTY_FORM),
  }),
  deskPage({ ...SHARED, path: '/desk/teams/make', method: 'post', action: 'team.make', render: takeTeam }),
  deskPage({
    ...SHARED,
    path: '/desk/teams/members',
    method: 'post',
    action: 'team.change',
    render: async ({ form, words }, worker) => {
      const asked = { teamId: idIn(form, 'team'), members: form.getAll('member') };
      const changed = await changeMembers(worker, asked);
      if (changed.ok) return redirectTo(`/desk/teams/${asked.teamId}`);
      if (changed.why !== 'oneself') return notFound();
      const message = words.t('desk.teams.oneself');
      return showTeam(worker, asked.teamId, { values: form, problems: [{ name: 'member', message }] });
    },
  }),
  deskPage({
    ...SHARED,
    path: '/desk/teams/my-deputy',
    method: 'post',
    action: 'self.name-deputy',
    render: (visit, worker) =>
      takeDeputy(visit, worker, { absentId: worker.actor.workerId, deputy: visit.form.get('my-deputy') }),
  }),
  deskPage({
    ...SHARED,
    path: '/desk/teams/deputy',
    method: 'post',
    action: 'team.name-deputy',
    render: (visit, worker) =>
      takeDeputy(visit, worker, { absentId: idIn(visit.form, 'absent'), deputy: visit.form.get('deputy') }),
  }),
];

function idIn(form: URLSearchParams, name: string): string {
  const id = form.get(name) ?? '';
  return /^[0-9a-f-]{36}$/.test(id) ? id : '00000000-0000-0000-0000-000000000000';
}

async function takeTeam({ form, words }: Visit, worker: SignedIn): Promise<Answer> {
  const name = (form.get('name') ?? '').trim();
  if (name === '' || name.length > NAME_LIMIT) {
    const message = words.t('desk.teams.name-wrong', { max: NAME_LIMIT });
    return showTeams(worker, { values: form, problems: [{ name: 'name', message }] });
  }
  const made = await makeTeam(worker, name);
  return made.ok ? redirectTo(`/desk/teams/${made.teamId}`) : notFound();
}

async function takeDeputy(
  { form, words }: Visit,
  worker: SignedIn,
  { absentId, deputy }: { absentId: string; deputy: string | null },
): Promise<Answer> {
  const teamId = idIn(form, 'team');
  const { now, random } = worker.desk;
  const named = await nameDeputy(
    { ...worker, now, random },
    {
      teamId,
      absentId,
      deputyId: deputy === 'nobody' ? undefined : (deputy ?? ''),
    },
  );
  if (named.ok) return redirectTo(`/desk/teams/${teamId}`);
  if (named.why !== 'oneself' && named.why !== 'gone') return notFound();
  const message = words.t('desk.teams.deputy-wrong');
  return showTeam(worker, teamId, { values: form, problems: [{ name: 'deputy', message }] });
}

async function showTeams(worker: SignedIn, state: FormState): Promise<Answer> {
  const teams = await listTeams(worker);
  const mayMake = mayAtAll(worker.actor, 'team.make');
  return showPage(<Teams {...{ teams, mayMake, state }} token={worker.formToken} />, {
    status: formStatus(state),
  });
}

async function showTeam(worker: SignedIn, teamId: string, state: FormState): Promise<Answer> {
  const { actor, formToken } = worker;
  const team = (await listTeams(worker)).find((one) => one.teamId === teamId);
  if (!team) return notFound();
  const colleagues = await readColleagues(worker);
  const thing = { kind: 'team', agencyId: actor.agencyId, teamId } as const;
  const props: OfTeam = {
    team,
    colleagues,
    state,
    members: colleagues.filter(({ workerId }) => team.members.some((one) => one.workerId === workerId)),
    token: formToken,
    me: actor.workerId,
    mayChange: may(actor, 'team.change', thing).may,
    mayName: may(actor, 'team.name-deputy', thing).may,
  };
  return showPage(<Team {...props} />, { status: formStatus(state) });
}

type TeamsProps = { teams: readonly SeenTeam[]; mayMake: boolean; state: FormState; token: string };

function Teams({ teams, mayMake, token, state }: TeamsProps): JSX.Element {
  const { t } = useWords();
  return (
    <>
      <PageHead title={t('desk.teams.title')} lede={t('desk.teams.lede')} />
      {teams.length === 0 ? (
        <Empty title={t('desk.teams.none')} why={t('desk.teams.none-why')} />
      ) : (
        <ul class="flow">
          {teams.map(({ teamId, name }) => (
            <li key={teamId}>
              <PageLink path={`/desk/teams/${teamId}`}>
                <bdi>{name}</bdi>
              </PageLink>
            </li>
          ))}
        </ul>
      )}
      {mayMake && (
        <Part id="make" title={t('desk.teams.make')}>
          <DeskForm path="/desk/teams/make" token={token} state={state} next={t('desk.teams.make')}>
            <Field name="name" label={t('desk.teams.name')} />
          </DeskForm>
        </Part>
      )}
    </>
  );
}

type OfTeam = {
  team: SeenTeam;
  colleagues: readonly Colleague[];
  members: readonly Colleague[];
  state: FormState;
  token: string;
  me: string;
  mayChange: boolean;
  mayName: boolean;
};

function Team(props: OfTeam): JSX.Element {
  const { t } = useWords();
  const { team, members, me, mayChange, mayName } = props;
  return (
    <>
      <BackLink path="/desk/teams">{t('desk.teams.title')}</BackLink>
      <PageHead title={<bdi>{team.name}</bdi>} />
      <ul>
        {members.map(({ workerId, name }) => (
          <li key={workerId}>
            <bdi>{name}</bdi>
          </li>
        ))}
      </ul>
      <Deputies {...props} />
      {members.some(({ workerId }) => workerId === me) && <MyDeputy {...props} />}
      {mayName && <DeputyForOther {...props} />}
      {mayChange && <Members {...props} />}
    </>
  );
}

function Deputies({ team, colleagues }: OfTeam): JSX.Element {
  const { rich } = useWords();
  const nameOf = (id: string | undefined) => colleagues.find(({ workerId }) => workerId === id)?.name ?? '';
  const standing = team.members.flatMap(({ workerId, deputyFor }) =>
    deputyFor.map((absentId) => ({ workerId, absentId })),
  );
  return (
    <>
      {standing.map(({ workerId, absentId }) => (
        <p key={`${workerId} ${absentId}`}>
          {rich('desk.teams.deputy-of', {
            deputy: nameOf(workerId),
            absent: nameOf(absentId),
            b: (inner) => <bdi>{inner}</bdi>,
          })}
        </p>
      ))}
    </>
  );
}

function MyDeputy({ team, members, me, token }: OfTeam): JSX.Element {
  const { t } = useWords();
  const mine = team.members.find(({ deputyFor }) => deputyFor.includes(me))?.workerId ?? 'nobody';
  const state = { values: new URLSearchParams({ 'my-deputy': mine }), problems: [] };
  const others = members.filter(({ workerId }) => workerId !== me);
  return (
    <DeskForm path="/desk/teams/my-deputy" token={token} state={state} next={t('desk.teams.deputy-save')}>
      <input type="hidden" name="team" value={team.teamId} />
      <DeputyChoice name="my-deputy" label={t('desk.teams.my-deputy')} members={others} />
    </DeskForm>
  );
}

function DeputyForOther({ team, members, me, state, token }: OfTeam): JSX.Element {
  const { t } = useWords();
  const others = members.filter(({ workerId }) => workerId !== me);
  return (
    <DeskForm path="/desk/teams/deputy" token={token} state={state} next={t('desk.teams.deputy-save')}>
      <input type="hidden" name="team" value={team.teamId} />
      <Choice name="absent" label={t('desk.teams.absent')} options={optionsOf(others)} />
      <DeputyChoice name="deputy" label={t('desk.teams.deputy')} members={members} />
    </DeskForm>
  );
}

function DeputyChoice(props: { name: string; label: string; members: readonly Colleague[] }): JSX.Element {
  const { t } = useWords();
  const options = [{ value: 'nobody', label: t('desk.teams.nobody') }, ...optionsOf(props.members)];
  return <Choice name={props.name} label={props.label} options={options} />;
}

function optionsOf(colleagues: readonly Colleague[]): { value: string; label: string }[] {
  return colleagues.map(({ workerId, name }) => ({ value: workerId, label: name }));
}

function Members({ team, colleagues, token }: OfTeam): JSX.Element {
  const { t } = useWords();
  const values = new URLSearchParams();
  for (const { workerId } of team.members) values.append('member', workerId);
  return (
    <DeskForm
      path="/desk/teams/members"
      token={token}
      state={{ values, problems: [] }}
      next={t('desk.teams.save')}
    >
      <input type="hidden" name="team" value={team.teamId} />
      <fieldset class="field">
        <legend>{t('desk.teams.members')}</legend>
        {colleagues.map(({ workerId, name }) => (
          <Tick key={workerId} name="member" value={workerId} label={<bdi>{name}</bdi>} />
        ))}
      </fieldset>
    </DeskForm>
  );
}
