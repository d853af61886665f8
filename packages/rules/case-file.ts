import { stringify } from 'yaml';
import { z } from 'zod';
import { contradictionsIn } from './contradictions.ts';
import { type Day, isDate } from './date.ts';
import { readExpectation } from './expectation.ts';
import type { Expectation, Law } from './law.ts';
import { didYouMean, type Problem, type ProblemCode } from './problem.ts';
import { readAnswer, readBlock } from './read-blocks.ts';
import { daysOfPeople, MOST_PROBLEMS, readPeople } from './read-people.ts';
import { PeopleBlock } from './schema.ts';
import { isState, unknownState } from './states.ts';
import type { Verdict } from './three.ts';
import type { Answer, Answers, People, Told } from './told.ts';

/** A case as a person writes it: who says so, where and when, the answers, and what the rules should say. */
export type CaseFile = {
  title: string;
  source: string;
  /** ISO 3166-1 alpha-2, at least one. NO is Norway. */
  states?: readonly string[];
  /** The day on which the law is asked. */
  on?: Day;
  facts: Answers;
  people?: People;
  expect?: readonly Expectation[];
};

export type CaseRead = { ok: true; case: CaseFile } | { ok: false; problems: Problem[] };

const Words = z.string('write text').min(1, 'write text').max(2000, 'write at most 2000 characters');
const CaseBlock = z.strictObject(
  {
    title: Words,
    source: Words,
    state: z
      .union(
        [z.string(), z.array(z.string('write one State')).min(1).max(20)],
        'write one State or a list of them',
      )
      .optional(),
    on: z.string('write a date').optional(),
    facts: z.record(
      z.string(),
      z.string('write one answer: yes, no, a number, not_asked, not_known, withheld or not_recorded'),
      'write facts with their answers, like “age: 17”',
    ),
    people: PeopleBlock.optional(),
    expect: z
      .record(
        z.string(),
        z.enum(['yes', 'no', 'unknown'], 'write yes, no or unknown'),
        'write rules with their verdicts',
      )
      .optional(),
  },
  'a case is a list of lines like “title: ...”, “source: ...”, “facts:”',
);

/** What can be read of a case that is written wrongly somewhere: whatever is not as it should be counts as not written. */
const ReadableBlock = z.object({
  state: CaseBlock.shape.state.catch(undefined),
  on: CaseBlock.shape.on.catch(undefined),
  facts: entriesLike(z.string()),
  people: CaseBlock.shape.people.catch(undefined),
  expect: entriesLike(z.enum(['yes', 'no', 'unknown'])),
});

/** The entries of a record whose values are as they should be. */
function entriesLike<T extends z.ZodType>(item: T) {
  return z
    .record(z.string(), z.unknown())
    .catch({})
    .transform((written) =>
      Object.fromEntries(
        Object.entries(written).flatMap(([key, value]): [string, z.infer<T>][] => {
          const read = item.safeParse(value);
          return read.success ? [[key, read.data]] : [];
        }),
      ),
    );
}

type CaseSource = {
  path: string;
  text: string;
  /** The day it is, as 2024-05-31: a case that asks for a later day is refused. Without it no day is too late. */
  today?: string;
  /** The day on which the law is asked instead of the one that the case says. */
  on?: Day | undefined;
};

/** Notes a problem and returns how many there are. */
type Refuse = (code: ProblemCode, at: readonly (string | number)[], message: string) => number;

/**
 * Reads a case against a law. Every bad input is told with file, line and what to write; where the file has other words than
 * a case, what can be read of it is looked at all the same, so that one reading tells every mistake. Never throws.
 */
export function readCase(source: CaseSource, law: Law): CaseRead {
  const written = { file: source.path, text: source.text, what: 'case file' };
  const read = readBlock(CaseBlock, written);
  if (read.ok) return judgeCase(read, source, law);
  const readable = readBlock(ReadableBlock, written);
  if (!readable.ok) return read;
  const block = { title: '', source: '', ...readable.block };
  const judged = judgeCase({ block, lineOf: readable.lineOf }, source, law);
  const more = judged.ok ? [] : judged.problems;
  return { ok: false, problems: [...read.problems, ...more].sort((a, b) => a.line - b.line) };
}

type ReadBlock = { block: CaseBlock; lineOf: (path: readonly PropertyKey[]) => number };

function judgeCase({ block, lineOf }: ReadBlock, { path, today, on }: CaseSource, law: Law): CaseRead {
  const problems: Problem[] = [];
  const refuse: Refuse = (code, at, message) => {
    problems.push({ code, file: path, line: lineOf(at), message });
    return problems.length;
  };
  const states = readStates(block, refuse);
  const facts = readFacts(block, law, refuse);
  const expect = readExpectations(block, law, refuse);
  const people = block.people && readPeopleOf(block.people, law, refuse);
  if (block.on !== undefined) checkDay(block.on, today, refuse);
  const asked = on ?? block.on ?? today;
  checkTold({ facts, people }, asked, refuse);
  if (problems.length === 0) checkContradictions(law, { facts, people, on: dayOr(asked) }, refuse);
  if (problems.length > 0) return { ok: false, problems: problems.sort((a, b) => a.line - b.line) };
  return {
    ok: true,
    case: {
      title: block.title,
      source: block.source,
      ...(states.length === 0 ? {} : { states }),
      ...(block.on !== undefined && isDate(block.on) ? { on: block.on } : {}),
      facts,
      ...(people ? { people } : {}),
      ...(block.expect === undefined ? {} : { expect }),
    },
  };
}

type CaseBlock = z.infer<typeof CaseBlock>;

function readStates({ state = [] }: CaseBlock, refuse: Refuse): string[] {
  const states = [...new Set(typeof state === 'string' ? [state] : state)];
  for (const code of states) {
    if (!isState(code)) refuse('unknown-state', ['state'], unknownState(code));
  }
  return states;
}

function readFacts(block: CaseBlock, law: Law, refuse: Refuse): Answers {
  const facts: Record<string, Answer> = {};
  let told = 0;
  for (const [id, written] of Object.entries(block.facts)) {
    const fact = law.facts[id];
    const answer = fact && readAnswer(written, fact);
    if (fact?.group !== undefined) {
      const message = `“${id}” is asked of each of “${fact.group}”. Write it under “people: ${fact.group}: members:”.`;
      told = refuse('wrong-answer', ['facts', id], message);
    } else if (answer?.ok) facts[id] = answer.answer;
    else if (answer) told = refuse('wrong-answer', ['facts', id], answer.message);
    else {
      const near = didYouMean(id, Object.keys(law.facts));
      told = refuse('unknown-fact', ['facts', id], `No fact is called “${id.slice(0, 80)}”.${near}`);
    }
    if (told >= MOST_PROBLEMS) break;
  }
  return facts;
}

function readExpectations(block: CaseBlock, law: Law, refuse: Refuse): Expectation[] {
  let told = 0;
  return Object.entries(block.expect ?? {}).flatMap(([key, verdict]) => {
    if (told >= MOST_PROBLEMS) return [];
    const expected = readExpectation(key, verdict, { ...law.rules, ...law.duties });
    if (expected.ok) return [expected.expectation];
    told = refuse(expected.code, ['expect', key], expected.message);
    return [];
  });
}

function checkDay(on: string, today: string | undefined, refuse: Refuse): void {
  if (!isDate(on)) {
    refuse('wrong-date', ['on'], `“${on.slice(0, 40)}” is not a day that exists. Write it like 2024-05-31.`);
  } else if (today !== undefined && on > today) {
    refuse(
      'future-date',
      ['on'],
      `${on} has not come yet; today is ${today}. Write today or an earlier day.`,
    );
  }
}

/** What happened did so before the law is asked. */
function checkTold({ facts, people = {} }: Told, on: string | undefined, refuse: Refuse): void {
  const days = [
    ...Object.entries(facts).map(([id, answer]) => ({ at: ['facts', id], day: answer })),
    ...daysOfPeople(people).map(({ group, index, fact, day }) => ({
      at: ['people', group, 'members', index, fact],
      day,
    })),
  ];
  const late = days.filter(
    ({ day }) => typeof day === 'string' && isDate(day) && on !== undefined && day > on,
  );
  for (const { at, day } of late.slice(0, MOST_PROBLEMS)) {
    const message = `${day} is after ${on}, the day on which the law is asked. Write the day on which it happened.`;
    refuse('future-date', at, message);
  }
}

function readPeopleOf(block: NonNullable<CaseBlock['people']>, law: Law, refuse: Refuse): People {
  return readPeople(block, law, (code, at, message) => refuse(code, ['people', ...at], message));
}

function dayOr(text: string | undefined): Day | undefined {
  return text !== undefined && isDate(text) ? text : undefined;
}

/** Answers that cannot all be true are told before any rule looks at them. */
function checkContradictions(law: Law, told: Told, refuse: Refuse): void {
  const asked = Object.entries(told.people ?? {});
  for (const { facts, why } of contradictionsIn(law, told)) {
    const own = facts.filter((id) => Object.hasOwn(told.facts, id));
    const ofPeople = asked.filter(([group]) => facts.some((id) => law.facts[id]?.group === group));
    const named = facts.filter((id) => own.includes(id) || law.facts[id]?.group !== undefined);
    const message = `These answers cannot all be true: ${named.join(', ')}. ${why} Look again at each of them.`;
    refuse(
      'contradictory',
      own[0] === undefined ? ['people', ofPeople[0]?.[0] ?? ''] : ['facts', own[0]],
      message,
    );
  }
}

/**
 * The text of a case file that `readCase` reads back as the same case. Whatever its words are, none of them can begin a
 * line or a value of its own.
 */
export function writeCase({ title, source, states, on, facts, people, expect }: CaseFile): string {
  const head = {
    title,
    source,
    ...(states === undefined || states.length === 0
      ? {}
      : { state: states.length === 1 ? states[0] : [...states] }),
    ...(on === undefined ? {} : { on }),
  };
  const quoted = stringify(head, {
    schema: 'failsafe',
    defaultStringType: 'QUOTE_DOUBLE',
    defaultKeyType: 'PLAIN',
    lineWidth: 0,
  });
  const lines = (entries: readonly (readonly [string, Answer | Verdict])[]) =>
    entries.map(([key, value]) => `  ${wordOf(key)}: ${wordOf(value)}\n`).join('');
  const answers = Object.entries(facts);
  const expected = (expect ?? []).map(
    ({ rule, which, verdict }) => [which === 'strict' ? rule : `${rule}@${which}`, verdict] as const,
  );
  return [
    quoted,
    answers.length === 0 ? 'facts: {}\n' : `facts:\n${lines(answers)}`,
    writePeople(people),
    expect === undefined ? '' : expected.length === 0 ? 'expect: {}\n' : `expect:\n${lines(expected)}`,
  ].join('');
}

function writePeople(people: People | undefined): string {
  const groups = Object.entries(people ?? {});
  if (groups.length === 0) return people === undefined ? '' : 'people: {}\n';
  const text = groups.map(([id, { complete, members }]) => {
    const written = members.map((member) => {
      const answers = Object.entries(member).map(([fact, answer]) => `${wordOf(fact)}: ${wordOf(answer)}`);
      return `      - {${answers.join(', ')}}\n`;
    });
    const list = written.length === 0 ? '    members: []\n' : `    members:\n${written.join('')}`;
    return `  ${wordOf(id)}:\n    complete: ${wordOf(complete)}\n${list}`;
  });
  return `people:\n${text.join('')}`;
}

/** A word as it stands in a case file: an id or an answer plain, anything else in quotes. JSON is YAML 1.2. */
function wordOf(text: string | number): string {
  return /^[a-z0-9][a-z0-9._@-]*$/.test(String(text)) ? String(text) : JSON.stringify(String(text));
}
