import type { JSX } from 'preact';
import { EMPTY_FORM, type FormState } from '../components/form-page.tsx';
import { PageHead } from '../components/page-head.tsx';
import { definePage, type Page, showPage } from '../page.ts';
import { useWords } from '../words-context.ts';
import { FormSample, findProblems } from './form-sample.tsx';
import { LawSamples } from './law-samples.tsx';
import { PageSamples } from './page-samples.tsx';
import { TokenSamples } from './token-samples.tsx';

/** The page that shows every token and component, and its sample form; only for development. */
export function stylePages(): Page[] {
  return [
    definePage({
      path: '/style',
      method: 'get',
      action: 'development.style',
      title: 'shell.title',
      render: () => <StylePage state={EMPTY_FORM} isReceived={false} />,
    }),
    definePage({
      path: '/style',
      method: 'post',
      action: 'development.style',
      title: 'shell.title',
      render: ({ form, words }) => {
        const problems = findProblems(form, words);
        const isReceived = problems.length === 0;
        return showPage(<StylePage state={{ values: form, problems }} isReceived={isReceived} />, {
          status: isReceived ? 200 : 422,
        });
      },
    }),
  ];
}

function StylePage(props: { state: FormState; isReceived: boolean }): JSX.Element {
  const { t } = useWords();
  return (
    <>
      <PageHead
        title={
          <span lang="en" dir="ltr">
            Solid is known. Dotted is not known. Double is contested.
          </span>
        }
        lede={t('style.lead')}
      />
      <div>
        <FormSample {...props} />
        <PageSamples />
        <LawSamples />
        <TokenSamples />
      </div>
    </>
  );
}
