/** What a file `bench/NAME.ts` or `bench/NAME/index.ts` exports under the name `bench`. */
export interface Bench {
  /** One line for the list: what is measured, in which unit. */
  about: string;
  /** Measures. Throws if what it measures does not work: a wrong answer has no speed. */
  run(context: BenchContext): Promise<Measured>;
}

export interface BenchContext {
  /** Tells whoever waits what is being measured now. */
  say(line: string): void;
  /** What stood after the name on the command line. */
  args: readonly string[];
}

export interface Measured {
  /** Names say the unit: `firstHealthMs`. */
  figures: Readonly<Record<string, unknown>>;
  /** What took part beside Node and Clew, each with its version, peers too. */
  versions?: Readonly<Record<string, string>>;
}

/** The least, the middle and the most of some measurements. Throws on none. */
export function spread(values: readonly number[]): {
  min: number;
  median: number;
  max: number;
  runs: number;
} {
  const sorted = [...values].sort((a, b) => a - b);
  const [min, max] = [sorted.at(0), sorted.at(-1)];
  const low = sorted[Math.floor((sorted.length - 1) / 2)];
  const high = sorted[Math.ceil((sorted.length - 1) / 2)];
  if (min === undefined || max === undefined || low === undefined || high === undefined) {
    throw new Error('Nothing was measured.');
  }
  return { min, median: (low + high) / 2, max, runs: sorted.length };
}

/** A whole number from the command line. Throws if it is none from 1. */
export function whole(text: string | undefined, otherwise: number): number {
  const number = Number(text ?? otherwise);
  if (!Number.isInteger(number) || number < 1) throw new Error(`${text} is no whole number from 1.`);
  return number;
}
