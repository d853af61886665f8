import { type CommandOutput, refuse } from '../command-output.ts';
import { bold, green, type Style, safeJson, wrap } from '../terminal-text.ts';
import { type Checked, type CheckedPart, checkAll } from './check-all.ts';
import { readLawFolder } from './law-folder.ts';

export type CheckOptions = {
  /** `laws/` or a checkout; this one's if none is named. */
  folder?: string | undefined;
  json: boolean;
  colour: boolean;
  /** Milliseconds from any start. */
  clock: () => number;
};

/** `clew law check [FOLDER]`: every check and test of a law. 1 for a finding, 2 for a folder that cannot be read. */
export function checkLaw({ folder, json, colour, clock }: CheckOptions): CommandOutput {
  const read = readLawFolder(folder);
  if (!read.ok) return refuse(read.problems, { json });
  const checked = checkAll(read.folder, clock);
  const isWell = checked.parts.every(({ state }) => state === 'well');
  const text = json ? safeJson({ ok: isWell, ...checked }) : checkedText(checked, { colour });
  return { text, exitCode: isWell ? 0 : 1 };
}

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
