import type { Answers } from '@clew/rules';
import { loadLaw } from '../../app/law/index.ts';
import { drawFrom } from '../frame/draw.ts';
import { installNpmPeers } from '../peers.ts';
import { ENGINES, type EngineId, RULES, type Said, UNKNOWN, VERSIONS } from './engines.ts';
import type { Peer } from './peer.ts';
import { answersOf, commonRules, drawCase, type RuleSet } from './rule-set.ts';

const SEED = 20_261_122;
/** Of the cases, those that the clock runs on, again and again. */
const TIMED = 1_024;
const BATCH = 128;
const TURN_MS = 600;

/**
 * One engine in a process of its own, so that what another leaves in memory costs it nothing: makes the cases, holds its
 * answers against Clew's, and then works through a turn each time it is told to. Throws where an answer differs.
 */
async function main([engine, count]: readonly string[]): Promise<void> {
  const set = commonRules(loadLaw(), RULES);
  const { make, ...rest } = ENGINES[engine as EngineId];
  const entry = 'package' in rest ? (await installNpmPeers(VERSIONS)).resolve(rest.package) : '';
  const peer = await make(set, entry);
  const draw = drawFrom(SEED);
  const unknown = peer.knowsUnknown ? UNKNOWN : 0;
  const cases = Array.from({ length: Number(count) }, () => drawCase(set, draw, unknown));
  await checkEqual(peer, set, cases);
  const turn = turnsOf(peer, cases.slice(0, TIMED));
  process.on('message', async () => say(await turn()));
  const { name, knowsUnknown, explains } = peer;
  say({ kind: 'ready', name, knowsUnknown, explains });
}

function say(said: Said): void {
  process.send?.(said);
}

function turnsOf(peer: Peer, cases: readonly Answers[]): () => Promise<Said> {
  const prepared = cases.map((facts) => peer.prepare(facts));
  let at = 0;
  return async () => {
    const [started, worked] = [performance.now(), process.cpuUsage()];
    let done = 0;
    while (performance.now() - started < TURN_MS) {
      const batch = prepared.slice(at, at + BATCH);
      at = at + BATCH >= prepared.length ? 0 : at + BATCH;
      await peer.answer(batch);
      done += batch.length;
    }
    const { user, system } = process.cpuUsage(worked);
    return { kind: 'turn', cases: done, ms: performance.now() - started, cpuMs: (user + system) / 1000 };
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

await main(process.argv.slice(2));
