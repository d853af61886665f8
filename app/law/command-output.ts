import type { Problem } from '@clew/rules';
import { safe, safeJson } from './terminal-text.ts';

/** What to print, without a last line break, and the exit code: 0; 1 for a finding; 2 for bad input, with nothing else done. */
export type CommandOutput = { text: string; exitCode: 0 | 1 | 2 };

/** What a command says of bad input: every problem with its file and line. */
export function refuse(problems: readonly Problem[], { json }: { json: boolean }): CommandOutput {
  if (json) return { text: safeJson({ problems }), exitCode: 2 };
  const lines = problems.map(({ file, line, message }) => safe(`${file}:${line}  ${message}`));
  return { text: lines.join('\n'), exitCode: 2 };
}

/** A problem of something on the command line. */
export function problemOf(file: string, message: string): Problem {
  return { code: 'unreadable', file, line: 1, message };
}
