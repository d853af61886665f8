import type { Day, Law } from '@clew/rules';
import { definePage, formStatus, notFound, type Page, showPage } from '../../web/index.ts';
import { readAskedDay, showAsked } from '../asked-day.tsx';
import { findInstrument } from '../law-path.ts';
import { lawWordsIn } from '../law-words.ts';
import { ArticlePage } from './article-page.tsx';
import { ComparePage, chosenDecisions } from './compare-page.tsx';
import { DecisionPage } from './decision-page.tsx';
import { DecisionsPage } from './decisions-page.tsx';
import { readDecisionsRequest } from './decisions-request.ts';
import { FactPage } from './fact-page.tsx';
import { IndicatorsPage } from './indicators-page.tsx';
import { InstrumentPage } from './instrument-page.tsx';
import { type Library, openLibrary } from './library.ts';
import type { Shelf } from './load-shelf.ts';
import { ProvisionPage } from './provision-page.tsx';
import { SearchPage } from './search-page.tsx';
import { readSearch, yearProblems } from './search-request.ts';
import { situationPages } from './situation-pages.tsx';

const SHARED = { method: 'get', action: 'law.read', title: 'shell.law' } as const;

/**
 * The library: searching the law, and a page for every thing in it. Its last pages take any name below `/law`, so these
 * pages come after those of others: a site asks them in order.
 */
export function libraryPages(law: Law, { shelf, today }: { shelf: Shelf; today: () => Day }): Page[] {
  const library = openLibrary(law, shelf);
  return [
    searchPage(library),
    ...ruleAndFactPages(library),
    ...decisionPages(library, today),
    ...situationPages(library, today),
    indicatorsPage(library),
    ...instrumentPages(library),
  ];
}

function searchPage(library: Library): Page {
  return definePage({
    ...SHARED,
    path: '/law',
    costly: true,
    render: ({ words, query }) => {
      const problems = yearProblems(query, words);
      const request = readSearch(query, library.law);
      return showPage(<SearchPage {...{ library, language: words.language, request, query, problems }} />, {
        status: formStatus({ problems }),
      });
    },
  });
}

/** What the law is made of: rules and values, duties, and the facts that they read. */
function ruleAndFactPages(library: Library): Page[] {
  const { law } = library;
  const provisionPage = (path: Page['path'], kinds: readonly string[]) =>
    definePage({
      ...SHARED,
      path,
      render: ({ words, params }) => {
        const provision = library.links.provisions.get(params.id ?? '');
        if (provision === undefined || !kinds.includes(provision.kind)) return notFound();
        const said = lawWordsIn(law, words.language);
        return <ProvisionPage library={library} said={said} provision={provision} />;
      },
    });
  return [
    provisionPage('/law/rules/:id', ['rule', 'value']),
    provisionPage('/law/duties/:id', ['duty']),
    definePage({
      ...SHARED,
      path: '/law/facts/:id',
      render: ({ words, params }) => {
        const id = params.id ?? '';
        const fact = Object.hasOwn(law.facts, id) ? law.facts[id] : undefined;
        if (fact === undefined) return notFound();
        return <FactPage library={library} said={lawWordsIn(law, words.language)} fact={fact} />;
      },
    }),
  ];
}

function indicatorsPage(library: Library): Page {
  return definePage({
    ...SHARED,
    path: '/law/indicators/:set',
    render: ({ params }) => {
      const { sets } = library.shelf.indicators;
      const id = params.set ?? '';
      const set = Object.hasOwn(sets, id) ? sets[id] : undefined;
      return set === undefined ? notFound() : <IndicatorsPage library={library} set={set} />;
    },
  });
}

/** An instrument, and each of its articles. They take any name below `/law`. */
function instrumentPages(library: Library): Page[] {
  const { law } = library;
  return [
    definePage({
      ...SHARED,
      path: '/law/:instrument',
      render: ({ words, params }) => {
        const instrument = findInstrument(law, params.instrument ?? '');
        if (!instrument) return notFound();
        const said = lawWordsIn(law, words.language);
        return <InstrumentPage library={library} said={said} instrument={instrument} />;
      },
    }),
    definePage({
      ...SHARED,
      path: '/law/:instrument/:article',
      render: ({ words, params }) => {
        const instrument = findInstrument(law, params.instrument ?? '');
        const articles =
          instrument?.articles.filter(({ anchor }) => anchor.split('.')[0] === params.article) ?? [];
        if (!instrument || articles.length === 0) return notFound();
        const said = lawWordsIn(law, words.language);
        return <ArticlePage library={library} said={said} instrument={instrument} articles={articles} />;
      },
    }),
  ];
}

/** The decisions: the list, some side by side, and one alone. */
function decisionPages(library: Library, today: () => Day): Page[] {
  const { law, shelf } = library;
  return [
    definePage({
      ...SHARED,
      path: '/law/decisions',
      render: ({ words, query }) => {
        const asked = readAskedDay(query, today());
        const said = lawWordsIn(law, words.language);
        const request = readDecisionsRequest(query);
        return showAsked(<DecisionsPage {...{ library, said, request, query, asked }} />, asked);
      },
    }),
    definePage({
      ...SHARED,
      path: '/law/decisions/compare',
      render: ({ words, query }) => (
        <ComparePage
          library={library}
          said={lawWordsIn(law, words.language)}
          decisions={chosenDecisions(library, query)}
        />
      ),
    }),
    definePage({
      ...SHARED,
      path: '/law/decisions/:id',
      render: ({ words, params }) => {
        const decision = shelf.decisions.find(({ id }) => id === params.id);
        if (decision === undefined) return notFound();
        const said = lawWordsIn(law, words.language);
        return <DecisionPage library={library} said={said} decision={decision} />;
      },
    }),
  ];
}
