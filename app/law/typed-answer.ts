import { type Answer, type Day, type Fact, isDate, readAnswer } from '@clew/rules';
import { FIELDS } from './interview.ts';

/** Why something typed is no answer: nothing was chosen, no such number, no such day, a day that has not come. */
export type TypedProblem = 'choose' | 'number' | 'date' | 'future';

/** What a form said to the question it showed. */
export type Typed =
  | { kind: 'answer'; answer: Answer }
  /** `isErased`: the field came empty, so that what stood in it was taken out; else there was nothing to send. */
  | { kind: 'blank'; problem: TypedProblem; isErased: boolean }
  | { kind: 'wrong'; problem: TypedProblem };

const DAY_FIELDS = [FIELDS.year, FIELDS.month, FIELDS.day] as const;

/** The fields in which a question's answer is typed or chosen. */
export const ANSWER_FIELDS: readonly string[] = [FIELDS.answer, ...DAY_FIELDS];

/** Reads the answer to a question out of a form that anybody may have sent. `today` is the last day that may be typed. */
export function readTyped(form: URLSearchParams, fact: Fact, today: Day): Typed {
  const reason = form.get(FIELDS.reason);
  if (reason === 'not_known' || reason === 'withheld') return { kind: 'answer', answer: reason };
  if (fact.type.kind === 'date') return readDay(form, fact, today);
  const problem = fact.type.kind === 'number' ? 'number' : 'choose';
  const [typed = '', ...others] = new Set(form.getAll(FIELDS.answer));
  const text = westernDigits(typed).trim();
  if (text === '') return { kind: 'blank', problem, isErased: form.has(FIELDS.answer) };
  const read = readAnswer(text, fact);
  // The other reasons for no answer are not a person's to choose.
  const isTaken = read.ok && !['not_asked', 'not_recorded'].includes(text) && others.length === 0;
  return isTaken ? { kind: 'answer', answer: read.answer } : { kind: 'wrong', problem };
}

function readDay(form: URLSearchParams, fact: Fact, today: Day): Typed {
  const [year = '', month = '', day = ''] = DAY_FIELDS.map((name) =>
    westernDigits(form.get(name) ?? '').trim(),
  );
  if (year + month + day === '') return { kind: 'blank', problem: 'date', isErased: form.has(FIELDS.year) };
  const text = `${year.padStart(4, '0')}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const read = readAnswer(text, fact);
  if (!read.ok || !isDate(text)) return { kind: 'wrong', problem: 'date' };
  if (text > today) return { kind: 'wrong', problem: 'future' };
  return { kind: 'answer', answer: read.answer };
}

/** An answer in the fields in which it was typed. */
export function fieldsOf(answer: Answer | undefined): [string, string][] {
  if (answer === undefined) return [];
  if (typeof answer === 'string' && isDate(answer)) {
    const [year = '', month = '', day = ''] = answer.split('-');
    return [
      [FIELDS.year, year],
      [FIELDS.month, String(Number(month))],
      [FIELDS.day, String(Number(day))],
    ];
  }
  return [[FIELDS.answer, String(answer)]];
}

/** Arabic and Persian digits as those that a rule compares. */
function westernDigits(text: string): string {
  return text.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String((digit.codePointAt(0) ?? 0) & 0xf));
}
