import type { JSX } from 'preact';
import { Carried, FormPage, Note, PageHead, useWords } from '../web/index.ts';
import { FIELDS, type Interview } from './interview.ts';
import { lawWordsIn } from './law-words.ts';
import { type BeforeAfter, BeforeAfterParts, FoundHead } from './reforms/before-after/index.ts';

type Props = {
  interview: Interview;
  /** The interview, sealed. */
  box: string;
  /** Nothing where no reform is chosen, or those chosen cannot be joined. */
  found: BeforeAfter | undefined;
};

/** The answers of an interview before and after the reforms that were chosen, and the way back to the result. */
export function BeforeAfterInterview({ interview, box, found }: Props): JSX.Element {
  const { t, language } = useWords();
  const { state, reforms } = interview;
  return (
    <>
      <PageHead title={t('before-after.title')} lede={t('before-after.lede')} />
      {found ? (
        <>
          <FoundHead found={found} />
          <BeforeAfterParts found={found} said={lawWordsIn(found.after.law, language)} />
        </>
      ) : (
        <Note kind="worth-knowing" title={t('before-after.no-reform')} level={2}>
          <p>{t('before-after.go-back')}</p>
        </Note>
      )}
      <FormPage path="/assess" next={t('before-after.back')}>
        <Carried
          values={[
            [FIELDS.box, box],
            [FIELDS.go, 'show'],
            ...(state === undefined ? [] : [[FIELDS.state, state] as [string, string]]),
            ...reforms.map((id): [string, string] => [FIELDS.reform, id]),
          ]}
        />
      </FormPage>
    </>
  );
}
