import { type Day, getCitation, type Overlay, type Reach, reachOf } from '@clew/rules';
import type { JSX } from 'preact';
import { CheckMark, DateText, Folded, PageLink, useWords, writeDate } from '../../web/index.ts';
import { statesByName } from '../asked-day.tsx';
import { Sources } from '../explanation.tsx';
import type { LawWords } from '../law-words.ts';

type WhomProps = { overlay: Overlay; said: LawWords; on: Day };

/** What a reform would amend and by which procedure, how many States that can reach on a day, and which stay outside. */
export function WhomItReaches({ overlay, said, on }: WhomProps): JSX.Element {
  const { t } = useWords();
  const reach = reachOf(said.law, overlay.id, on);
  if (!reach) return <p class="read">{t('law.reforms.amends-nothing')}</p>;
  const { instrument, bound, unknown } = reach;
  const asOf = said.law.parties[instrument]?.asOf;
  return (
    <>
      <p class="read">{t('law.reforms.amends', { instrument: said.instrument(instrument) })}</p>
      <Procedure overlay={overlay} said={said} />
      <p class="read">
        {t('law.reforms.reach', { parties: bound.length, unknown: unknown.length })}{' '}
        {asOf !== undefined && (
          <>
            {t('law.reforms.reach-known')} <DateText day={asOf} />.{' '}
          </>
        )}
        <PageLink path={`/law/states?instrument=${instrument}`}>{t('states.all')}</PageLink>
      </p>
      <ByName reach={reach} said={said} />
    </>
  );
}

function Procedure({ overlay: { procedure }, said }: Pick<WhomProps, 'overlay' | 'said'>): JSX.Element {
  const { t } = useWords();
  if (!procedure) return <p class="read">{t('law.reforms.procedure-unsaid')}</p>;
  return (
    <p class="read">
      {t('law.reforms.procedure', { procedure: procedure.text })}{' '}
      <Sources citations={procedure.cites.map((cite) => getCitation(said.law, cite))} law={said} />
      {procedure.cites.length === 0 && <CheckMark of="unchecked" />}
    </p>
  );
}

/** Each State by name, under what is known of it on that day. None stands in two. */
function ByName({ reach, said }: { reach: Reach; said: LawWords }): JSX.Element {
  const { t, language } = useWords();
  const { bound, through, outside, unknown, lastOutside } = reach;
  const last = lastOutside.map(({ state }) => state);
  const days = [...new Set(lastOutside.map(({ asOf }) => asOf))].sort();
  const by = [...new Set(through.map(({ instrument }) => instrument))];
  return (
    <>
      <Named title={t('law.reforms.bound')} states={bound} />
      {by.map((one) => (
        <Named
          key={one}
          title={t('law.reforms.through', { instrument: said.instrument(one) })}
          states={through.flatMap(({ state, instrument }) => (instrument === one ? [state] : []))}
        />
      ))}
      <Named title={t('law.reforms.outside')} states={outside} />
      {days.map((day) => (
        <Named
          key={day}
          title={t('bound.not-then', { day: writeDate(day, language) })}
          states={lastOutside.flatMap(({ state, asOf }) => (asOf === day ? [state] : []))}
        />
      ))}
      <Named title={t('law.reforms.unsaid')} states={unknown.filter((state) => !last.includes(state))} />
    </>
  );
}

function Named({ title, states }: { title: string; states: readonly string[] }): JSX.Element | null {
  const { t, language } = useWords();
  if (states.length === 0) return null;
  return (
    <Folded title={title} note={t('library.count', { count: states.length })}>
      <p>
        {new Intl.ListFormat(language, { type: 'unit' }).format(
          statesByName(states, language).map(({ label }) => label),
        )}
      </p>
    </Folded>
  );
}
