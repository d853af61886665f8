import type { JSX } from 'preact';
import { Button, EMPTY_FORM, Field, type FormState, Part, useWords } from '../../web/index.ts';
import type { SeenInvitation } from '../agency/invitations.ts';
import type { PreparedWorker } from '../agency/prepared-workers.ts';
import type { NamedRole } from '../roles/change-role.ts';
import { FORM_TOKEN } from '../session/ticket.ts';
import type { SeenTeam } from '../teams/list-teams.ts';
import { DeskForm } from './desk-form.tsx';
import { OtherContent } from './other-content.tsx';
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
  /** What was typed about whom, where it needs another look. */
  again: ConfirmingAgain | undefined;
};

/** A confirmation that was not taken: whose, what was typed, and whether they are another than the page showed. */
export type ConfirmingAgain = { workerId: string; state: FormState; isOther: boolean };

/** Who waits for a second person; nothing where nobody does. */
export function PreparedPeople(props: PreparedProps): JSX.Element | null {
  const { prepared, invitations, roles, teams, token, again } = props;
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
            again={again?.workerId === one.workerId ? again : undefined}
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
  again: ConfirmingAgain | undefined;
}): JSX.Element {
  const { t, rich, href } = useWords();
  const { one, invitationId, roles, teams, token, again } = props;
  const own = teams.filter(({ teamId }) => one.teams.includes(teamId));
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
      {again?.isOther && <OtherContent />}
      {one.mayConfirm && (
        <DeskForm
          path="/desk/people/confirm"
          token={token}
          state={again?.state ?? EMPTY_FORM}
          next={t('desk.people.confirm')}
        >
          <input type="hidden" name="id" value={one.workerId} />
          <input type="hidden" name="seen" value={one.seen} />
          <Field
            name={digitsField(one.workerId)}
            label={t('desk.people.heard')}
            hint={t('desk.people.heard-hint')}
          />
        </DeskForm>
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

/** The field in which the digits of one of those stand who wait. */
export function digitsField(workerId: string): string {
  return `digits-${workerId}`;
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
