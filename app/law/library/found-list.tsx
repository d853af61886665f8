import { getCitation } from '@clew/rules';
import type { JSX } from 'preact';
import { CheckMark, PageLink, useWords } from '../../web/index.ts';
import type { LawWords } from '../law-words.ts';
import { STRENGTH_KEYS } from '../strength-keys.ts';
import { DecidedDay } from './decided-day.tsx';
import type { LawDocument } from './law-document.ts';
import type { Library } from './library.ts';
import { type Hit, hasAny, snippetOf } from './search-index.ts';

type FoundListProps = {
  library: Library;
  said: LawWords;
  question: string;
  hits: readonly Hit<LawDocument>[];
};

/** What was found: its name, where it stands, who checked it, and the words around what was looked for. */
export function FoundList({ library, said, question, hits }: FoundListProps): JSX.Element {
  return (
    <ol class="found">
      {hits.map(({ entry }) => (
        <li key={`${entry.kind} ${entry.id}`}>
          <PageLink path={entry.path}>{entry.title}</PageLink>
          <FoundMeta document={entry} library={library} said={said} />
          <Snippet document={entry} question={question} said={said} />
        </li>
      ))}
    </ol>
  );
}

type Described = { document: LawDocument; library: Library; said: LawWords };

function FoundMeta({ document, library, said }: Described): JSX.Element {
  const { t } = useWords();
  const { strength } = document.facets;
  return (
    <p class="meta">
      <Where document={document} library={library} said={said} />
      {strength !== undefined && <span>{t(STRENGTH_KEYS[strength])}</span>}
      {document.kind !== 'fact' && document.kind !== 'state' && <CheckMark of={document.checked} />}
    </p>
  );
}

function Where({ document, library, said }: Described): JSX.Element | null {
  const { t } = useWords();
  const { place, kind, id } = document;
  if (place)
    return (
      <span>
        {t('library.in-instrument', {
          instrument: said.instrument(place.instrument),
          place: t(place.isGuidance ? 'law.place-paragraph' : 'law.place', { place: place.paragraph }),
        })}
      </span>
    );
  const decision = kind === 'decision' && library.shelf.decisions.find((one) => one.id === id);
  if (decision)
    return (
      <>
        <span>
          <bdi lang="en">{decision.court}</bdi>
        </span>
        <DecidedDay of={decision} />
      </>
    );
  const [ref] = library.links.provisions.get(id)?.cites ?? [];
  if (ref === undefined || (kind !== 'rule' && kind !== 'duty')) return null;
  return <span>{placeText(getCitation(library.law, ref), said, t)}</span>;
}

function placeText(
  citation: ReturnType<typeof getCitation>,
  said: LawWords,
  t: ReturnType<typeof useWords>['t'],
): string {
  const isGuidance = said.law.instruments[citation.instrument]?.kind === 'guidance';
  return t('library.in-instrument', {
    instrument: said.instrument(citation.instrument),
    place: t(isGuidance ? 'law.place-paragraph' : 'law.place', { place: citation.paragraph }),
  });
}

/** The words around what was found: in the page's language, or in English where only that has them. */
function Snippet({
  document,
  question,
  said,
}: {
  document: LawDocument;
  question: string;
  said: LawWords;
}): JSX.Element | null {
  const { text, english, kind } = document;
  // Decisions are told in English, and an instrument's full name stands as it was read.
  const isEnglish =
    kind === 'decision' || kind === 'instrument' || (!hasAny(text, question) && hasAny(english, question));
  const shown = isEnglish ? english : text;
  if (shown === '') return null;
  return (
    <p
      class="small"
      lang={isEnglish && said.language !== 'en' ? 'en' : undefined}
      dir={isEnglish && said.language !== 'en' ? 'ltr' : undefined}
    >
      {snippetOf(shown, question).map((part, index) =>
        part.isFound ? <mark key={index}>{part.text}</mark> : part.text,
      )}
    </p>
  );
}
