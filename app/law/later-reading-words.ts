import { type Words, writeDate } from '../web/index.ts';
import type { AssessedCase } from './assess-case.ts';
import { laterReading } from './later-reading.ts';
import type { LawWords } from './law-words.ts';

type In = { law: LawWords; words: Words };

/** What the State gave when its law was read, after the day of the case; empty where that is not so. */
export function laterReadingText(
  id: string,
  assessed: Pick<AssessedCase, 'law' | 'assessment'>,
  { law, words }: In,
): string {
  const later = laterReading(assessed.assessment.values[id], assessed);
  if (later === undefined) return '';
  return words.t('assess.national.read-later', {
    ...{ count: later.value, day: writeDate(later.readOn, words.language) },
    source: later.cites.map((cite) => law.source(cite)).join('; '),
  });
}
