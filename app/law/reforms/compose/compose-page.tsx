import type { Problem } from '@clew/rules';
import type { JSX } from 'preact';
import {
  Button,
  Buttons,
  Choice,
  Field,
  type FieldProblem,
  Folded,
  FormPage,
  Note,
  PageHead,
  PageLink,
  Part,
  TextArea,
  Tick,
  useWords,
} from '../../../web/index.ts';
import type { LawWords } from '../../law-words.ts';
import { ProblemLines } from '../../problem-lines.tsx';
import { AcceptedParts, type AcceptedProps } from './accepted-parts.tsx';
import type { CheckedDraft, PlacedProblem } from './check-draft.ts';
import { readDraft } from './draft.ts';
import { AddOperation, OperationFields } from './operation-fields.tsx';

export const COMPOSE_PATH = '/law/reforms/compose';
export const FILE_PATH = '/law/reforms/compose/file';
/** What the buttons that change the language send here. */
export const COMPOSE_OPEN = { id: 'compose', name: 'go', value: 'stay' } as const;

export type ComposeProps = {
  said: LawWords;
  form: URLSearchParams;
  fields?: readonly FieldProblem[];
  problems?: readonly PlacedProblem[];
  caseProblems?: readonly Problem[];
  /** Why it could not be proved. */
  unproved?: 'busy' | 'too-long';
  written?: CheckedDraft['written'];
  accepted?: AcceptedProps;
};

/** Where a reform is composed, checked against the law, tried and taken along as a file. Nothing of it is kept. */
export function ComposePage(props: ComposeProps): JSX.Element {
  const { said, form, fields = [], problems = [], caseProblems = [], unproved, written, accepted } = props;
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
        title={t('compose.title')}
        lede={t('compose.lede')}
      />
      <LawProblems problems={problems} />
      <ProblemLines title={t('assess.file.problems')} problems={caseProblems} />
      {unproved && (
        <Note kind="safety" title={t('compose.unproved')} level={2}>
          <p>{t(unproved === 'busy' ? 'compose.busy' : 'compose.too-slow')}</p>
        </Note>
      )}
      {accepted && <AcceptedParts {...accepted} />}
      <FormPage
        path={COMPOSE_PATH}
        id={COMPOSE_OPEN.id}
        state={{ values: form, problems: fields }}
        next={t('compose.check')}
        besideNext={
          <Button kind="other" path={FILE_PATH}>
            {t('compose.download')}
          </Button>
        }
      >
        {/* The first button of a form is the one that Enter presses: it must take nothing away. */}
        <Buttons>
          <Button kind="other" name={COMPOSE_OPEN.name} value="check">
            {t('compose.check-so-far')}
          </Button>
        </Buttons>
        <Proposal />
        <Changes said={said} form={form} />
        <Further said={said} form={form} />
        <Part id="try" title={t('compose.try')}>
          <TextArea name="case" label={t('compose.case')} hint={t('compose.case-hint')} />
        </Part>
      </FormPage>
      {written && (
        <Folded level={2} id="written" title={t('compose.file')} note={`${written.name}.md`}>
          <pre tabindex={0} dir="ltr">
            <code>{written.text}</code>
          </pre>
        </Folded>
      )}
    </>
  );
}

/** What the law says against it, each with the way to its field. */
function LawProblems({ problems }: { problems: readonly PlacedProblem[] }): JSX.Element | null {
  const { t } = useWords();
  if (problems.length === 0) return null;
  return (
    <Note kind="safety" title={t('compose.problems')} level={2}>
      <ul>
        {problems.map(({ line, message, field }) => (
          <li key={`${line} ${message}`}>
            <a href={`#${field}`}>
              <bdi lang="en">{t('assess.file.line', { line, message })}</bdi>
            </a>
          </li>
        ))}
      </ul>
    </Note>
  );
}

/** What is proposed, why, and where it is written. */
function Proposal(): JSX.Element {
  const { t } = useWords();
  return (
    <Part id="proposal" title={t('compose.proposal')}>
      <Field name="label" label={t('compose.label')} hint={t('compose.label-hint')} />
      <TextArea name="why" label={t('compose.why')} hint={t('compose.why-hint')} />
      <Field name="source-title" label={t('compose.source-title')} hint={t('compose.source-title-hint')} />
      <TextArea name="source-text" label={t('compose.source-text')} hint={t('compose.source-text-hint')} />
      <Field name="source-read" label={t('compose.source-read')} hint={t('compose.source-read-hint')} />
      <Field name="cite" label={t('compose.cite')} hint={t('compose.cite-hint')} />
    </Part>
  );
}

type Filled = { said: LawWords; form: URLSearchParams };

function Changes({ said, form }: Filled): JSX.Element {
  const { t } = useWords();
  return (
    <Part id="changes" title={t('compose.changes')}>
      {readDraft(form).operations.map((operation) => (
        <OperationFields key={operation.number} operation={operation} said={said} />
      ))}
      <AddOperation said={said} />
    </Part>
  );
}

const FURTHER = ['id', 'code', 'status', 'amends', 'procedure', 'procedure-cite', 'after', 'no-rule'];

/** What most proposals leave as it is: open where something stands in it. */
function Further({ said, form }: Filled): JSX.Element {
  const { t } = useWords();
  const { law } = said;
  const isUsed = FURTHER.some((name) => (form.get(name) ?? '') !== '');
  const instruments = Object.values(law.instruments)
    .filter(({ kind }) => kind !== 'guidance')
    .map(({ id }) => ({ value: id, label: said.instrument(id) }));
  return (
    <Folded level={2} id="further" title={t('compose.further')} isOpen={isUsed}>
      <Choice
        name="amends"
        label={t('compose.amends')}
        hint={t('compose.amends-hint')}
        look="select"
        options={instruments}
      />
      <TextArea name="procedure" label={t('compose.procedure')} hint={t('compose.procedure-hint')} />
      <Field name="procedure-cite" label={t('compose.procedure-cite')} hint={t('compose.cite-hint')} />
      <Choice
        name="status"
        label={t('compose.status')}
        options={[
          { value: 'proposal', label: t('law.reforms.proposal') },
          { value: 'adopted', label: t('law.reforms.adopted') },
        ]}
      />
      <Field name="id" label={t('compose.id')} hint={t('compose.id-hint')} />
      <Field name="code" label={t('compose.code')} hint={t('compose.code-hint')} />
      <TextArea name="no-rule" label={t('compose.no-rule')} hint={t('compose.no-rule-hint')} />
      <fieldset class="field" id="after" aria-describedby="after-hint">
        <legend>{t('compose.after')}</legend>
        <p class="hint" id="after-hint">
          {t('compose.after-hint')}
        </p>
        {Object.keys(law.overlays).map((id) => (
          <Tick key={id} name="after" value={id} label={said.reform(id)} />
        ))}
      </fieldset>
    </Folded>
  );
}
