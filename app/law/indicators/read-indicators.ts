import {
  type BlockRead,
  canonicalJson,
  deepFreeze,
  type LawFile,
  type Problem,
  readBlock,
  type Verified,
  verifiedOf,
} from '@clew/rules';
import {
  type About,
  type AppliesTo,
  type INDICATOR_LANGUAGES,
  INDICATOR_WORDS,
  IndicatorFile,
} from './schema-indicators.ts';

type Place = { file: string; line: number };

/** A sentence in the languages beside English. */
export type Translated = Readonly<Record<(typeof INDICATOR_LANGUAGES)[number], string>>;

/** A sign that asks for a closer look. It is never a finding: it has no weight, and no rule reads it. */
export type Indicator = Verified & {
  code: string;
  set: string;
  part: string;
  about: About;
  appliesTo: AppliesTo;
  /** One plain sentence of our own. */
  text: string;
  words: Translated;
  source: string;
  /** What the source itself says of how much it can mean. */
  strengthHint?: string;
  place: Place;
};

type IndicatorPart = { code: string; label: string; words: Translated; appliesTo: AppliesTo };

export type IndicatorSet = Verified & {
  id: string;
  form: IndicatorFile['form'];
  label: string;
  /** That presence proves nothing and absence neither. It is shown wherever the set is. */
  caution: string;
  source: string;
  strengthHint?: string;
  /** By language; `status` is that of every sentence of the set in it. */
  words: Readonly<Record<(typeof INDICATOR_LANGUAGES)[number], SetWords>>;
  parts: readonly IndicatorPart[];
  /** In the order in which they are written. */
  codes: readonly string[];
  place: Place;
};

type SetWords = { label: string; caution: string; status: 'draft' | 'checked' };

/** Every set and sign. Frozen. `hash` is over all that they say; the law's own hash is another. */
export type Indicators = {
  hash: string;
  sets: Readonly<Record<string, IndicatorSet>>;
  indicators: Readonly<Record<string, Indicator>>;
};

export type IndicatorsRead = { ok: true; indicators: Indicators } | { ok: false; problems: Problem[] };

type Source = { files: readonly LawFile[]; hash: (text: string) => string };

/** Reads the sets of signs from their files, or tells every problem with its file and line. Never throws. */
export function readIndicators({ files, hash }: Source): IndicatorsRead {
  const problems: Problem[] = [];
  const read = files.flatMap((file) => {
    const one = readFile(file);
    if (one.ok) return [{ ...one, file: file.path }];
    problems.push(...one.problems);
    return [];
  });
  const sets = read.map((one) => setOf(one, problems));
  problems.push(...doubled(sets));
  if (problems.length > 0) return { ok: false, problems };
  const body = {
    sets: byKey(sets.map(({ set }) => [set.id, set])),
    indicators: byKey(sets.flatMap(({ indicators }) => indicators.map((one) => [one.code, one]))),
  };
  return { ok: true, indicators: deepFreeze({ hash: hash(canonicalJson(saidBy(body))), ...body }) };
}

function readFile({ path, text }: LawFile): BlockRead<IndicatorFile> {
  return readBlock(IndicatorFile, {
    file: path,
    text,
    what: 'set of indicators',
    words: INDICATOR_WORDS,
  });
}

type ReadFile = Extract<BlockRead<IndicatorFile>, { ok: true }> & { file: string };
type ReadSet = { set: IndicatorSet; indicators: Indicator[] };

function setOf({ block, lineOf, file }: ReadFile, problems: Problem[]): ReadSet {
  const at = (path: readonly PropertyKey[]): Place => ({ file, line: lineOf(path) });
  const parts = new Map(block.parts.map((part) => [part.code, part]));
  block.parts.forEach(({ code }, index) => {
    if (block.parts.findIndex((part) => part.code === code) === index) return;
    const message = `The part “${code}” is written twice. Keep one of them.`;
    problems.push({ code: 'duplicate-id', ...at(['parts', index]), message });
  });
  const indicators = block.indicators.flatMap((written, index): Indicator[] => {
    const place = at(['indicators', index]);
    const part = parts.get(written.code.replace(/[0-9]+$/, ''));
    if (!part) {
      const message = `“${written.code}” begins with no part of this set. Its parts are ${[...parts.keys()].join(', ')}.`;
      problems.push({ code: 'wrong-shape', ...place, message });
      return [];
    }
    return [indicatorOf(written, { set: block, part, place })];
  });
  return { set: headOf(block, at(['set'])), indicators };
}

function headOf(block: IndicatorFile, place: Place): IndicatorSet {
  return {
    id: block.set,
    ...{ form: block.form, label: block.label, caution: block.caution, source: block.source },
    ...(block.strength_hint === undefined ? {} : { strengthHint: block.strength_hint }),
    words: { fr: wordsIn(block, 'fr'), ar: wordsIn(block, 'ar'), es: wordsIn(block, 'es') },
    parts: block.parts.map((part) => ({
      ...{ code: part.code, label: part.label, words: translated(part), appliesTo: part.applies_to },
    })),
    codes: block.indicators.map(({ code }) => code),
    ...verifiedOf(block),
    place,
  };
}

function wordsIn({ words }: IndicatorFile, language: keyof Translated): SetWords {
  const { label, caution, status } = words[language];
  return { label, caution, status };
}

function translated({ fr, ar, es }: Translated): Translated {
  return { fr, ar, es };
}

type Within = { set: IndicatorFile; part: IndicatorFile['parts'][number]; place: Place };

/** What a sign does not say of its source and who compared it, its part or its set says. */
function indicatorOf(written: IndicatorFile['indicators'][number], { set, part, place }: Within): Indicator {
  const own = [written, part, set].find((one) => one.compared ?? one.checked_by ?? one.source) ?? set;
  const hint = written.strength_hint ?? set.strength_hint;
  return {
    ...{ code: written.code, set: set.set, part: part.code, about: written.about },
    appliesTo: written.applies_to ?? part.applies_to,
    text: written.text,
    words: translated(written),
    source: written.source ?? part.source ?? set.source,
    ...(hint === undefined ? {} : { strengthHint: hint }),
    ...verifiedOf(own),
    place,
  };
}

function doubled(sets: readonly ReadSet[]): Problem[] {
  const first = new Map<string, Place>();
  const named = sets.flatMap(({ set, indicators }) => [
    { id: set.id, place: set.place },
    ...indicators.map(({ code, place }) => ({ id: code, place })),
  ]);
  return named.flatMap(({ id, place }) => {
    const before = first.get(id);
    if (!before) {
      first.set(id, place);
      return [];
    }
    const message = `“${id}” already stands in ${before.file} line ${before.line}. Give this one another code.`;
    return [{ code: 'duplicate-id' as const, ...place, message }];
  });
}

/** Where something stands in its file is no part of what it says. */
function saidBy({ sets, indicators }: Omit<Indicators, 'hash'>): unknown {
  const strip = (record: Readonly<Record<string, { place: Place }>>) =>
    Object.values(record).map(({ place: _, ...said }) => said);
  return { sets: strip(sets), indicators: strip(indicators) };
}

/** A record that holds only its own keys. */
function byKey<T>(entries: readonly (readonly [string, T])[]): Readonly<Record<string, T>> {
  return Object.assign(Object.create(null), Object.fromEntries(entries));
}
