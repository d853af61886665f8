import { type Asked, assess } from './assess.ts';
import type { Fact, Law } from './law.ts';
import { answerTo } from './meaning.ts';
import type { TreeNode } from './tree.ts';

export type NextQuestion = {
  fact: string;
  question: string;
  why: string;
  /** The rules from the target down to the one that reads the fact; the duty alone where its deadline counts from it. */
  path: readonly string[];
  /** How many questions, this one included, could still be asked. */
  open: number;
};

type Wanted = Asked & { targets: readonly string[] };

/**
 * The next question worth asking for the targets (rules and duties), or nothing when they are settled or nothing more can be asked.
 * A question is asked only if its answer can still change a target, never if it was asked and is not known, and never
 * again once it was withheld. The least sensitive comes first; among equals the order of the law.
 */
export function nextQuestion(law: Law, wanted: Wanted): NextQuestion | undefined {
  const open = openFacts(law, wanted);
  const first = [...open].sort((a, b) => a.fact.sensitivity - b.fact.sensitivity || a.order - b.order)[0];
  if (!first) return undefined;
  const { fact, path } = first;
  return { fact: fact.id, question: fact.question, why: fact.why, path, open: open.length };
}

type OpenFact = { fact: Fact; path: readonly string[]; order: number };

function openFacts(law: Law, { targets, ...asked }: Wanted): OpenFact[] {
  const { facts } = asked;
  const assessment = assess(law, asked);
  const found = new Map<string, OpenFact>();
  const done = new Map<TreeNode, boolean>();
  const visit = (node: TreeNode, path: readonly string[]): boolean => {
    const before = done.get(node);
    if (before !== undefined) return before;
    const asks = look(node, path);
    done.set(node, asks);
    return asks;
  };
  const look = (node: TreeNode, path: readonly string[]): boolean => {
    // What is settled after presumptions is not asked about: each question costs the person something.
    if (node.burden !== 'unknown') return false;
    const here = node.kind === 'predicate' ? [...path, node.rule] : path;
    // Of each of a group's people is asked elsewhere, person by person.
    if (node.kind === 'group' || node.kind === 'unsaid') return false;
    if (node.fact) return note(node.fact.id, here);
    const asked = node.children.map((child) => visit(child, here)).some(Boolean);
    const defeats = (node.exceptions ?? [])
      .map(({ node: exception, state }) => state === 'open' && visit(exception, here))
      .some(Boolean);
    // A presumption matters only where the fact itself cannot be had.
    return asked || (node.presumption !== undefined && visit(node.presumption.when, here)) || defeats;
  };
  const note = (id: string, path: readonly string[]): boolean => {
    const answer = answerTo(id, facts);
    const fact = law.facts[id];
    if (!fact || (answer !== 'not_asked' && answer !== 'not_recorded')) return false;
    if (!found.has(id)) found.set(id, { fact, path, order: found.size });
    return true;
  };
  for (const target of targets) {
    const result = assessment.rules[target];
    if (result) visit(result.tree, []);
    const duty = assessment.duties[target];
    if (!duty) continue;
    visit(duty.tree, [target]);
    if (duty.burden === 'yes' && duty.due.kind === 'open') note(duty.due.from, [target]);
  }
  return [...found.values()];
}
