import { type Law, type Problem, readReforms } from '@clew/rules';
import type { FieldProblem, Words } from '../../../web/index.ts';
import { sha256 } from '../../content-files.ts';
import { type Draft, fieldOf, readDraft } from './draft.ts';
import { linesIn } from './limb-lines.ts';
import { mainField, slugOf, type WrittenReform, writeReform } from './write-reform.ts';

/** The longest that one field may be, in characters: the law takes no longer text. */
const LONGEST_FIELD = 4_000;

/** A problem of the law with the file, and the field in which it is to be mended. */
export type PlacedProblem = Problem & { field: string };

export type CheckedDraft = {
  written: WrittenReform;
  /** What the form itself lacks; then the law was not asked. */
  fields: readonly FieldProblem[];
  problems: readonly PlacedProblem[];
  /** The law with the reform beside its own, where it was read. Nothing is proved yet. */
  law?: Law;
};

/** Writes a form as a file and reads it beside the law. Never throws, whoever sent the form. */
export function checkDraft(form: URLSearchParams, law: Law, words: Words): CheckedDraft {
  const draft = readDraft(form);
  const written = writeReform(draft, law);
  const fields = [...tooLong(form, words), ...lacking(draft, words)];
  if (fields.length > 0) return { written, fields, problems: [] };
  const read = readReforms(law, { path: `${written.name}.md`, text: written.text, hash: sha256 });
  if (read.ok) return { written, fields, problems: [], law: read.law };
  return { written, fields, problems: placed(read.problems, written, draft) };
}

/** Each problem with its field: by its line, else by the operation that has what it names. */
export function placed(
  problems: readonly Problem[],
  { fieldAt }: WrittenReform,
  { operations }: Draft,
): PlacedProblem[] {
  return problems.slice(0, 40).map((problem) => {
    const field = fieldAt(problem.line);
    const names = [...problem.message.matchAll(/“([^”]+)”/g)].flatMap(([, name]) => name ?? []);
    const named = operations.find(({ target, said }) =>
      names.some((name) => name === target || said.lines.includes(name) || said.when === name),
    );
    const isWhole = field === undefined || field === 'id';
    if (isWhole && named) return { ...problem, field: fieldOf(named.number, mainField(named)) };
    return { ...problem, field: field ?? 'label' };
  });
}

function tooLong(form: URLSearchParams, { t }: Words): FieldProblem[] {
  const long = [...form].filter(([, value]) => value.length > LONGEST_FIELD);
  return long
    .filter(([name]) => name !== 'case')
    .map(([name]) => ({ name, message: t('compose.too-long', { most: LONGEST_FIELD }) }));
}

function lacking({ said, operations }: Draft, { t }: Words): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const lack = (name: string, message: string) => problems.push({ name, message });
  const isEmpty = (text: string) => text.trim() === '';
  if (isEmpty(said.label)) lack('label', t('compose.lack-label'));
  else if (isEmpty(said.id) && slugOf(said.label) === '') lack('id', t('compose.lack-id'));
  if (isEmpty(said.cite)) {
    if (isEmpty(said['source-title'])) lack('source-title', t('compose.lack-source'));
    if (isEmpty(said['source-text'])) lack('source-text', t('compose.lack-source-text'));
  }
  if (operations.length === 0 && isEmpty(said['no-rule'])) lack('new-op', t('compose.lack-op'));
  for (const { number, op, said: of } of operations) {
    if (op !== 'add-any' && op !== 'add-all' && op !== 'replace') continue;
    const lines = linesIn(of.lines);
    const isOne = of.how === '' || of.how === 'one' || of.how === 'not';
    if (lines.length === 0) lack(fieldOf(number, 'lines'), t('compose.lack-lines'));
    else if (lines.length > 1 && isOne) lack(fieldOf(number, 'how'), t('compose.one-line'));
  }
  return problems;
}
