import type { Binding, Citation, Law } from '@clew/rules';

/**
 * Whether it is said that custom says the same as one of these paragraphs, and no treaty is known to bind the State to them:
 * then custom would bind it without one. Nobody has verified that; where a treaty binds it, custom adds nothing that is told here.
 */
export function isCustomSaidOf(
  cites: readonly Citation[],
  { law, bound }: { law: Law; bound: Pick<Binding, 'verdict'> | undefined },
): boolean {
  return bound?.verdict !== 'yes' && cites.some((cite) => isAlsoCustom(law, cite));
}

/** Whether it is said of a paragraph that it is custom, too. */
export function isAlsoCustom(law: Law, { instrument, anchor }: Citation): boolean {
  const articles = law.instruments[instrument]?.articles ?? [];
  return articles.some((article) => article.anchor === anchor && article.alsoCustom !== undefined);
}

/** The same for a terminal, of a State. */
export function customText(state: string): string {
  return `Said to be custom too, which would bind ${state} without a treaty; nobody has verified that.`;
}
