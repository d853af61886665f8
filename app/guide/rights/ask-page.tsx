import type { Law } from '@clew/rules';
import type { JSX } from 'preact';
import { stateNames } from '../../law/index.ts';
import {
  Choice,
  type FieldProblem,
  FormPage,
  PageHead,
  SafetyWords,
  Tick,
  useWords,
} from '../../web/index.ts';
import { GUIDE_PATHS } from '../paths.ts';
import { ASK_FORM, FIELDS } from './fields.ts';
import { SITUATIONS } from './situations.ts';

type AskPageProps = {
  law: Law;
  /** Whether what is ticked changes anything: outside a demo only once somebody has checked a source. */
  withTicks: boolean;
  values: URLSearchParams;
  problems?: readonly FieldProblem[];
};

/** In which country, and what one is willing to say about oneself: every box is optional. */
export function AskPage({ law, withTicks, values, problems = [] }: AskPageProps): JSX.Element {
  const { t, tongue } = useWords();
  return (
    <>
      <PageHead title={t('guide.rights.title')} lede={t('guide.rights.lede')} />
      <div class="part">
        <p>
          <SafetyWords of="guide.rights.kept" />
        </p>
        <FormPage
          path={GUIDE_PATHS.rights}
          id={ASK_FORM.id}
          state={{ values, problems }}
          next={t('guide.rights.show')}
        >
          <Choice
            name={FIELDS.state}
            label={t('guide.rights.state')}
            hint={t('guide.rights.state-hint')}
            look="select"
            options={stateNames(law, tongue)}
          />
          {withTicks && (
            <fieldset class="field">
              <legend>{t('guide.rights.situation')}</legend>
              <p class="hint">{t('guide.rights.situation-hint')}</p>
              {SITUATIONS.map(({ id, code, label }) => (
                <Tick key={id} name={FIELDS.situation} value={code} label={t(label)} />
              ))}
            </fieldset>
          )}
        </FormPage>
      </div>
    </>
  );
}
