import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Answers, assess, bindingOf, type Decision, type Expectation, readDecision } from '@clew/rules';
import { describe, expect, test } from 'vitest';
import { loadLaw } from './load-law.ts';

const FOLDER = fileURLToPath(new URL('../../laws/decisions', import.meta.url));
const law = loadLaw();

const decisions: (readonly [string, Decision])[] = readdirSync(FOLDER).map((name) => {
  const path = `laws/decisions/${name}`;
  const read = readDecision({ path, text: readFileSync(`${FOLDER}/${name}`, 'utf8') }, law);
  if (!read.ok) throw new Error(JSON.stringify(read.problems, null, 1));
  return [name, read.decision];
});

/** What is expected in a State: what is expected everywhere, and what only there. */
function expectedIn({ expect, expectIn }: Decision, state: string): readonly Expectation[] {
  return [...expect, ...(expectIn[state] ?? [])];
}

/** What the law of one State says on that day, in the words of an expectation. */
function answersOf(decision: Decision, state: string, facts: Answers): Record<string, string> {
  const { rules, duties } = assess(law, { facts, people: decision.people, state, on: decision.on });
  return Object.fromEntries(
    expectedIn(decision, state).map(({ rule, which }) => [
      `${state} ${rule}@${which}`,
      (rules[rule] ?? duties[rule])?.[which] ?? 'nothing',
    ]),
  );
}

function answersEverywhere(decision: Decision, facts: Answers): Record<string, string> {
  return Object.assign({}, ...decision.states.map((state) => answersOf(decision, state, facts)));
}

function wantedEverywhere(decision: Decision): Record<string, string> {
  const all = decision.states.flatMap((state) =>
    expectedIn(decision, state).map(({ rule, which, verdict }) => [`${state} ${rule}@${which}`, verdict]),
  );
  return Object.fromEntries(all);
}

test('there are judgments, each with an id of its own', () => {
  const ids = decisions.map(([, { id }]) => id);
  expect(ids.length).toBeGreaterThanOrEqual(12);
  expect(new Set(ids).size).toBe(ids.length);
});

describe.each(decisions)('%s', (_, decision) => {
  test('comes out as the court decided, on the facts that carry it and on all of them', () => {
    expect(answersEverywhere(decision, decision.facts)).toEqual(wantedEverywhere(decision));
    const all = { ...decision.facts, ...decision.also };
    expect(answersEverywhere(decision, all)).toEqual(wantedEverywhere(decision));
  });

  test('holds no State to what did not bind it on that day', () => {
    const unbound = decision.states.flatMap((state) =>
      expectedIn(decision, state).flatMap(({ rule, verdict }) => {
        const duty = law.duties[rule];
        if (!duty || verdict !== 'yes') return [];
        const bound = bindingOf(law, duty.cites, { state, on: decision.on });
        return bound?.verdict === 'no' ? [`${state} ${rule}`] : [];
      }),
    );
    expect(unbound).toEqual([]);
  });

  test.each(Object.keys(decision.facts))('hangs on %s: unasked, an expected answer changes', (fact) => {
    const { [fact]: _gone, ...others } = decision.facts;
    expect(answersEverywhere(decision, others)).not.toEqual(wantedEverywhere(decision));
  });

  test('expects something, and says what the rules cannot answer', () => {
    expect(Object.keys(wantedEverywhere(decision))).not.toEqual([]);
    expect(decision.notEncoded).not.toEqual([]);
    expect(decision.account.length).toBeGreaterThan(1);
  });

  test('tells facts, never what a court found', () => {
    const told = Object.keys({ ...decision.facts, ...decision.also });
    const names = told.flatMap((id) => [id, law.facts[id]?.label ?? '']);
    const forbidden =
      /\b(courts?|tribunals?|judges?|judgments?|findings?|holdings?|holds|ruled|ruling|violat\w*|convicted)\b/i;
    expect(names.filter((name) => forbidden.test(name))).toEqual([]);
  });

  test('names nobody as having checked it, because nobody has', () => {
    expect(decision.checkedBy).toEqual([]);
  });
});

test('the decision in the guide is one', () => {
  const guide = readFileSync(fileURLToPath(new URL('../../docs/guide/lawyer.md', import.meta.url)), 'utf8');
  const text = /## Add a decision[\s\S]*?^````text\n([\s\S]*?)^````$/m.exec(guide)?.[1] ?? '';
  const read = readDecision({ path: 'laws/decisions/doe.md', text }, law);
  if (!read.ok) throw new Error(JSON.stringify(read.problems, null, 1));
  expect(answersEverywhere(read.decision, read.decision.facts)).toEqual(wantedEverywhere(read.decision));
});
