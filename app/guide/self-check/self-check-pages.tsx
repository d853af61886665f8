import type { Day, Law } from '@clew/rules';
import type { JSX } from 'preact';
import { definePage, type Page, showPage } from '../../web/index.ts';
import { GUIDE_PATHS } from '../paths.ts';
import { QuestionPage } from './question-page.tsx';
import { ResultPage } from './result-page.tsx';
import { StartPage } from './start-page.tsx';
import { stepAfter } from './steps.ts';

/**
 * Every page of the self-check is sent in so many bytes and is never compressed: whoever watches the line learns neither an
 * answer nor what came of it.
 */
export const SELF_CHECK_BYTES = 24 * 1024;

/** *Is this happening to me?*: one question a page; the answers travel in the page's own form and are kept nowhere. */
export function selfCheckPages(law: Law, { today }: { today: () => Day }): Page[] {
  const shared = { path: GUIDE_PATHS.selfCheck, title: 'shell.title', bytes: SELF_CHECK_BYTES } as const;
  return [
    definePage({ ...shared, method: 'get', action: 'public.read', render: () => showPage(<StartPage />) }),
    definePage({
      ...shared,
      method: 'post',
      action: 'public.assess',
      render: ({ form }) => showPage(<StepPage law={law} on={today()} form={form} />),
    }),
  ];
}

function StepPage({ law, on, form }: { law: Law; on: Day; form: URLSearchParams }): JSX.Element {
  const step = stepAfter(form);
  return step.kind === 'result' ? (
    <ResultPage law={law} on={on} said={step.said} />
  ) : (
    <QuestionPage said={step.said} at={step.at} />
  );
}
