import { type Law, leafName, type Operation, STRENGTHS } from '@clew/rules';
import type { JSX } from 'preact';
import {
  Button,
  Buttons,
  Carried,
  Choice,
  Field,
  type PlainKey,
  TextArea,
  Tick,
  useWords,
} from '../../../web/index.ts';
import type { LawWords } from '../../law-words.ts';
import { STRENGTH_KEYS } from '../../strength-keys.ts';
import {
  type DraftOperation,
  fieldOf,
  OPERATIONS,
  type OperationField,
  STRUCTURES,
  type Structure,
} from './draft.ts';
import { findNames } from './find-names.ts';

const OP_KEYS: Readonly<Record<Operation['op'], PlainKey>> = {
  'add-any': 'compose.op.add-any',
  'add-all': 'compose.op.add-all',
  replace: 'compose.op.replace',
  'drop-exception': 'compose.op.drop-exception',
  'change-burden': 'compose.op.change-burden',
  'set-value': 'compose.op.set-value',
  repeal: 'compose.op.repeal',
  'add-duty': 'compose.op.add-duty',
};

const STRUCTURE_KEYS: Readonly<Record<Structure, PlainKey>> = {
  one: 'compose.how.one',
  not: 'compose.how.not',
  all: 'compose.how.all',
  any: 'compose.how.any',
  at_least: 'compose.how.at-least',
};

type Shown = { operation: DraftOperation; said: LawWords };

/** The fields of one operation, under what it does to what. */
export function OperationFields({ operation, said }: Shown): JSX.Element {
  const { t } = useWords();
  const { number, op, target } = operation;
  const of = (field: OperationField) => fieldOf(number, field);
  const what = op === 'add-duty' ? t(OP_KEYS[op]) : `${t(OP_KEYS[op])}: ${said.rule(target)}`;
  return (
    <fieldset class="field" id={of('op')}>
      <legend>{t('compose.operation', { number, what })}</legend>
      <Carried
        values={[
          [of('op'), op],
          [of('target'), target],
        ]}
      />
      <Body operation={operation} said={said} />
      <Buttons>
        <Button kind="other" name="go" value={`remove:${number}`}>
          {t('compose.remove', { number })}
        </Button>
      </Buttons>
    </fieldset>
  );
}

function Body({ operation, said }: Shown): JSX.Element | null {
  const { t } = useWords();
  const { number, op } = operation;
  const of = (field: OperationField) => fieldOf(number, field);
  switch (op) {
    case 'add-any':
    case 'add-all':
    case 'replace':
      return <LimbFields operation={operation} said={said} />;
    case 'drop-exception':
    case 'change-burden':
      return (
        <>
          <ExceptionChoice operation={operation} said={said} />
          {op === 'change-burden' && (
            <Choice
              name={of('burden')}
              label={t('compose.burden')}
              options={[
                { value: 'state', label: t('law.burden-state') },
                { value: 'person', label: t('law.burden-person') },
              ]}
            />
          )}
        </>
      );
    case 'set-value':
      return <Field name={of('days')} label={t('compose.days')} hint={t('compose.days-hint')} />;
    case 'repeal':
      return null;
    case 'add-duty':
      return <DutyFields operation={operation} said={said} />;
  }
}

function LimbFields({ operation, said }: Shown): JSX.Element {
  const { t } = useWords();
  const { number } = operation;
  return (
    <>
      <Choice
        name={fieldOf(number, 'how')}
        label={t('compose.how')}
        look="select"
        options={STRUCTURES.map((value) => ({ value, label: t(STRUCTURE_KEYS[value]) }))}
      />
      <Field name={fieldOf(number, 'count')} label={t('compose.count')} hint={t('compose.count-hint')} />
      <TextArea
        name={fieldOf(number, 'lines')}
        label={t('compose.lines')}
        hint={t('compose.lines-hint', { example: '{any: [child, age < 21]}' })}
      />
      <Finder operation={operation} said={said} />
    </>
  );
}

/** Looks up the facts and rules that a limb can name, by their words; each found one can be put into the lines. */
function Finder({ operation, said }: Shown): JSX.Element {
  const { t } = useWords();
  const { number } = operation;
  const typed = operation.said.find;
  const found = findNames(said.law, said, typed);
  return (
    <>
      <Field name={fieldOf(number, 'find')} label={t('compose.find')} hint={t('compose.find-hint')} />
      <Buttons>
        <Button kind="other" name="go" value={`find:${number}`}>
          {t('compose.find-go')}
        </Button>
      </Buttons>
      {typed.trim() !== '' && found.length === 0 && <p role="status">{t('compose.find-none')}</p>}
      {found.length > 0 && (
        <ul class="plain">
          {found.map(({ id, label, kind }) => (
            <li key={id}>
              <Button kind="other" name="go" value={`put:${number}:${id}`}>
                {t('compose.put', { id })}
              </Button>{' '}
              <span class="small">
                {t(kind === 'fact' ? 'compose.kind-fact' : 'compose.kind-rule')}: {label}
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function ExceptionChoice({ operation, said }: Shown): JSX.Element {
  const { t } = useWords();
  const { number, target } = operation;
  const exceptions = said.law.rules[target]?.exceptions ?? [];
  if (exceptions.length === 0) return <p>{t('compose.no-exception')}</p>;
  return (
    <Choice
      name={fieldOf(number, 'exception')}
      label={t('compose.exception')}
      options={exceptions.map(({ limb }) => {
        const name = leafName(limb);
        const label =
          limb.kind === 'rule' ? said.rule(limb.rule) : 'fact' in limb ? said.fact(limb.fact).label : name;
        return { value: name, label: `${label} (${name})` };
      })}
    />
  );
}

function DutyFields({ operation, said }: Shown): JSX.Element {
  const { t } = useWords();
  const { number } = operation;
  const of = (field: OperationField) => fieldOf(number, field);
  const days = Object.values(said.law.facts).filter(({ type }) => type.kind === 'date');
  return (
    <>
      <Field name={of('duty-label')} label={t('compose.duty-label')} />
      <Field name={of('when')} label={t('compose.when')} hint={t('compose.when-hint')} />
      <Finder operation={operation} said={said} />
      <Field name={of('bearer')} label={t('compose.bearer')} />
      <Field name={of('act')} label={t('compose.act')} />
      <Field name={of('breach')} label={t('compose.breach')} />
      <Choice
        name={of('strength')}
        label={t('compose.strength')}
        look="select"
        options={STRENGTHS.map((value) => ({ value, label: t(STRENGTH_KEYS[value]) }))}
      />
      <Field name={of('by-days')} label={t('compose.by-days')} hint={t('compose.by-hint')} />
      <Choice
        name={of('by-kind')}
        label={t('compose.by-kind')}
        look="select"
        options={[
          { value: 'calendar', label: t('compose.calendar') },
          { value: 'working', label: t('compose.working') },
        ]}
      />
      <Choice
        name={of('by-from')}
        label={t('compose.by-from')}
        look="select"
        options={days.map(({ id }) => ({ value: id, label: said.fact(id).label }))}
      />
      <Field name={of('by-at')} label={t('compose.by-at')} />
      <Tick name={of('protection')} label={t('compose.protection')} />
    </>
  );
}

/** What to change, and how, before its own fields are shown. */
export function AddOperation({ said }: { said: LawWords }): JSX.Element {
  const { t, language } = useWords();
  return (
    <fieldset class="field">
      <legend>{t('compose.add')}</legend>
      <Choice
        name="new-op"
        label={t('compose.new-op')}
        look="select"
        options={OPERATIONS.map((value) => ({ value, label: t(OP_KEYS[value]) }))}
      />
      <Choice
        name="new-target"
        label={t('compose.new-target')}
        hint={t('compose.new-target-hint')}
        look="select"
        options={targetsOf(said, language)}
      />
      <Buttons>
        <Button kind="other" name="go" value="add">
          {t('compose.add-go')}
        </Button>
      </Buttons>
    </fieldset>
  );
}

function targetsOf(said: LawWords, language: string): { value: string; label: string }[] {
  const { rules, duties, values }: Law = said.law;
  const order = new Intl.Collator(language);
  return [rules, duties, values]
    .flatMap((kind) => Object.keys(kind))
    .map((value) => ({ value, label: `${said.rule(value)} (${value})` }))
    .sort((a, b) => order.compare(a.label, b.label));
}
