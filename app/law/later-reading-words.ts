import { type Words, writeDate } from '../web/index.ts';
import type { AssessedCase } from './assess-case.ts';
import { type LaterReading, laterReading } from './later-reading.ts';
import type { LawWords } from './law-words.ts';

type In = { law: LawWords; words: Words };

/** What a State gives as it was read after the day that is asked about, for a terminal. */
export function laterReadingLine({ readOn, value, cites }: LaterReading, law: LawWords): string {
  const sources = cites.map((cite) => law.source(cite)).join('; ');
  return `As known on ${readOn}: ${value} days (${sources}). Since when is not known; check it before you rely on the earlier end.`;
}

/** What a State gives as it was read after the day that is asked about, in the language of the page. */
export function laterReadingWords(later: LaterReading, { law, words }: In): string {
  return words.t('assess.national.read-later', {
    ...{ count: later.value, day: writeDate(later.readOn, words.language) },
    source: later.cites.map((cite) => law.source(cite)).join('; '),
  });
}

/** What the State gave when its law was read, after the day of the case; empty where that is not so. */
export function laterReadingText(
  id: string,
  assessed: Pick<AssessedCase, 'law' | 'assessment'>,
  to: In,
): string {
  const later = laterReading(assessed.assessment.values[id], assessed);
  return later === undefined ? '' : laterReadingWords(later, to);
}
