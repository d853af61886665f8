import { createRequire } from 'node:module';
import type { MakePeer } from './peer.ts';
import type { Plain } from './rule-set.ts';

type Almanac = { addRuntimeFact(id: string, value: unknown): void };
type Engine = {
  addRule(rule: unknown): void;
  setCondition(name: string, condition: unknown): void;
  run(facts: unknown): Promise<{ events: { type: string }[] }>;
};
type Module = { Engine: new () => Engine };

const OPERATORS = {
  '<': 'lessThan',
  '<=': 'lessThanInclusive',
  '>': 'greaterThan',
  '>=': 'greaterThanInclusive',
} as const;

/** json-rules-engine with the rules named as shared conditions, which is how its documents let one rule use another. */
export const withConditions: MakePeer = async (set, entry) => {
  const engine = new (load(entry).Engine)();
  const say = (plain: Plain): unknown => {
    if (plain.kind !== 'rule') return leafOrParts(plain, say);
    const condition = { condition: plain.rule };
    return plain.is ? condition : { not: condition };
  };
  for (const { id, plain } of set.rules) {
    engine.setCondition(id, say(plain));
    engine.addRule({ conditions: { all: [{ condition: id }] }, event: { type: id } });
  }
  return peerOf('json-rules-engine, shared conditions', engine, set.rules);
};

/** json-rules-engine with each rule's result added as a fact, for the rules of lower priority that rest on it. */
export const withPriorities: MakePeer = async (set, entry) => {
  const engine = new (load(entry).Engine)();
  const say = (plain: Plain): unknown =>
    plain.kind === 'rule'
      ? { fact: plain.rule, operator: 'equal', value: plain.is }
      : leafOrParts(plain, say);
  const depth = new Map<string, number>();
  const depthOf = (plain: Plain): number => {
    if ('parts' in plain) return Math.max(0, ...plain.parts.map(depthOf));
    return plain.kind === 'rule' ? (depth.get(plain.rule) ?? 0) + 1 : 0;
  };
  for (const { id, plain } of set.rules) {
    depth.set(id, depthOf(plain));
    const tell = (value: boolean) => (_: unknown, almanac: Almanac) => almanac.addRuntimeFact(id, value);
    const priority = set.rules.length - (depth.get(id) ?? 0);
    const event = { type: id };
    engine.addRule({
      conditions: say(plain),
      event,
      priority,
      onSuccess: tell(true),
      onFailure: tell(false),
    });
  }
  return peerOf('json-rules-engine, results as facts', engine, set.rules);
};

function load(entry: string): Module {
  return createRequire(import.meta.url)(entry) as Module;
}

function leafOrParts(plain: Exclude<Plain, { kind: 'rule' }>, say: (part: Plain) => unknown): unknown {
  if (plain.kind === 'fact') return { fact: plain.fact, operator: 'equal', value: plain.is };
  if (plain.kind === 'compare')
    return { fact: plain.fact, operator: OPERATORS[plain.comparison], value: plain.bound };
  return { [plain.kind]: plain.parts.map(say) };
}

function peerOf(name: string, engine: Engine, rules: readonly { id: string }[]) {
  return {
    name,
    knowsUnknown: false,
    explains: true,
    prepare: (facts: Readonly<Record<string, unknown>>) =>
      Object.fromEntries(
        Object.entries(facts).map(([id, value]) => [id, typeof value === 'number' ? value : value === 'yes']),
      ),
    answer: async (cases: readonly unknown[]) => {
      const found: string[] = [];
      for (const facts of cases) {
        const { events } = await engine.run(facts);
        const held = new Set(events.map(({ type }) => type));
        found.push(rules.map(({ id }) => (held.has(id) ? 'y' : 'n')).join(''));
      }
      return found;
    },
  };
}
