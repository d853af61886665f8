import type { Law } from '@clew/rules';
import { stringify } from 'yaml';
import type { Draft, DraftOperation, OperationField, Structure } from './draft.ts';
import { fieldOf, STRUCTURES } from './draft.ts';
import { limbOfLines, linesIn, type Written } from './limb-lines.ts';

/** A reform as a file of `laws/reforms/`, and which field of the form each of its lines comes from. */
export type WrittenReform = {
  id: string;
  /** A name for the file: letters, digits and hyphens. */
  name: string;
  text: string;
  /** The field behind a line, counted from 1; nothing where no one field is. */
  fieldAt: (line: number) => string | undefined;
};

/** A part of the file, and the field it comes from. */
type Row = { text: string; field?: string };

const WIDTH = 120;
/** The anchor of the one paragraph of a reform's own source. */
const ANCHOR = '1';

/**
 * Writes a reform as a file that the law reads. What was typed becomes one line of text each, so that nothing typed can
 * close a block or open another. A source of its own is told as nobody has compared it: `seen` where a copy is named.
 */
export function writeReform(draft: Draft, law: Law): WrittenReform {
  const { said } = draft;
  const label = oneLine(said.label);
  const id = oneLine(said.id) || `reform.${slugOf(label) || 'proposal'}`;
  const isOwnSource = oneLine(said.cite) === '';
  const instrument = isOwnSource ? freeName(slugOf(oneLine(said['source-title'])) || 'proposal', law) : '';
  const cite = isOwnSource ? `${instrument}#${ANCHOR}` : oneLine(said.cite);
  const code = oneLine(said.code);
  const rows: Row[] = [
    ...heading(1, oneLine(said['source-title']) || label, 'source-title'),
    ...prose('A proposal, composed on a form. It binds nobody. Nothing below is law.'),
    ...(isOwnSource ? sourceRows(instrument, said) : []),
    ...heading(2, code === '' ? label : `${label} (${code})`, 'label'),
    ...prose(said.why, 'why'),
    ...overlayRows({ draft, id, cite, code, label }),
  ];
  const name =
    slugOf(id.replace(/^reform\./, ''))
      .slice(0, 60)
      .replace(/-+$/, '') || 'reform';
  return {
    ...{ id, name },
    text: `${rows.map(({ text }) => text).join('\n')}\n`,
    fieldAt: (line) => rows[line - 1]?.field,
  };
}

function heading(level: 1 | 2, text: string, field: string): Row[] {
  return [{ text: `${'#'.repeat(level)} ${noAnchor(text) || 'Proposal'}`, field }, { text: '' }];
}

/** A paragraph of plain words: no line of it begins with what would be a heading, a quote or a block. */
function prose(text: string, field?: string): Row[] {
  const plain = noAnchor(oneLine(text));
  if (plain === '') return [];
  const lines = wrapped(plain, WIDTH).map((line) => line.replace(/^(#|>|```|~~~)/, '\\$1'));
  return [...lines.map((line) => ({ text: line, ...(field ? { field } : {}) })), { text: '' }];
}

function sourceRows(instrument: string, said: Draft['said']): Row[] {
  const read = oneLine(said['source-read']);
  const compared = read === '' ? {} : { compared: { source: read, finding: 'seen' } };
  const short = oneLine(said['source-title']);
  return [
    ...block(
      'instrument',
      { id: instrument, ...(short === '' ? {} : { short }), kind: 'guidance' },
      'source-title',
    ),
    ...heading(2, 'What is asked for', 'source-text'),
    ...wrapped(`${noAnchor(oneLine(said['source-text']))} {#${ANCHOR}}`, WIDTH - 2).map((line) => ({
      text: `> ${line}`,
      field: 'source-text',
    })),
    { text: '' },
    ...block('article', { anchor: ANCHOR, ...compared }, 'source-read'),
  ];
}

function block(word: string, content: object, field: string): Row[] {
  return [
    { text: `\`\`\`${word}` },
    ...yamlLines(content).map((text) => ({ text, field })),
    { text: '```' },
    { text: '' },
  ];
}

type Overlay = { draft: Draft; id: string; cite: string; code: string; label: string };

function overlayRows({ draft, id, cite, code, label }: Overlay): Row[] {
  const { said, after, operations } = draft;
  const amends = oneLine(said.amends);
  const procedure = oneLine(said.procedure);
  const procedureCite = oneLine(said['procedure-cite']);
  const noRule = oneLine(said['no-rule']);
  const part = (key: string, value: unknown, field = key): Row[] =>
    value === '' || value === undefined ? [] : yamlLines({ [key]: value }).map((text) => ({ text, field }));
  const sourced = procedureCite === '' ? { unverified: 'yes' } : { cite: procedureCite };
  return [
    { text: '```overlay' },
    ...part('id', id),
    ...part('code', code),
    ...part('label', label),
    ...part('cite', cite),
    ...part('status', oneLine(said.status) || 'proposal'),
    ...part('after', after.length === 0 ? '' : after),
    ...part('amends', amends),
    ...part('procedure', amends === '' && procedure === '' ? '' : { text: procedure, ...sourced }),
    ...part('effect', noRule === '' ? '' : 'none-on-rules', 'no-rule'),
    ...part('reason', noRule, 'no-rule'),
    ...(operations.length === 0
      ? [{ text: 'ops: []', field: 'new-op' }]
      : [{ text: 'ops:' }, ...operations.flatMap((one) => operationRows(one, cite))]),
    { text: '```' },
  ];
}

/** The operation's own lines; a line that names a part of it comes from the field of that part. */
function operationRows(operation: DraftOperation, cite: string): Row[] {
  const { number } = operation;
  const lines = yamlLines([writtenOperation(operation, cite)]).map((line) => `  ${line}`);
  return lines.map((text) => {
    const word = /^[\s-]*([a-z_]+):/.exec(text)?.[1] ?? '';
    return { text, field: fieldOf(number, FIELD_OF_WORD[word] ?? mainField(operation)) };
  });
}

const FIELD_OF_WORD: Readonly<Record<string, OperationField>> = {
  exception: 'exception',
  burden: 'burden',
  to: 'days',
  id: 'duty-id',
  label: 'duty-label',
  when: 'when',
  bearer: 'bearer',
  act: 'act',
  strength: 'strength',
  breach: 'breach',
  by: 'by-days',
  member: 'lines',
  with: 'lines',
};

/** The field in which most of an operation is said. */
export function mainField({ op }: Pick<DraftOperation, 'op'>): OperationField {
  if (op === 'add-duty') return 'duty-label';
  if (op === 'set-value') return 'days';
  if (op === 'drop-exception' || op === 'change-burden') return 'exception';
  return op === 'repeal' ? 'op' : 'lines';
}

function writtenOperation(operation: DraftOperation, cite: string): object {
  const { op, target, said } = operation;
  const exception = oneLine(said.exception);
  switch (op) {
    case 'add-any':
    case 'add-all':
      return { op, rule: target, member: limbOf(operation, cite) };
    case 'replace':
      return { op, rule: target, with: limbOf(operation, cite) };
    case 'drop-exception':
      return { op, rule: target, exception };
    case 'change-burden':
      return { op, rule: target, exception, burden: oneLine(said.burden) };
    case 'set-value':
      return { op, value: target, to: numeral(said.days) };
    case 'repeal':
      return { op, rule: target };
    case 'add-duty':
      return { op, duty: writtenDuty(operation, cite) };
  }
}

function limbOf({ said }: DraftOperation, cite: string): Written {
  const how = STRUCTURES.find((one) => one === said.how) ?? ('one' satisfies Structure);
  const limb = limbOfLines(linesIn(said.lines).map(oneLine), how, oneLine(said.count));
  return typeof limb === 'string' || 'cite' in limb ? limb : { ...limb, cite };
}

function writtenDuty({ said }: DraftOperation, cite: string): object {
  const label = oneLine(said['duty-label']);
  const id = oneLine(said['duty-id']) || `duty.proposed.${slugOf(label) || 'new'}`;
  const [days, at] = [oneLine(said['by-days']), oneLine(said['by-at'])];
  const counted = {
    days: numeral(days),
    kind: oneLine(said['by-kind']) || 'calendar',
    from: oneLine(said['by-from']),
  };
  const by = days === '' ? (at === '' ? undefined : { at }) : counted;
  return {
    ...{ id, label, cite, when: oneLine(said.when), bearer: oneLine(said.bearer), act: oneLine(said.act) },
    strength: oneLine(said.strength),
    ...(by ? { by } : {}),
    breach: oneLine(said.breach),
    ...(said.protection === 'yes' ? { protection: 'yes' } : {}),
  };
}

/** A number as it stands in a law; what is none stays as it was typed, and the law says so. */
function numeral(text: string): number | string {
  const line = oneLine(text);
  return /^\d{1,9}$/.test(line) ? Number(line) : line;
}

function yamlLines(content: object): string[] {
  const text = stringify(content, { lineWidth: 0, aliasDuplicateObjects: false, blockQuote: false });
  return text.trimEnd().split('\n');
}

/** Text on one line, without what no law file may hold at its ends. */
function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}

/** An anchor that was typed would make a paragraph of the law of whatever stands before it. */
function noAnchor(text: string): string {
  return text.replaceAll('{#', '{ #');
}

/** A name of small letters, digits and hyphens; empty where nothing of the text is Latin. */
export function slugOf(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();
  return plain
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .replace(/^\d[\d-]*/, '')
    .slice(0, 36)
    .replace(/-+$/, '');
}

function freeName(name: string, { instruments }: Law): string {
  let free = name;
  for (let next = 2; Object.hasOwn(instruments, free); next++) free = `${name}-${next}`;
  return free;
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
