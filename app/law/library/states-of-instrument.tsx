import type { Law } from '@clew/rules';
import type { JSX } from 'preact';
import { DateText, Folded, PageLink, Table, useWords } from '../../web/index.ts';
import { type BoundState, boundStates } from '../bound-states.ts';
import { BoundVerdict, ListChecked, ReservationWords } from '../bound-words.tsx';
import { stateName } from '../state-choices.ts';

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
  const count = (verdict: BoundState['verdict']) => named.filter((one) => one.verdict === verdict).length;
  if (named.length === 0) return <p>{t('library.states-unsaid')}</p>;
  const days = named.map(({ asOf = '' }) => asOf).sort();
  return (
    <>
      <p>
        {t('library.states-count', {
          bound: count('yes'),
          not: count('no'),
          unsaid: states.length - count('yes') - count('no'),
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
      <ListChecked law={law} instrument={instrument} />
      {each}
    </>
  );
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
          const { state, verdict, since, asOf, reservations = [] } = bound;
          return [
            <PageLink key="state" path={`/law/states/${state}`}>
              {name}
            </PageLink>,
            <div key="bound">
              <BoundVerdict bound={bound} />
              {reservations.map((one) => (
                <ReservationWords key={one.text} of={one} />
              ))}
            </div>,
            verdict === 'yes' && since !== undefined ? <Since key="since" since={since} /> : '',
            asOf === undefined ? '' : <DateText key="asOf" day={asOf} />,
          ];
        })}
      />
      <p class="small soft">{t('library.states-rest')}</p>
    </Folded>
  );
}

/** A day, or a year where the list tells no day. */
function Since({ since }: { since: string }): JSX.Element {
  return since.length > 4 ? <DateText day={since} /> : <span>{since}</span>;
}
