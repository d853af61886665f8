import type { Law } from '@clew/rules';
import type { JSX } from 'preact';
import {
  definePage,
  FormPage,
  Note,
  type Page,
  PageHead,
  PageLink,
  SafetyWords,
  showPage,
  useWords,
} from '../web/index.ts';
import { FIELDS, type Interview, LANGUAGE_FORM, readInterview, type Step, stepAfter } from './interview.ts';
import { QuestionPage } from './question-page.tsx';
import { ResultPage } from './result-page.tsx';

/**
 * The interview at `/assess`: one question a page. The answers travel in hidden fields of each page's own form; they
 * stand in no address, and nothing of them is kept.
 */
export function assessPages(law: Law): Page[] {
  return [
    definePage({
      path: '/assess',
      method: 'get',
      action: 'public.read',
      title: 'shell.title',
      render: () => <StartPage />,
    }),
    definePage({
      path: '/assess',
      method: 'post',
      action: 'public.assess',
      title: 'shell.title',
      render: ({ form }) => {
        const read = readInterview(form, law);
        const step = stepAfter(read, form.get(FIELDS.go), law);
        const interview = withLostAnswer(read, step);
        if (step.kind === 'result') return <ResultPage law={law} interview={interview} />;
        const body = <QuestionPage law={law} interview={interview} step={step} />;
        return showPage(body, { status: step.problem === undefined ? 200 : 422, openForm: LANGUAGE_FORM });
      },
    }),
  ];
}

/** What was typed and is no answer stands on the page again only with its own question; elsewhere it is said. */
function withLostAnswer(interview: Interview, step: Step): Interview {
  const isAskedAgain = step.kind === 'question' && step.fact === interview.at;
  const isLost = interview.wrong !== undefined && interview.wrong.trim() !== '' && !isAskedAgain;
  return isLost ? { ...interview, unreadable: interview.unreadable + 1 } : interview;
}

function StartPage(): JSX.Element {
  const { t } = useWords();
  return (
    <>
      <PageHead title={t('assess.start.title')} lede={t('assess.start.lede')} />
      <div class="part">
        <p>{t('assess.start.stop')}</p>
        <p>{t('assess.start.back')}</p>
        <p>
          <SafetyWords of="assess.start.kept" />
        </p>
        <Note kind="unchecked" title={t('assess.start.checked-title')}>
          <p>
            <SafetyWords of="assess.start.checked" />
          </p>
        </Note>
        <FormPage
          path="/assess"
          next={t('assess.start.go')}
          besideNext={<PageLink path="/law">{t('assess.start.law')}</PageLink>}
        >
          {null}
        </FormPage>
      </div>
    </>
  );
}
