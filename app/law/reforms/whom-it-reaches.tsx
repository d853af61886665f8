import { getCitation, type Overlay, reachOf } from '@clew/rules';
import type { JSX } from 'preact';
import { CheckMark, DateText, Folded, PageLink, useWords } from '../../web/index.ts';
import { statesByName } from '../asked-day.tsx';
import { Sources } from '../explanation.tsx';
import type { LawWords } from '../law-words.ts';

/** What a reform would amend and by which procedure, how many States that can reach, and which stay outside. */
export function WhomItReaches({ overlay, said }: { overlay: Overlay; said: LawWords }): JSX.Element {
  const { t } = useWords();
  const reach = reachOf(said.law, overlay.id);
  if (!reach) return <p class="read">{t('law.reforms.amends-nothing')}</p>;
  const { instrument, parties, outside, unknown } = reach;
  const asOf = said.law.parties[instrument]?.asOf;
  return (
    <>
      <p class="read">{t('law.reforms.amends', { instrument: said.instrument(instrument) })}</p>
      <Procedure overlay={overlay} said={said} />
      <p class="read">
        {t('law.reforms.reach', { parties: parties.length, unknown: unknown.length })}{' '}
        {asOf !== undefined && (
          <>
            {t('law.reforms.reach-known')} <DateText day={asOf} />.{' '}
          </>
        )}
        <PageLink path={`/law/states?instrument=${instrument}`}>{t('states.all')}</PageLink>
      </p>
      <Outside states={outside} />
    </>
  );
}

function Procedure({ overlay: { procedure }, said }: { overlay: Overlay; said: LawWords }): JSX.Element {
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

function Outside({ states }: { states: readonly string[] }): JSX.Element | null {
  const { t, language } = useWords();
  if (states.length === 0) return null;
  return (
    <Folded title={t('law.reforms.outside')} note={t('library.count', { count: states.length })}>
      <p>
        {new Intl.ListFormat(language, { type: 'unit' }).format(
          statesByName(states, language).map(({ label }) => label),
        )}
      </p>
    </Folded>
  );
}
