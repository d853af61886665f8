import type { Needle } from './finder.ts';

/** Letters that occur nowhere else: one word as a name is written, one in a script that needs more than one byte a letter. */
const STEMS = ['Zwyrnkap', 'زورنكاب'] as const;

const NUMBERED = /(?:zwyrnkap|زورنكاب)(\d{4})/i;

/** Words that are planted, each at one place, so that what is found says where it came from. */
export type Canaries = {
  /** A name and a place that nobody has, for one place where somebody types. */
  words(place: string): string;
  /** The same where only small letters of the alphabet and digits may stand. */
  word(place: string): string;
  /** A passphrase. */
  passphrase(place: string): string;
  /** Where the canary was planted that stands in these bytes; undefined for one that was cut short. */
  placeIn(text: string): string | undefined;
  /** How many were planted. */
  count(): number;
};

/** Canaries that were not planted yet. */
export function hatchCanaries(): Canaries {
  const places: string[] = [];
  const next = (place: string): string => String(places.push(place)).padStart(4, '0');
  return {
    words: (place) => {
      const number = next(place);
      return `${STEMS[0]}${number} of ${STEMS[1]}${number}`;
    },
    word: (place) => `${STEMS[0].toLowerCase()}${next(place)}`,
    passphrase: (place) => `${STEMS[0]}${next(place)} gloves beside a kettle`,
    placeIn: (text) => {
      const [, number] = NUMBERED.exec(text) ?? [];
      return number === undefined ? undefined : places[Number(number) - 1];
    },
    count: () => places.length,
  };
}

/** Every way in which a canary may stand somewhere: in three cases, and in the encodings that programs use. */
export function canaryNeedles(): Needle[] {
  const spelled = STEMS.flatMap((stem) => [stem, stem.toLowerCase(), stem.toUpperCase()]);
  return [...new Set(spelled)].flatMap((stem) => needlesFor(stem, Buffer.from(stem)));
}

const LONGEST_SECRET = 80;

/** A secret that the test came to know, as text or as bytes, in every encoding; of a long one the beginning. */
export function secretNeedles(name: string, secret: string | Uint8Array): Needle[] {
  return needlesFor(name, Buffer.from(secret).subarray(0, LONGEST_SECRET), typeof secret === 'string');
}

function needlesFor(name: string, bytes: Buffer, isText = true): Needle[] {
  const hex = bytes.toString('hex');
  const encoded: [string, string | Buffer][] = [
    ['as it is', bytes],
    ['as hex', hex],
    ['as HEX', hex.toUpperCase()],
    ...[0, 1, 2].flatMap((shift): [string, string][] => {
      const text = shiftedBase64(bytes, shift);
      return [
        [`as base64, ${shift} on`, text],
        [`as base64url, ${shift} on`, text.replaceAll('+', '-').replaceAll('/', '_')],
      ];
    }),
  ];
  if (isText) {
    const text = bytes.toString();
    const escaped = [...text].map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
    const percent = encodeURIComponent(text);
    encoded.push(
      ['as UTF-16', Buffer.from(text, 'utf16le')],
      ['in a URL', percent],
      ['in a url', percent.replaceAll(/%../g, (code) => code.toLowerCase())],
    );
    if (percent !== text) encoded.push(['escaped', escaped.join('')]);
  }
  const known = new Set<string>();
  return encoded.flatMap(([how, value]) => {
    const needle = Buffer.from(value as string);
    if (known.has(needle.toString('hex'))) return [];
    known.add(needle.toString('hex'));
    return [{ name, how, bytes: needle }];
  });
}

/** What of the base64 of these bytes is the same whatever stands around them, `shift` bytes after a place that three divides. */
function shiftedBase64(bytes: Buffer, shift: number): string {
  const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
  const whole = Math.floor(((bytes.length + shift) * 8) / 6);
  return text.slice(Math.ceil((shift * 8) / 6), whole);
}
