import { type ComponentChildren, createContext, type JSX } from 'preact';
import { useContext } from 'preact/hooks';
import { useWords } from '../words-context.ts';
import { Button } from './button.tsx';

/** What is wrong with the answer of one field, in words that say what to do. */
export interface FieldProblem {
  readonly name: string;
  readonly message: string;
}

/** What was typed into a form, and what needs another look. */
export interface FormState {
  readonly values: URLSearchParams;
  readonly problems: readonly FieldProblem[];
}

/** A form that nobody has filled in yet. */
export const EMPTY_FORM: FormState = { values: new URLSearchParams(), problems: [] };

/** The status of the page that shows a form: one that is shown again for its problems was not taken. */
export function formStatus({ problems }: Pick<FormState, 'problems'>): 200 | 422 {
  return problems.length > 0 ? 422 : 200;
}

const FormContext = createContext<FormState>(EMPTY_FORM);

/** The form that a field stands in: fields read their own value from it, so none can forget to. */
export function useFormState(): FormState {
  return useContext(FormContext);
}

interface FormPageProps {
  /** Where the form is sent, without its language. */
  path: string;
  /** For buttons outside it that send it. */
  id?: string;
  state?: FormState;
  /** `get` only for what may stand in the address and in the history. */
  method?: 'get' | 'post';
  /** Whether it may bring a file; the page that it is sent to names the field. */
  hasFile?: boolean;
  /** The words on the one filled button. */
  next: ComponentChildren;
  /** Links and outlined buttons beside it. */
  besideNext?: ComponentChildren;
  children: ComponentChildren;
}

/**
 * A form that loses nothing: drawn again with `state` it holds all that was typed, a summary of what needs
 * another look, and each message above its field. Works without script.
 */
export function FormPage(props: FormPageProps): JSX.Element {
  const { href } = useWords();
  const {
    path,
    id,
    state = EMPTY_FORM,
    method = 'post',
    hasFile = false,
    next,
    besideNext,
    children,
  } = props;
  return (
    <FormContext.Provider value={state}>
      <ProblemSummary problems={state.problems} />
      <form
        class="ask"
        id={id}
        method={method}
        action={href(path)}
        enctype={hasFile ? 'multipart/form-data' : undefined}
        autocomplete="off"
        novalidate
      >
        {children}
        <p class="btns">
          <Button>{next}</Button>
          {besideNext}
        </p>
      </form>
    </FormContext.Provider>
  );
}

function ProblemSummary({ problems }: { problems: readonly FieldProblem[] }): JSX.Element | null {
  const { t } = useWords();
  if (problems.length === 0) return null;
  return (
    <div class="note" role="alert" id="problems">
      <h2>{t('form.problems', { count: problems.length })}</h2>
      <ul>
        {problems.map(({ name, message }) => (
          <li key={name}>
            <a href={`#${name}`}>{message}</a>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The message of one field, above it; nothing where there is none. */
export function Wrong({ name }: { name: string }): JSX.Element | null {
  const problem = useFormState().problems.find((one) => one.name === name);
  if (problem === undefined) return null;
  return (
    <p class="wrong" id={`${name}-wrong`}>
      {problem.message}
    </p>
  );
}
