import {
  type CaseFile,
  type Change,
  factsOf,
  type TreeNode,
  type Verdict,
  whatWouldChange,
} from '@clew/rules';
import { ANSWER_WORDS, answerText } from './answer-words.ts';
import { type AssessedCase, type AssessedStates, bansOf } from './assess-case.ts';
import { type Ground, gapsWords, groundsOf } from './grounds.ts';
import { type LawWords, lawWordsIn } from './law-words.ts';
import { conditionsOf, conditionText, usedPresumptions } from './presumptions.ts';
import { dutiesPart, findingsPart, reformLines, valuesPart } from './render-duties-text.ts';
import { renderTreeText } from './render-tree-text.ts';
import { bold, green, type Style, spread, wrap } from './terminal-text.ts';

const NOT_A_DECISION = 'This is not a decision.';

type View = { language: string; colour: boolean; explain?: string };

/** The assessment as a person reads it on a terminal: 80 columns, no colour unless asked for. */
export function renderAssessmentText(assessed: AssessedStates, file: CaseFile, view: View): string {
  const words = lawWordsIn(assessed.law, view.language);
  const { rules, duties, values } = assessed.assessment;
  const { explain = '' } = view;
  const asked = rules[explain] ?? duties[explain] ?? values[explain];
  const parts = asked
    ? [head(file, view), reformLines(assessed, words), renderTreeText(asked.tree, words, view)]
    : [
        head(file, view),
        reformLines(assessed, words),
        ...assessed.order.map((id) => verdictPart(id, assessed, { words, style: view })),
        dutiesPart(assessed, { words, style: view }),
        valuesPart(assessed, { words, style: view }),
        findingsPart(assessed, words),
        unknownPart(assessed, words),
        nextPart(assessed, words),
      ];
  return [...parts, expectationPart(assessed, words), foot(assessed, words)]
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function head(file: CaseFile, style: Style): string[] {
  const noted = [file.states && `State ${file.states.join(', ')}`, file.on && `day ${file.on}`]
    .filter(Boolean)
    .join(' and ');
  return [
    ...wrap(file.title).map((line) => bold(line, style)),
    ...wrap(file.source),
    ...(noted === ''
      ? []
      : wrap(`${noted[0]?.toUpperCase()}${noted.slice(1)}. Numbers depend on them; no verdict does yet.`)),
  ];
}

const VERDICT_WORDS: Readonly<Record<Verdict, string>> = { yes: 'YES', no: 'NO', unknown: 'NOT KNOWN' };
const INDENT = 11;

type Drawing = { words: LawWords; style: Style };

function verdictPart(id: string, assessed: AssessedCase, { words, style }: Drawing): string[] {
  const result = assessed.assessment.rules[id];
  if (!result) return [];
  const presumed = result.strict !== result.burden;
  const label = spread(words.rule(id), id, INDENT).join('\n').slice(INDENT);
  const sources = result.tree.cites.map((cite) => words.source(cite)).join('; ');
  return [
    mark(result.strict, style) + bold(label, style),
    ...(presumed ? [`${mark(result.burden, style)}${gapsWords(result.tree)}`] : []),
    ...wrap(`${reason(result.tree, words)} ${sources}.`, INDENT),
    ...conditionLines(result.tree, words),
    ...(result.burden === 'no'
      ? wrap(
          `${NOT_A_DECISION} ${changeText(whatWouldChange(assessed.law, id, assessed.told), words)}`,
          INDENT,
        )
      : []),
    ...(result.burden === 'unknown' ? wrap('Not known is not no.', INDENT) : []),
    ...neverReadLines(id, assessed, words),
  ];
}

function conditionLines(tree: TreeNode, words: LawWords): string[] {
  return usedPresumptions([tree]).flatMap(({ rule, value, cites }) => {
    const conditions = conditionsOf(words.law, cites).map((one) => conditionText(one, words));
    return wrap(`Presumed: ${words.rule(rule)}, ${value}. ${conditions.join(' ')}`, INDENT);
  });
}

function neverReadLines(id: string, { law }: AssessedCase, words: LawWords): string[] {
  return bansOf(law, id).flatMap(({ fact, cites }) => {
    const sources = cites.map((cite) => words.source(cite)).join('; ');
    return wrap(`Never read here: ${words.fact(fact).label}. ${sources}.`, INDENT);
  });
}

function mark(verdict: Verdict, style: Style): string {
  const word = VERDICT_WORDS[verdict].padEnd(INDENT);
  return verdict === 'yes' ? green(bold(word, style), style) : bold(word, style);
}

function reason(tree: TreeNode, words: LawWords): string {
  const grounds = groundsOf(tree);
  const shown = grounds.slice(0, 6).map((ground) => groundText(ground, words));
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

function changeText(changes: readonly Change[], words: LawWords): string {
  const change = changes.find(({ becomes }) => becomes === 'yes') ?? changes[0];
  if (!change) return 'Nothing that this law asks about would change it.';
  const facts = change.changes.map(({ fact, to }) => `${words.fact(fact).label}: ${to}`).join('; ');
  return `It would become ${VERDICT_WORDS[change.becomes].toLowerCase()} with: ${facts}.`;
}

function unknownPart({ law, targets, answers }: AssessedCase, words: LawWords): string[] {
  const facts = [...new Set(targets.flatMap((target) => factsOf(law, target)))];
  const lines = (['not_asked', 'not_known', 'withheld', 'not_recorded'] as const).flatMap((reasonWord) => {
    const labels = facts
      .filter((fact) => (Object.hasOwn(answers, fact) ? answers[fact] : 'not_asked') === reasonWord)
      .map((fact) => words.fact(fact).label);
    if (labels.length === 0) return [];
    const name = ANSWER_WORDS[reasonWord];
    return wrap(`${name[0]?.toUpperCase()}${name.slice(1)}: ${labels.join('; ')}.`, 2);
  });
  return lines.length === 0 ? [] : ['What is not known, and why', ...lines];
}

function nextPart({ next, targets, assessment }: AssessedCase, words: LawWords): string[] {
  if (next) {
    const { question, why } = words.fact(next.fact);
    const path = next.path.map((rule) => words.rule(rule)).join(' / ');
    return [
      'The next question',
      ...wrap(question, 2),
      ...wrap(why, 2),
      ...wrap(`It bears on: ${path} (${next.fact}).`, 2),
    ];
  }
  const isSettled = targets.every((target) => assessment.rules[target]?.burden !== 'unknown');
  return isSettled
    ? ['No further question is needed.']
    : wrap('No question is left to ask. What is open can be settled only by what somebody else knows.');
}

function expectationPart({ failed }: AssessedCase, words: LawWords): string[] {
  if (failed.length === 0) return [];
  return [
    'The case expects something else',
    ...failed.flatMap(({ rule, which, verdict, found }) =>
      wrap(
        `${rule} (${words.rule(rule)}) should be ${verdict} ${which === 'strict' ? 'on the facts alone' : 'after presumptions'}, but is ${found}. See why with --explain ${rule}.`,
        2,
      ),
    ),
  ];
}

function foot({ law, assessment, unchecked }: AssessedCase, words: LawWords): string[] {
  const list = (status: 'compared' | 'unverified') =>
    unchecked.filter((cite) => cite.status === status).map((cite) => words.citation(cite));
  const compared = list('compared');
  const isUncheckedRule = Object.values(law.rules).some(({ checkedBy }) => checkedBy.length === 0);
  const unverified = list('unverified');
  return [
    ...(isUncheckedRule ? wrap('No named person has checked the rules themselves.') : []),
    ...(unchecked.length === 0 ? [] : wrap('No named person has checked these sources:')),
    ...(compared.length === 0 ? [] : wrap(`compared with a copy of the text: ${compared.join('; ')}.`, 2)),
    ...(unverified.length === 0 ? [] : wrap(`unverified: ${unverified.join('; ')}.`, 2)),
    ...(words.isDraft ? wrap(`The words in “${words.language}” are a machine's draft.`) : []),
    `Law ${assessment.lawHash.slice(0, 16)}`,
  ];
}
