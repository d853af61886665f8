import { type Again, assessAgain } from './again.ts';
import { type AssessOptions, lawOf } from './command.ts';
import { type CommandOutput, refuse } from './command-output.ts';
import { safe, safeJson, wrap } from './terminal-text.ts';

type AgainOptions = Pick<AssessOptions, 'law' | 'json'> & {
  /** The path of what `clew assess --json` printed. */
  again: string;
};

/** `clew assess --again FILE`: asks what was asked then, and tells whether the answer is the same. Writes nothing. */
export async function again(options: AgainOptions): Promise<CommandOutput> {
  const law = await lawOf(options);
  if (!law.ok) return refuse(law.problems, options);
  const read = await assessAgain(options.again, law.law);
  if (!read.ok) return refuse(read.problems, options);
  const { again: found } = read;
  const isSame = found.differences.length === 0 && found.law.was === found.law.is;
  const text = options.json ? safeJson({ same: isSame, ...found }) : againText(found);
  return { text, exitCode: isSame ? 0 : 1 };
}

const MOST_SHOWN = 40;

function againText({ law, differences }: Again): string {
  const hashes = `then ${law.was.slice(0, 16)}, now ${law.is.slice(0, 16)}`;
  const which =
    law.was === law.is
      ? [`Asked of the same law, ${law.is.slice(0, 16)}.`]
      : [
          `Asked of another law: ${hashes}.`,
          'With --law FILE it is asked of the law that clew law pack kept.',
        ];
  const shown = differences
    .slice(0, MOST_SHOWN)
    .map(({ path, was, is }) => safe(`${path}: ${told(was)}, now ${told(is)}`));
  const more =
    differences.length > shown.length
      ? [`and ${differences.length - shown.length} more; --json has all`]
      : [];
  const outcome = differences.length === 0 ? ['The answer is the same.'] : ['The answer differs:'];
  return [
    ...which.flatMap((line) => wrap(line)),
    ...outcome,
    ...[...shown, ...more].map((line) => `  ${line}`),
  ].join('\n');
}

function told(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 200);
}
