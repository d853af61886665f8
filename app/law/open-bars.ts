import {
  type Answers,
  bindingOf,
  type Interviewed,
  type Law,
  type NextQuestion,
  nextQuestion,
} from '@clew/rules';
import type { AssessedCase } from './assess-case.ts';
import { footingOf } from './footing.ts';

/** What bars a return for good, with what endangers life first. */
const LASTING = ['return.ill-treatment-there', 'return.torture-there', 'return.child', 'return.refugee'];

/** What is found out first for somebody who may be sent away: danger there and here, then what bars a return for a time. */
const PRESSING = [
  ...['return.ill-treatment-there', 'return.torture-there', 'return.child', 'procedure.retaliation'],
  ...['return.not-yet', 'return.refugee'],
];

/** Whether an authority thinks of sending the person away, or of holding them. */
function mayBeSent(facts: Answers): boolean {
  return facts['return.considered'] === 'yes' || facts['detention.considered'] === 'yes';
}

/** A bar that is open, and the instruments that would bind the State if it held. */
export type OpenBar = { rule: string; texts: readonly string[] };

/**
 * The lasting bars to a return that are open, for somebody who may be sent away; none where one of them is known to hold by what
 * binds the State, as one is enough.
 */
export function openBars(assessed: Pick<AssessedCase, 'law' | 'assessment' | 'answers'>): OpenBar[] {
  const { law, assessment, answers } = assessed;
  if (!mayBeSent(answers)) return [];
  const bars = LASTING.flatMap((id) => assessment.rules[id] ?? []);
  const isSure = bars.some((bar) => {
    const holds = bar.burden === 'yes' && bar.strict === 'yes';
    return holds && ['binding', 'no-state'].includes(footingOf(bar, assessed).rests);
  });
  if (isSure) return [];
  const { state, on } = assessment;
  return bars
    .filter(({ burden }) => burden === 'unknown')
    .map(({ id, tree }) => {
      const by = state === undefined ? [] : (bindingOf(law, tree.cites, { state, on })?.by ?? []);
      const binding = by.filter(({ verdict, limited }) => verdict === 'yes' && !limited);
      return { rule: id, texts: [...new Set(binding.map(({ instrument }) => instrument))] };
    });
}

/**
 * The next question, and first of all what may bar a return where one of the targets is that and the person may be sent away.
 * Nothing where all is settled or nothing more can be asked.
 */
export function nextPressingFirst(law: Law, asked: Interviewed): NextQuestion | undefined {
  const next = nextQuestion(law, asked);
  if (next === undefined || !mayBeSent(asked.facts) || !asked.targets.includes('return.barred')) return next;
  for (const target of PRESSING) {
    const pressing = nextQuestion(law, { ...asked, targets: [target] });
    if (pressing) return { ...pressing, open: next.open };
  }
  return next;
}
