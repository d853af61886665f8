import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { type Words, wordsIn } from './words.ts';

/** The words of the page that is being drawn, so that a component can speak without being handed them. */
export const WordsContext = createContext<Words>(wordsIn('en'));

/** The words of the page that is being drawn: `t`, `rich`, `href`, its language and direction. */
export function useWords(): Words {
  return useContext(WordsContext);
}
