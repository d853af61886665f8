import type { Law, ReservationsTo } from '@clew/rules';
import type { JSX } from 'preact';
import { DateText, Folded, PageLink, Table, useWords, type Words } from '../../web/index.ts';
import { type BoundState, boundStates } from '../bound-states.ts';
import { BoundSince, BoundVerdict, ListChecked, ReservationWords } from '../bound-words.tsx';
import { organisationName } from '../organisation-name.ts';
import { asWhole } from '../reservation-words.ts';
import { stateName } from '../state-choices.ts';
import { CheckedLine } from './checked-line.tsx';

type BoundStatesProps = { law: Law; instrument: string };

/** How many States an instrument binds, up to which days that is known, and a way to each. */
export function BoundStates({
  law,
  instrument,
  each,
}: BoundStatesProps & { each: JSX.Element }): JSX.Element {
  const { t, language } = useWords();
  const kind = law.instruments[instrument]?.kind;
  if (kind === 'guidance') return <p>{t('library.binds-nobody')}</p>;
  if (kind === 'national')
    return (
      <p>
        {t('library.binds-own', { state: stateName(law.instruments[instrument]?.state ?? '', language) })}
      </p>
    );
  const states = boundStates(law, instrument);
  const named = states.filter(({ asOf }) => asOf !== undefined);
  const closed = states.filter(({ closedTo }) => closedTo !== undefined).length;
  const unlooked = states.filter((one) => one.unlooked !== undefined).length;
  const count = (verdict: BoundState['verdict']) => named.filter((one) => one.verdict === verdict).length;
  if (named.length === 0)
    return (
      <>
        <p>{t('library.states-unsaid')}</p>
        <WhoCanJoin law={law} instrument={instrument} />
      </>
    );
  const days = named.map(({ asOf = '' }) => asOf).sort();
  return (
    <>
      <p>
        {t('library.states-count', {
          bound: count('yes'),
          not: count('no') + closed,
          unsaid: states.length - count('yes') - count('no') - closed,
        })}{' '}
        {t('library.lists-of')} <DateText day={days[0] ?? ''} />
        {days[0] !== days.at(-1) && (
          <>
            {' '}
            {t('library.to')} <DateText day={days.at(-1) ?? ''} />
          </>
        )}
        . {t('library.after-list')}
      </p>
      {unlooked > 0 && <p>{t('states.map-unlooked', { count: unlooked })}</p>}
      <WhoCanJoin law={law} instrument={instrument} />
      <ListChecked law={law} instrument={instrument} />
      {each}
    </>
  );
}

/** Who can be bound by it at all, and to what a State can make a reservation, where the instrument says so. */
function WhoCanJoin({ law, instrument }: BoundStatesProps): JSX.Element | null {
  const { t, language } = useWords();
  const { openTo, reservationsTo } = law.instruments[instrument] ?? {};
  if (!openTo && !reservationsTo) return null;
  return (
    <>
      {openTo && (
        <p>
          {t('library.open-to', { organisation: organisationName(law, openTo.organisation, language) })}{' '}
          <CheckedLine of={openTo} />
        </p>
      )}
      {reservationsTo && (
        <p>
          {reservationsText(reservationsTo, t)} <CheckedLine of={reservationsTo} />
        </p>
      )}
    </>
  );
}

function reservationsText(to: ReservationsTo, t: Words['t']): string {
  if ('not' in to) return t('library.reservations-not', { paragraphs: to.not.join(', ') });
  if (to.only.length === 0) return t('library.no-reservations');
  return t('library.reservations-only', { paragraphs: to.only.join(', ') });
}

/** Each State of which a list says something, folded, with the day up to which that is known. */
export function EachState({ law, instrument }: BoundStatesProps): JSX.Element {
  const { t, language } = useWords();
  const order = new Intl.Collator(language);
  const sorted = boundStates(law, instrument)
    .filter(({ asOf }) => asOf !== undefined)
    .map((one) => ({ ...one, name: stateName(one.state, language) }))
    .sort((a, b) => order.compare(a.name, b.name));
  return (
    <Folded title={t('library.states-each')} note={t('library.count', { count: sorted.length })}>
      <Table
        caption={t('library.states-each')}
        isCaptionHidden
        columns={[
          { label: t('library.state') },
          { label: t('library.bound') },
          { label: t('library.since') },
          { label: t('library.as-of') },
        ]}
        rows={sorted.map(({ name, ...bound }) => {
          const { state, asOf, reservations = [] } = bound;
          return [
            <PageLink key="state" path={`/law/states/${state}`}>
              {name}
            </PageLink>,
            <div key="bound">
              <BoundVerdict law={law} bound={asWhole(bound)} />
              {reservations.map((one) => (
                <ReservationWords key={one.text} of={one} />
              ))}
            </div>,
            <BoundSince key="since" bound={bound} />,
            asOf === undefined ? '' : <DateText key="asOf" day={asOf} />,
          ];
        })}
      />
      <p class="small soft">{t('library.states-rest')}</p>
    </Folded>
  );
}
