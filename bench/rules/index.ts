import { type Answers, assess, type Law, nextQuestion } from '@clew/rules';
import { loadLaw } from '../../app/law/index.ts';
import { type Bench, spread } from '../frame/bench.ts';
import { drawFrom } from '../frame/draw.ts';
import { installNpmPeers } from '../peers.ts';
import { withConditions, withPriorities } from './json-rules-engine.ts';
import type { MakePeer, Peer } from './peer.ts';
import { publicodes } from './publicodes.ts';
import { answersOf, commonRules, drawCase, type RuleSet } from './rule-set.ts';
import { zenEngine } from './zen-engine.ts';

const RULES = 30;
const CASES = 10_000;
const UNKNOWN = 0.2;
/** Of the cases, those that the clock runs on, again and again. */
const TIMED = 1_024;
const BATCH = 128;
const TURNS = 7;
const TURN_MS = 600;
const SEED = 20_261_122;

const VERSIONS = { publicodes: '1.10.3', 'json-rules-engine': '7.3.1', '@gorules/zen-engine': '0.52.1' };
const PEERS: readonly { package: keyof typeof VERSIONS; make: MakePeer }[] = [
  { package: 'publicodes', make: publicodes },
  { package: 'json-rules-engine', make: withConditions },
  { package: 'json-rules-engine', make: withPriorities },
  { package: '@gorules/zen-engine', make: zenEngine },
];

export const bench: Bench = {
  about:
    'thirty rules of our own law in cases a second, with the whole explanation, against three other engines; ms for one case of the whole law',
  async run({ say, args }) {
    const figures = await figuresOf(loadLaw(), Number(args[0] ?? CASES), say);
    return { figures, versions: VERSIONS };
  },
};

/** All that is measured of a law. Throws where a peer answers otherwise than Clew. */
export async function figuresOf(law: Law, count: number, say: (line: string) => void) {
  const set = commonRules(law, RULES);
  const { resolve } = await installNpmPeers(VERSIONS);
  const draw = drawFrom(SEED);
  // What nobody can change any more Clew need not copy: its form of what the peers prepare.
  const open = Array.from({ length: count }, () => Object.freeze(drawCase(set, draw, UNKNOWN)));
  const closed = Array.from({ length: count }, () => drawCase(set, draw, 0));
  const engines: Engine[] = [];
  for (const { package: name, make } of PEERS) {
    const peer = await make(set, resolve(name));
    say(`${peer.name}: the same answers on ${count} cases`);
    const cases = peer.knowsUnknown ? open : closed;
    await checkEqual(peer, set, cases);
    const prepared = cases.slice(0, TIMED).map((facts) => peer.prepare(facts));
    engines.push({ name: peer.name, knowsUnknown: peer.knowsUnknown, work: batches(prepared, peer.answer) });
  }
  const assessAll = (cases: readonly Answers[]) => cases.map((facts) => assess(set.law, { facts }));
  engines.push({ name: CLEW, knowsUnknown: true, work: batches(open.slice(0, TIMED), assessAll) });
  const rates = await ratesOf(engines, say);
  const others = engines.filter(({ knowsUnknown }) => !knowsUnknown).map(({ name }) => name);
  const times = (by: 'clock' | 'cpu') => {
    const median = (name: string) => rates.get(name)?.[by].median ?? 0;
    const [fastestOther = ''] = [...others].sort((a, b) => median(b) - median(a));
    const publicodes = median(CLEW) / median('publicodes');
    const other = median(CLEW) / median(fastestOther);
    return { publicodes, fastestOther, other, holds: { publicodes: publicodes >= 50, others: other >= 5 } };
  };
  return {
    rules: set.rules.map(({ id }) => id),
    facts: set.facts.length,
    unknownShare: UNKNOWN,
    equalOn: count,
    withoutUnknowns: others,
    casesPerSecond: Object.fromEntries(rates),
    times: { byClock: times('clock'), byProcessorTime: times('cpu') },
    oneCase: oneCaseOf(law),
  };
}

const CLEW = 'clew, with the whole explanation';

/** `work` does the next batch of cases and returns how many they were. */
type Engine = { name: string; knowsUnknown: boolean; work: () => Promise<number> };

function batches<T>(cases: readonly T[], answer: (cases: readonly T[]) => unknown): () => Promise<number> {
  let at = 0;
  return async () => {
    const batch = cases.slice(at, at + BATCH);
    at = at + BATCH >= cases.length ? 0 : at + BATCH;
    await answer(batch);
    return batch.length;
  };
}

/**
 * Cases in a second of the clock, and in a second of processor time of all threads together, which a busy machine changes
 * less. The engines take turns, so that a busy moment meets them all. The first turn warms up.
 */
async function ratesOf(engines: readonly Engine[], say: (line: string) => void) {
  const rates = new Map(engines.map(({ name }) => [name, { clock: [] as number[], cpu: [] as number[] }]));
  for (let turn = 0; turn <= TURNS; turn++) {
    say(`turn ${turn} of ${TURNS}`);
    for (const { name, work } of engines) {
      const [started, cpu] = [performance.now(), process.cpuUsage()];
      let done = 0;
      while (performance.now() - started < TURN_MS) done += await work();
      const { user, system } = process.cpuUsage(cpu);
      if (turn === 0) continue;
      rates.get(name)?.clock.push((done * 1000) / (performance.now() - started));
      rates.get(name)?.cpu.push((done * 1_000_000) / (user + system));
    }
  }
  return new Map(
    [...rates].map(([name, { clock, cpu }]) => [name, { clock: spread(clock), cpu: spread(cpu) }]),
  );
}

async function checkEqual(peer: Peer, set: RuleSet, cases: readonly Answers[]): Promise<void> {
  const found = await peer.answer(cases.map((facts) => peer.prepare(facts)));
  cases.forEach((facts, at) => {
    const own = answersOf(set, facts);
    if (own === found[at]) return;
    const rules = set.rules.filter((_, i) => own[i] !== found[at]?.[i]).map(({ id }) => id);
    throw new Error(`${peer.name} differs on ${rules.join(', ')} for ${JSON.stringify(facts)}.`);
  });
}

/** The whole law for one case: every explanation, every duty, and the next question for all of them. */
function oneCaseOf(law: Law) {
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
  for (let run = 0; run < 2_000; run++) {
    const told = { facts: cases[run % cases.length] as Answers, people: {}, on: '2026-06-01' as const };
    if (run === 500) cpu = process.cpuUsage();
    const started = performance.now();
    assess(law, told);
    nextQuestion(law, { ...told, targets });
    if (run >= 500) times.push(performance.now() - started);
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
