import type { JSX } from 'preact';
import { Carried, FormPage, PageHead, SafetyWords, useWords } from '../../web/index.ts';
import { GUIDE_PATHS } from '../paths.ts';
import { WhoSees } from '../who-sees.tsx';
import { OFFERED, type SelfCheckSeal } from './self-check-seal.ts';
import { NOTHING_SAID, SIGNS } from './signs.ts';
import { FIELDS, GO, writeAt } from './steps.ts';

/** Before the first question: who sees the answers, what is kept, and that one may stop at any time. */
export function StartPage({ seal }: { seal: SelfCheckSeal }): JSX.Element {
  const { t } = useWords();
  return (
    <>
      <PageHead title={t('guide.self.title')} lede={t('guide.self.lede', { count: SIGNS.length })} />
      <div class="part">
        <WhoSees />
        <p>
          <SafetyWords of="guide.self.kept" />
        </p>
        <FormPage path={GUIDE_PATHS.selfCheck} next={t('guide.self.begin')}>
          <Carried
            values={[
              [FIELDS.carried, seal.close({ said: NOTHING_SAID, codes: OFFERED })],
              [FIELDS.at, writeAt(0)],
              [FIELDS.answer, GO.begin],
            ]}
          />
        </FormPage>
      </div>
    </>
  );
}
