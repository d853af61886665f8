import { type Answers, assess, type Law, nextQuestion } from '@clew/rules';
import { spread } from '../frame/bench.ts';
import { drawFrom } from '../frame/draw.ts';

const SEED = 20_261_122;
const RUNS = 2_000;
const WARM_UP = 500;

/** The whole law for one case: every explanation, every duty, and the next question for all of them. */
export function measureOneCase(law: Law) {
  const draw = drawFrom(SEED);
  const targets = [...Object.keys(law.rules), ...Object.keys(law.duties)];
  const yesNo = Object.values(law.facts).filter(({ type }) => type.kind === 'yes-no');
  const cases = Array.from({ length: 200 }, () =>
    Object.fromEntries(
      yesNo.flatMap(({ id }) => (draw.chance(0.5) ? [[id, draw.chance(0.5) ? 'yes' : 'no']] : [])),
    ),
  ) as Answers[];
  const times: number[] = [];
  let cpu = process.cpuUsage();
  for (let run = 0; run < RUNS; run++) {
    const told = { facts: cases[run % cases.length] as Answers, people: {}, on: '2026-06-01' as const };
    if (run === WARM_UP) cpu = process.cpuUsage();
    const started = performance.now();
    assess(law, told);
    nextQuestion(law, { ...told, targets });
    if (run >= WARM_UP) times.push(performance.now() - started);
  }
  const { user, system } = process.cpuUsage(cpu);
  const ms = spread(times);
  return {
    cpuMs: (user + system) / 1000 / times.length,
    rules: Object.keys(law.rules).length,
    duties: Object.keys(law.duties).length,
    ms,
    holds: ms.median <= 2,
  };
}
