import type { Citation, Instrument, Law } from '@clew/rules';

/** An instrument's part of an address: “Palermo Protocol” stands under `palermo-protocol`. */
export function slugOf(instrument: { short: string }): string {
  return instrument.short.toLowerCase().replace(/[^a-z0-9]+/g, '-');
}

/** The page of the article that a paragraph belongs to: `/law/palermo-protocol/3#p3.a`. */
export function pathOf(citation: Pick<Citation, 'short' | 'anchor'>): string {
  const article = citation.anchor.split('.')[0] ?? '';
  return `/law/${slugOf(citation)}/${article}#${anchorId(citation.anchor)}`;
}

/** The id of a paragraph on its article's page. */
export function anchorId(anchor: string): string {
  return `p${anchor}`;
}

/** The instrument behind a part of an address. */
export function findInstrument(law: Law, slug: string): Law['instruments'][string] | undefined {
  return Object.values(law.instruments).find((instrument) => slugOf(instrument) === slug);
}

/** Guidance numbers paragraphs, and has no articles. */
export function isGuidance({ kind }: Pick<Instrument, 'kind'>): boolean {
  return kind === 'guidance';
}
