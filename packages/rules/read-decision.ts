import { type CaseFile, readCase } from './case-file.ts';
import type { Day } from './date.ts';
import { expectedRows, type LineOf, type Row, rowsOf } from './decision-rows.ts';
import type { Verified } from './instrument.ts';
import type { Expectation, Law } from './law.ts';
import { recordOf } from './law.ts';
import { type MarkdownItem, type MarkdownSection, readMarkdown } from './markdown.ts';
import { didYouMean, type Problem } from './problem.ts';
import { readBlock, verifiedOf } from './read-blocks.ts';
import { type HeldAnswer, readHeld } from './read-held.ts';
import { DecisionBlock, type Issue, LeftOutBlock } from './schema-decision.ts';
import type { Answers, People } from './told.ts';

/** A court of a State; or a court or body that decided by these treaties, or acts of the Union. */
export type GivenBy = { kind: 'state'; state: string } | { kind: 'organ'; instruments: readonly string[] };

/** What is told of a judgment, whether it is a test of the law or not. */
export type DecisionRecord = Verified & {
  id: string;
  title: string;
  /** Its place in the catalogue of this project, like K5. */
  number?: string;
  court: string;
  /** Who gave it, as far as anybody wrote it down: whether it has to be followed somewhere hangs on it. */
  givenBy?: GivenBy;
  /** As the court is cited: an application number, a neutral citation. */
  citation: string;
  /** The day, or only the year where no source tells the day: 2016-02-09, 2006. */
  decided: string;
  /** What it is about, each once. */
  issues: readonly Issue[];
  /** The address of a page where it can be read. */
  link: string;
  source: string;
  /** ISO 3166-1 alpha-2: the States whose law is asked. None where a court of no State decided. */
  states: readonly string[];
  /** What the court held, in our own words, paragraph by paragraph. */
  holding: readonly string[];
  /** Our own account of it, paragraph by paragraph, the holding with it. */
  account: readonly string[];
};

/** A judgment as a test: what happened, and what the rules in force there and then must answer. */
export type Decision = DecisionRecord & {
  leftOut?: undefined;
  decided: Day;
  /** The day on which the law is asked. */
  on: Day;
  /** The facts that carry the answers: without any one of them, an expected answer changes. */
  facts: Answers;
  /** What else is told, and carries nothing. */
  also: Answers;
  /** The people in the case. */
  people: People;
  /** What the rules must answer in every one of the States. */
  expect: readonly Expectation[];
  /** What they must answer besides in one of them. */
  expectIn: Readonly<Record<string, readonly Expectation[]>>;
  /** What the court decided, as far as it was read; of what stands here nowhere it is not known, or it decided nothing. */
  held: readonly HeldAnswer[];
  /** What it decided of one of the States alone. */
  heldIn: Readonly<Record<string, readonly HeldAnswer[]>>;
  /** The rules and duties that answer what was claimed and not granted. None of them is expected to come out yes. */
  lost: readonly string[];
  /**
   * What was owed, so that it comes out yes, and was found fulfilled. No rule answers whether a duty was breached, which is
   * what was claimed and not granted.
   */
  fulfilled: readonly string[];
  /** What the court decided and the rules cannot answer, and why. */
  notEncoded: readonly string[];
};

/** A judgment that is told and tests nothing, because no source tells a fact that it hangs on. */
export type LeftOutDecision = DecisionRecord & {
  /** Which fact no source tells. */
  leftOut: string;
};

/** `case` holds all facts, so that a decision can be assessed like a case. One that is left out has none. */
export type DecisionRead =
  | { ok: true; case: CaseFile; decision: Decision }
  | { ok: true; case?: undefined; decision: LeftOutDecision }
  | { ok: false; problems: Problem[] };

type DecisionSource = {
  path: string;
  text: string;
  /** The day it is, as 2024-05-31: a decision of a later day is refused. Without it no day is too late. */
  today?: string;
  /** The day on which the law is asked instead of the one that the decision says. */
  on?: Day | undefined;
};

type Fence = Extract<MarkdownItem, { kind: 'fence' }>;

const FENCES = ['decision', 'text'];
/** The heading of what the court held, whoever decided. */
const HELD = /^What the \S.* held$/;
const LEFT_OUT = /^left_out:/m;

/**
 * Reads a judgment from Markdown: an account in prose and one `decision` block, whose facts and expectations are read
 * like a case file's. A block with `left_out` has neither. Every bad input is told with file, line and what to write.
 * Never throws.
 */
export function readDecision({ path, text, ...days }: DecisionSource, law: Law): DecisionRead {
  const { sections, problems } = readMarkdown({ file: path, text });
  const items = sections.flatMap((section) => section.items);
  const fences = items.filter((item) => item.kind === 'fence');
  // A block that is never closed swallows the rest.
  if (problems.length === 0) problems.push(...refuseFences(fences, path));
  const fence = fences.find(({ info }) => info === 'decision');
  if (problems.length > 0 || fence === undefined) return { ok: false, problems };
  const told = toldIn(sections);
  const source = { file: path, text: fence.text, firstLine: fence.line };
  if (LEFT_OUT.test(fence.text)) {
    const read = readBlock(LeftOutBlock, { ...source, what: 'decision that is left out' });
    if (!read.ok) return read;
    return leftOutOf({ path, block: read.block, lineOf: read.lineOf, told, ...days }, law);
  }
  const read = readBlock(DecisionBlock, { ...source, what: 'decision' });
  return read.ok ? decisionOf({ path, block: read.block, lineOf: read.lineOf, told, ...days }, law) : read;
}

function refuseUntold(file: string, { holding }: Told): Problem[] {
  if (holding.length > 0) return [];
  const message =
    'Nothing says what the court held. Write it in your own words under “## What the court held”.';
  return [{ code: 'wrong-shape', file, line: 1, message }];
}

function toldIn(sections: readonly MarkdownSection[]): Told {
  const paragraphs = (of: readonly MarkdownSection[]) =>
    of.flatMap(({ items }) => items.flatMap((item) => (item.kind === 'paragraph' ? [item.text] : [])));
  return {
    account: paragraphs(sections),
    holding: paragraphs(sections.filter(({ title }) => HELD.test(title))),
  };
}

function refuseFences(fences: readonly Fence[], file: string): Problem[] {
  const unknown = fences
    .filter(({ info }) => !FENCES.includes(info))
    .map(({ info, line }): Problem => {
      const message = `A block of “${info}” does not stand in a decision.${didYouMean(info, FENCES)} Write one “decision” block; “text” is for what is only to be read.`;
      return { code: 'fence-unknown', file, line: line - 1, message };
    });
  const [first, second] = fences.filter(({ info }) => info === 'decision');
  if (first === undefined && unknown.length === 0) {
    const message = 'No “decision” block stands here. Write “```decision” under the account of the judgment.';
    return [{ code: 'wrong-shape', file, line: 1, message }];
  }
  if (second === undefined) return unknown;
  const message = 'A file holds one decision. Move this one to a file of its own.';
  return [...unknown, { code: 'wrong-shape', file, line: second.line, message }];
}

type Told = Pick<DecisionRecord, 'account' | 'holding'>;
type Written<T> = {
  path: string;
  block: T;
  lineOf: LineOf;
  told: Told;
  today?: string | undefined;
  on?: Day | undefined;
};

function recordFrom(block: DecisionBlock | LeftOutBlock, told: Told): DecisionRecord {
  return {
    ...verifiedOf(block),
    ...{ id: block.id, title: block.title, court: block.court, citation: block.citation },
    ...(block.number === undefined ? {} : { number: block.number }),
    ...givenBy(block),
    ...{ decided: block.decided, issues: [...new Set(block.issues)], link: block.link, source: block.source },
    states: [...new Set(block.state ?? [])],
    ...told,
  };
}

function givenBy({ court_of, organ_of }: DecisionBlock | LeftOutBlock): Pick<DecisionRecord, 'givenBy'> {
  if (court_of !== undefined) return { givenBy: { kind: 'state', state: court_of } };
  return organ_of === undefined ? {} : { givenBy: { kind: 'organ', instruments: [...new Set(organ_of)] } };
}

/** A court is of a State or of instruments that bind States, and of one that this law holds. */
function refuseGivenBy({ path, block, lineOf }: Written<DecisionBlock | LeftOutBlock>, law: Law): Problem[] {
  const { court_of, organ_of = [] } = block;
  const problem = (message: string): Problem => {
    return { code: 'wrong-shape', file: path, line: lineOf(['organ_of']), message };
  };
  if (court_of !== undefined && organ_of.length > 0)
    return [problem('A court is of a State or of a treaty. Write court_of or organ_of, and not both.')];
  return organ_of.flatMap((id): Problem[] => {
    const found = Object.hasOwn(law.instruments, id) ? law.instruments[id] : undefined;
    if (found?.kind === 'treaty' || found?.kind === 'eu-act') return [];
    const message = found
      ? `“${id}” binds no State by itself, so a court of it cannot be told. Write a treaty or an act of the Union.`
      : `No instrument has the id “${id}”.${didYouMean(id, Object.keys(law.instruments))}`;
    return [problem(message)];
  });
}

function leftOutOf(written: Written<LeftOutBlock>, law: Law): DecisionRead {
  const { path, block, lineOf, told, today } = written;
  const problems = [
    ...refuseUntold(path, told),
    ...refuseGivenBy(written, law),
    ...refuseLate({ path, decided: block.decided, lineOf, today }),
  ];
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, decision: { ...recordFrom(block, told), leftOut: block.left_out } };
}

function decisionOf(written: Written<DecisionBlock>, law: Law): DecisionRead {
  const { path, block, lineOf, told, today, on } = written;
  const states = [...new Set(block.state)];
  const problems = [...refuseUntold(path, told), ...refuseDays(written), ...refuseGivenBy(written, law)];
  const readWith = (expected: Row[], of: readonly string[]) => {
    const rows = [...rowsOf(block, of, lineOf), ...expected];
    const text = rows.map((row) => row.text).join('\n');
    const days = { on, ...(today === undefined ? {} : { today }) };
    const read = readCase({ path, text, ...days }, law);
    if (read.ok) return read.case;
    problems.push(
      ...read.problems.map((problem) => ({ ...problem, line: rows[problem.line - 1]?.line ?? problem.line })),
    );
    return undefined;
  };
  const shared = expectedRows(block.expect, ['expect'], lineOf);
  const all = readWith(shared, states);
  const expectIn: [string, readonly Expectation[]][] = [];
  // What is wrong with the facts is told once.
  for (const [state, expected] of problems.length > 0 ? [] : Object.entries(block.expect_in ?? {})) {
    if (!states.includes(state)) {
      const message = `“${state}” is not one of the States of this decision. Add it to “state”, or take it out here.`;
      problems.push({ code: 'unknown-state', file: path, line: lineOf(['expect_in', state]), message });
    }
    const one = readWith(expectedRows(expected, ['expect_in', state], lineOf), [state]);
    expectIn.push([state, one?.expect ?? []]);
  }
  if (all === undefined || problems.length > 0) return { ok: false, problems };
  const expected = { expect: all.expect ?? [], expectIn: recordOf(expectIn) };
  const decided = readHeld(written, expected);
  if (!decided.ok) return decided;
  return {
    ok: true,
    case: all,
    decision: {
      ...recordFrom(block, told),
      ...{ decided: block.decided, on: block.on },
      facts: pick(all.facts, block.facts),
      also: pick(all.facts, block.also ?? {}),
      people: all.people ?? {},
      ...expected,
      ...decided.held,
      notEncoded: block.not_encoded ?? [],
    },
  };
}

function refuseLate({
  path,
  decided,
  lineOf,
  today,
}: {
  path: string;
  decided: string;
  lineOf: LineOf;
  today?: string | undefined;
}): Problem[] {
  if (today === undefined || decided <= today) return [];
  const message = `${decided} has not come yet; today is ${today}. Write the day of the decision.`;
  return [{ code: 'future-date', file: path, line: lineOf(['decided']), message }];
}

function refuseDays({ path, block, lineOf, today }: Written<DecisionBlock>): Problem[] {
  const late = refuseLate({ path, decided: block.decided, lineOf, today });
  if (late.length > 0 || block.on <= block.decided) return late;
  const message = `${block.on} is after ${block.decided}, the day of the decision. Write a day of what happened, or the day of the decision.`;
  return [{ code: 'future-date', file: path, line: lineOf(['on']), message }];
}

function pick(answers: Answers, named: Readonly<Record<string, unknown>>): Answers {
  return Object.fromEntries(Object.entries(answers).filter(([id]) => Object.hasOwn(named, id)));
}
