import type { ComponentChildren, JSX } from 'preact';
import { useWords } from '../words-context.ts';
import { useFormState, Wrong } from './form-page.tsx';

interface FieldProps {
  name: string;
  label: ComponentChildren;
  hint?: ComponentChildren;
  /** Phone numbers and codes stay left to right; all else takes the direction of what is typed. */
  type?: 'text' | 'tel' | 'email' | 'date';
}

/** One line of text. No placeholder: it goes away when it is needed, and reads as an answer. */
export function Field({ name, label, hint, type = 'text' }: FieldProps): JSX.Element {
  const shared = useFieldParts(name, hint);
  return (
    <div class="field">
      <FieldHead name={name} label={label} hint={hint} />
      <input
        {...shared}
        {...directionOf(name, type)}
        // Preact's types know an input only by one kind at a time.
        type={type as 'text'}
        value={useFormState().values.get(name) ?? ''}
      />
    </div>
  );
}

/**
 * A passphrase or a code. What was typed is never drawn again, also when something else on the page needs another look.
 * `autocomplete` tells a password manager what it is.
 */
export function SecretField({
  autocomplete,
  name,
  label,
  hint,
}: Omit<FieldProps, 'type'> & {
  autocomplete: 'current-password' | 'new-password' | 'one-time-code';
}): JSX.Element {
  const shared = useFieldParts(name, hint);
  const isCode = autocomplete === 'one-time-code';
  return (
    <div class="field">
      <FieldHead name={name} label={label} hint={hint} />
      <input
        {...shared}
        // Preact's types know an input only by one kind at a time.
        type={(isCode ? 'text' : 'password') as 'text'}
        inputMode={isCode ? 'numeric' : 'text'}
        autocomplete={autocomplete}
        dir="ltr"
      />
    </div>
  );
}

/**
 * Several lines in a person's own words. It has no maximum length: a browser would cut what is pasted and say nothing.
 * Whoever reads it refuses what is too long, in words.
 */
export function TextArea({ name, label, hint }: Omit<FieldProps, 'type'>): JSX.Element {
  const shared = useFieldParts(name, hint);
  return (
    <div class="field">
      <FieldHead name={name} label={label} hint={hint} />
      <textarea
        {...shared}
        {...directionOf(name, 'text')}
        // HTML drops a line break right after the tag; this one is dropped, and the person's own stays.
        value={`\n${useFormState().values.get(name) ?? ''}`}
      />
    </div>
  );
}

/** A text file of the person's own. A browser forgets which one was chosen when the page is drawn again. */
export function FileField({
  name,
  label,
  hint,
  accept,
}: Omit<FieldProps, 'type'> & { accept: string }): JSX.Element {
  const shared = useFieldParts(name, hint);
  return (
    <div class="field">
      <FieldHead name={name} label={label} hint={hint} />
      <input {...shared} type="file" accept={accept} />
    </div>
  );
}

interface Option {
  readonly value: string;
  /** Words alone where they are chosen from a `select`. */
  readonly label: ComponentChildren;
}

/** One of several, none chosen beforehand. `select` for long lists such as States; else each option in sight. */
export function Choice(
  props: Omit<FieldProps, 'type'> & { options: readonly Option[]; look?: 'list' | 'select' },
): JSX.Element {
  const { name, label, hint, options, look = 'list' } = props;
  const { t } = useWords();
  const shared = useFieldParts(name, hint);
  const chosen = useFormState().values.get(name);
  if (look === 'select')
    return (
      <div class="field">
        <FieldHead name={name} label={label} hint={hint} />
        <select {...shared}>
          <option value="">{t('form.choose')}</option>
          {options.map((option) => (
            <option key={option.value} value={option.value} selected={option.value === chosen}>
              {option.label}
            </option>
          ))}
        </select>
      </div>
    );
  return (
    <fieldset class="field" aria-describedby={shared['aria-describedby']}>
      <legend>{label}</legend>
      <FieldHint name={name} hint={hint} />
      <Wrong name={name} />
      {options.map((option, index) => (
        <div class="tick" key={option.value}>
          <input
            type="radio"
            name={name}
            id={index === 0 ? name : `${name}-${index}`}
            value={option.value}
            checked={option.value === chosen}
          />
          <label for={index === 0 ? name : `${name}-${index}`}>{option.label}</label>
        </div>
      ))}
    </fieldset>
  );
}

/** A box to tick, never ticked beforehand. Several may share a name. */
export function Tick(props: { name: string; value?: string; label: ComponentChildren }): JSX.Element {
  const { name, value = 'yes', label } = props;
  const id = value === 'yes' ? name : `${name}-${value}`;
  return (
    <div class="tick">
      <input
        type="checkbox"
        name={name}
        id={id}
        value={value}
        checked={useFormState().values.getAll(name).includes(value)}
      />
      <label for={id}>{label}</label>
    </div>
  );
}

function FieldHead(props: { name: string; label: ComponentChildren; hint: ComponentChildren }): JSX.Element {
  return (
    <>
      <label for={props.name}>{props.label}</label>
      <FieldHint name={props.name} hint={props.hint} />
      <Wrong name={props.name} />
    </>
  );
}

function FieldHint({ name, hint }: { name: string; hint: ComponentChildren }): JSX.Element | null {
  if (hint === undefined) return null;
  return (
    <p class="hint" id={`${name}-hint`}>
      {hint}
    </p>
  );
}

interface FieldParts {
  id: string;
  name: string;
  'aria-describedby': string | undefined;
  'aria-invalid': 'true' | undefined;
}

function useFieldParts(name: string, hint: ComponentChildren): FieldParts {
  const isWrong = useFormState().problems.some((problem) => problem.name === name);
  const described = [hint === undefined ? '' : `${name}-hint`, isWrong ? `${name}-wrong` : ''];
  return {
    id: name,
    name,
    'aria-describedby': described.filter((id) => id !== '').join(' ') || undefined,
    'aria-invalid': isWrong ? 'true' : undefined,
  };
}

/** Text typed in Arabic reads from the right in an English page too; the form says which way it went. */
function directionOf(name: string, type: string): { dir: 'auto' | 'ltr'; dirname?: string } {
  if (type === 'text') return { dir: 'auto', dirname: `${name}.dir` };
  return { dir: 'ltr' };
}
