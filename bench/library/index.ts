import { performance } from 'node:perf_hooks';
import type { Law } from '@clew/rules';
import { lawPages, loadLaw, loadShelf, openLibrary, readSearch, searchLaw } from '../../app/law/index.ts';
import { createSite, Language, type Site } from '../../app/web/index.ts';
import type { Bench } from '../frame/bench.ts';
import { drawFrom } from '../frame/draw.ts';
import { growLaw, type Size, sizeOf } from './grow-law.ts';

const SEED = 20_261_122;
const SEARCHES = 1_500;
/** What the law may grow to. */
const SIZE: Size = { instruments: 60, paragraphs: 1_000, states: 200 };
/** What is asked of Clew, in milliseconds. */
const MOST = { searchP95: 30, page: 100 };

export const bench: Bench = {
  about:
    'the law library at 60 instruments, 1,000 paragraphs, 200 States: ms per search and per page on the server',
  async run({ say }) {
    const own = loadLaw();
    const shelf = loadShelf(own);
    const law = growLaw(own, SIZE);
    const size = { ...sizeOf(law), decisions: shelf.decisions.length };
    const began = performance.now();
    const library = openLibrary(law, shelf);
    const openMs = performance.now() - began;
    const site = siteOf(law, shelf);
    say(`${SEARCHES} searches over ${library.indexIn('en').entries.length} things`);
    const search = searchFigures(law, shelf);
    say('pages with a search in their address');
    const searchPages = await pageFigures(
      site,
      searchesIn(law, 200).map(({ language, query }) => `/${language}/law?${query}`),
    );
    say('pages of every kind');
    const pages = await pageFigures(site, pathsOf(law, shelf));
    return {
      figures: {
        size,
        documents: library.indexIn('en').entries.length,
        openMs,
        search,
        searchPages,
        pages,
        holds: {
          search: search.p95Ms <= MOST.searchP95,
          pages: Math.max(pages.maxMs, searchPages.maxMs) <= MOST.page,
          pagesInProcessorTime: Math.max(pages.maxCpuMs, searchPages.maxCpuMs) <= MOST.page,
        },
      },
    };
  },
};

type Shelf = ReturnType<typeof loadShelf>;

function siteOf(law: Law, shelf: Shelf): Site {
  return createSite({
    origin: 'http://localhost:1414',
    demo: false,
    development: false,
    pages: lawPages(law, {
      key: new Uint8Array(32),
      random: (length) => new Uint8Array(length),
      today: () => '2026-03-16',
      shelf,
    }),
    actions: ['public.read', 'public.assess', 'law.read', 'law.assess'],
    describeFault: () => undefined,
    leaveTo: 'https://weather.example/',
    health: () => true,
    noteError: (error) => {
      throw error;
    },
  });
}

type Asked = { language: Language; query: string; wanted: string };

/** Searches as people type them: one to three words of something that is there, some with a filter, some of a misspelt word. */
function searchesIn(law: Law, count: number): Asked[] {
  const draw = drawFrom(SEED);
  const articles = Object.values(law.instruments).flatMap((instrument) =>
    instrument.articles
      .filter(({ isHeading }) => !isHeading)
      .map(({ anchor, text }) => ({
        id: `${instrument.id}#${anchor}`,
        instrument: instrument.id,
        anchor,
        text,
      })),
  );
  return Array.from({ length: count }, (): Asked => {
    const { id, instrument, anchor, text } = draw.pick(articles);
    const language = draw.pick(Language.options);
    const said =
      language === 'en' ? undefined : law.words[language]?.instruments[instrument]?.articles[anchor];
    const words = (said ?? text).split(/[^\p{L}\p{M}]+/u).filter((word) => word.length > 3);
    const typed = Array.from({ length: 1 + draw.below(3) }, () => draw.pick(words));
    const query = new URLSearchParams({ q: typed.join(' ') });
    if (draw.chance(0.25)) query.set('instrument', instrument);
    if (draw.chance(0.1)) query.set('kind', 'article');
    return { language, query: query.toString(), wanted: id };
  });
}

/** How long a search takes. Throws where a word of a paragraph does not find it. */
function searchFigures(law: Law, shelf: Shelf) {
  const library = openLibrary(law, shelf);
  const times = searchesIn(law, SEARCHES).map(({ language, query, wanted }) => {
    const began = performance.now();
    const request = readSearch(new URLSearchParams(query), law);
    const found = searchLaw(library, language, request);
    const took = performance.now() - began;
    const hits = found.groups.flatMap((group) => group.hits);
    if (!hits.some(({ entry }) => entry.id === wanted))
      throw new Error(`“${query}” in ${language} does not find ${wanted}, whose words it is.`);
    return took;
  });
  return percentiles(times);
}

/** Some addresses of every kind: all of what is largest, a sample of the rest. */
function pathsOf(law: Law, { decisions, situations }: Shelf): string[] {
  const some = <T>(list: readonly T[], most: number) => list.slice(0, most);
  const slug = (short: string) => short.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  const paths = [
    '/law',
    '/law/decisions',
    '/law/decisions?by=issue',
    '/law/decisions?by=court',
    `/law/decisions/compare?${some(decisions, 4)
      .map(({ id }) => `of=${id}`)
      .join('&')}`,
    ...decisions.map(({ id }) => `/law/decisions/${id}`),
    ...Object.values(law.instruments).flatMap(({ short, articles }) => [
      `/law/${slug(short)}`,
      `/law/${slug(short)}/${articles[0]?.anchor.split('.')[0] ?? ''}`,
    ]),
    ...Object.keys(law.rules).map((id) => `/law/rules/${id}`),
    ...some(Object.keys(law.duties), 40).map((id) => `/law/duties/${id}`),
    ...some(Object.keys(law.facts), 40).map((id) => `/law/facts/${id}`),
    ...['instrument', 'article', 'rule', 'duty', 'indicator', 'fact'].map((kind) => `/law?kind=${kind}`),
    ...['rights', 'residence', 'procedure', 'situations', 'reforms', 'reforms/case', 'reforms/compose'].map(
      (page) => `/law/${page}`,
    ),
    ...['reforms/population', 'import', 'states'].map((page) => `/law/${page}`),
    ...['rights', 'residence', 'procedure'].map((page) => `/law/${page}?state=MY&on=2024-05-31`),
    ...situations.map(({ id }) => `/law/situations/${id}`),
    ...Object.keys(law.parties).map((id) => `/law/states?instrument=${id}`),
    ...some(Object.keys(law.states), 40).map((state) => `/law/states/${state}`),
    '/law/states/MY?on=2024-05-31&with=GR',
    '/law?state=MY',
    '/law?q=child&state=MY&strength=shall',
    '/law?q=nothing+like+this+anywhere+at+all&kind=duty&state=MY&strength=may',
  ];
  return Language.options.flatMap((language) => paths.map((path) => `/${language}${path}`));
}

/** How long whole pages take on the server, each asked twice; of both times the first counts too. Throws on one that fails. */
async function pageFigures(site: Site, paths: readonly string[]) {
  const slowest = { path: '', ms: 0 };
  const times: number[] = [];
  const cpuTimes: number[] = [];
  for (const path of paths)
    for (let round = 0; round < 2; round++) {
      const began = performance.now();
      const cpu = process.cpuUsage();
      const response = await site.fetch(new Request(`http://localhost:1414${path}`));
      await response.text();
      const took = performance.now() - began;
      const { user, system } = process.cpuUsage(cpu);
      cpuTimes.push((user + system) / 1000);
      if (response.status !== 200) throw new Error(`${path} answers ${response.status}.`);
      times.push(took);
      if (took > slowest.ms) Object.assign(slowest, { path, ms: took });
    }
  // On a busy machine a page waits for others; what it takes of the processor is its own.
  const { p95Ms: p95CpuMs, p99Ms: p99CpuMs, maxMs: maxCpuMs } = percentiles(cpuTimes);
  return { ...percentiles(times), p95CpuMs, p99CpuMs, maxCpuMs, slowest: slowest.path };
}

function percentiles(times: readonly number[]) {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { runs: times.length, medianMs: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99), maxMs: at(1) };
}
