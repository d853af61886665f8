import type { JSX } from 'preact';
import { Button, Part, useWords } from '../../web/index.ts';
import type { PreparedWorker } from '../agency/confirm-worker.ts';
import type { SeenInvitation } from '../agency/invitations.ts';
import type { NamedRole } from '../roles/change-role.ts';
import { FORM_TOKEN } from '../session/ticket.ts';
import type { SeenTeam } from '../teams/list-teams.ts';
import { Roles, Teams } from './roles-line.tsx';
import type { SignedIn } from './signed-in.ts';

/** Somebody who waits for a second person, with the name of who prepared them. */
export type NamedPrepared = PreparedWorker & { by: string };

/** Names who prepared. */
export async function namePrepared(
  { names }: SignedIn,
  prepared: readonly PreparedWorker[],
): Promise<NamedPrepared[]> {
  return Promise.all(
    prepared.map(async (one) => ({ ...one, by: (await names.worker(one.preparedBy)) ?? '' })),
  );
}

type PreparedProps = {
  prepared: readonly NamedPrepared[];
  /** For administrators, who can take one back. */
  invitations: readonly SeenInvitation[];
  roles: readonly NamedRole[];
  teams: readonly SeenTeam[];
  token: string;
};

/** Who waits for a second person; nothing where nobody does. */
export function PreparedPeople(props: PreparedProps): JSX.Element | null {
  const { prepared, invitations, roles, teams, token } = props;
  const { t } = useWords();
  if (prepared.length === 0) return null;
  return (
    <Part id="prepared" title={t('desk.people.prepared')}>
      <p>{t('desk.people.prepared-lede')}</p>
      <ul class="flow">
        {prepared.map((one) => (
          <Prepared
            key={one.workerId}
            one={one}
            invitationId={invitations.find(({ preparedId }) => preparedId === one.workerId)?.invitationId}
            roles={roles}
            teams={teams}
            token={token}
          />
        ))}
      </ul>
    </Part>
  );
}

function Prepared(props: {
  one: NamedPrepared;
  invitationId: string | undefined;
  roles: readonly NamedRole[];
  teams: readonly SeenTeam[];
  token: string;
}): JSX.Element {
  const { t, rich, href } = useWords();
  const { one, invitationId, roles, teams, token } = props;
  const own = teams.filter(({ members }) => members.some(({ workerId }) => workerId === one.workerId));
  return (
    <li>
      <p>
        <b>
          <bdi>{one.name}</bdi>
        </b>{' '}
        <Roles roles={one.roles} all={roles} />
      </p>
      <Teams teams={own} />
      <p class="soft small">
        {rich('desk.people.prepared-by', { name: one.by, b: (inner) => <bdi>{inner}</bdi> })}
      </p>
      <Digits digits={one.digits} />
      {one.mayConfirm && (
        <form method="post" action={href('/desk/people/confirm')}>
          <input type="hidden" name={FORM_TOKEN} value={token} />
          <input type="hidden" name="id" value={one.workerId} />
          <p class="btns">
            <Button>{t('desk.people.confirm')}</Button>
          </p>
        </form>
      )}
      {invitationId !== undefined && (
        <form method="post" action={href('/desk/people/withdraw')}>
          <input type="hidden" name={FORM_TOKEN} value={token} />
          <input type="hidden" name="id" value={invitationId} />
          <p class="btns">
            <Button kind="other">{t('desk.people.refuse')}</Button>
          </p>
        </form>
      )}
    </li>
  );
}

/** The digits of a newcomer's keys, which they read out. */
export function Digits({ digits }: { digits: string }): JSX.Element {
  const { t } = useWords();
  return (
    <p>
      <span class="soft small">{t('desk.people.digits')}</span> <bdi dir="ltr">{digits}</bdi>
    </p>
  );
}
