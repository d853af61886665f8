import type { Citation, CitationRef, Law } from './law.ts';

/** The citation behind a reference of a law that was read. Throws on a reference that the law does not hold. */
export function getCitation(law: Law, ref: CitationRef): Citation {
  const [id = '', anchor = ''] = ref.split('#');
  const instrument = law.instruments[id];
  const article = instrument?.articles.find((candidate) => candidate.anchor === anchor);
  if (!instrument || !article) throw new Error(`The law holds no ${ref}.`);
  return {
    ref,
    instrument: id,
    short: instrument.short,
    anchor,
    paragraph: paragraphOf(anchor),
    status: article.status,
    checkedBy: article.checkedBy,
    ...(article.compared ? { compared: article.compared } : {}),
  };
}

/** `3.a` becomes `3(a)`, `10.4.a` becomes `10(4)(a)`. */
export function paragraphOf(anchor: string): string {
  const [article = '', ...rest] = anchor.split('.');
  return article + rest.map((part) => `(${part})`).join('');
}
