import type { Citation } from './instrument.ts';
import type { Burden, Comparison, Limb, Rule } from './law.ts';
import type { ExceptionState, OverPeople, Verdicts } from './meaning.ts';
import type { Answer, Group } from './told.ts';

/** One limb, rule or fact of an answer, with what it rests on. Every limb is evaluated, needed or not. */
export type TreeNode = Verdicts & {
  kind: Limb['kind'] | 'predicate' | 'member';
  /** The rule in which this limb stands; for a predicate the rule itself. */
  rule: string;
  /** The English label: of the limb, else of the fact or rule it names. */
  label?: string;
  /** The label that is written beside the limb itself, if there is one: the key of its translation. */
  own?: string;
  cites: readonly Citation[];
  children: readonly TreeNode[];
  /** For a fact: its id and the answer as given; “not_asked” where none was given. */
  fact?: { id: string; answer: Answer };
  /** For a limb over people: of which group, whether all of them are named, and what is asked. */
  people?: { group: string; quantifier: OverPeople['quantifier']; complete: Group['complete'] };
  /** For what is said of one of a group's people: which one, from 1. */
  member?: { group: string; number: number };
  /** For a rule that a State reads in its own way: the State, and since when. */
  reading?: Rule['reading'];
  /** For a rule that stands beside a treaty's: which. */
  national?: string;
  /** For a comparison: what the number is held against. */
  against?: { comparison: Comparison; bound: number };
  /** The overlays that changed this rule, or the one that changed this limb. */
  overlays?: readonly string[];
  /** For at_least. */
  count?: number;
  /** Present where the rule states one; `used` if it closed the gap. */
  presumption?: { value: 'yes' | 'no'; used: boolean; when: TreeNode; cites: readonly Citation[] };
  /** What would defeat the rule, whether it does or not. */
  exceptions?: readonly ExceptionNode[];
};

export type ExceptionNode = { node: TreeNode; state: ExceptionState; burden?: Burden };

/** Every node that hangs on a node: its limbs, its presumption's condition, its exceptions. */
export function partsOf(node: TreeNode): TreeNode[] {
  return [
    ...node.children,
    ...(node.presumption ? [node.presumption.when] : []),
    ...(node.exceptions ?? []).map((exception) => exception.node),
  ];
}

/** Every reference shown anywhere in a tree, once each, in the order met. */
export function citationsIn(tree: TreeNode): Citation[] {
  const found = new Map<string, Citation>();
  const seen = new Set<TreeNode>();
  const visit = (node: TreeNode): void => {
    // Rules share their trees: walked each time anew, forty rules that each use another twice would never end.
    if (seen.has(node)) return;
    seen.add(node);
    for (const cite of [...node.cites, ...(node.presumption?.cites ?? [])]) found.set(cite.ref, cite);
    partsOf(node).forEach(visit);
  };
  visit(tree);
  return [...found.values()];
}
