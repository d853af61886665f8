/**
 * How strong a duty is, in the treaty's own words. `shall-enable`: something must be made possible, such as a power not to
 * punish; whether it is used is left open. `unverified`: how strongly the text asks, nobody has read.
 */
export const STRENGTHS = [
  'shall',
  'shall-where-appropriate',
  'shall-enable',
  'endeavour',
  'consider',
  'may',
  'recommended',
  'unverified',
] as const;
export type Strength = (typeof STRENGTHS)[number] | 'definition';

/** A named person who read the text and stands for it. */
export type CheckedBy = { name: string; role: string; on: string };

/** A comparison with a source by anyone else. It is never a check. */
type Compared = {
  source: string;
  finding: 'confirmed' | 'corrected' | 'partly' | 'seen';
  note?: string;
  /** The page tells no day: what stands beside it as its day is only the one by which it had been read. */
  undated?: true;
};

/**
 * `checked`: a named person read it. `compared`: someone read the source's words and found them so.
 * `unverified`: neither, or only in part.
 */
export type CitationStatus = 'checked' | 'compared' | 'unverified';

export type Verified = { status: CitationStatus; checkedBy: readonly CheckedBy[]; compared?: Compared };

/** A statement about an instrument (a name, a date) with its own verification. */
export type Stated = Verified & { value: string };

export type Article = Verified & {
  anchor: string;
  /** The heading of its own, or of the article it is a paragraph of. */
  title: string;
  /** A short paraphrase, never the official text. Empty for a heading. */
  text: string;
  strength?: Strength;
  /** The day from which this paragraph holds, where it came in later than its instrument. */
  appliesFrom?: Stated;
  /** It is said that custom says the same, and so to States that are no party. Nobody has verified that. */
  alsoCustom?: 'said';
  /** By this paragraph its parties apply articles of another instrument, which need not bind them itself. */
  appliesInstrument?: string;
  isHeading: boolean;
};

/** Only States that are members of this organisation, or could become one, can be bound: where the instrument says so. */
type OpenTo = Verified & { organisation: string; article?: string };

/** To which paragraphs alone an instrument allows a State a reservation, to none if that is empty; or to which it allows none. */
export type ReservationsTo = Verified & { article?: string } & (
    | { only: readonly string[] }
    | { not: readonly string[] }
  );

/** `national`: an act of one State. `guidance` binds nobody. */
export type InstrumentKind = 'treaty' | 'eu-act' | 'national' | 'guidance';

export type Instrument = {
  id: string;
  short: string;
  kind: InstrumentKind;
  /** For a national act: whose. */
  state?: string;
  name?: Stated;
  adopted?: Stated;
  /** The day it was opened for signature. */
  opened?: Stated;
  inForce?: Stated;
  /** The day from which its duties hold, where that is later: for a directive the day by which States had to follow it. */
  appliesFrom?: Stated;
  depositary?: Stated;
  openTo?: OpenTo;
  reservationsTo?: ReservationsTo;
  articles: readonly Article[];
};

/** A reference of the form `instrument#anchor`. */
export type CitationRef = string;

/** A reference resolved for showing: the instrument's short name, the paragraph, and what is known about its truth. */
export type Citation = Verified & {
  ref: CitationRef;
  instrument: string;
  short: string;
  anchor: string;
  paragraph: string;
};
