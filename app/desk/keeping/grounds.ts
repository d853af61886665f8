import type { PlainKey } from '../../web/index.ts';

/** A rule that bears on how long what is known of a person is kept. */
type Ground = {
  /** Where it stands, as the law of this node names it: instrument and provision of `laws/`. */
  source: { instrument: string; provision: string };
  words: PlainKey;
  /** Where it holds; undefined for a treaty, which holds for its parties. */
  state?: string;
  /** Whether it says for how long. */
  saysHowLong: boolean;
  /** Who read it against the text. Nobody did, unless a name stands here; what was compared by others is in `laws/`. */
  checkedBy?: string;
};

/**
 * The grounds that were found. None of them says a time, and of no State's law on it is anything known here: the time is the
 * agency's to set, with the ground that its own law gives. A line is added when a source was read, with where it is found.
 */
export const GROUNDS: readonly Ground[] = [
  {
    source: { instrument: 'anti-trafficking-convention', provision: '11.1' },
    words: 'keeping.ground.private-life',
    saysHowLong: false,
  },
  {
    source: { instrument: 'palermo-protocol', provision: '6.1' },
    words: 'keeping.ground.privacy',
    saysHowLong: false,
  },
];
