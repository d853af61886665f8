import { pathToFileURL } from 'node:url';
import type { MakePeer, Peer } from './peer.ts';
import type { Plain, RuleSet } from './rule-set.ts';

type Decision = {
  evaluate(
    facts: unknown,
    options?: { trace?: boolean },
  ): Promise<{ result: Record<string, unknown>; trace?: unknown }>;
};
type Zen = { createDecision(content: unknown): Decision };
type Module = {
  default: { ZenEngine: new () => Zen; ZenDecisionContent: new (content: unknown) => unknown };
};

/** Cases that are under way at once: the engine works in threads of its own. */
const AT_ONCE = 64;

/** GoRules' ZEN engine: one decision, compiled once, with an expression a rule; many cases under way at once. */
export const zenEngine: MakePeer = (set, entry) => makeZen({ trace: false }, { set, entry });

/** The same with its trace, which is how it explains an answer. */
export const zenEngineExplained: MakePeer = (set, entry) => makeZen({ trace: true }, { set, entry });

async function makeZen(
  options: { trace: boolean },
  { set, entry }: { set: RuleSet; entry: string },
): Promise<Peer> {
  const { ZenEngine, ZenDecisionContent } = ((await import(pathToFileURL(entry).href)) as Module).default;
  const fact = new Map(set.facts.map(({ id }, at) => [id, `f${at}`]));
  const rule = new Map(set.rules.map(({ id }, at) => [id, `r${at}`]));
  const say = (plain: Plain): string => {
    if ('parts' in plain) return `(${plain.parts.map(say).join(plain.kind === 'all' ? ' and ' : ' or ')})`;
    if (plain.kind === 'compare') return `${fact.get(plain.fact)} ${plain.comparison} ${plain.bound}`;
    const name = plain.kind === 'fact' ? fact.get(plain.fact) : `$.${rule.get(plain.rule)}`;
    return plain.is ? `${name}` : `not ${name}`;
  };
  const expressions = set.rules.map(({ id, plain }) => ({ id, key: rule.get(id), value: say(plain) }));
  const content = {
    nodes: [
      { id: 'in', type: 'inputNode', name: 'in' },
      { id: 'rules', type: 'expressionNode', name: 'rules', content: { expressions } },
      { id: 'out', type: 'outputNode', name: 'out' },
    ],
    edges: [
      { id: 'a', type: 'edge', sourceId: 'in', targetId: 'rules' },
      { id: 'b', type: 'edge', sourceId: 'rules', targetId: 'out' },
    ],
  };
  const decision = new ZenEngine().createDecision(new ZenDecisionContent(content));
  const keys = [...rule.values()];
  const one = async (facts: unknown) => {
    const { result } = await decision.evaluate(facts, options);
    return keys.map((key) => (result[key] === true ? 'y' : 'n')).join('');
  };
  return {
    name: options.trace ? 'zen-engine, with its trace' : 'zen-engine, without an explanation',
    knowsUnknown: false,
    explains: options.trace,
    prepare: (facts) =>
      Object.fromEntries(
        Object.entries(facts).map(([id, value]) => [
          fact.get(id),
          typeof value === 'number' ? value : value === 'yes',
        ]),
      ),
    answer: async (cases) => {
      const found: string[] = [];
      for (let at = 0; at < cases.length; at += AT_ONCE)
        found.push(...(await Promise.all(cases.slice(at, at + AT_ONCE).map(one))));
      return found;
    },
  };
}
