import { type Bound, boundBy, type Instrument, type Law, type SaidOfTreaty } from '@clew/rules';
import type { ComponentChildren, JSX } from 'preact';
import { CheckMark, DateText, type PlainKey, useWords, Verdict, writeDate } from '../web/index.ts';
import { BOUND_KEYS } from './bound-states.ts';
import type { At } from './conditions.tsx';
import type { LawWords } from './law-words.ts';
import { membersAsOf } from './older-list.ts';
import { organisationName } from './organisation-name.ts';
import { asWhole, isBoundWithLimit, isLimitOpen, RESERVATION_KEYS } from './reservation-words.ts';

/** Whether the State is bound, since when, up to which day that is known and by whom, and what it said of the treaty itself. */
export function BoundWords(props: {
  instrument: Instrument;
  at: NonNullable<At>;
  said: LawWords;
  /** What was found of the paragraphs that are meant; without it, of the whole instrument. */
  bound?: Bound | undefined;
  /** Where on the same page all that the State said of treaties stands; without it the words stand here. */
  reservationsAt?: string;
}): JSX.Element {
  const { t } = useWords();
  const { law } = props.said;
  const bound = props.bound ?? boundBy(law, props.instrument.id, props.at);
  const { asOf, reservations = [] } = bound;
  return (
    <>
      <BoundVerdict
        law={law}
        bound={props.bound ?? asWhole(bound)}
        isUnlookedToldElsewhere={props.reservationsAt !== undefined}
      />{' '}
      <BoundSince bound={bound} />{' '}
      {asOf !== undefined && (
        <small class="soft">
          {t(
            membersAsOf(law, bound) === undefined || bound.verdict !== 'yes'
              ? 'assess.national.as-of'
              : 'assess.national.members-as-of',
          )}{' '}
          <DateText day={asOf} />
        </small>
      )}{' '}
      <SaidBy bound={bound} />
      {reservations.map((one) =>
        props.reservationsAt === undefined ? (
          <ReservationWords key={one.text} of={one} />
        ) : (
          <span key={one.text}>
            {' '}
            <a class="small" href={props.reservationsAt}>
              {t(RESERVATION_KEYS[one.kind])}
            </a>
          </span>
        ),
      )}
    </>
  );
}

/** Since when it is bound; where only the day of its consent is told, that day; of who has left, the last day. */
export function BoundSince({ bound }: { bound: Bound }): JSX.Element | null {
  const { t } = useWords();
  const { verdict, since, consented, until } = bound;
  if (verdict === 'no' && until !== undefined)
    return (
      <span>
        {t('bound.left')} <DateText day={until} />
      </span>
    );
  if (verdict !== 'yes') return null;
  if (since !== undefined)
    return (
      <span>
        {t('assess.national.since')} <DayOrYear on={since} />
      </span>
    );
  if (consented === undefined) return null;
  return (
    <span>
      {t('bound.consented')} <DayOrYear on={consented} />
    </span>
  );
}

function DayOrYear({ on }: { on: string }): JSX.Element {
  return on.length > 4 ? <DateText day={on} /> : <span>{on}</span>;
}

/**
 * Bound or not. The word says so where the State took something away itself, where nobody looked at what it said of the
 * treaty, and where it could never be bound.
 */
export function BoundVerdict(props: {
  law: Law;
  bound: Bound;
  note?: ComponentChildren;
  /** On a page that says once of which treaties nobody looked at what a State said, it is not said here again. */
  isUnlookedToldElsewhere?: boolean;
}): JSX.Element {
  const { t, language } = useWords();
  const { law, bound, note } = props;
  const { closedTo, lastNot } = bound;
  const word =
    closedTo !== undefined
      ? t('bound.closed', { organisation: organisationName(law, closedTo, language) })
      : lastNot !== undefined
        ? t('bound.not-then', { day: writeDate(lastNot, language) })
        : t(wordKey(bound, props.isUnlookedToldElsewhere === true));
  return <Verdict state={bound.verdict} word={word} note={note} />;
}

function wordKey(bound: Bound, isToldElsewhere: boolean): PlainKey {
  if (isBoundWithLimit(bound)) return limitKey(bound);
  if (bound.unlooked === undefined) return BOUND_KEYS[bound.verdict];
  if (isToldElsewhere) return 'bound.party';
  return bound.unlooked === 'not-written' ? 'bound.not-written' : 'bound.unlooked';
}

function limitKey(bound: Bound): PlainKey {
  return isLimitOpen(bound) ? 'states.limit-open' : 'states.map-limited';
}

const SAID_BY: Readonly<Record<NonNullable<Bound['said']>['by'], PlainKey>> = {
  list: 'bound.by-list',
  state: 'bound.by-state',
};

/** Whether a list of parties or the State's own file says it, and that nobody checked that, where nobody did. */
export function SaidBy({ bound: { said } }: { bound: Bound }): JSX.Element | null {
  const { t } = useWords();
  if (!said) return null;
  return (
    <small class="soft">
      {t(SAID_BY[said.by])} <CheckMark of={said.status} />
    </small>
  );
}

/** What a State said of a treaty: the kind, the articles, the words of our own, and up to which day that is known. */
export function ReservationWords({ of }: { of: SaidOfTreaty }): JSX.Element {
  const { t } = useWords();
  const { kind, articles, text, asOf, status, open } = of;
  return (
    <p class="small">
      <strong>{t(RESERVATION_KEYS[kind])}</strong>
      {articles.length > 0 && <>, {t('states.reservation.articles', { articles: articles.join(', ') })}</>}:{' '}
      <bdi lang="en">{text}</bdi> <CheckMark of={status} />{' '}
      <small class="soft">
        {t('assess.national.as-of')} <DateText day={asOf} />
      </small>
      {open && <> {t('states.reservation.open')}</>}
    </p>
  );
}

/** With what the list of the parties to an instrument was compared, and that nobody checked it; nothing without a list. */
export function ListChecked({ law, instrument }: { law: Law; instrument: string }): JSX.Element | null {
  const { t } = useWords();
  const list = law.parties[instrument];
  if (!list) return null;
  const { compared, status, asOf } = list;
  return (
    <p class="small">
      {t('library.list-source')} {t('assess.national.as-of')} <DateText day={asOf} />.{' '}
      <CheckMark of={status} />
      {compared && (
        <small class="soft">
          {' '}
          {t(status === 'compared' ? 'law.compared' : 'law.seen')} <bdi lang="en">{compared.source}</bdi>
        </small>
      )}
    </p>
  );
}
