import { type Instrument, paragraphOf } from '@clew/rules';
import type { Words } from '../../web/index.ts';
import { isGuidance } from '../law-path.ts';

/** “Article 3(a)”; of guidance, which has no articles, “Paragraph 13”. */
export function placeWords(instrument: Instrument, anchor: string, t: Words['t']): string {
  return t(isGuidance(instrument) ? 'law.paragraph' : 'law.article', { place: paragraphOf(anchor) });
}
