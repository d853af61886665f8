import type { JSX } from 'preact';
import type { SafetyKey } from '../catalogues.ts';
import type { Values } from '../words.ts';
import { useWords } from '../words-context.ts';

interface SafetyWordsProps {
  of: SafetyKey;
  values?: Values;
  /** The same in English, where the values themselves are words. */
  englishValues?: Values;
}

/**
 * A sentence that someone's safety hangs on. While its translation is a draft that no speaker has read,
 * the English stands beside it: a wrong word here can put a person in danger.
 */
export function SafetyWords({ of, values, englishValues }: SafetyWordsProps): JSX.Element {
  const { safety } = useWords();
  const { text, english } = safety(of, values, englishValues);
  return (
    <>
      {text}
      {english !== undefined && (
        <span class="beside" lang="en" dir="ltr">
          {english}
        </span>
      )}
    </>
  );
}
