import type { JSX } from 'preact';
import { Part, useWords } from '../../web/index.ts';
import { Sources } from '../explanation.tsx';
import type { LawWords } from '../law-words.ts';
import { stateName } from '../state-choices.ts';
import type { Found } from './found.ts';
import { countNotCounted } from './not-counted.ts';

/** What the counts leave out, so that “it owes so many of so many” is not read as all there is. */
export function NotCounted({ found, said }: { found: Found; said: LawWords }): JSX.Element {
  const { t, language } = useWords();
  const state = stateName(found.at.state, language);
  const { unlooked, ...counted } = countNotCounted(found.notCounted);
  return (
    <>
      {found.notCounted.length > 0 && (
        <Part id="not-counted" title={t('states.not-counted')}>
          <p>{t('states.not-counted-note', { ...counted, state })}</p>
          <Paragraphs of={found.notCounted.filter((one) => !one.unlooked)} said={said} />
          {unlooked > 0 && (
            <>
              <p>{t('states.not-counted-unlooked', { count: unlooked, state })}</p>
              <Paragraphs of={found.notCounted.filter((one) => one.unlooked)} said={said} />
            </>
          )}
        </Part>
      )}
      {found.notKnown.length > 0 && (
        <Part id="not-counted-unknown" title={t('states.not-counted-unknown')}>
          <p>{t('states.not-counted-unknown-note', { state })}</p>
          <Paragraphs of={found.notKnown} said={said} />
        </Part>
      )}
    </>
  );
}

function Paragraphs({ of, said }: { of: Found['notCounted']; said: LawWords }): JSX.Element {
  return (
    <ul class="small">
      {of.map(({ instrument, cites }) => (
        <li key={instrument}>
          <Sources citations={cites} law={said} />
        </li>
      ))}
    </ul>
  );
}
