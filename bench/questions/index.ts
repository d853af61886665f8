import { assess, type Law } from '@clew/rules';
import { loadLaw, topRules } from '../../app/law/index.ts';
import { type Bench, spread } from '../frame/bench.ts';
import { drawFrom } from '../frame/draw.ts';
import { byGain, byText, type Choose, type Held, interview } from './interview.ts';
import { drawTruth, type Numbers, ON, type Truth } from './simulate.ts';

const CASES = 4_000;
const SEED = 20_261_122;
/** The whole law at once is asked for one case in so many. */
const EVERYTHING_FOR = 8;
/** What is asked of Clew: no more questions than in the order of the law, and this much of its burden. */
const MOST_QUESTIONS = 1;
const MOST_BURDEN = 0.76;

export const bench: Bench = {
  about:
    'questions and burden (sum of sensitivities) until a rule is settled, over 4,000 simulated cases, against the order of the law; the same for the whole law at once; ms per choice',
  async run({ say, args }) {
    return { figures: figuresOf(loadLaw(), Number(args[0] ?? CASES), say) };
  },
};

/** The rules that people come with: those that others may rely on by their ids. */
const RELIED_ON = [
  ...['trafficking.victim', 'child', 'forced-labour', 'slavery', 'return.barred'],
  ...['refugee.status', 'refugee.persecution', 'refugee.ground', 'refugee.link'],
  ...['refugee.no-state-protection', 'refugee.exclusion'],
  ...['protection.reasonable-grounds', 'protection.no-removal', 'protection.reflection'],
  ...['protection.assistance', 'protection.residence', 'protection.non-punishment'],
  ...['protection.asylum-access', 'protection.guardian'],
  ...['best-interests.assessment', 'best-interests.determination'],
];

/**
 * All that is measured of a law. `oneRule` is what the bounds are about: each case comes with one rule, all of them in
 * turn; in `oneRuleOverRanges` numbers are drawn over all that a question takes. `everything` settles every rule and duty
 * of the law for one person, which nobody should be asked for: most of it has to be asked in any order.
 */
export function figuresOf(law: Law, cases: number, say: (line: string) => void) {
  const drawn = (numbers: Numbers) => {
    const draw = drawFrom(SEED);
    return Array.from({ length: cases }, () => drawTruth({ law, draw, numbers }));
  };
  const truths = drawn('sides');
  const rules = RELIED_ON.filter((id) => Object.hasOwn(law.rules, id));
  const inTurn = (at: number) => [rules[at % rules.length] ?? ''];
  say(`one rule each, ${cases} cases`);
  const oneRule = compared(law, truths, inTurn);
  const oneRuleOverRanges = compared(law, drawn('range'), inTurn);
  const all = topTargets(law);
  const some = truths.slice(0, Math.ceil(cases / EVERYTHING_FOR));
  say(`all ${all.length} targets at once, ${some.length} cases`);
  const everything = compared(law, some, () => all);
  const byRule = rules.map((id, at) => {
    const own = truths.filter((_, i) => i % rules.length === at);
    return [id, compared(law, own, () => [id])] as const;
  });
  return {
    lawHash: law.hash,
    rules: Object.keys(law.rules).length,
    duties: Object.keys(law.duties).length,
    reliedOn: rules,
    oneRule,
    oneRuleOverRanges,
    everything: { targets: all.length, ...everything },
    byRule: Object.fromEntries(byRule.map(([id, { clew, textOrder }]) => [id, { clew, textOrder }])),
  };
}

/** What `clew assess` looks for the next question for: the rules that no other rule rests on, and every duty. */
function topTargets(law: Law): string[] {
  return [...topRules(assess(law, { facts: {} }).rules), ...Object.keys(law.duties)];
}

/** What a case comes with, by its place. */
type Targets = (at: number) => readonly string[];

function compared(law: Law, truths: readonly Truth[], targets: Targets) {
  const run = (way: (targets: readonly string[]) => Choose) =>
    truths.map((truth, at) => interview(law, truth, way(targets(at))));
  const ours = run((of) => byGain(law, of));
  const text = run((of) => byText(law, of));
  checkSettled(law, targets, { ours, text });
  const clew = summary(ours);
  const textOrder = summary(text);
  const questions = clew.questions / textOrder.questions;
  const burden = clew.burden / textOrder.burden;
  return {
    cases: truths.length,
    clew,
    textOrder,
    ratio: { questions, burden, questionsStandardError: standardError(ours, text) / textOrder.questions },
    holds: { questions: questions <= MOST_QUESTIONS, burden: burden <= MOST_BURDEN },
    choiceMs: spread(ours.slice(0, 200).flatMap(({ choiceMs }) => choiceMs)),
  };
}

/** Both ways have to settle the same: an order that gives up early would look cheap. */
function checkSettled(law: Law, targets: Targets, { ours, text }: { ours: Held[]; text: Held[] }) {
  for (const at of Array.from({ length: 100 }, (_, i) => Math.floor((i * ours.length) / 100))) {
    const [one, other] = [ours[at], text[at]].map((held) => {
      const { rules, duties } = assess(law, { facts: {}, ...held?.told, on: ON });
      return targets(at)
        .map((id) => (rules[id] ?? duties[id])?.burden)
        .join();
    });
    if (one !== other)
      throw new Error(`Case ${at} ends differently: ${one} and in the order of the law ${other}.`);
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function summary(held: readonly Held[]) {
  return {
    questions: mean(held.map(({ questions }) => questions)),
    burden: mean(held.map(({ burden }) => burden)),
    changesOfTopic: mean(held.map(({ jumps }) => jumps)),
  };
}

/** Of the difference in questions: the same people answer both. */
function standardError(ours: readonly Held[], text: readonly Held[]): number {
  const differences = ours.map(({ questions }, at) => questions - (text[at]?.questions ?? 0));
  const middle = mean(differences);
  return Math.sqrt(mean(differences.map((value) => (value - middle) ** 2)) / differences.length);
}
