import type { ComponentChildren, JSX } from 'preact';
import { wordsIn } from '../words.ts';
import { useWords, WordsContext } from '../words-context.ts';

/**
 * A part that speaks English on a page of another language: what the law says, a text that is not translated. It has its own
 * language and direction; on an English page it adds nothing.
 */
export function InEnglish({ children }: { children: ComponentChildren }): JSX.Element {
  const { tongue } = useWords();
  if (tongue === 'en') return <>{children}</>;
  return (
    <div lang="en" dir="ltr">
      <WordsContext.Provider value={wordsIn('en')}>{children}</WordsContext.Provider>
    </div>
  );
}
