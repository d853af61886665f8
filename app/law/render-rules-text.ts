import { boundBy, type Change, partsOf, type TreeNode, type Verdict } from '@clew/rules';
import { answerText } from './answer-words.ts';
import { wasAskedAbout } from './asked-about.ts';
import { type AssessedCase, bansOf } from './assess-case.ts';
import { changesOf } from './changes.ts';
import { type Ground, gapsWords, groundsOf } from './grounds.ts';
import type { LawWords } from './law-words.ts';
import { boundText, conditionsOf, conditionText, usedPresumptions } from './presumptions.ts';
import { bold, green, INDENT, type Style, spread, wrap } from './terminal-text.ts';

const NOT_A_DECISION = 'This is not a decision.';
const VERDICT_WORDS: Readonly<Record<Verdict, string>> = { yes: 'YES', no: 'NO', unknown: 'NOT KNOWN' };
const MOST_GROUNDS = 4;
const MOST_CHANGED = 3;

export type Drawing = { words: LawWords; style: Style };

/** The legal tests that something was asked about, each with its reason; then what they rest on, a line each. */
export function rulesParts(assessed: AssessedCase, drawing: Drawing): string[][] {
  const about = assessed.order.filter((id) => wasAskedAbout(assessed, id) && !standsBeside(id, assessed));
  const targets = about.filter((id) => assessed.targets.includes(id));
  const parts = about.filter((id) => !assessed.targets.includes(id));
  return [
    ...targets.map((id) => testPart(id, assessed, drawing)),
    parts.length === 0
      ? []
      : [
          bold('What these rest on (each with --explain)', drawing.style),
          ...parts.flatMap((id) => partLines(id, assessed, drawing)),
        ],
    notAskedPart(assessed, drawing.words),
  ];
}

/** Whether a rule is shown beside the treaty's, as a State's reading of it, and not by itself. */
function standsBeside(id: string, { law }: AssessedCase): boolean {
  const treaty = law.rules[id]?.national;
  return treaty !== undefined && law.rules[treaty] !== undefined;
}

function testPart(id: string, assessed: AssessedCase, drawing: Drawing): string[] {
  const result = assessed.assessment.rules[id];
  if (!result) return [];
  const { words } = drawing;
  const sources = result.tree.cites.map((cite) => words.source(cite)).join('; ');
  return [
    ...verdictLines(id, assessed, drawing),
    ...wrap(`${reason(result.tree, words)} ${sources}.`, INDENT),
    ...nationalLines(id, assessed, drawing),
    ...conditionLines(result.tree, assessed, words),
    ...noLines(id, assessed, words),
    ...neverReadLines(id, assessed, words),
  ];
}

/** A rule that others rest on: its verdict, what it would take where that is no, and how the State reads it. */
function partLines(id: string, assessed: AssessedCase, drawing: Drawing): string[] {
  const result = assessed.assessment.rules[id];
  if (!result) return [];
  return [
    ...verdictLines(id, assessed, drawing),
    ...nationalLines(id, assessed, drawing),
    ...(result.tree.presumption?.used ? conditionLines(result.tree, assessed, drawing.words) : []),
    ...noLines(id, assessed, drawing.words),
    ...neverReadLines(id, assessed, drawing.words),
  ];
}

function verdictLines(id: string, { assessment }: AssessedCase, { words, style }: Drawing): string[] {
  const result = assessment.rules[id];
  if (!result) return [];
  const [first = '', ...more] = spread(words.rule(id), id, INDENT);
  return [
    mark(result.strict, style) + bold(first.slice(INDENT), style),
    ...more,
    ...(result.strict === result.burden ? [] : [`${mark(result.burden, style)}${gapsWords(result.tree)}`]),
  ];
}

/** How the State reads the treaty's rule, beside it. */
function nationalLines(id: string, { law, assessment }: AssessedCase, { words }: Drawing): string[] {
  return Object.values(law.rules)
    .filter(({ national }) => national === id)
    .flatMap((rule) => {
      const result = assessment.rules[rule.id];
      const { state } = assessment;
      if (!result) return [];
      if (state === undefined) return wrap(`How a State reads it: --state XX (${rule.id}).`, INDENT);
      if (!rule.reading) {
        const when = assessment.on === undefined ? ' No day is given.' : '';
        return wrap(`How ${state} reads it: nobody has written that down (${rule.id}).${when}`, INDENT);
      }
      const sources = result.tree.cites.map((cite) => words.source(cite)).join('; ');
      const verdict = bothVerdicts(result);
      const told = `${state} reads it so since ${rule.reading.since}: ${verdict} (${rule.id}).`;
      return wrap(`${told} ${reason(result.tree, words)} ${sources}.`, INDENT);
    });
}

/** Both verdicts in a word or two: “yes”, or “not known, yes after presumptions”. */
export function bothVerdicts({ strict, burden }: { strict: Verdict; burden: Verdict }): string {
  const told = (verdict: Verdict) => VERDICT_WORDS[verdict].toLowerCase();
  return strict === burden ? told(strict) : `${told(strict)}, ${told(burden)} after presumptions and burdens`;
}

function noLines(id: string, { assessment, law, told }: AssessedCase, words: LawWords): string[] {
  if (assessment.rules[id]?.burden !== 'no') return [];
  return wrap(`${NOT_A_DECISION} ${changeText(id, changesOf(law, id, told), words)}`, INDENT);
}

function conditionLines(tree: TreeNode, { assessment }: AssessedCase, words: LawWords): string[] {
  const { state, on } = assessment;
  const at = state === undefined ? undefined : { state, on };
  return usedPresumptions([tree]).flatMap(({ rule, value, cites }) => {
    const conditions = conditionsOf(words.law, cites).map((one) => conditionText(one, words, at));
    return wrap(`Presumed: ${words.rule(rule)}, ${value}. ${conditions.join(' ')}`, INDENT);
  });
}

/** Whether a State is bound by an instrument, in the terminal's words. */
export function boundLine(instrument: string, { assessment }: AssessedCase, words: LawWords): string {
  const { state, on } = assessment;
  if (state === undefined) return '';
  return boundText(boundBy(words.law, instrument, { state, on }), words.instrument(instrument), state);
}

function neverReadLines(id: string, { law }: AssessedCase, words: LawWords): string[] {
  return bansOf(law, id).flatMap(({ fact, cites }) => {
    const sources = cites.map((cite) => words.source(cite)).join('; ');
    return wrap(`Never read here: ${words.fact(fact).label}. ${sources}.`, INDENT);
  });
}

function notAskedPart(assessed: AssessedCase, words: LawWords): string[] {
  const { targets, assessment } = assessed;
  const isUnasked = (id: string) => !wasAskedAbout(assessed, id);
  const tests = targets.filter((id) => isUnasked(id) && !standsBeside(id, assessed));
  const named = tests.map((id) => `${words.rule(id)} (${id})`).join('; ');
  const about = targets.filter((id) => !tests.includes(id));
  const parts = rulesUnder(about.flatMap((id) => assessment.rules[id]?.tree ?? [])).filter(isUnasked);
  const duties = Object.keys(assessment.duties).filter(isUnasked);
  return [
    ...(tests.length === 0 ? [] : wrap(`Not asked about: ${named}.`)),
    ...(parts.length === 0 ? [] : wrap(`Nor about these parts of what was: ${parts.join(', ')}.`)),
    ...(duties.length === 0 ? [] : wrap(`Duties that hang on what was not asked: ${duties.join(', ')}.`)),
    'Not known is not no.',
  ];
}

/** Every rule that stands in these trees. */
function rulesUnder(trees: readonly TreeNode[]): string[] {
  const found = new Set<string>();
  const seen = new Set<TreeNode>();
  const visit = (node: TreeNode): void => {
    if (seen.has(node)) return;
    seen.add(node);
    if (node.kind === 'predicate') found.add(node.rule);
    partsOf(node).forEach(visit);
  };
  trees.forEach(visit);
  return [...found];
}

/** A verdict in its column. */
export function mark(verdict: Verdict, style: Style): string {
  const word = VERDICT_WORDS[verdict].padEnd(INDENT);
  return verdict === 'yes' ? green(bold(word, style), style) : bold(word, style);
}

/** What brought a verdict, in a line. */
export function reason(tree: TreeNode, words: LawWords): string {
  const grounds = groundsOf(tree);
  if (grounds.length === 0) return 'Nobody has written down what it takes.';
  const shown = grounds.slice(0, MOST_GROUNDS).map((ground) => groundText(ground, words));
  const more = grounds.length > shown.length ? `; and ${grounds.length - shown.length} more` : '';
  const start = tree.burden === 'unknown' ? 'Open' : 'Because';
  return `${start}: ${shown.join('; ')}${more}.`;
}

function groundText(ground: Ground, words: LawWords): string {
  const { node } = ground;
  if (ground.kind === 'presumption') {
    const why = node.presumption
      ? groundsOf(node.presumption.when)
          .map((inner) => groundText(inner, words))
          .join('; ')
      : '';
    const source = node.presumption?.cites.map((cite) => words.source(cite)).join('; ') ?? '';
    return `“${words.rule(node.rule)}” is presumed, as ${why} (${source})`;
  }
  return `${words.node(node) ?? ''}: ${answerText(node.fact?.answer ?? 'not_asked')}`;
}

function changeText(id: string, changes: readonly Change[], words: LawWords): string {
  const change = changes.find(({ becomes }) => becomes === 'yes') ?? changes[0];
  if (!change) return 'Nothing that this law asks about would change it.';
  const shown = change.changes.slice(0, MOST_CHANGED);
  const facts = shown.map(({ fact, to }) => `${words.fact(fact).label}: ${to}`).join('; ');
  const more = change.changes.length - shown.length;
  const rest = more > 0 ? `; and ${more} more (--why-not ${id})` : '';
  return `It would become ${VERDICT_WORDS[change.becomes].toLowerCase()} with: ${facts}${rest}.`;
}
