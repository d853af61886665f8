import { canonicalJson, deepFreeze } from './canonical.ts';
import { checkCitations, checkCycles, checkNeverReads, provisionsOf } from './check-law.ts';
import { checkApplied, checkOpenTo } from './check-open.ts';
import { checkAmended, checkOverlays } from './check-overlays.ts';
import { checkParties, statesOf } from './check-parties.ts';
import { checkSaid } from './check-said.ts';
import { checkWords } from './check-words.ts';
import { joinWords } from './join-words.ts';
import type { Law, LawTest } from './law.ts';
import { recordOf } from './law.ts';
import {
  checkCounted,
  checkGroups,
  linkContradictions,
  linkOverlays,
  linkProvisions,
  linkTogether,
} from './link-rules.ts';
import { linkTest } from './link-test.ts';
import { checkNational, withVariants } from './link-variants.ts';
import { addedDuties } from './overlay.ts';
import { noParts, type Parts } from './parts.ts';
import type { Place, Problem } from './problem.ts';
import { proveLaw } from './prove/prove-law.ts';
import { readFacts } from './read-blocks.ts';
import { checkDeadlines, checkNamed, checkStrengths } from './read-duty.ts';
import { readLiterate } from './read-literate.ts';
import { readLook, readOrganisation } from './read-looks.ts';
import { readParties, readStateNames } from './read-parties.ts';
import { readWords } from './read-words.ts';

export type LawFile = { path: string; text: string };
export type LawRead = { ok: true; law: Law } | { ok: false; problems: Problem[] };

type LawSource = {
  files: readonly LawFile[];
  /** Turns text into a digest, for instance SHA-256 in hex. */
  hash: (text: string) => string;
};

/**
 * Reads a law from its files: Markdown with `instrument`, `article`, `rule`, `duty`, `value`, `overlay` and `test` blocks, and YAML files of
 * facts (with `theme:`), of words (with `language:`), of parties to a treaty (with `parties_to:`), of what States said of
 * one (with `reservations_to:`), of an organisation (with `organisation:`) and of names of States (with `state_names:`), and proves what it must keep in every case. Returns the law,
 * frozen, or every problem found, each with file and line. Never throws.
 */
export function readLaw(source: LawSource): LawRead {
  const read = readUnproved(source);
  if (!read.ok) return read;
  const problems = proveLaw(read.law, read.placeOf);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, law: read.law };
}

type Unproved = { ok: true; law: Law; placeOf: (fact: string) => Place } | { ok: false; problems: Problem[] };

/** The same without the proofs. Only for tests of what the engine does with laws that nobody would write. */
export function readUnproved({ files, hash }: LawSource): Unproved {
  const { parts, problems } = readParts(files);
  if (problems.length > 0) return { ok: false, problems };
  const linked = linkParts(parts, problems);
  // Rules that do not fit together cannot be walked through safely.
  if (problems.length === 0) problems.push(...checkCycles(linked.rules));
  if (problems.length > 0) return { ok: false, problems };
  const joined = joinWords(parts.words, problems);
  problems.push(
    ...checkNeverReads(provisionsOf(linked), linked),
    ...checkWords({ ...linked, words: joined }),
  );
  // What the law breaks by itself is not told again for each overlay.
  if (problems.length === 0) problems.push(...checkOverlays(linked));
  const tests = linkTests(parts, linked, problems);
  if (problems.length > 0) return { ok: false, problems };
  const words = recordOf(joined.map(({ placeOf: _, isUnfinished: __, ...rest }) => [rest.language, rest]));
  const body = { ...linked, tests, words };
  const digest = hash(canonicalJson(saidBy(body)));
  const law = deepFreeze({ hash: digest, ...body, reforms: [] });
  return { ok: true, law, placeOf: placesOf(parts) };
}

function readParts(files: readonly LawFile[]): { parts: Parts; problems: Problem[] } {
  const parts = noParts();
  const inOrder = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  const problems = inOrder.flatMap((file) => readFile(file, parts));
  return { parts, problems: [...problems, ...doubled(parts)] };
}

function placesOf({ facts }: Parts): (fact: string) => Place {
  const places = new Map(facts.map(({ id, place }) => [id, place]));
  return (fact) => places.get(fact) ?? { file: 'facts', line: 1 };
}

type Linked = Omit<Law, 'hash' | 'reforms' | 'resolved' | 'tests' | 'words'>;

/** Looks up everything that one part names in another. What is not found goes to `problems`. */
function linkParts(parts: Parts, problems: Problem[]): Linked {
  const facts = recordOf(parts.facts.map(({ place: _, ...fact }) => [fact.id, fact]));
  const groups = recordOf(parts.groups.map(({ place: _, ...group }) => [group.id, group]));
  const instruments = recordOf(parts.instruments.map(({ instrument }) => [instrument.id, instrument]));
  const names = { facts, groups, ruleIds: new Set(parts.rules.map(({ id }) => id)), problems };
  const { rules, values } = withVariants(parts, problems);
  const duties = linkProvisions(parts.duties, names);
  const overlays = linkOverlays(parts.overlays, names);
  const added = addedDuties(overlays);
  const linked = {
    instruments,
    facts,
    groups,
    contradictions: linkContradictions(parts.contradictions, names),
    states: statesOf(parts),
    parties: recordOf(parts.parties.map((list) => [list.instrument, list])),
    looks: looksOf(parts),
    organisations: byId(parts.organisations),
    together: linkTogether(parts.together, names),
    rules: byId(linkProvisions(rules, names)),
    duties: byId(duties),
    values: byId(linkProvisions(values, names)),
    overlays: byId(overlays),
  };
  problems.push(
    ...checkCitations([...provisionsOf(linked), ...added, ...overlays], instruments),
    ...checkDeadlines([...duties, ...added], facts),
    ...checkStrengths([...duties, ...added], instruments),
    ...checkNamed({ ...linked, duties: byId([...duties, ...added]) }),
    ...checkAmended(linked),
    ...checkNational(linked),
    ...checkParties(linked),
    ...checkOpenTo(parts, linked.organisations),
    ...checkApplied(parts),
    ...checkSaid(linked),
    ...checkGroups(linked),
    ...checkCounted(facts),
  );
  return linked;
}

function looksOf({ looks }: Parts): Law['looks'] {
  const lists = looks.map(({ list }) => list);
  const ids = [...new Set(lists.map(({ instrument }) => instrument))];
  return recordOf(ids.map((id) => [id, lists.filter(({ instrument }) => instrument === id)]));
}

function byId<T extends { id: string }>(list: readonly T[]): Readonly<Record<string, T>> {
  return recordOf(list.map((item) => [item.id, item]));
}

function linkTests({ tests }: Parts, linked: Linked, problems: Problem[]): LawTest[] {
  return tests.flatMap((test) => {
    const read = linkTest(test, linked);
    if (read.ok) return [read.test];
    problems.push(...read.problems);
    return [];
  });
}

function readFile(file: LawFile, parts: Parts): Problem[] {
  const source = { file: file.path, text: file.text };
  if (file.path.endsWith('.md')) return readLiterate(source, parts);
  if (!/\.ya?ml$/.test(file.path)) {
    return [
      {
        code: 'wrong-shape',
        file: file.path,
        line: 1,
        message: 'A law is made of .md and .yaml files. Take this file out.',
      },
    ];
  }
  if (/^language:/m.test(file.text)) {
    const read = readWords(source);
    if (!read.ok) return read.problems;
    parts.words.push(read.words);
    return [];
  }
  if (/^parties_to:/m.test(file.text)) {
    const read = readParties(source);
    if (!read.ok) return read.problems;
    parts.parties.push(read.list);
    return [];
  }
  if (/^reservations_to:/m.test(file.text)) {
    const read = readLook(source);
    if (!read.ok) return read.problems;
    parts.looks.push(read.read);
    return [];
  }
  if (/^organisation:/m.test(file.text)) {
    const read = readOrganisation(source);
    if (!read.ok) return read.problems;
    parts.organisations.push(read.organisation);
    return [];
  }
  if (/^state_names:/m.test(file.text)) {
    const read = readStateNames(source);
    if (!read.ok) return read.problems;
    parts.names.push(...read.names);
    return [];
  }
  const read = readFacts(source);
  if (!read.ok) return read.problems;
  parts.facts.push(...read.facts);
  parts.groups.push(...read.groups);
  parts.contradictions.push(...read.contradictions);
  return [];
}

function doubled(parts: Parts): Problem[] {
  const problems: Problem[] = [];
  const { facts, groups, rules, duties, values, overlays, together } = parts;
  const added = addedDuties(overlays);
  const named = [facts, groups, rules, duties, values, overlays, together, added].flatMap((list) =>
    list.map(({ id, place }: { id: string; place: Place }) => ({ id, place })),
  );
  const first = new Map<string, Place>();
  const note = (id: string, place: Place) => {
    const before = first.get(id);
    if (!before) first.set(id, place);
    else {
      const message = `“${id}” is already the id of something else, in ${before.file} line ${before.line}. Facts, rules, duties, values and overlays share one list of ids: give this one another.`;
      problems.push({ code: 'duplicate-id', ...place, message });
    }
  };
  for (const { id, place } of named) note(id, place);
  for (const { instrument, place } of parts.instruments) note(`${instrument.id}#`, place);
  for (const { id, place } of parts.states) note(`State ${id}`, place);
  for (const { id, place } of parts.names) note(`The name of ${id}`, place);
  for (const { instrument, place } of parts.parties) note(`The parties to ${instrument}`, place);
  for (const { id, place } of parts.organisations) note(`The organisation ${id}`, place);
  return problems;
}

/** Where something stands in its file is no part of what it says. */
function saidBy(body: Linked & Pick<Law, 'tests' | 'words'>): unknown {
  const { rules, duties, values, overlays, tests, states, parties, together, contradictions } = body;
  const strip = (record: Readonly<Record<string, { place: Place }>>) =>
    Object.values(record).map(withoutPlace);
  return {
    ...body,
    rules: strip(rules),
    duties: strip(duties),
    values: strip(values),
    overlays: strip(overlays),
    tests: tests.map(withoutPlace),
    states: Object.values(states).map(({ place: _, ...said }) => ({
      ...said,
      parties: said.parties.map(withoutPlace),
      seen: said.seen.map(withoutPlace),
      missing: said.missing.map(withoutPlace),
      contradicting: said.contradicting.map(withoutPlace),
      reservations: said.reservations.map(withoutPlace),
      looked: said.looked.map(withoutPlace),
    })),
    parties: Object.values(parties).map(({ earlier, ...list }) => ({
      ...withoutPlace(list),
      ...(earlier ? { earlier: withoutPlace(earlier) } : {}),
    })),
    looks: Object.values(body.looks).map((lists) => lists.map(withoutPlace)),
    organisations: Object.values(body.organisations).map(withoutPlace),
    together: together.map(withoutPlace),
    contradictions: contradictions.map(withoutPlace),
  };
}

function withoutPlace<T extends { place: Place }>({ place: _, ...said }: T): Omit<T, 'place'> {
  return said;
}
