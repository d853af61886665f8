import type { CitationRef, Law } from './law.ts';
import { didYouMean, type Problem } from './problem.ts';

/** Every source of what is said of a State's law beside that on trafficking must be an article that the law holds. */
export function checkSaid({ states, instruments }: Pick<Law, 'states' | 'instruments'>): Problem[] {
  const known = Object.values(instruments).flatMap(({ id, articles }) =>
    articles.map(({ anchor }): CitationRef => `${id}#${anchor}`),
  );
  const isKnown = new Set(known);
  return Object.values(states).flatMap(({ id, complementary, preventive, residence, place }) =>
    [...complementary, ...preventive, ...residence]
      .flatMap(({ cites }) => cites)
      .filter((ref) => !isKnown.has(ref))
      .map((ref): Problem => {
        const message = `What is said of ${id} cites “${ref}”, but no instrument holds it.${didYouMean(ref, known)} Add the paragraph with its anchor to the instrument's file.`;
        return { code: 'unknown-article', ...place, message };
      }),
  );
}
