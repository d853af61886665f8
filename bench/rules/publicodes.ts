import { pathToFileURL } from 'node:url';
import { type MakePeer, namesOf } from './peer.ts';
import type { Plain } from './rule-set.ts';

type Engine = {
  setSituation(situation: Record<string, unknown>): Engine;
  evaluate(rule: string): { nodeValue: unknown };
};
type Module = { default: new (rules: Record<string, unknown>) => Engine };

/** publicodes: parsed once; a situation of constants that need no parsing; every rule evaluated. */
export const publicodes: MakePeer = async (set, entry) => {
  const { default: Engine } = (await import(pathToFileURL(entry).href)) as Module;
  const { fact, rule } = namesOf(set);
  const say = (plain: Plain): unknown => {
    if (plain.kind === 'compare') return `${fact(plain.fact)} ${plain.comparison} ${plain.bound}`;
    if ('parts' in plain) {
      const key = plain.kind === 'all' ? 'toutes ces conditions' : 'une de ces conditions';
      return { [key]: plain.parts.map(say) };
    }
    const name = plain.kind === 'fact' ? fact(plain.fact) : rule(plain.rule);
    return plain.is ? name : `${name} = non`;
  };
  const engine = new Engine({
    ...Object.fromEntries(set.facts.map(({ id }) => [fact(id), { question: id }])),
    ...Object.fromEntries(set.rules.map(({ id, plain }) => [rule(id), say(plain)])),
  });
  const names = set.rules.map(({ id }) => rule(id));
  return {
    name: 'publicodes',
    knowsUnknown: true,
    explains: true,
    prepare: (facts) =>
      Object.fromEntries(
        Object.entries(facts).map(([id, answer]) => [
          fact(id),
          typeof answer === 'number' ? answer : answer === 'yes' ? 'oui' : 'non',
        ]),
      ),
    answer: (cases) =>
      cases.map((situation) => {
        engine.setSituation(situation as Record<string, unknown>);
        return names.map((name) => signOf(engine.evaluate(name).nodeValue)).join('');
      }),
  };
};

function signOf(value: unknown): string {
  if (value === undefined) return '?';
  return value === true ? 'y' : 'n';
}
