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
const DANGER = [
  'return.ill-treatment-there',
  'return.torture-there',
  'return.child',
  'procedure.retaliation',
];
const BARS_TO_COME = ['return.not-yet', 'return.refugee'];

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

/** Where work was told to be forced: what is left of that is asked with it, and not after everything else. */
function begunWork({ facts, targets }: Interviewed): string[] {
  const isBegun = facts['work.threat'] === 'yes' && facts['work.not-free'] === 'yes';
  const isAsked = targets.some((target) =>
    ['forced-labour', 'duty.forced-labour-protection'].includes(target),
  );
  return isBegun && isAsked ? ['forced-labour'] : [];
}

/**
 * The next question. What may bar a return comes first where one of the targets is that and the person may be sent away; work
 * that was told to be forced is asked about to its end. Nothing where all is settled or nothing more can be asked.
 */
export function nextPressingFirst(law: Law, asked: Interviewed): NextQuestion | undefined {
  const next = nextQuestion(law, asked);
  if (next === undefined) return next;
  const isPressing = mayBeSent(asked.facts) && asked.targets.includes('return.barred');
  const work = begunWork(asked);
  for (const target of isPressing ? [...DANGER, ...work, ...BARS_TO_COME] : work) {
    const first = nextQuestion(law, { ...asked, targets: [target] });
    if (first) return { ...first, open: next.open };
  }
  return next;
}
