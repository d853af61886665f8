import type { Instrument } from './instrument.ts';
import type { Contradiction, Duty, Fact, GroupFacts, Overlay, Rule, Together, Value } from './law.ts';
import type { Place } from './problem.ts';
import type { LookRead } from './read-looks.ts';
import type { StateNames } from './read-parties.ts';
import type { UnlinkedVariant } from './read-state.ts';
import type { WordsRead } from './read-words.ts';
import type { TestBlock } from './schema.ts';
import type { Organisation, PartyList, StateEntry } from './state-law.ts';

/** A test as it was read, before its facts and rules are known to exist. */
export type UnlinkedTest = {
  block: TestBlock;
  place: Place;
  lineOf: (path: readonly PropertyKey[]) => number;
};

/** Everything that was read, before it is known to fit together. */
export type Parts = {
  instruments: { instrument: Instrument; place: Place }[];
  facts: (Fact & { place: Place })[];
  groups: (GroupFacts & { place: Place })[];
  contradictions: Contradiction[];
  states: StateEntry[];
  parties: PartyList[];
  looks: LookRead[];
  organisations: Organisation[];
  names: StateNames[];
  variants: UnlinkedVariant[];
  together: Together[];
  rules: Rule[];
  duties: Duty[];
  values: Value[];
  overlays: Overlay[];
  tests: UnlinkedTest[];
  words: WordsRead[];
};

export function noParts(): Parts {
  return {
    instruments: [],
    facts: [],
    groups: [],
    contradictions: [],
    states: [],
    parties: [],
    looks: [],
    organisations: [],
    names: [],
    variants: [],
    together: [],
    rules: [],
    duties: [],
    values: [],
    overlays: [],
    tests: [],
    words: [],
  };
}
