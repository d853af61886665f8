import { proveReforms, readReforms } from '@clew/rules';
import { type CommandOutput, problemOf, refuse } from '../command-output.ts';
import { sha256 } from '../content-files.ts';
import { readOwnLaw } from '../load-law.ts';
import { readBounded, type Unread } from '../read-bounded.ts';
import { bold, green, type Style, safeJson, wrap } from '../terminal-text.ts';
import { type Checked, type CheckedPart, checkAll } from './check-all.ts';
import { readLawFolder } from './law-folder.ts';

type CheckOptions = {
  /** `laws/` or a checkout, this one's if none is named; or a file of reforms, read beside this checkout's law. */
  folder?: string | undefined;
  json: boolean;
  colour: boolean;
  /** Milliseconds from any start. */
  clock: () => number;
};

/** `clew law check [FOLDER]`: every check and test of a law. 1 for a finding, 2 for a folder that cannot be read. */
export function checkLaw({ folder, json, colour, clock }: CheckOptions): CommandOutput {
  if (folder !== undefined && /\.(md|markdown)$/i.test(folder))
    return checkReforms(folder, { json, colour, clock });
  const read = readLawFolder(folder);
  if (!read.ok) return refuse(read.problems, { json });
  const checked = checkAll(read.folder, clock);
  const isWell = checked.parts.every(({ state }) => state === 'well');
  const text = json ? safeJson({ ok: isWell, ...checked }) : checkedText(checked, { colour });
  return { text, exitCode: isWell ? 0 : 1 };
}

const NOTE_LATER =
  'In laws/reforms/ it also needs words in French, Arabic and Spanish under laws/words/, with status: draft; clew law check then names each that is missing.';

/** One file of reforms beside this checkout's law: read, linked and proved as it would be among the others. */
function checkReforms(
  path: string,
  { json, colour, clock }: Pick<CheckOptions, 'json' | 'colour' | 'clock'>,
): CommandOutput {
  const file = readBounded(path, { most: MOST_BYTES, isLinkFollowed: true });
  if (!file.ok) return refuse([problemOf(path, UNREAD[file.why])], { json });
  const own = readOwnLaw();
  if (!own.ok) return refuse(own.problems, { json });
  const start = clock();
  const text = new TextDecoder().decode(file.bytes);
  const read = readReforms(own.law, { path, text, hash: sha256 });
  const problems = read.ok ? proveReforms(read.law, read.ids) : read.problems;
  const state = problems.length > 0 ? 'finding' : 'well';
  const counts = { reforms: read.ok ? read.ids.length : 0 };
  const part = { name: 'law', state, counts, problems, ms: clock() - start } as const;
  const hash = read.ok ? { hash: read.law.hash } : {};
  const checked = { ...hash, parts: [part], notes: state === 'well' ? [NOTE_LATER] : [] };
  const isWell = state === 'well';
  const told = json ? safeJson({ ok: isWell, ...checked }) : checkedText(checked, { colour });
  return { text: told, exitCode: isWell ? 0 : 1 };
}

/** A reform is a page or two. */
const MOST_BYTES = 1_000_000;

const UNREAD: Readonly<Record<Unread, string>> = {
  missing: 'There is no such file. Check the name and the folder.',
  'no-file': 'This is not a file. Name a folder like laws/, or a file like those of laws/reforms/.',
  link: 'This is a link. Name the file itself.',
  'too-large':
    'The file is larger than one megabyte. A reform is a page or two; check that this is the right file.',
  closed: 'The file cannot be opened. Check that you may read it.',
};

const NAMES: Readonly<Record<CheckedPart['name'], string>> = {
  law: 'The law, read and proved',
  tests: 'Its own tests',
  decisions: 'The decisions',
  indicators: 'The indicators',
  referral: 'The referral mechanism',
  comparisons: 'The rights beside each other',
  situations: 'The situations',
};

function checkedText({ hash, parts, notes }: Checked, style: Style): string {
  const problems = parts.flatMap((part) => part.problems);
  const lines = parts.flatMap((part) => partLines(part, style));
  const total = parts.reduce((sum, { ms }) => sum + ms, 0);
  const end =
    problems.length === 0
      ? `All is well${hash === undefined ? '' : ` with law ${hash.slice(0, 16)}`}.`
      : `${problems.length} ${problems.length === 1 ? 'problem' : 'problems'} to mend.`;
  return [
    ...lines,
    ...(notes.length === 0 ? [] : ['', ...notes.flatMap((note) => wrap(note))]),
    '',
    `${end} ${seconds(total)}.`,
    ...(problems.length === 0
      ? wrap('That the parts fit each other is proved. That they fit the treaties, only a person can say.')
      : []),
  ].join('\n');
}

function partLines({ name, state, counts, problems, ms }: CheckedPart, style: Style): string[] {
  const words = { well: 'well', finding: `${problems.length} to mend`, 'not-run': 'not run' } as const;
  const mark = state === 'well' ? green(words.well, style) : bold(words[state], style);
  const told = Object.entries(counts).map(([what, count]) => `${count} ${what}`);
  return [
    `${bold(NAMES[name], style)}: ${mark}, ${seconds(ms)}`,
    ...(state === 'not-run'
      ? wrap('It needs a law that can be read. Mend that first.', 2)
      : wrap(told.join(', '), 2)),
    ...problems.flatMap(({ file, line, message }) => wrap(`${file}:${line}  ${message}`, 2)),
  ];
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
