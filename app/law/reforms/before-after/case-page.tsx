import { boundBy, getCitation, type Law, type Problem, reachIn } from '@clew/rules';
import type { JSX } from 'preact';
import {
  Choice,
  DateText,
  FormPage,
  type FormState,
  PageHead,
  PageLink,
  Part,
  TextArea,
  Tick,
  useWords,
} from '../../../web/index.ts';
import { statesByName } from '../../asked-day.tsx';
import { SaidBy } from '../../bound-words.tsx';
import { Sources } from '../../explanation.tsx';
import { type LawWords, lawWordsIn } from '../../law-words.ts';
import { ProblemLines } from '../../problem-lines.tsx';
import { stateName } from '../../state-choices.ts';
import type { BeforeAfter } from './before-after.ts';
import { BeforeAfterParts } from './before-after-part.tsx';

/** The fields of the form. No fact and no reform is called so. */
export const CASE_FIELDS = { text: 'case', example: 'example', state: 'state', reform: 'reform' } as const;

/** What the buttons that change the language send here. */
export const CASE_OPEN = { id: 'case-form', name: 'go', value: 'stay' } as const;

export type Example = { name: string; title: string; text: string };

type CasePageProps = {
  said: LawWords;
  examples: readonly Example[];
  state: FormState;
  /** What the case's own text needs, line by line. */
  problems?: readonly Problem[];
  found?: BeforeAfter;
};

/** Where one case is put to the law before and after reforms. The form stays as it was filled in. */
export function CasePage({ said, examples, state, problems = [], found }: CasePageProps): JSX.Element {
  const { t } = useWords();
  return (
    <>
      <PageHead
        above={
          <>
            <PageLink path="/law">{t('shell.law')}</PageLink> /{' '}
            <PageLink path="/law/reforms">{t('law.reforms.title')}</PageLink>
          </>
        }
        title={t('before-after.title')}
        lede={t('before-after.lede')}
      />
      {found && <FoundHead found={found} />}
      {found && <BeforeAfterParts found={found} said={lawWordsIn(found.after.law, said.language)} />}
      <ProblemLines title={t('assess.file.problems')} problems={problems} />
      <Part id="ask" title={t('before-after.ask')}>
        <p>{t('before-after.kept')}</p>
        <FormPage path="/law/reforms/case" id={CASE_OPEN.id} state={state} next={t('before-after.go')}>
          <Choice
            name={CASE_FIELDS.example}
            label={t('before-after.example')}
            hint={t('before-after.example-hint')}
            look="select"
            options={examples.map(({ name, title }) => ({ value: name, label: title }))}
          />
          <TextArea
            name={CASE_FIELDS.text}
            label={t('assess.file.label')}
            hint={t('before-after.case-hint')}
          />
          <Choice
            name={CASE_FIELDS.state}
            label={t('before-after.state')}
            hint={t('before-after.state-hint')}
            look="select"
            options={useStates(said.law)}
          />
          <ReformTicks said={said} />
        </FormPage>
      </Part>
    </>
  );
}

function useStates(law: Law): { value: string; label: string }[] {
  const { language } = useWords();
  return statesByName(Object.keys(law.states), language);
}

/** One box a reform that changes a rule, by code. */
function ReformTicks({ said }: { said: LawWords }): JSX.Element {
  const { t } = useWords();
  const overlays = Object.values(said.law.overlays).toSorted((a, b) =>
    (a.code ?? `~${a.id}`) < (b.code ?? `~${b.id}`) ? -1 : 1,
  );
  return (
    <fieldset class="field" id={CASE_FIELDS.reform} aria-describedby="reform-hint">
      <legend>{t('before-after.reforms')}</legend>
      <p class="hint" id="reform-hint">
        {t('assess.reform.hint')}
      </p>
      {overlays.map(({ id, code }) => (
        <Tick
          key={id}
          name={CASE_FIELDS.reform}
          value={id}
          label={code === undefined ? said.reform(id) : `${code}: ${said.reform(id)}`}
        />
      ))}
    </fieldset>
  );
}

/** In which State the case was asked, and of each reform whether it could bind that State at all. */
export function FoundHead({ found }: { found: BeforeAfter }): JSX.Element {
  const { t, language } = useWords();
  const said = lawWordsIn(found.after.law, language);
  const { state, reforms } = found;
  const { on } = found.before.assessment;
  return (
    <>
      <p class="meta">
        {state !== undefined && <span>{stateName(state, language)}</span>}
        {on !== undefined && <DateText day={on} />}
      </p>
      <ul class="read">
        {reforms.map((id) => {
          const amends = said.law.overlays[id]?.amends;
          const text =
            amends === undefined
              ? t('law.reforms.amends-nothing')
              : `${t('law.reforms.amends', { instrument: said.instrument(amends) })}. ${reachWords(found, amends)}`;
          return (
            <li key={id}>
              {said.reform(id)}. {text}{' '}
              <Sources
                citations={(said.law.overlays[id]?.cites ?? []).map((ref) => getCitation(said.law, ref))}
                law={said}
              />{' '}
              {amends !== undefined && <LastKnown instrument={amends} found={found} law={said.law} />}
            </li>
          );
        })}
      </ul>
    </>
  );

  function reachWords({ before }: BeforeAfter, instrument: string): string {
    if (state === undefined) return t('before-after.no-state');
    const reach = reachIn(said.law, instrument, { states: [state], on: before.assessment.on });
    const values = { state: stateName(state, language) };
    const [through] = reach.through;
    if (through)
      return t('before-after.bound-through', { ...values, instrument: said.instrument(through.instrument) });
    if (reach.bound.length > 0) return t('before-after.bound', values);
    return t(reach.outside.length > 0 ? 'before-after.not-bound' : 'before-after.bound-unknown', values);
  }
}

type LastKnownProps = { instrument: string; found: BeforeAfter; law: Law };

/** Where it is not known whether an instrument binds the State: that it last did not, with the day and who says so. */
function LastKnown({ instrument, found, law }: LastKnownProps): JSX.Element | null {
  const { t } = useWords();
  const { state, before } = found;
  if (state === undefined) return null;
  const [last] = reachIn(law, instrument, { states: [state], on: before.assessment.on }).lastOutside;
  if (!last) return null;
  return (
    <>
      {t('before-after.last-not-bound')} <DateText day={last.asOf} />.{' '}
      <SaidBy bound={boundBy(law, instrument, { state, on: undefined })} />
    </>
  );
}
