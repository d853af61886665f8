import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type SimulationAsked, type SimulationResult, simulate } from '../../app/law/index.ts';
import type { Bench } from '../frame/bench.ts';
import { getLaw } from '../population/bench-law.ts';
import { ON, REFORMS, RULES } from '../population/law-text.ts';
import { timed } from '../population/rounds.ts';
import { countAgain } from './count-again.ts';
import { evaluationsARecord } from './evaluations.ts';

const RECORDS = 100_000_000;
/** Records of a file that is counted again in TypeScript, one by one. */
const AGAIN = 20_000;

export const bench: Bench = {
  about: `clew simulate on ${RECORDS / 1e6} million generated records in Parquet: ${RULES} rules, baseline and three reforms, in seconds; needs about 1.3 GB of disk`,
  async run({ say, args }) {
    const count = Number(args[0] ?? RECORDS);
    const folder = await mkdtemp(join(tmpdir(), 'clew-bench-simulate-'));
    try {
      say(`generating ${count} records`);
      const path = join(folder, `${count}.parquet`);
      const generateSeconds = await timed(() => generate(folder, count));
      const { size } = await stat(path);
      // First, so that asking whether the engine conforms is measured too.
      say('counting');
      const measured = await measure(path, { folder, say });
      say(`counting ${AGAIN} records, and again one by one`);
      const small = await generate(folder, AGAIN);
      const result = await run(small, folder);
      refuseOtherShares(measured.result, result);
      const comparedCounts = await countAgain(result, { path: small, count: AGAIN });
      const { seconds, took } = measured;
      const evaluations = evaluationsARecord({ law: getLaw(), on: ON, reforms: REFORMS });
      return {
        figures: {
          ...{ records: count, rules: RULES, laws: 1 + REFORMS.length, evaluations, comparedCounts },
          ...{ generateSeconds, fileMb: Math.round(size / 1e6) },
          ...{
            seconds,
            steps: took.seconds,
            engineMaxRssMb: took.engineMaxRssMb,
            ownMaxRssMb: ownMaxRssMb(),
          },
          evaluationsPerSecond: Math.round((count * evaluations) / seconds),
        },
        versions: { duckdb: measured.result.engine },
      };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function generate(folder: string, count: number): Promise<string> {
  const path = join(folder, `${count}.parquet`);
  const register = pathToFileURL(fileURLToPath(new URL('../../bin/register.mjs', import.meta.url))).href;
  const script = fileURLToPath(new URL('./generate.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', register, script, `${count}`, path], {
    stdio: 'inherit',
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`Generating ended with ${code}.`);
  return path;
}

type Place = { folder: string; say(line: string): void };

/** From the call to the result: opening, the engine's conformance, hashing the file, counting, and the open facts. */
async function measure(path: string, { folder, say }: Place) {
  const started = performance.now();
  let told = 0;
  const onProgress = ({ records, of }: { records: number; of: number }) => {
    if (records < told + of / 10) return;
    told = records;
    say(`  ${records}`);
  };
  const found = await simulate(askedOf(path, folder, onProgress));
  if (found.kind !== 'done') throw new Error(JSON.stringify(found));
  return { ...found, seconds: Math.round(performance.now() - started) / 1000 };
}

async function run(path: string, folder: string): Promise<SimulationResult> {
  const found = await simulate(askedOf(path, folder, () => {}));
  if (found.kind !== 'done') throw new Error(JSON.stringify(found));
  return found.result;
}

function askedOf(
  population: string,
  folder: string,
  onProgress: SimulationAsked['onProgress'],
): SimulationAsked {
  return {
    ...{ population, law: getLaw(), on: ON, overlays: REFORMS.map((id) => [id]), by: [], resume: false },
    ...{ journals: join(folder, 'journals'), signal: new AbortController().signal, onProgress },
  };
}

function ownMaxRssMb(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024);
}

/** The same draws make the same shares: a large file in which one is far from the small one's was counted wrong. */
function refuseOtherShares(large: SimulationResult, small: SimulationResult): void {
  for (const [index, { id, groups }] of large.provisions.entries()) {
    for (const verdict of ['yes', 'no', 'unknown'] as const) {
      const [one, other] = [groups[0], small.provisions[index]?.groups[0]].map(
        (group) => group?.before.burden[verdict],
      );
      if (typeof one !== 'number' || typeof other !== 'number') continue;
      const apart = Math.abs(one / large.file.records - other / small.file.records);
      if (apart > 0.03) throw new Error(`${id}: the share of ${verdict} is ${apart} apart.`);
    }
  }
}
