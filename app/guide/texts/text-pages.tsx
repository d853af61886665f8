import type { Day } from '@clew/rules';
import { definePage, type Page, showPage } from '../../web/index.ts';
import { GUIDE_PATHS } from '../paths.ts';
import { loadTexts, TEXTS } from './load-texts.ts';
import { TextPage } from './text-page.tsx';

/** Each is as long as any other: whoever watches the line does not learn which is read. */
const TEXT_BYTES = 16 * 1024;

/** The texts to read: staying safe with a phone, leaving, for those who help, for those who employ or let rooms. */
export function textPages({ today }: { today: () => Day }): Page[] {
  const texts = loadTexts();
  return TEXTS.map((id) =>
    definePage({
      path: GUIDE_PATHS[id],
      method: 'get',
      action: 'public.read',
      title: 'shell.title',
      inEveryLanguage: true,
      still: today,
      bytes: TEXT_BYTES,
      render: ({ words }) =>
        showPage(<TextPage text={texts[id][words.tongue]} english={texts[id].en} today={today()} />),
    }),
  );
}
