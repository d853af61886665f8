import { ANSWER_WORDS } from '../answer-words.ts';
import type { LawWords } from '../law-words.ts';
import { MARKS_TEXT } from '../marks-text.ts';
import { stateName } from '../state-choices.ts';
import { bold, type Style, wrap } from '../terminal-text.ts';
import type { HelpfulDecision, HelpfulDecisions, Shared, SharedFact } from './helpful-decisions.ts';
import type { Weighed, WeightReason } from './weight.ts';

type Drawing = { words: LawWords; style: Style; state: string | undefined };

const NOTE =
  'Decisions that answered a rule of which something was told here, on at least one fact that is the same. Whether one binds is drawn from who gave it and by what the State was bound on the day; how far a case against another State has to be followed, nothing here says.';

const TITLES = {
  helps: 'Decisions that help',
  both: 'Decisions that help on one issue and go against on another',
  against: 'Decisions that go against',
  open: 'Decisions that leave it open, or are told without facts',
} as const;

/** The decisions on what a case turns on, for a terminal. */
export function helpfulLines(found: HelpfulDecisions, drawing: Drawing): string[] {
  const { style, state } = drawing;
  return [
    bold('Decisions on what this turns on', style),
    ...wrap(NOTE, 2),
    ...wrap(MARKS_TEXT, 2),
    ...(state === undefined ? wrap('No State and day are named: which of them bind is not told.', 2) : []),
    ...(['helps', 'both', 'against', 'open'] as const).flatMap((list) => [
      '',
      bold(`${TITLES[list]}: ${found[list].length}`, style),
      ...found[list].flatMap((one) => oneLines(one, drawing)),
    ]),
  ];
}

function oneLines(
  { decision, weighed, shared, same, open, other }: HelpfulDecision,
  drawing: Drawing,
): string[] {
  const { words, state } = drawing;
  const on = (means: Shared['means'], title: string) => {
    const rules = shared.filter((one) => one.means === means).map(({ rule }) => words.rule(rule));
    return rules.length === 0 ? [] : wrap(`${title}: ${rules.join('; ')}.`, 4);
  };
  const facts = (title: string, list: readonly SharedFact[]) =>
    list.length === 0 ? [] : wrap(`${title}: ${list.map((one) => factText(one, words)).join('; ')}.`, 4);
  return [
    ...wrap(
      `${decision.title}. ${decision.court}, ${decision.decided}. ${decision.citation} [${decision.status}].`,
      2,
    ),
    ...(weighed && state !== undefined ? wrap(weightText(weighed, { words, state }), 4) : []),
    ...(shared.length === 0
      ? wrap(`Found by its issues alone (${decision.issues.join(', ')}): its facts are not told here.`, 4)
      : []),
    ...on('helps', 'Helps on'),
    ...on('against', 'Goes against on'),
    ...on('fulfilled', 'Owed, and found fulfilled there'),
    ...on('open', 'Left open there, or not told here'),
    ...facts('The same here', same),
    ...facts('Carried it there, not known here', open),
    ...facts('Otherwise there', other),
  ];
}

function factText({ fact, there }: SharedFact, words: LawWords): string {
  const told =
    typeof there === 'string' && Object.hasOwn(ANSWER_WORDS, there) ? ANSWER_WORDS[there as 'yes'] : there;
  return `${words.fact(fact).label} (${told})`;
}

const WEIGHTS = {
  own: 'From its own courts, or under a treaty that bound it',
  persuasive: 'From elsewhere, persuasive at most',
  unknown: 'Not known whose word it is there',
};

/** What a decision is, seen from a State, and why, in a sentence or two. */
export function weightText(
  { weight, reason, isLater, isViews }: Weighed,
  at: { words: LawWords; state: string },
): string {
  const later = isLater ? ' It was given only after the day that is asked about.' : '';
  const views = isViews ? ' These are views of a committee, which is no court.' : '';
  return `${WEIGHTS[weight]}: ${reasonText(reason, at)}${views}${later}`;
}

function reasonText(reason: WeightReason, { words, state }: { words: LawWords; state: string }): string {
  const name = stateName(state, 'en');
  if (reason.kind === 'own-court') return `a court of ${name} gave it.`;
  if (reason.kind === 'other-court')
    return `a court of another State gave it, ${stateName(reason.state, 'en')}.`;
  if (reason.kind === 'nobody-has-said')
    return 'nobody has written here over which States that court decides.';
  const { bound, against, kind } = reason;
  const treaty = words.instrument(bound.instrument);
  const known = bound.asOf === undefined ? '' : ` (as of ${bound.asOf})`;
  const does = {
    'organ-binds': `bound ${name} on that day`,
    'organ-binds-not': `did not bind ${name} on that day`,
    'organ-not-known': `may or may not have bound ${name} on that day`,
  }[kind];
  const whom = against ? `It was about ${name} itself.` : `It was not about ${name}.`;
  return `a court or body of the ${treaty} gave it; that treaty ${does}${known}. ${whom}`;
}
