import type { JSX } from 'preact';
import {
  Button,
  Buttons,
  Carried,
  Choice,
  FormPage,
  PageLink,
  Part,
  SafetyWords,
  Tick,
  useWords,
} from '../web/index.ts';
import { FIELDS, LANGUAGE_FORM } from './interview.ts';
import type { Result } from './result-page.tsx';
import { stateChoices } from './state-choices.ts';

/**
 * The one form of the result, so that the sealed interview stands on the page once: a change of the law or of the
 * country to try, the ways to keep the answer, the ways on.
 */
export function KeepForm(result: Result): JSX.Element {
  const { canAsk, interview, box } = result;
  const { t } = useWords();
  const values = new URLSearchParams([
    ...interview.reforms.map((id) => [FIELDS.reform, id]),
    ...(interview.state === undefined ? [] : [[FIELDS.state, interview.state]]),
  ]);
  return (
    <div class="noprint">
      <FormPage
        path="/assess"
        id={LANGUAGE_FORM.id}
        state={{ values, problems: [] }}
        next={t(canAsk ? 'assess.result.more' : 'assess.result.again')}
        besideNext={
          <>
            {interview.told.size > 0 && <Go to="back">{t('assess.result.change-answer')}</Go>}
            <Go to="start">{t('assess.result.start')}</Go>
            <PageLink path="/">{t('assess.leave')}</PageLink>
          </>
        }
      >
        <Carried values={[[FIELDS.box, box]]} />
        <Otherwise {...result} />
        <Part id="keep" title={t('assess.result.keep-title')}>
          <p>
            <SafetyWords of="assess.result.keep-body" />
          </p>
          <Buttons>
            <Button kind="other" path="/assess/memo">
              {t('assess.result.memo')}
            </Button>
            <Button kind="other" path="/assess/case-file">
              {t('assess.result.case-file')}
            </Button>
          </Buttons>
        </Part>
        <h2>{t('assess.result.go-on-title')}</h2>
      </FormPage>
    </div>
  );
}

function Go({ to, children }: { to: 'back' | 'start' | 'show'; children: string }): JSX.Element {
  return (
    <Button kind="other" name={FIELDS.go} value={to}>
      {children}
    </Button>
  );
}

/** What would follow in another country, or with a reform. */
function Otherwise({ assessed, said }: Result): JSX.Element {
  const words = useWords();
  const { t } = words;
  // What changes no rule changes no answer.
  const reforms = Object.values(assessed.law.overlays).filter(({ ops }) => ops.length > 0);
  return (
    <Part id="other" title={t('assess.result.other-title')}>
      <Choice
        name={FIELDS.state}
        label={t('assess.start.state')}
        look="select"
        options={stateChoices(assessed.law, words)}
      />
      {reforms.length > 0 && (
        <fieldset class="field" aria-describedby="reform-hint">
          <legend>{t('assess.reform.title')}</legend>
          <p class="hint" id="reform-hint">
            {t('assess.reform.hint')}
          </p>
          {reforms.map(({ id }) => (
            <Tick key={id} name={FIELDS.reform} value={id} label={said.reform(id)} />
          ))}
        </fieldset>
      )}
      <Buttons>
        <Go to="show">{t('assess.result.show')}</Go>
        <Button kind="other" path="/assess/before-after">
          {t('before-after.of-answers')}
        </Button>
      </Buttons>
    </Part>
  );
}
