import { boundBy, type Citation, type Day, isOpen, type Verified } from '@clew/rules';
import type { JSX } from 'preact';
import { CheckMark, DateText, Part, Table, useWords, Verdict } from '../../web/index.ts';
import { AsOf } from '../as-of.tsx';
import { treatiesOf } from '../bound-states.ts';
import { Sources } from '../explanation.tsx';
import type { LawWords } from '../law-words.ts';
import { RESERVATION_KEYS } from '../reservation-words.ts';
import type { At } from './asked-of.ts';
import type { Found } from './found.ts';
import type { Missing } from './missing-law.ts';
import { NATIONAL_KEYS } from './standing-words.ts';

/** That somebody looked for a law and found none: what, up to which day, and where that was seen. */
export function MissingWords({ of: { status, told } }: { of: Missing }): JSX.Element {
  const { t } = useWords();
  return (
    <>
      <strong>{t(NATIONAL_KEYS[status])}</strong>
      <p class="small">
        <bdi lang="en">{told.text}</bdi>
      </p>
      <SeenWhere of={told} />
    </>
  );
}

/** Older and newer law of the State that contradict each other; nothing where nobody has said so. */
export function Contradictions({ found, said }: { found: Found; said: LawWords }): JSX.Element | null {
  const { t } = useWords();
  const { contradictions } = found;
  if (contradictions.length === 0) return null;
  return (
    <Part id="contradictions" title={t('states.contradictions')}>
      <p>{t('states.contradictions-note')}</p>
      <Table
        caption={t('states.contradictions')}
        isCaptionHidden
        columns={[
          { label: t('states.column-what') },
          { label: t('states.older') },
          { label: t('states.newer') },
          { label: t('states.where-they-part') },
        ]}
        rows={contradictions.map((one) => [
          one.of.map((id) => said.rule(id)).join('; '),
          <OneLaw text={one.older.text} cites={one.citesOf.older} said={said} />,
          <OneLaw text={one.newer.text} cites={one.citesOf.newer} said={said} />,
          <>
            <bdi lang="en">{one.text}</bdi>
            <SeenWhere of={one} />
          </>,
        ])}
      />
    </Part>
  );
}

function OneLaw(props: { text: string; cites: readonly Citation[]; said: LawWords }): JSX.Element {
  return (
    <>
      <bdi lang="en">{props.text}</bdi> <Sources citations={props.cites} law={props.said} />
    </>
  );
}

/** All that a State said of treaties, with what it took back; where nothing was read, that nobody has said. */
export function SaidOfTreaties({ at, said }: { at: At; said: LawWords }): JSX.Element {
  const { t } = useWords();
  const told = said.law.states[at.state]?.reservations ?? [];
  const unlooked = treatiesOf(said.law).filter((id) => boundBy(said.law, id, at).unlooked !== undefined);
  return (
    <Part id="reservations" title={t('states.reservations')}>
      <p>{t('states.reservations-note')}</p>
      {unlooked.length > 0 && (
        <p>
          {t('states.reservations-unlooked', {
            treaties: unlooked.map((id) => said.instrument(id)).join(', '),
          })}
        </p>
      )}
      {told.length === 0 && <Verdict state="unknown" word={t('states.national.nobody-has-said')} />}
      {told.length > 0 && (
        <Table
          caption={t('states.reservations')}
          isCaptionHidden
          columns={[
            { label: t('states.column-treaty') },
            { label: t('states.column-kind') },
            { label: t('states.column-said') },
          ]}
          rows={told.map((one) => [
            said.instrument(one.instrument),
            <>
              {t(RESERVATION_KEYS[one.kind])}
              {one.articles.length > 0 && (
                <p class="small">{t('states.reservation.articles', { articles: one.articles.join(', ') })}</p>
              )}
            </>,
            <>
              <bdi lang="en">{one.text}</bdi>
              {one.until !== undefined && (
                <p class="small">
                  {t('states.taken-back')} <DateText day={one.until} />
                </p>
              )}
              {one.goneBy !== undefined && (
                <p class="small">
                  {t('states.gone-by')} <DateText day={one.goneBy} />
                </p>
              )}
              {isOpen(one, at.on) && <p class="small">{t('states.reservation.open')}</p>}
              <SeenWhere of={one} />
            </>,
          ])}
        />
      )}
    </Part>
  );
}

/** Up to which day it is known, that nobody checked it, and where it was seen. */
export function SeenWhere({
  of,
}: {
  of: Pick<Verified, 'status' | 'compared'> & { asOf: Day };
}): JSX.Element {
  const { t } = useWords();
  const { status, compared } = of;
  return (
    <p class="small">
      <AsOf of={of} /> <CheckMark of={status} />
      {compared && (
        <small class="soft">
          {' '}
          {t(status === 'compared' ? 'law.compared' : 'law.seen')} <bdi lang="en">{compared.source}</bdi>
          {compared.note && (
            <>
              {'. '}
              <bdi lang="en">{compared.note}</bdi>
            </>
          )}
        </small>
      )}
    </p>
  );
}
