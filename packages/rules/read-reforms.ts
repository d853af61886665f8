import { deepFreeze } from './canonical.ts';
import { checkCitations } from './check-law.ts';
import { checkAmended, checkOverlays } from './check-overlays.ts';
import type { Instrument } from './instrument.ts';
import type { Law, Overlay } from './law.ts';
import { recordOf } from './law.ts';
import { linkOverlays } from './link-rules.ts';
import { addedDuties } from './overlay.ts';
import { noParts, type Parts } from './parts.ts';
import type { Place, Problem } from './problem.ts';
import { proveOverlays } from './prove/prove-law.ts';
import { checkDeadlines, checkNamed, checkStrengths } from './read-duty.ts';
import type { LawFile } from './read-law.ts';
import { readLiterate } from './read-literate.ts';

/** A law with the reforms of one more file beside its own, and their ids; or what is wrong with the file. */
export type ReformsRead = { ok: true; law: Law; ids: readonly string[] } | { ok: false; problems: Problem[] };

type ReformsSource = LawFile & {
  /** Turns text into a digest, for instance SHA-256 in hex. */
  hash: (text: string) => string;
};

/**
 * Reads a file of reforms beside a law that was read before, without reading that again: `overlay` blocks, and the
 * paragraphs that they rest on. Everything that reading them all together would refuse is refused, but what has to be
 * proved (see `proveReforms`), and words that other languages still lack, which are no mistake of a draft. The hash is
 * over the law's own and the file. Never throws.
 */
export function readReforms(law: Law, { path, text, hash }: ReformsSource): ReformsRead {
  const parts = noParts();
  const problems = readLiterate({ file: path, text }, parts);
  if (problems.length === 0) problems.push(...strangersIn(parts, path), ...doubledIn(parts, law));
  const overlays = linkOverlays(parts.overlays, {
    facts: law.facts,
    groups: law.groups,
    ruleIds: new Set(Object.keys(law.rules)),
    problems,
  });
  const read = parts.instruments.map(({ instrument }) => instrument);
  const instruments = byId([...Object.values(law.instruments), ...read]);
  if (problems.length === 0) problems.push(...checkReferences(overlays, { ...law, instruments }));
  const all = byId([...Object.values(law.overlays), ...overlays]);
  const ids = overlays.map(({ id }) => id);
  if (problems.length === 0) problems.push(...checkOverlays({ ...law, overlays: all }, ids));
  if (problems.length > 0) return { ok: false, problems };
  const digest = hash(`${law.hash}\n${text}`);
  return { ok: true, law: deepFreeze({ ...law, hash: digest, instruments, overlays: all }), ids };
}

/**
 * Proves, over every case there can be, that these reforms take from no protection, leave no exception or rule unreachable
 * and owe nothing that contradicts: each alone and beside every other one of the law, which was proved without them.
 * Returns what does not hold, as `readLaw` would.
 */
export function proveReforms(law: Law, ids: readonly string[]): Problem[] {
  return proveOverlays(law, ids);
}

function byId<T extends Overlay | Instrument>(list: readonly T[]): Readonly<Record<string, T>> {
  return recordOf(list.map((one) => [one.id, one]));
}

function checkReferences(overlays: readonly Overlay[], law: Law): Problem[] {
  const added = addedDuties(overlays);
  const duties = recordOf([...Object.values(law.duties), ...added].map((duty) => [duty.id, duty]));
  return [
    ...checkCitations([...added, ...overlays], law.instruments),
    ...checkDeadlines(added, law.facts),
    ...checkStrengths(added, law.instruments),
    ...checkNamed({ duties, values: law.values }),
    ...checkAmended({
      overlays: byId([...Object.values(law.overlays), ...overlays]),
      instruments: law.instruments,
    }),
  ];
}

const STRANGERS = ['rules', 'duties', 'values', 'variants', 'states', 'together', 'tests'] as const;

/** What is law itself has no place in a file that only proposes. */
function strangersIn(parts: Parts, file: string): Problem[] {
  const places = STRANGERS.flatMap((kind) => parts[kind].map(({ place }: { place: Place }) => place));
  const message =
    'Only “overlay” blocks, and an “instrument” with its “article” blocks, can stand in a file of reforms. Take this block out.';
  if (places.length > 0) return places.map((place) => ({ code: 'wrong-shape', ...place, message }));
  if (parts.overlays.length > 0) return [];
  return [
    { code: 'wrong-shape', file, line: 1, message: 'No “overlay” block stands in this file. Write one.' },
  ];
}

function doubledIn({ overlays, instruments }: Parts, law: Law): Problem[] {
  const { facts, groups, rules, duties, values, overlays: standing, together } = law;
  const inOverlays = addedDuties(Object.values(standing)).map(({ id }) => id);
  const taken = new Set([
    ...[facts, groups, rules, duties, values, standing].flatMap((part) => Object.keys(part)),
    ...together.map(({ id }) => id),
    ...inOverlays,
    ...Object.keys(law.instruments).map((id) => `${id}#`),
  ]);
  const named = [
    ...[...overlays, ...addedDuties(overlays)].map(({ id, place }) => ({ id, key: id, place })),
    ...instruments.map(({ instrument: { id }, place }) => ({ id, key: `${id}#`, place })),
  ];
  return named.flatMap(({ id, key, place }): Problem[] => {
    if (!taken.has(key)) {
      taken.add(key);
      return [];
    }
    const message = `“${id}” is already the id of something else. Facts, rules, duties, values, instruments and reforms each need an id of their own: give this one another.`;
    return [{ code: 'duplicate-id', ...place, message }];
  });
}
