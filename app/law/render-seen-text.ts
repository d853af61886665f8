import { asOfText } from './as-of-text.ts';
import type { AssessedCase } from './assess-case.ts';
import type { LawWords } from './law-words.ts';
import { seenLaw } from './seen-law.ts';
import { stateName } from './state-choices.ts';
import { wrap } from './terminal-text.ts';

/** How the State that was named reads a treaty's rule as far as somebody saw, where nobody has written the whole of it. */
export function seenPart({ law, assessment: { state, on } }: AssessedCase, words: LawWords): string[] {
  if (state === undefined || on === undefined) return [];
  return Object.values(law.rules)
    .filter(({ national, reading }) => national !== undefined && reading === undefined)
    .flatMap(({ id }) => {
      const seen = seenLaw(law, { state, on }, id);
      if (seen.length === 0) return [];
      const title = `${words.rule(id)} (${id}): nobody has written the whole of what ${stateName(state, 'en')} says. As far as seen:`;
      return [
        ...wrap(title),
        ...seen.flatMap((one) =>
          wrap(
            `${one.text} [${one.status}] Seen in: ${one.compared?.source ?? 'no source'}, ${asOfText(one)}.`,
            2,
          ),
        ),
      ];
    });
}
