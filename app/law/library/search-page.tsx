import type { JSX } from 'preact';
import {
  Empty,
  type FieldProblem,
  type Language,
  MarksKey,
  PageHead,
  PageLink,
  Part,
  useWords,
  type Words,
} from '../../web/index.ts';
import { type LawWords, lawWordsIn } from '../law-words.ts';
import { stateName } from '../state-choices.ts';
import { STRENGTH_KEYS } from '../strength-keys.ts';
import { Contents } from './contents.tsx';
import { FoundList } from './found-list.tsx';
import { issueWord } from './issues.ts';
import { KIND_KEYS } from './kinds.ts';
import type { Library } from './library.ts';
import { SearchForm } from './search-form.tsx';
import { type Found, searchLaw, type WayOn, waysOn } from './search-law.ts';
import { isEmptySearch, type SearchRequest, searchPath } from './search-request.ts';

/** Of a kind so many are shown at once; a page of one kind alone holds more. */
const SHOWN = { beside: 5, alone: 25 };

type SearchPageProps = {
  library: Library;
  language: Language;
  request: SearchRequest;
  query: URLSearchParams;
  problems: readonly FieldProblem[];
};

/** The law: a form to search it, and what was found; with nothing looked for, what there is to read. */
export function SearchPage(props: SearchPageProps): JSX.Element {
  const { t } = useWords();
  const { library, language, request } = props;
  const said = lawWordsIn(library.law, language);
  return (
    <>
      <PageHead title={t('shell.law')} lede={t('law.lede')} />
      <SearchForm {...props} said={said} />
      {isEmptySearch(request) ? (
        <Contents library={library} said={said} />
      ) : (
        <Results {...props} said={said} found={searchLaw(library, language, request)} />
      )}
      <MarksKey />
    </>
  );
}

type ResultsProps = SearchPageProps & { said: LawWords; found: Found };

function Results({ library, language, request, said, found }: ResultsProps): JSX.Element {
  const { t } = useWords();
  if (found.count === 0)
    return <NothingFound request={request} said={said} ways={waysOn(library, language, request)} />;
  const isAlone = request.filters.kind !== undefined;
  const most = isAlone ? SHOWN.alone : SHOWN.beside;
  const pages = isAlone ? Math.ceil(found.count / most) : 1;
  const page = Math.min(request.page, pages);
  return (
    <>
      <p role="status">
        <b>{t('library.found', { count: found.count })}</b>
      </p>
      {found.groups.map(({ kind, hits }) => (
        <Part
          key={kind}
          id={kind}
          title={t('library.found-kind', { kind: t(KIND_KEYS[kind]), count: hits.length })}
        >
          <FoundList
            library={library}
            said={said}
            question={request.words}
            hits={hits.slice((page - 1) * most, page * most)}
          />
          {!isAlone && hits.length > most && (
            <p>
              <PageLink path={searchPath(request, { kind })}>
                {t('library.see-all', { count: hits.length, kind: t(KIND_KEYS[kind]) })}
              </PageLink>
            </p>
          )}
        </Part>
      ))}
      {pages > 1 && (
        <p class="btns">
          {page > 1 && (
            <PageLink path={searchPath(request, { page: String(page - 1) })}>{t('library.before')}</PageLink>
          )}
          <span>{t('library.page-of', { page, pages })}</span>
          {page < pages && (
            <PageLink path={searchPath(request, { page: String(page + 1) })}>{t('library.after')}</PageLink>
          )}
        </p>
      )}
    </>
  );
}

function NothingFound(props: {
  request: SearchRequest;
  said: LawWords;
  ways: readonly WayOn[];
}): JSX.Element {
  const words = useWords();
  const { request, said, ways } = props;
  const { t } = words;
  return (
    <Empty
      title={t('library.nothing')}
      why={t(ways.length > 0 ? 'library.nothing-but' : 'library.nothing-try')}
      next={
        ways.length > 0 &&
        ways.map((way) => (
          <span class="src" key={'filter' in way ? way.filter : way.word}>
            <PageLink
              path={searchPath(
                request,
                'filter' in way
                  ? { [way.filter]: undefined, page: undefined }
                  : { words: way.rest, page: undefined },
              )}
            >
              {t('library.without', {
                what: 'filter' in way ? filterWord(way.filter, request, { words, said }) : way.word,
                count: way.count,
              })}
            </PageLink>
          </span>
        ))
      }
    />
  );
}

/** What a filter asks for, in the page's language. */
function filterWord(
  filter: keyof SearchRequest['filters'],
  { filters }: SearchRequest,
  { words, said }: { words: Words; said: LawWords },
): string {
  const { t, language } = words;
  const { kind, issue, court, state, from, to, instrument, strength } = filters;
  if (filter === 'kind' && kind) return t(KIND_KEYS[kind]);
  if (filter === 'issue' && issue) return issueWord(issue, t);
  if (filter === 'court' && court) return court;
  if (filter === 'state' && state) return stateName(state, language);
  if (filter === 'instrument' && instrument) return said.instrument(instrument);
  if (filter === 'strength' && strength) return t(STRENGTH_KEYS[strength]);
  return t(filter === 'from' ? 'library.since-year' : 'library.until-year', {
    year: String(filter === 'from' ? from : to),
  });
}
