import type { JSX } from 'preact';
import { CheckMark, MarksKey, Note, PageHead, PageLink, Part, useWords } from '../../web/index.ts';
import type { IndicatorSet, Translated } from '../indicators/read-indicators.ts';
import { CheckedLine } from './checked-line.tsx';
import { indicatorText, KIND_KEYS } from './kinds.ts';
import type { Library } from './library.ts';

/** One set of signs: what each is, from where, and that none of them proves anything. */
export function IndicatorsPage({ library, set }: { library: Library; set: IndicatorSet }): JSX.Element {
  const { t, language } = useWords();
  const spoken = Object.hasOwn(set.words, language) ? set.words[language as keyof Translated] : set;
  const { indicators } = library.shelf.indicators;
  return (
    <>
      <PageHead
        above={
          <>
            <PageLink path="/law">{t('shell.law')}</PageLink> /{' '}
            <PageLink path="/law?kind=indicator">{t(KIND_KEYS.indicator)}</PageLink>
          </>
        }
        title={spoken.label}
      />
      <Note kind="worth-knowing" title={spoken.caution}>
        <p class="small">
          <bdi lang="en">{set.source}</bdi>
        </p>
      </Note>
      <CheckedLine of={set} />
      {set.parts.map((part) => (
        <Part
          key={part.code}
          id={`part-${part.code}`}
          title={Object.hasOwn(part.words, language) ? part.words[language as keyof Translated] : part.label}
        >
          <ul>
            {set.codes.flatMap((code) => {
              const one = indicators[code];
              if (one === undefined || one.part !== part.code) return [];
              return [
                <li key={code} id={code}>
                  {indicatorText(one, language)}{' '}
                  <span class="small soft">
                    <bdi>{code}</bdi> {one.source !== set.source && <bdi lang="en">{one.source}</bdi>}
                  </span>{' '}
                  <CheckMark of={one.status} />
                </li>,
              ];
            })}
          </ul>
        </Part>
      ))}
      <MarksKey />
    </>
  );
}
