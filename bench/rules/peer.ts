import type { Answers } from '@clew/rules';
import type { RuleSet } from './rule-set.ts';

/** Another engine with the same rules, read once. */
export type Peer = {
  name: string;
  /** Whether it can say that something is not known. One that cannot is given cases in which all is answered. */
  knowsUnknown: boolean;
  /** Whether it also gives why an answer is what it is. */
  explains: boolean;
  /** A case in the form that this engine takes. Made before the clock runs. */
  prepare(facts: Answers): unknown;
  /** For each case one sign a rule: y, n or ?. The fastest way that the engine's own documents show. */
  answer(prepared: readonly unknown[]): Promise<string[]> | string[];
};

export type MakePeer = (set: RuleSet, entry: string) => Promise<Peer>;

/** Names that every engine takes, by fact and rule. */
export function namesOf({ rules, facts }: RuleSet) {
  const fact = new Map(facts.map(({ id }, at) => [id, `fait x${at}`]));
  const rule = new Map(rules.map(({ id }, at) => [id, `regle x${at}`]));
  const known = (names: ReadonlyMap<string, string>) => (id: string) => {
    const name = names.get(id);
    if (name === undefined) throw new Error(`There is no ${id}.`);
    return name;
  };
  return { fact: known(fact), rule: known(rule) };
}
