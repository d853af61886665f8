import type { JSX } from 'preact';
import { DateText, useWords } from '../../web/index.ts';
import type { LawWords } from '../law-words.ts';
import type { SimulationResult } from '../simulate/index.ts';
import { stateName } from '../state-choices.ts';

type ReachesProps = { list: readonly string[]; results: readonly SimulationResult[]; said: LawWords };
type Told = { reform: SimulationResult['reforms'][number]; state: string | null };

/** Whether the reforms of a list could bind the States that each result was asked for. */
export function Reaches({ list, results, said }: ReachesProps): JSX.Element {
  const told = new Map<string, Told>();
  for (const { reforms, state } of results)
    for (const reform of reforms) if (list.includes(reform.id)) told.set(reform.reach, { reform, state });
  return (
    <>
      {[...told].map(([reach, one]) => (
        <p key={reach} class="read">
          <Reach {...one} said={said} />
        </p>
      ))}
    </>
  );
}

/** A result of another law may tell of a reform that this one does not have: then its own English sentence stands. */
function Reach({ reform, state, said }: Told & { said: LawWords }): JSX.Element {
  const { t, language } = useWords();
  const overlay = said.law.overlays[reform.id];
  if (!overlay) return <bdi lang="en">{reform.reach}</bdi>;
  if (overlay.amends === undefined) return <>{t('law.reforms.amends-nothing')}</>;
  const named = (states: readonly string[]) => ({
    state: new Intl.ListFormat(language).format(states.map((one) => stateName(one, language))),
  });
  const { outside, through, lastKnownOutside, notKnown } = reform;
  const isBound = state !== null && outside.length + through.length + notKnown.length === 0;
  return (
    <>
      {t('law.reforms.amends', { instrument: said.instrument(overlay.amends) })}.{' '}
      {isBound && t('before-after.bound', named([state]))}
      {outside.length > 0 && `${t('before-after.not-bound', named(outside))} `}
      {through.map((one) => (
        <span key={one.state}>
          {t('before-after.bound-through', {
            ...named([one.state]),
            instrument: said.instrument(one.instrument),
          })}{' '}
        </span>
      ))}
      {notKnown.length > 0 && `${t('before-after.bound-unknown', named(notKnown))} `}
      {lastKnownOutside.map(({ state: one, asOf }) => (
        <span key={one}>
          {stateName(one, language)}: {t('before-after.last-not-bound')} <DateText day={asOf} />.{' '}
        </span>
      ))}
    </>
  );
}
