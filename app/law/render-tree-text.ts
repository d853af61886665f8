import { type Day, type ExceptionNode, isWordAnswer, type TreeNode } from '@clew/rules';
import { ANSWER_WORDS } from './answer-words.ts';
import { gapsClosed } from './grounds.ts';
import type { LawWords } from './law-words.ts';
import { conditionsOf, conditionText } from './presumptions.ts';
import { sinceText } from './render-rules-text.ts';
import { bold, green, type Style, spread, wrap } from './terminal-text.ts';

/** `at`: the State that was named, and the day, for what a presumption hangs on. */
type TreeView = { words: LawWords; style: Style; at: At | undefined };
type At = { state: string; on: Day | undefined };

/** The whole tree of a rule: each limb with its result, its sources, and the answers under it. */
export function renderTreeText(tree: TreeNode, { words, style, at }: TreeView): string[] {
  return nodeLines(tree, { words, style, at, depth: 0, seen: new Set() });
}

/** `seen`: the rules that were drawn whole. Drawn at each use anew, forty rules that each use another twice never end. */
type Drawing = TreeView & { depth: number; seen: Set<string> };

function nodeLines(node: TreeNode, drawing: Drawing): string[] {
  const { words, style, depth } = drawing;
  const indent = depth * 2;
  const inner = { ...drawing, depth: depth + 1 };
  // A reference and the rule it leads to are one thing to a reader.
  const [rule] = node.children;
  if (node.kind === 'rule' && rule)
    return nodeLines(
      {
        ...rule,
        cites: node.cites.length > 0 ? node.cites : rule.cites,
        overlays: [...new Set([...(node.overlays ?? []), ...(rule.overlays ?? [])])],
      },
      drawing,
    );
  const title = titleOf(node, words);
  const lines = spread(title === '' ? structure(node) : title, resultText(node), indent);
  const below = [
    ...(node.reading ? [`As ${node.reading.state} reads it${sinceText(node.reading)}`] : []),
    ...(title === '' || node.children.length === 0 || node.kind === 'predicate' ? [] : [structure(node)]),
    node.cites.map((cite) => words.source(cite)).join('; '),
    ...(node.overlays ?? []).map((id) => `Changed by “${words.reform(id)}” (${id})`),
  ].filter((part) => part !== '');
  if (node.kind === 'predicate') {
    if (drawing.seen.has(node.rule)) return [...lines, ...wrap('See above.', indent + 4)];
    drawing.seen.add(node.rule);
  }
  return [
    ...lines.map((line) => (node.burden === 'yes' ? green(line, style) : line)),
    ...wrap(below.join('. '), indent + 4),
    ...childLines(node, inner),
    ...presumptionLines(node, inner),
    ...exceptionLines(node, inner),
  ];
}

function childLines(node: TreeNode, drawing: Drawing): string[] {
  const only = node.children[0];
  // The one limb of a rule stands in the rule's own place, unless it is an answer.
  if (
    node.kind === 'predicate' &&
    only &&
    only.fact === undefined &&
    only.own === undefined &&
    !['rule', 'unsaid', 'group'].includes(only.kind)
  ) {
    const source = wrap(structure(only), drawing.depth * 2 + 2);
    return [...source, ...only.children.flatMap((child) => nodeLines(child, drawing))];
  }
  return node.children.flatMap((child) => nodeLines(child, drawing));
}

function presumptionLines(node: TreeNode, drawing: Drawing): string[] {
  if (!node.presumption) return [];
  const { words, style, depth, at } = drawing;
  const { used, value, when, cites } = node.presumption;
  const source = cites.map((cite) => words.source(cite)).join('; ');
  return [
    ...spread(
      bold(`The law presumes ${value}, where the answer is not known and`, style),
      used ? 'used' : 'not used',
      depth * 2,
    ),
    ...wrap(source, depth * 2 + 4),
    ...conditionsOf(words.law, cites).flatMap((one) => wrap(conditionText(one, words, at), depth * 2 + 4)),
    ...nodeLines(when, { ...drawing, depth: depth + 1 }),
  ];
}

const EXCEPTION_WORDS: Readonly<Record<ExceptionNode['state'], string>> = {
  reached: 'reached: it defeats the rule',
  'not-reached': 'not reached',
  closed: 'not shown: the State has to show it',
  open: 'open',
};

function exceptionLines(node: TreeNode, drawing: Drawing): string[] {
  const { style, depth } = drawing;
  return (node.exceptions ?? []).flatMap(({ node: exception, state }) => [
    ...spread(bold('Unless', style), EXCEPTION_WORDS[state], depth * 2),
    ...nodeLines(exception, { ...drawing, depth: depth + 1 }),
  ]);
}

/** What a node is about; nothing for a list without a label. */
export function titleOf(node: TreeNode, words: LawWords): string {
  if (node.kind === 'unsaid') return 'Nobody has written down what it takes here';
  if (node.member) return `${words.group(node.member.group).label}, ${node.member.number}`;
  const label = words.node(node) ?? '';
  if (node.people) return [label, peopleText(node.people, words)].filter((part) => part !== '').join(': ');
  if (!node.against) return label;
  const years = node.kind === 'years' ? ', in whole years' : '';
  return `${label}${years} ${node.against.comparison} ${node.against.bound}`;
}

const QUANTIFIERS = { some: 'At least one', every: 'Each', at_least: 'At least so many' } as const;

function peopleText(
  { group, quantifier, complete }: NonNullable<TreeNode['people']>,
  words: LawWords,
): string {
  const known = complete === 'yes' ? 'all are named' : 'there may be others';
  return `${QUANTIFIERS[quantifier]} of “${words.group(group).label}” (${known})`;
}

function structure(node: TreeNode): string {
  if (node.kind === 'all') return 'All of these';
  if (node.kind === 'any') return 'One of these is enough';
  if (node.kind === 'at_least') return `At least ${node.count} of these`;
  if (node.kind === 'group' && node.count !== undefined) return `At least ${node.count} of them`;
  return node.kind === 'not' ? 'Not this' : '';
}

/** What a node of a tree came to, for a terminal. */
export function resultText(node: TreeNode): string {
  if (node.fact) {
    const { answer } = node.fact;
    if (!isWordAnswer(answer)) return `${answer}: ${node.burden}`;
    if (answer === 'yes' || answer === 'no' || answer === 'not_known') return ANSWER_WORDS[answer];
    return `not known: ${ANSWER_WORDS[answer]}`;
  }
  const words = { yes: 'yes', no: 'no', unknown: 'not known' };
  if (node.strict === node.burden) return words[node.burden];
  return `${words[node.strict]}; ${words[node.burden]} ${byWhat(node)}`;
}

/** What closed the gap between the two verdicts, in three words. */
function byWhat(node: TreeNode): string {
  const { presumed, burdened } = gapsClosed(node);
  if (presumed && burdened) return 'by presumption and burden';
  return burdened ? 'as the State has not shown it' : 'by presumption';
}
