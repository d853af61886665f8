import {
  bindingOf,
  type Change,
  type Citation,
  type RuleResult,
  type Since,
  type TreeNode,
  type Verdict,
} from '@clew/rules';
import { byAge } from './adult-only.ts';
import { answerText } from './answer-words.ts';
import { standsBeside, wasAskedAbout } from './asked-about.ts';
import type { AssessedCase } from './assess-case.ts';
import { changedAnswerText } from './changed-answer-text.ts';
import { changesOf } from './changes.ts';
import { footingOf, RESTS, type Rests } from './footing.ts';
import { type Ground, gapsWords, groundsOf, isOpenByItself, testRules } from './grounds.ts';
import type { LawWords } from './law-words.ts';
import { conditionsOf, conditionText, usedPresumptions } from './presumptions.ts';
import { footingText, nameOf, RESTS_MARKS } from './render-footing-text.ts';
import { neverReadPart, notAskedLines } from './render-untold-text.ts';
import { limitTexts } from './reservation-words.ts';
import { bold, green, INDENT, type Style, spread, wrap } from './terminal-text.ts';

const NOT_A_DECISION = 'This is not a decision.';
const VERDICT_WORDS: Readonly<Record<Verdict, string>> = { yes: 'YES', no: 'NO', unknown: 'NOT KNOWN' };
const MOST_GROUNDS = 3;
const MOST_SOURCES = 2;
const MOST_CHANGED = 3;

export type Drawing = { words: LawWords; style: Style };

/**
 * The legal tests that something was asked about, each with its reason, what holds first. Their parts, and what is open
 * only with them or for want of questions, are named in a line.
 */
export function rulesParts(assessed: AssessedCase, drawing: Drawing): string[][] {
  const { rules } = assessed.assessment;
  const tests = testRules(rules);
  const isTest = new Set(tests);
  const about = Object.keys(rules).filter((id) => isShown(id, assessed));
  const having = (verdict: Verdict, ids: readonly string[]) =>
    ids.filter((id) => rules[id]?.burden === verdict);
  const asked = tests.filter((id) => about.includes(id));
  const parts = about.filter((id) => !isTest.has(id));
  const itself = (id: string) => rules[id] !== undefined && isOpenByItself(rules[id].tree, isTest);
  const open = having('unknown', asked);
  const lost = byAge(having('no', about).flatMap((id) => rules[id] ?? []));
  const isLost = new Set(lost.rest.map(({ id }) => id));
  const isAdult = new Set(lost.adult.map(({ id }) => id));
  const isTold = (id: string) => isLost.has(id) || (!isAdult.has(id) && isTelling(id, assessed));
  return [
    ...holdingParts(having('yes', asked), assessed, drawing),
    [...open.filter(itself), ...asked.filter((id) => isLost.has(id))].flatMap((id) =>
      testLines(id, assessed, drawing),
    ),
    parts.filter(isTold).flatMap((id) => partLines(id, assessed, drawing)),
    adultLines(lost.adult, drawing),
    [
      ...idsLines('Parts of these that hold (--explain)', having('yes', parts)),
      ...idsLines('Parts of these that are open (--why-not)', having('unknown', parts)),
      ...idsLines(
        'Open with these, or until more is asked (--why-not)',
        open.filter((id) => !itself(id)),
      ),
      ...notAskedLines(tests, assessed, drawing.words),
    ],
    neverReadPart(about, assessed, drawing.words),
  ];
}

/** The tests that hold, in parts by what they rest on in the State that was named: what binds nobody there stands apart. */
function holdingParts(ids: readonly string[], assessed: AssessedCase, drawing: Drawing): string[][] {
  const { rules } = assessed.assessment;
  const restsOn = (id: string) => (rules[id] ? footingOf(rules[id], assessed).rests : 'no-state');
  return RESTS.flatMap((rests) => {
    const some = ids.filter((id) => restsOn(id) === rests);
    if (some.length === 0) return [];
    const title = PART_TITLES[rests]?.replace('XX', nameOf(assessed));
    return [
      [
        ...(title === undefined ? [] : wrap(title).map((line) => bold(line, drawing.style))),
        ...some.flatMap((id) => testLines(id, assessed, drawing)),
      ],
    ];
  });
}

const PART_TITLES: Readonly<Partial<Record<Rests, string>>> = {
  binding: 'Holds, and something that says so binds XX',
  discretion: 'What binds XX asks only that it has a power, or that it tries or considers: no duty',
  'not-known': 'Holds by the words of what is cited; whether that binds XX is not known',
  'not-binding': 'Holds by the words of what is cited, and none of that binds XX',
  proposed: 'Only with the reform: PROPOSED, and no law',
};

/** What is for children alone, in one part: the person is grown up today. */
function adultLines(results: readonly RuleResult[], { words, style }: Drawing): string[] {
  const [first] = results;
  if (first === undefined) return [];
  const [start = '', ...more] = spread(`Only for children: ${results.length} more`, '', INDENT);
  return [
    mark('no', style) + bold(start.slice(INDENT).trimEnd(), style),
    ...more,
    ...wrap(
      `${reason(first.tree, words)} ${NOT_A_DECISION} If that is wrong, ask again with the right age.`,
      INDENT,
    ),
    ...wrap(`${results.map(({ id }) => id).join(', ')}.`, INDENT),
  ];
}

/** A line of ids under a title; nothing where there are none. */
export function idsLines(title: string, ids: readonly string[]): string[] {
  return ids.length === 0 ? [] : wrap(`${title}: ${ids.join(', ')}.`);
}

/** Whether more than its verdict is to be said of a part: a presumption was used, or States read it in their own way. */
function isTelling(id: string, { law, assessment }: AssessedCase): boolean {
  const isRead = Object.values(law.rules).some(({ national }) => national === id);
  return isRead || assessment.rules[id]?.tree.presumption?.used === true;
}

/** Whether the overview tells of a rule by itself: something was asked about it, and it stands not beside a treaty's. */
function isShown(id: string, assessed: AssessedCase): boolean {
  return wasAskedAbout(assessed, id) && !standsBeside(id, assessed);
}

function testLines(id: string, assessed: AssessedCase, drawing: Drawing): string[] {
  const result = assessed.assessment.rules[id];
  if (!result) return [];
  const { words } = drawing;
  return [
    ...verdictLines(id, assessed, drawing),
    ...footingText(result, assessed, words),
    ...wrap(reasonText(result, assessed, words), INDENT),
    ...nationalLines(id, assessed, drawing),
    ...(result.burden === 'yes' ? [] : bindingLines(result.tree.cites, assessed)),
    ...conditionLines(result.tree, assessed, words),
    ...noLines(id, assessed, words),
  ];
}

/** Why, and from where; of what holds in a named State its sources stand before, with what they are to it. */
function reasonText(result: RuleResult, { assessment }: AssessedCase, words: LawWords): string {
  const why = reason(result.tree, words);
  const isTold = result.burden === 'yes' && assessment.state !== undefined;
  return isTold ? why : `${why} ${sourcesText(result.tree.cites, words)}`;
}

/** A part of a test: its verdict, what it would take where that is no, and how the State reads it. */
function partLines(id: string, assessed: AssessedCase, drawing: Drawing): string[] {
  const result = assessed.assessment.rules[id];
  if (!result) return [];
  return [
    ...verdictLines(id, assessed, drawing),
    ...nationalLines(id, assessed, drawing),
    ...(result.tree.presumption?.used ? conditionLines(result.tree, assessed, drawing.words) : []),
    ...noLines(id, assessed, drawing.words),
  ];
}

/** The first sources of something, and how many more there are. */
export function sourcesText(cites: readonly Citation[], words: LawWords, most = MOST_SOURCES): string {
  const shown = cites.slice(0, most).map((cite) => words.source(cite));
  const more = cites.length > shown.length ? `; and ${cites.length - shown.length} more` : '';
  return `${shown.join('; ')}${more}.`;
}

function verdictLines(id: string, assessed: AssessedCase, { words, style }: Drawing): string[] {
  const result = assessed.assessment.rules[id];
  if (!result) return [];
  const [first = '', ...more] = spread(words.rule(id), id, INDENT);
  const { rests } = footingOf(result, assessed);
  // A yes that binds nobody there must not read as one.
  const told = (verdict: Verdict) => {
    if (verdict !== 'yes' || rests === 'binding' || rests === 'no-state') return mark(verdict, style);
    return bold(RESTS_MARKS[rests].padEnd(INDENT), style);
  };
  return [
    told(result.strict) + bold(first.slice(INDENT), style),
    ...more,
    ...(result.strict === result.burden ? [] : [`${told(result.burden)}${gapsWords(result.tree)}`]),
  ];
}

/** That the State is bound by none of what a test rests on, or that nobody knows. A yes there binds it to nothing. */
function bindingLines(
  cites: readonly Citation[],
  { law, assessment: { state, on } }: AssessedCase,
): string[] {
  const binding = state === undefined ? undefined : bindingOf(law, cites, { state, on });
  if (binding === undefined || binding.verdict === 'yes') return [];
  if (binding.verdict === 'no') return wrap(`None of these sources bound ${state} then.`, INDENT);
  const limits = limitTexts(binding.by, state ?? '');
  const said = limits.length > 0 ? limits : [`Whether one of these sources binds ${state} is not known.`];
  return wrap(said.join(' '), INDENT);
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
      const sources = sourcesText(result.tree.cites, words);
      const verdict = bothVerdicts(result);
      const told = `${state} reads it so${sinceText(rule.reading)}: ${verdict} (${rule.id}).`;
      return wrap(`${told} ${reason(result.tree, words)} ${sources}`, INDENT);
    });
}

/** Since when something is so; where the source tells no beginning, the day on which it is known to have been. */
export function sinceText({ since, isStartUnknown }: Since): string {
  return isStartUnknown ? `, as known on ${since}; since when is not known` : ` since ${since}`;
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

/** A verdict in its column. */
function mark(verdict: Verdict, style: Style): string {
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
  const facts = shown
    .map((one) => `${words.fact(one.fact).label}: ${changedAnswerText(one, words.law)}`)
    .join('; ');
  const more = change.changes.length - shown.length;
  const rest = more > 0 ? `; and ${more} more (--why-not ${id})` : '';
  return `It would become ${VERDICT_WORDS[change.becomes].toLowerCase()} with: ${facts}${rest}.`;
}
