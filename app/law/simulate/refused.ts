import type { Problem } from '@clew/rules';
import { problemOf } from '../command-output.ts';

/** Input that cannot be counted. Thrown inside this folder; the door gives the problems. */
export class Refused extends Error {
  readonly problems: readonly Problem[];
  constructor(problems: readonly Problem[]) {
    super(problems.map(({ message }) => message).join('\n'));
    this.problems = problems;
  }
}

/** One thing that is wrong with a file or a flag. */
export function refusal(file: string, message: string): Refused {
  return new Refused([problemOf(file, message)]);
}
