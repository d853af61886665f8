import { answerTo, isKnown } from './answer.ts';
import { counted } from './counted.ts';
import type { Law } from './law.ts';
import { type Asking, askingIn } from './relevance.ts';
import {
  type Looking,
  type Open,
  type Question,
  questionAbout,
  type Residue,
  residueOf,
  ruleResidue,
} from './residue.ts';
import { lawFor, type Where } from './resolve.ts';
import { firstIn } from './settle.ts';
import type { Told } from './told.ts';

export type OpenQuestion = {
  /** The fact that is asked about; where it is asked who is in a group, the group. */
  fact: string;
  question: string;
  why: string;
  /** The rules from the target down to the one that reads the fact; the duty alone where its deadline counts from it. */
  path: readonly string[];
  /** Where it is about people: of which group, and which of them, from 1; without a number, who is in the group. */
  people?: { group: string; number?: number };
};

export type NextQuestion = OpenQuestion & {
  /** How many questions, this one included, could still be asked. */
  open: number;
};

/** `last`: the fact that was asked about before, so that an interview does not jump. */
export type Interviewed = Told & Where & { targets: readonly string[]; last?: string | undefined };

/**
 * The next question worth asking for the targets (rules, duties, values), or nothing when all are settled or nothing more
 * can be asked. A question is asked only if its answer can still change a target after burdens; never if it was asked and
 * is not known, and never again once it was withheld. What a presumption rests on is asked only where the fact itself
 * cannot be had, an exception that the State has to show never. A duty that is owed asks for the day that it counts from.
 *
 * In each target the question is chosen that settles most for what it costs the person: its sensitivity and one, shared
 * among all targets that it can move, and less on the topic that was just spoken of. Of these the one that costs least is
 * asked first. Every answer counts as likely as its opposite. About people it asks only where `people` is given.
 */
export function nextQuestion(law: Law, asked: Interviewed): NextQuestion | undefined {
  const { goals, looking } = openGoals(law, asked);
  const moved = movedBy(goals);
  const topic = topicOf(asked.last, looking);
  const price = ({ key, sensitivity, theme }: Question) =>
    ((sensitivity + ONE_MORE) * (topic !== undefined && theme === topic ? SAME_TOPIC : 1)) /
    (moved.get(key) ?? 1);
  const pricing = { price, done: new Map() };
  const firsts = goals.flatMap(({ part, path }) => firstIn(part, pricing, path) ?? []);
  const prices = firsts.map(({ question }) => price(question));
  const first = firsts[prices.indexOf(Math.min(...prices))];
  return first && { ...openQuestion(first), open: moved.size };
}

/** How many targets each question can move. Duties often hang on one rule: what is open of it is looked through once. */
function movedBy(goals: readonly Goal[]): Map<string, number> {
  const times = new Map<Open, number>();
  for (const { part } of goals) times.set(part, (times.get(part) ?? 0) + 1);
  const moved = new Map<string, number>();
  for (const [part, count] of times)
    for (const { question } of askingIn(part))
      moved.set(question.key, (moved.get(question.key) ?? 0) + count);
  return moved;
}

/** What any question costs beside its sensitivity: one more to answer. */
const ONE_MORE = 1;
/** What a question costs, of its price, on the topic that was just spoken of. */
const SAME_TOPIC = 0.6;

/** Every question that can still change a target, once each, in the order of the targets and of the law. */
export function openQuestions(law: Law, asked: Interviewed): OpenQuestion[] {
  const found = new Map<string, Asking>();
  for (const { part, path } of openGoals(law, asked).goals)
    for (const asking of askingIn(part, path))
      if (!found.has(asking.question.key)) found.set(asking.question.key, asking);
  return [...found.values()].map(openQuestion);
}

function openQuestion({ question, path }: Asking): OpenQuestion {
  if (question.about === 'group') {
    const { id, why } = question.group;
    return { fact: id, question: question.words, why, path, people: { group: id } };
  }
  const { fact, number } = question;
  const people = fact.group !== undefined && number !== undefined ? { group: fact.group, number } : undefined;
  return { fact: fact.id, question: fact.question, why: fact.why, path, ...(people ? { people } : {}) };
}

/** Nobody who would rather not say is kept on the topic. */
function topicOf(last: string | undefined, { law, facts }: Looking): string | undefined {
  return last !== undefined && isKnown(answerTo(last, facts)) ? law.facts[last]?.theme : undefined;
}

type Goal = { part: Open; path: readonly string[] };

function openGoals(asRead: Law, { state, on, overlays, targets, ...told }: Interviewed) {
  const law = lawFor(asRead, { state, on, overlays });
  const { facts, people } = counted(law, { facts: told.facts, people: told.people, on });
  const looking: Looking = { law, facts, people, on, done: new Map() };
  const goals: Goal[] = [];
  const add = (part: Residue, path: readonly string[]): void => {
    if (typeof part !== 'string') goals.push({ part, path });
  };
  for (const target of new Set(targets)) {
    if (Object.hasOwn(law.rules, target)) add(ruleResidue(target, looking), []);
    const value = Object.hasOwn(law.values, target) ? law.values[target] : undefined;
    if (value) add(residueOf(value.limb, looking), [target]);
    const duty = Object.hasOwn(law.duties, target) ? law.duties[target] : undefined;
    if (!duty) continue;
    const owed = residueOf(duty.limb, looking);
    add(owed, [target]);
    const from = duty.by && duty.by.kind !== 'words' ? duty.by.from : undefined;
    if (owed === 'yes' && from !== undefined && !isKnown(answerTo(from, facts)))
      add(questionAbout(from, looking), [target]);
  }
  return { goals, looking };
}
