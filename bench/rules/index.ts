import { type Answers, assess, nextQuestion } from '@clew/rules';
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
const RUNS = 5;
const RUN_MS = 1_000;
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
  async run({ say }) {
    return { figures: await figuresOf(loadLaw(), say), versions: VERSIONS };
  },
};

/** All that is measured of a law. Throws where a peer answers otherwise than Clew. */
export async function figuresOf(law: Parameters<typeof commonRules>[0], say: (line: string) => void) {
  const set = commonRules(law, RULES);
  const { resolve } = await installNpmPeers(VERSIONS);
  const draw = drawFrom(SEED);
  // What nobody can change any more Clew need not copy: its form of what the peers prepare.
  const open = Array.from({ length: CASES }, () => Object.freeze(drawCase(set, draw, UNKNOWN)));
  const closed = Array.from({ length: CASES }, () => drawCase(set, draw, 0));
  const peers: Record<string, unknown> = {};
  const rates: Record<string, number> = {};
  for (const { package: name, make } of PEERS) {
    const peer = await make(set, resolve(name));
    say(`${peer.name}: ${CASES} cases`);
    const cases = peer.knowsUnknown ? open : closed;
    await checkEqual(peer, set, cases);
    const casesPerSecond = await rateOfPeer(peer, cases);
    peers[peer.name] = { knowsUnknown: peer.knowsUnknown, equalOn: CASES, casesPerSecond };
    rates[peer.name] = casesPerSecond.median;
  }
  say('Clew');
  const clew = spread(await repeated((at) => assess(set.law, { facts: open[at % CASES] as Answers })));
  const others = Object.entries(rates).filter(([name]) => name !== 'publicodes');
  const [fastest = ['', 0]] = others.sort(([, a], [, b]) => b - a);
  const timesPublicodes = clew.median / (rates.publicodes ?? 0);
  const timesFastestOther = clew.median / fastest[1];
  return {
    rules: set.rules.map(({ id }) => id),
    facts: set.facts.length,
    unknownShare: UNKNOWN,
    clewWithExplanation: { casesPerSecond: clew },
    peers,
    timesPublicodes,
    fastestOther: fastest[0],
    timesFastestOther,
    holds: { publicodes: timesPublicodes >= 50, others: timesFastestOther >= 5 },
    oneCase: oneCaseOf(law),
  };
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

/** Cases a second, run by run. */
async function rateOfPeer(peer: Peer, cases: readonly Answers[]) {
  const prepared = cases.map((facts) => peer.prepare(facts));
  const batch = 256;
  const rates: number[] = [];
  for (let run = 0; run <= RUNS; run++) {
    const started = performance.now();
    let done = 0;
    while (performance.now() - started < RUN_MS) {
      const at = done % (CASES - batch);
      await peer.answer(prepared.slice(at, at + batch));
      done += batch;
    }
    rates.push((done * 1000) / (performance.now() - started));
  }
  // The first run warms up.
  return spread(rates.slice(1));
}

function repeated(work: (at: number) => unknown): number[] {
  const rates: number[] = [];
  for (let run = 0; run <= RUNS; run++) {
    const started = performance.now();
    let done = 0;
    while (performance.now() - started < RUN_MS) for (let i = 0; i < 64; i++) work(done++);
    rates.push((done * 1000) / (performance.now() - started));
  }
  return rates.slice(1);
}

/** The whole law for one case: every explanation, every duty, and the next question for all of them. */
function oneCaseOf(law: Parameters<typeof commonRules>[0]) {
  const draw = drawFrom(SEED);
  const targets = [...Object.keys(law.rules), ...Object.keys(law.duties)];
  const yesNo = Object.values(law.facts).filter(({ type }) => type.kind === 'yes-no');
  const cases = Array.from({ length: 200 }, () =>
    Object.fromEntries(
      yesNo.flatMap(({ id }) => (draw.chance(0.5) ? [[id, draw.chance(0.5) ? 'yes' : 'no']] : [])),
    ),
  ) as Answers[];
  const times: number[] = [];
  for (let run = 0; run < 2_000; run++) {
    const told = { facts: cases[run % cases.length] as Answers, people: {}, on: '2026-06-01' as const };
    const started = performance.now();
    assess(law, told);
    nextQuestion(law, { ...told, targets });
    if (run >= 500) times.push(performance.now() - started);
  }
  const ms = spread(times);
  return {
    rules: Object.keys(law.rules).length,
    duties: Object.keys(law.duties).length,
    ms,
    holds: ms.median <= 2,
  };
}
