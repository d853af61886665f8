import { type Article, type Instrument, isState, type Law } from '@clew/rules';

export type Size = { instruments: number; paragraphs: number; states: number };

/** How large a law is. */
export function sizeOf({ instruments, states, rules, duties, facts }: Law) {
  return {
    instruments: Object.keys(instruments).length,
    paragraphs: paragraphsOf(Object.values(instruments)).length,
    states: Object.keys(states).length,
    rules: Object.keys(rules).length,
    duties: Object.keys(duties).length,
    facts: Object.keys(facts).length,
  };
}

/**
 * A law with at least so much in it: instruments, paragraphs and States are copied under names of their own. Only for
 * measuring: what it then says of anything is made up.
 */
export function growLaw(law: Law, size: Size): Law {
  const own = Object.values(law.instruments);
  const more: Instrument[] = [];
  while (own.length + more.length < size.instruments) {
    const [from] = own.slice(more.length % own.length);
    if (!from) break;
    more.push({ ...from, id: `${from.id}-${more.length}`, short: `${from.short} copy ${more.length}` });
  }
  const instruments = [...own, ...more].map((one) => ({ ...one, articles: [...one.articles] }));
  for (let round = 1; paragraphsOf(instruments).length < size.paragraphs; round++) {
    for (const instrument of instruments) {
      if (paragraphsOf(instruments).length >= size.paragraphs) break;
      const first = law.instruments[instrument.id] ?? instrument;
      instrument.articles.push(...first.articles.map((article) => copyOf(article, round)));
    }
  }
  return {
    ...law,
    instruments: Object.fromEntries(instruments.map((one) => [one.id, one])),
    states: statesOf(law, size.states),
  };
}

function copyOf(article: Article, round: number): Article {
  const [top = '', ...rest] = article.anchor.split('.');
  return { ...article, anchor: [`${top}00${round}`, ...rest].join('.') };
}

function paragraphsOf(instruments: readonly Instrument[]): Article[] {
  return instruments.flatMap(({ articles }) => articles.filter(({ isHeading }) => !isHeading));
}

function statesOf({ states }: Law, count: number): Law['states'] {
  const own = Object.values(states);
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const codes = letters.flatMap((one) => letters.map((other) => one + other)).filter(isState);
  const grown = { ...states };
  for (const [index, id] of codes.entries()) {
    if (Object.keys(grown).length >= count) break;
    const from = own[index % own.length];
    if (from && grown[id] === undefined) grown[id] = { ...from, id };
  }
  return grown;
}
