import type { Day, Law } from '@clew/rules';
import type { Random } from '@clew/seal';
import { definePage, type Page, showPage } from '../../web/index.ts';
import { GUIDE_PATHS } from '../paths.ts';
import type { Recordings } from '../recordings.ts';
import { QuestionPage } from './question-page.tsx';
import { ResultPage } from './result-page.tsx';
import { selfCheckSeal } from './self-check-seal.ts';
import { StartPage } from './start-page.tsx';
import { stepAfter } from './steps.ts';

/**
 * Every page of the self-check is sent in so many bytes and is never compressed: whoever watches the line learns neither an
 * answer nor what came of it.
 */
export const SELF_CHECK_BYTES = 24 * 1024;

export type SelfCheckSetting = {
  /** 32 bytes that every process of the node shares, and no file holds. */
  key: Uint8Array;
  random: Random;
  now: () => Date;
  /** The day it is, as 2024-05-31. */
  today: () => Day;
  /** What was read out by people; by default what stands in `locales/public/recordings`. */
  recordings?: Recordings | undefined;
};

/** *Is this happening to me?*: one question a page; the answers travel sealed in the page's own form and are kept nowhere. */
export function selfCheckPages(
  law: Law,
  { key, random, now, today, recordings = new Map() }: SelfCheckSetting,
): Page[] {
  const seal = selfCheckSeal({ key, random, now });
  const shared = {
    path: GUIDE_PATHS.selfCheck,
    title: 'shell.title',
    inEveryLanguage: true,
    bytes: SELF_CHECK_BYTES,
  } as const;
  return [
    definePage({
      ...shared,
      method: 'get',
      action: 'public.read',
      render: () => showPage(<StartPage seal={seal} />),
    }),
    definePage({
      ...shared,
      method: 'post',
      action: 'public.assess',
      render: ({ form }) => {
        const step = stepAfter(form, seal);
        return showPage(
          step.kind === 'result' ? (
            <ResultPage law={law} on={today()} said={step.said} seal={seal} />
          ) : (
            <QuestionPage
              said={step.said}
              at={step.at}
              isLost={step.isLost}
              seal={seal}
              recordings={recordings}
            />
          ),
        );
      },
    }),
  ];
}
