import { type CrashResult, runCrashRounds, seeded, type Target } from '../app/supervisor/testing/index.ts';
import type { Bench } from './frame/bench.ts';

const ROUNDS = 50;
const CARELESS_ROUNDS = 5;
const parts: readonly Target[] = ['web', 'postgres', 'supervisor', 'npm', 'backend'];

export const bench: Bench = {
  about: `${ROUNDS} rounds of killing a process of the node while four clients write; then the same with commits that do not wait`,
  async run({ say }) {
    const random = seeded(1414);
    const targets = Array.from({ length: ROUNDS }, (_, round) => parts[round % parts.length] ?? 'web');
    const careful = await runCrashRounds({ targets, random, tell: say });
    const careless = await runCrashRounds({
      targets: Array.from({ length: CARELESS_ROUNDS }, () => 'postgres' as const),
      random,
      careless: true,
      tell: say,
    });
    const intact = careful.lost.length === 0 && careful.doubled.length === 0 && isOk(careful.journal);
    if (!intact) throw new Error(`Something acknowledged was lost: ${JSON.stringify(summary(careful))}`);
    if (careless.lost.length === 0)
      throw new Error('With synchronous_commit off nothing was lost, so this bench would not notice a loss.');
    return { figures: { careful: summary(careful), withSynchronousCommitOff: summary(careless) } };
  },
};

function isOk(journal: unknown): boolean {
  return typeof journal === 'object' && journal !== null && 'ok' in journal && journal.ok === true;
}

function summary(result: CrashResult) {
  return {
    rounds: result.rounds,
    acknowledged: result.acknowledged,
    lost: result.lost.length,
    doubled: result.doubled.length,
    journal: result.journal,
  };
}
