import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { loadLaw } from '../../app/law/index.ts';
import { type Bench, spread } from '../frame/bench.ts';
import { ENGINES, type EngineId, RULES, type Said, UNKNOWN, VERSIONS } from './engines.ts';
import { measureOneCase } from './one-case.ts';
import { commonRules } from './rule-set.ts';

const CASES = 10_000;
const TURNS = 7;

export const bench: Bench = {
  about:
    'thirty rules of our own law in cases a second, with the whole explanation, against three other engines; ms for one case of the whole law',
  async run({ say, args }) {
    const count = Number(args[0] ?? CASES);
    const law = loadLaw();
    const oneCase = measureOneCase(law);
    const set = commonRules(law, RULES);
    const figures = {
      rules: set.rules.map(({ id }) => id),
      facts: set.facts.length,
      unknownShare: UNKNOWN,
      equalOn: count,
      ...(await compare(count, say)),
      oneCase,
    };
    return { figures, versions: VERSIONS };
  },
};

type Turn = Extract<Said, { kind: 'turn' }>;
type Engine = Omit<Extract<Said, { kind: 'ready' }>, 'kind'> & { turns: Turn[]; process: ChildProcess };

/** Cases in a second of the clock, and in a second of processor time of all threads together, which a busy machine changes less. */
async function compare(count: number, say: (line: string) => void) {
  const engines = await startAll(count, say);
  try {
    await takeTurns([...engines.values()], say);
  } finally {
    for (const { process } of engines.values()) process.kill();
  }
  const rates = new Map(
    [...engines].map(([id, { turns }]) => {
      const clock = spread(turns.map(({ cases, ms }) => (cases * 1000) / ms));
      return [id, { clock, cpu: spread(turns.map(({ cases, cpuMs }) => (cases * 1000) / cpuMs)) }] as const;
    }),
  );
  const nameOf = (id: EngineId) => engines.get(id)?.name ?? id;
  const others = [...engines].filter(([, { knowsUnknown }]) => !knowsUnknown);
  const times = (by: 'clock' | 'cpu') => {
    const median = (id: EngineId) => rates.get(id)?.[by].median ?? 0;
    const timesFastest = (explains: boolean) => {
      const ids = others.filter(([, engine]) => engine.explains === explains).map(([id]) => id);
      const fastest = ids.reduce((best, id) => (median(id) > median(best) ? id : best));
      return { engine: nameOf(fastest), times: median('clew') / median(fastest) };
    };
    const publicodes = median('clew') / median('publicodes');
    const other = timesFastest(true);
    const holds = { publicodes: publicodes >= 50, other: other.times >= 5 };
    return { publicodes, other, otherWithoutExplanation: timesFastest(false), holds };
  };
  return {
    withoutUnknowns: others.map(([id]) => nameOf(id)),
    casesPerSecond: Object.fromEntries([...rates].map(([id, rate]) => [nameOf(id), rate])),
    times: { byClock: times('clock'), byProcessorTime: times('cpu') },
  };
}

async function startAll(count: number, say: (line: string) => void): Promise<Map<EngineId, Engine>> {
  const engines = new Map<EngineId, Engine>();
  for (const id of Object.keys(ENGINES) as EngineId[]) {
    const child = fork(fileURLToPath(new URL('./engine-process.ts', import.meta.url)), [id, String(count)], {
      execArgv: ['--import', new URL('../../bin/register.mjs', import.meta.url).href],
    });
    const said = await next(child);
    if (said.kind !== 'ready') throw new Error(`${id} began before it was told to.`);
    say(`${said.name}: the same answers on ${count} cases`);
    engines.set(id, { ...said, turns: [], process: child });
  }
  return engines;
}

/** The engines take turns, one at work at a time, so that a busy moment meets them all. The first turn warms up. */
async function takeTurns(engines: readonly Engine[], say: (line: string) => void): Promise<void> {
  for (let turn = 0; turn <= TURNS; turn++) {
    say(`turn ${turn} of ${TURNS}`);
    for (const { process, turns } of engines) {
      process.send('turn');
      const said = await next(process);
      if (turn > 0 && said.kind === 'turn') turns.push(said);
    }
  }
}

async function next(child: ChildProcess): Promise<Said> {
  const said = await Promise.race([once(child, 'message'), once(child, 'exit')]);
  const [first] = said;
  if (typeof first !== 'object' || first === null) throw new Error('An engine stopped; it says why above.');
  return first as Said;
}
