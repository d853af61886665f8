import { type ExceptionNode, partsOf, type TreeNode } from '@clew/rules';
import type { Words } from '../web/index.ts';
import { answerWord, labelOf, resultWord, verdictWord } from './explanation.tsx';
import type { LawWords } from './law-words.ts';
import { type MemoRow, sourcesText } from './memo-parts.ts';

type Rows = { words: Words; law: LawWords; seen: Set<string> };

/** Every element of a rule with its answer and its authorities. What stood in an earlier row is not told again. */
export function elementRows(tree: TreeNode, rows: Rows): MemoRow[] {
  return [...tree.children.flatMap((child) => rowsOf(child, rows, 0)), ...restRows(tree, rows, 0)];
}

function rowsOf(node: TreeNode, rows: Rows, depth: number): MemoRow[] {
  const { law, words, seen } = rows;
  // A reference and the rule it leads to are one thing to a reader.
  const [inner] = node.children;
  if (node.kind === 'rule' && inner) {
    return rowsOf({ ...inner, cites: node.cites.length > 0 ? node.cites : inner.cites }, rows, depth);
  }
  if (isBare(node, law)) return node.children.flatMap((child) => rowsOf(child, rows, depth));
  const label = labelOf(node, rows);
  const row = { depth, cells: [label, resultWord(node, words), sourcesText(node.cites, rows)] };
  if (node.children.length > 0 && isUnasked(node)) {
    return [{ ...row, cells: [label, answerWord('not_asked', words), sourcesText(node.cites, rows)] }];
  }
  const isAgain = node.kind === 'predicate' && seen.has(node.rule);
  if (node.kind === 'predicate') seen.add(node.rule);
  if (isAgain) return [row];
  return [
    row,
    ...node.children.flatMap((child) => rowsOf(child, rows, depth + 1)),
    ...restRows(node, rows, depth + 1),
  ];
}

/** What a rule's presumption and its exceptions rest on. */
function restRows(node: TreeNode, rows: Rows, depth: number): MemoRow[] {
  const { words } = rows;
  const { presumption, exceptions = [] } = node;
  const presumed = presumption
    ? [
        {
          depth,
          cells: [
            words.t('memo.presumption', { verdict: verdictWord(presumption.value, words) }),
            words.t(presumption.used ? 'law.presumption-used' : 'law.presumption-unused'),
            sourcesText(presumption.cites, rows),
          ],
        },
        ...rowsOf(presumption.when, rows, depth + 1),
      ]
    : [];
  return [...presumed, ...exceptions.flatMap((exception) => exceptionRows(exception, rows, depth))];
}

function exceptionRows({ node }: ExceptionNode, rows: Rows, depth: number): MemoRow[] {
  const [first, ...below] = rowsOf(node, rows, depth);
  if (!first) return [];
  const [label = '', ...cells] = first.cells;
  return [{ depth, cells: [rows.words.t('memo.exception', { label }), ...cells] }, ...below];
}

/** A list without a label of its own: what stands in it is told in its place. */
function isBare(node: TreeNode, law: LawWords): boolean {
  return law.node(node) === undefined && !node.people && !node.member && node.kind !== 'unsaid';
}

function isUnasked(node: TreeNode): boolean {
  if (node.fact) return node.fact.answer === 'not_asked';
  const parts = partsOf(node);
  return node.burden === 'unknown' && parts.length > 0 && parts.every(isUnasked);
}
