import { type Answer, type Citation, type CitationStatus, isWordAnswer } from '@clew/rules';
import { type Words, writeDate } from '../web/index.ts';
import type { AssessedCase } from './assess-case.ts';
import { answerWord } from './explanation.tsx';
import type { Footing } from './footing.ts';
import { footingLines } from './footing-words.tsx';
import { isGuidance } from './law-path.ts';
import type { LawWords } from './law-words.ts';

/** A row of a memo's table. `depth` says how far it stands in. */
export type MemoRow = { depth: number; cells: readonly string[] };

/** One part of a memo, as the template draws it. All of it is text; none of it is ever read as markup. */
export type MemoBlock =
  | { kind: 'heading'; level: 1 | 2; text: string }
  | { kind: 'text'; text: string; look: 'plain' | 'small' | 'notice'; english?: true }
  | { kind: 'pairs'; rows: readonly (readonly [string, string])[] }
  | { kind: 'list'; items: readonly string[] }
  /** What follows begins on a page of its own. */
  | { kind: 'page' }
  | { kind: 'table'; head: readonly string[]; rows: readonly MemoRow[] };

/** One case in one place, and the words to write about it in. */
export type Writing = { words: Words; law: LawWords; assessed: AssessedCase };

/** Citations in the memo's language, each with a mark where no named person has checked it. */
export function sourcesText(cites: readonly Citation[], writing: Pick<Writing, 'law' | 'words'>): string {
  return cites
    .map((cite) => {
      const mark = markText(cite.status, writing);
      return placeText(cite, writing) + mark;
    })
    .join('; ');
}

/** What an answer rests on in the State, what binds first; since when that binds stands with it. */
export function restsText(footing: Footing, { assessed, law, words }: Writing): string {
  const { state } = assessed.assessment;
  return footingLines(footing, { state, words })
    .map(({ label, parts }) => {
      const told = parts.map(({ cites, why, since }) =>
        [
          sourcesText(cites, { law, words }),
          ...[why, since].flatMap((one) => (one ? [`(${one})`] : [])),
        ].join(' '),
      );
      return told.length === 0 ? label : `${label} ${told.join('; ')}.`;
    })
    .join(' ');
}

/** How far something was checked, to stand behind it; nothing where a named person did. */
export function markText(status: CitationStatus, { words }: Pick<Writing, 'words'>): string {
  if (status === 'checked') return '';
  return ` [${words.t(status === 'compared' ? 'citation.compared' : 'citation.unverified')}]`;
}

/** One citation in the memo's language. */
export function placeText(cite: Citation, { law, words }: Pick<Writing, 'law' | 'words'>): string {
  const cited = law.law.instruments[cite.instrument];
  const key = cited && isGuidance(cited) ? 'law.place-paragraph' : 'law.place';
  return `${law.instrument(cite.instrument)}, ${words.t(key, { place: apart(cite.paragraph) })}`;
}

/** Text whose own direction holds: on a page that runs right to left, “3(a)” would else fall apart. */
export function apart(text: string): string {
  return `\u2068${text}\u2069`;
}

/** An answer in the memo's language: a day as people write it. */
export function answerText(answer: Answer, words: Words): string {
  const isDay = typeof answer === 'string' && !isWordAnswer(answer);
  return isDay ? writeDate(answer, words.language) : answerWord(answer, words);
}

/** A paragraph. */
export function text(words: string): MemoBlock {
  return { kind: 'text', text: words, look: 'plain' };
}

/** A small heading that stays with what follows it. */
export function strong(words: string): MemoBlock {
  return { kind: 'text', text: words, look: 'small' };
}
