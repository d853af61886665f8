import type { Duty, Fact, Instrument, Overlay, Rule, Value } from './law.ts';
import type { Place } from './problem.ts';
import type { WordsRead } from './read-words.ts';
import type { TestBlock } from './schema.ts';

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
  rules: Rule[];
  duties: Duty[];
  values: Value[];
  overlays: Overlay[];
  tests: UnlinkedTest[];
  words: WordsRead[];
};
