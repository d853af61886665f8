import type { Day, Law } from '@clew/rules';
import { definePage, formStatus, type Page, showPage } from '../../web/index.ts';
import type { Indicators } from '../indicators/read-indicators.ts';
import { lawWordsIn } from '../law-words.ts';
import type { AnyDecision } from '../library/index.ts';
import { casePages } from './before-after/index.ts';
import { composePages } from './compose/index.ts';
import { PopulationPage, readPasted } from './population-page.tsx';
import { ReformsPage } from './reforms-page.tsx';

/** The day it is, the judgments on which a composed reform is tried, and the signs that reforms name. */
type ReformSetting = {
  today: () => Day;
  decisions: readonly AnyDecision[];
  indicators: Indicators['indicators'];
};

/** The pages about changes of the law: what each proposes, and what a population was counted to. */
export function reformPages(law: Law, setting: ReformSetting): Page[] {
  const shared = { action: 'law.read', title: 'shell.law' } as const;
  const path = '/law/reforms/population';
  return [
    ...casePages(law, setting),
    ...composePages(law, setting),
    definePage({
      ...shared,
      path: '/law/reforms',
      method: 'get',
      render: ({ words }) => (
        <ReformsPage
          said={lawWordsIn(law, words.language)}
          on={setting.today()}
          indicators={setting.indicators}
        />
      ),
    }),
    definePage({
      ...shared,
      path,
      method: 'get',
      render: ({ words }) => (
        <PopulationPage
          said={lawWordsIn(law, words.language)}
          form={new URLSearchParams()}
          pasted={{ results: [], problems: [] }}
        />
      ),
    }),
    definePage({
      ...shared,
      path,
      method: 'post',
      render: ({ words, form }) => {
        const pasted = readPasted(form, words);
        const said = lawWordsIn(law, words.language);
        return showPage(<PopulationPage said={said} form={form} pasted={pasted} />, {
          status: formStatus(pasted),
        });
      },
    }),
  ];
}
