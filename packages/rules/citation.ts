import type { Citation, CitationRef } from './instrument.ts';
import type { Law } from './law.ts';

/** What was looked up before, by the instruments of a law: they never change, and every reform of the law shares them. */
const found = new WeakMap<Law['instruments'], Map<CitationRef, Citation>>();
const foundLists = new WeakMap<
  readonly CitationRef[],
  { of: Law['instruments']; list: readonly Citation[] }
>();

/** The citation behind a reference of a law that was read. Throws on a reference that the law does not hold. */
export function getCitation(law: Law, ref: CitationRef): Citation {
  const known = found.get(law.instruments) ?? new Map<CitationRef, Citation>();
  found.set(law.instruments, known);
  const before = known.get(ref);
  if (before) return before;
  const citation = Object.freeze(lookUp(law, ref));
  known.set(ref, citation);
  return citation;
}

/** The citations behind the references of a part of the law. Throws as `getCitation` does. */
export function getCitations(law: Law, refs: readonly CitationRef[]): readonly Citation[] {
  const before = foundLists.get(refs);
  if (before?.of === law.instruments) return before.list;
  const list = Object.freeze(refs.map((ref) => getCitation(law, ref)));
  // A list that can still be changed must not be remembered.
  if (Object.isFrozen(refs)) foundLists.set(refs, { of: law.instruments, list });
  return list;
}

function lookUp(law: Law, ref: CitationRef): Citation {
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

/** `3.a` becomes `3(a)`, `10.4.a` becomes `10(4)(a)`. A word that only tells two parts of an article apart is not shown. */
export function paragraphOf(anchor: string): string {
  const [article = '', ...rest] = anchor.split('.');
  const numbered = rest.filter((part) => !/^[a-z-]{5,}$/.test(part));
  return article + numbered.map((part) => `(${part})`).join('');
}
