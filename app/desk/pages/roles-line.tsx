import type { JSX } from 'preact';
import { useWords } from '../../web/index.ts';
import type { NamedRole } from '../roles/change-role.ts';
import type { SeenTeam } from '../teams/list-teams.ts';
import { roleLabel } from './role-words.ts';

/** Roles by their names, on one line. */
export function Roles({
  roles,
  all = [],
}: {
  roles: readonly string[];
  /** The roles of the agency, for the names of those that it made. */
  all?: readonly NamedRole[];
}): JSX.Element {
  const words = useWords();
  const nameOf = (id: string) =>
    roleLabel(words, all.find((role) => role.id === id) ?? { id, name: undefined });
  return <bdi>{roles.map(nameOf).join(' · ')}</bdi>;
}

/** The teams that somebody is to be in, on one line; nothing where it is none. */
export function Teams({ teams }: { teams: readonly SeenTeam[] }): JSX.Element | null {
  const { t } = useWords();
  if (teams.length === 0) return null;
  return (
    <p>
      {t('desk.invite.teams')}: <bdi>{teams.map(({ name }) => name).join(' · ')}</bdi>
    </p>
  );
}
