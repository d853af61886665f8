import type { Law } from '@clew/rules';
import {
  fieldOf,
  MOST_OPERATIONS,
  OPERATION_FIELDS,
  OPERATIONS,
  type OperationField,
  readDraft,
} from './draft.ts';
import { linesOfLimb } from './limb-lines.ts';

/** The form as it stands after a button was pressed: an operation more or less, or a name put into its lines. */
export function afterStep(form: URLSearchParams, go: string, law: Law): URLSearchParams {
  const [step = '', number = '', ...rest] = go.split(':');
  if (step === 'add') return withOperation(form, law);
  if (step === 'remove') return withoutOperation(form, Number(number));
  return step === 'put' ? withName(form, Number(number), rest.join(':')) : form;
}

/** Why no operation can be added, if none can. */
export function cannotAdd(form: URLSearchParams, law: Law): 'too-many' | 'no-op' | 'no-target' | undefined {
  const { operations } = readDraft(form);
  if (operations.length >= MOST_OPERATIONS) return 'too-many';
  const op = OPERATIONS.find((one) => one === form.get('new-op'));
  if (op === undefined) return 'no-op';
  const target = form.get('new-target') ?? '';
  const isKnown = [law.rules, law.duties, law.values].some((kind) => Object.hasOwn(kind, target));
  return op === 'add-duty' || isKnown ? undefined : 'no-target';
}

function withOperation(form: URLSearchParams, law: Law): URLSearchParams {
  if (cannotAdd(form, law)) return form;
  const after = new URLSearchParams(form);
  const number = readDraft(form).operations.length + 1;
  const op = form.get('new-op') ?? '';
  const target = op === 'add-duty' ? '' : (form.get('new-target') ?? '');
  const set = (field: OperationField, value: string) => after.set(fieldOf(number, field), value);
  set('op', op);
  set('target', target);
  if (op === 'replace') {
    const provision = law.rules[target] ?? law.duties[target] ?? law.values[target];
    const { how, count, lines } = provision
      ? linesOfLimb(provision.limb)
      : { how: 'one', count: '', lines: '' };
    set('how', how);
    set('count', count);
    set('lines', lines);
  }
  after.delete('new-op');
  after.delete('new-target');
  return after;
}

/** Those behind it move up. */
function withoutOperation(form: URLSearchParams, number: number): URLSearchParams {
  const { length } = readDraft(form).operations;
  if (!Number.isInteger(number) || number < 1 || number > length) return form;
  const after = new URLSearchParams(form);
  for (let place = number; place <= length; place++) {
    for (const field of OPERATION_FIELDS) {
      const next = place < length ? form.get(fieldOf(place + 1, field)) : null;
      if (next === null) after.delete(fieldOf(place, field));
      else after.set(fieldOf(place, field), next);
    }
  }
  return after;
}

/** A name that was found goes to the end of the operation's lines; of a new duty, to what it hangs on. */
function withName(form: URLSearchParams, number: number, name: string): URLSearchParams {
  const operation = readDraft(form).operations[number - 1];
  if (!operation || name.length > 80) return form;
  const after = new URLSearchParams(form);
  if (operation.op === 'add-duty') after.set(fieldOf(number, 'when'), name);
  else {
    const lines = operation.said.lines.trimEnd();
    after.set(fieldOf(number, 'lines'), lines === '' ? name : `${lines}\n${name}`);
  }
  return after;
}
