import type { Problem } from '@clew/rules';
import type { JSX } from 'preact';
import { FormPage, PageHead, PageLink, TextArea, useWords } from '../web/index.ts';
import { ProblemLines } from './problem-lines.tsx';

/** The field in which a case file is pasted. */
export const CASE_FIELD = 'case';

/** The longest text that is read, in characters: what the interview itself writes is far shorter, and reading takes time. */
export const LONGEST_CASE = 20_000;

/** What the buttons that change the language send here. */
export const CASE_FORM = { id: 'case-form', name: 'go', value: 'stay' } as const;

type CaseFilePageProps = {
  /** What was pasted. */
  text: string;
  /** What the file needs, line by line. */
  problems?: readonly Problem[];
  /** Why these pages cannot take the text at all, each in a sentence. */
  refusals?: readonly string[];
};

/** Where a person goes on from the file of their answers: pasted, as a file would need more than a plain form. */
export function CaseFilePage({ text, problems = [], refusals = [] }: CaseFilePageProps): JSX.Element {
  const { t } = useWords();
  return (
    <>
      <PageHead title={t('assess.file.title')} lede={t('assess.file.lede')} />
      <ProblemLines title={t('assess.file.problems')} problems={problems} />
      <FormPage
        path="/assess/go-on"
        id={CASE_FORM.id}
        state={{
          values: new URLSearchParams({ [CASE_FIELD]: text }),
          problems: refusals.map((message) => ({ name: CASE_FIELD, message })),
        }}
        next={t('assess.file.go')}
        besideNext={<PageLink path="/assess">{t('assess.back')}</PageLink>}
      >
        <TextArea name={CASE_FIELD} label={t('assess.file.label')} hint={t('assess.file.hint')} />
      </FormPage>
    </>
  );
}
