import type { ComponentChildren, JSX } from 'preact';
import { LANGUAGE_FACTS, type PublicLanguage } from '../language.ts';
import { wordsIn } from '../words.ts';
import { WordsContext } from '../words-context.ts';

type InLanguageProps = { language: PublicLanguage; class?: string; children: ComponentChildren };

/** A part that speaks a language of its own, in its own direction, whatever the page speaks. */
export function InLanguage({ language, class: look, children }: InLanguageProps): JSX.Element {
  return (
    <div lang={language} dir={LANGUAGE_FACTS[language].direction} class={look}>
      <WordsContext.Provider value={wordsIn(language)}>{children}</WordsContext.Provider>
    </div>
  );
}
