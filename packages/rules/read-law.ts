import { canonicalJson, deepFreeze } from './canonical.ts';
import { checkCitations, checkCycles, checkNeverReads } from './check-law.ts';
import { checkWords } from './check-words.ts';
import type { Law, LawTest } from './law.ts';
import { recordOf } from './law.ts';
import { linkRules } from './link-rules.ts';
import type { Parts } from './parts.ts';
import type { Place, Problem } from './problem.ts';
import { readFacts, readWords } from './read-blocks.ts';
import { linkTest, readLiterate } from './read-literate.ts';

export type LawFile = { path: string; text: string };
export type LawRead = { ok: true; law: Law } | { ok: false; problems: Problem[] };

/**
 * Reads a law from its files: Markdown with `instrument`, `article`, `rule` and `test` blocks, and YAML files of
 * facts (with `theme:`) and of words (with `language:`). Returns the law, frozen, or every problem found, each with
 * file and line. Never throws. `hash` turns text into a digest, for instance SHA-256 in hex.
 */
export function readLaw({
  files,
  hash,
}: {
  files: readonly LawFile[];
  hash: (text: string) => string;
}): LawRead {
  const parts: Parts = { instruments: [], facts: [], rules: [], tests: [], words: [] };
  const problems: Problem[] = [];
  for (const file of [...files].sort((a, b) => (a.path < b.path ? -1 : 1)))
    problems.push(...readFile(file, parts));
  problems.push(...doubled(parts));
  if (problems.length > 0) return { ok: false, problems };

  const facts = recordOf(parts.facts.map(({ place: _, ...fact }) => [fact.id, fact]));
  const linked = linkRules(parts.rules, facts);
  const rules = recordOf(linked.rules.map((rule) => [rule.id, rule]));
  const instruments = recordOf(parts.instruments.map(({ instrument }) => [instrument.id, instrument]));
  problems.push(...linked.problems, ...checkCitations(linked.rules, instruments));
  // Rules that do not fit together cannot be walked through safely.
  if (problems.length > 0) return { ok: false, problems };
  problems.push(...checkCycles(rules));
  if (problems.length > 0) return { ok: false, problems };
  problems.push(
    ...checkNeverReads(rules, facts),
    ...checkWords({ words: parts.words, facts, rules, instruments }),
  );
  const tests: LawTest[] = [];
  for (const test of parts.tests) {
    const read = linkTest(test, { facts, rules });
    if (read.ok) tests.push(read.test);
    else problems.push(...read.problems);
  }
  if (problems.length > 0) return { ok: false, problems };

  const words = recordOf(parts.words.map(({ place: _, lineOf: __, ...rest }) => [rest.language, rest]));
  const body = { instruments, facts, rules, tests, words };
  // Where a rule or a test stands in its file is no part of what it says.
  const said = { ...body, rules: linked.rules.map(withoutPlace), tests: tests.map(withoutPlace) };
  return { ok: true, law: deepFreeze({ hash: hash(canonicalJson(said)), ...body }) };
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
  const read = readFacts(source);
  if (!read.ok) return read.problems;
  parts.facts.push(...read.facts);
  return [];
}

function doubled(parts: Parts): Problem[] {
  const problems: Problem[] = [];
  const named = [
    ...parts.facts.map(({ id, place }) => ({ id, place })),
    ...parts.rules.map(({ id, place }) => ({ id, place })),
  ];
  const first = new Map<string, Place>();
  const note = (id: string, place: Place) => {
    const before = first.get(id);
    if (!before) first.set(id, place);
    else {
      const message = `“${id}” is already the id of something else, in ${before.file} line ${before.line}. Facts and rules share one list of ids: give this one another.`;
      problems.push({ code: 'duplicate-id', ...place, message });
    }
  };
  for (const { id, place } of named) note(id, place);
  for (const { instrument, place } of parts.instruments) note(`${instrument.id}#`, place);
  for (const { language, place } of parts.words) note(`language ${language}`, place);
  return problems;
}

function withoutPlace<T extends { place: Place }>({ place: _, ...said }: T): Omit<T, 'place'> {
  return said;
}
