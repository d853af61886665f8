import { runCrashRounds, WRITERS } from '../e2e/crash/index.ts';
import type { Bench } from './frame/bench.ts';

const SEED = 1414;
const CARELESS_ROUNDS = 5;

export const bench: Bench = {
  about:
    'rounds of killing web process, supervisor, PostgreSQL or a connection while people write through every form of the desk; then some with commits that do not wait; arguments: rounds, most minutes',
  async run({ say, args }) {
    const rounds = readRounds(args[0]);
    const minutes = Number(args[1] ?? Number.POSITIVE_INFINITY);
    const until = performance.now() + minutes * 60_000;
    const found = await runCrashRounds({
      ...{ rounds, seed: SEED, careless: CARELESS_ROUNDS, tell: say },
      goesOn: () => performance.now() < until,
    });
    const { lost, halfWritten, unfinished, lostByCarelessness } = found;
    const wrong = [...lost, ...halfWritten, ...unfinished];
    if (wrong.length > 0) throw new Error(`Something was lost or half-written:\n${wrong.join('\n')}`);
    if (lostByCarelessness === 0)
      throw new Error('With synchronous_commit off nothing was lost, so this bench would not notice a loss.');
    return {
      figures: {
        ...{ ...found, seed: SEED, lost: 0, halfWritten: 0, unfinished: 0 },
        withSynchronousCommitOff: { rounds: CARELESS_ROUNDS, lost: lostByCarelessness },
      },
    };
  },
};

/** At least once through all forms, each with one victim; by default twice. */
function readRounds(text: string | undefined): number {
  const rounds = Number(text ?? 2 * Object.keys(WRITERS).length);
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error(`${text} is no whole number from 1.`);
  return rounds;
}
