import { assess, type Law, partsOf, type TreeNode } from '@clew/rules';
import { loadLaw } from '../../app/law/index.ts';
import { type Bench, spread } from '../frame/bench.ts';
import { drawFrom } from '../frame/draw.ts';
import { byGain, byText, type Choose, type Held, interview } from './interview.ts';
import { drawTruth, type Numbers, ON, type Truth } from './simulate.ts';

const CASES = 4_000;
const SEED = 20_261_122;
/** What is asked of Clew: no more questions than in the order of the law, and this much of its burden. */
const MOST_QUESTIONS = 1;
const MOST_BURDEN = 0.76;

export const bench: Bench = {
  about:
    'questions and burden (sum of sensitivities) until all is settled, over 4,000 simulated cases, against the order of the law; ms per choice',
  async run({ say, args }) {
    return { figures: figuresOf(loadLaw(), Number(args[0] ?? CASES), say) };
  },
};

/**
 * All that is measured of a law. `everything` is what the bounds are about. Beside it: the same with numbers drawn over
 * all that a question takes, and each rule that stands alone.
 */
export function figuresOf(law: Law, cases: number, say: (line: string) => void) {
  const drawn = (numbers: Numbers) => {
    const draw = drawFrom(SEED);
    return Array.from({ length: cases }, () => drawTruth({ law, draw, numbers }));
  };
  const truths = drawn('sides');
  const compare = (name: string, targets: readonly string[], of = truths) => {
    say(`${name}: ${cases} cases`);
    return compared(law, of, targets);
  };
  const all = topTargets(law);
  const everything = compare(`all ${all.length} targets at once`, all);
  const overRanges = compare('the same, numbers over their whole range', all, drawn('range'));
  const byRule = all.filter((id) => law.rules[id]).map((id) => [id, compare(id, [id])] as const);
  return {
    cases,
    lawHash: law.hash,
    rules: Object.keys(law.rules).length,
    targets: all,
    everything,
    overRanges,
    byRule: Object.fromEntries(byRule.filter(([, { textOrder }]) => textOrder.questions > 0)),
  };
}

/** The rules that no other rule rests on, and every duty: what `clew assess` looks for the next question for. */
function topTargets(law: Law): string[] {
  const { rules } = assess(law, { facts: {} });
  const used = new Set<string>();
  const seen = new Set<TreeNode>();
  const visit = (node: TreeNode): void => {
    if (seen.has(node)) return;
    seen.add(node);
    for (const part of partsOf(node)) {
      if (part.kind === 'predicate' && part.rule !== node.rule) used.add(part.rule);
      visit(part);
    }
  };
  for (const { tree } of Object.values(rules)) visit(tree);
  return [...Object.keys(rules).filter((id) => !used.has(id)), ...Object.keys(law.duties)];
}

function compared(law: Law, truths: readonly Truth[], targets: readonly string[]) {
  const run = (choose: Choose) => truths.map((truth) => interview(law, truth, choose));
  const ours = run(byGain(law, targets));
  const text = run(byText(law, targets));
  checkSettled(law, targets, { ours, text });
  const clew = summary(ours);
  const textOrder = summary(text);
  const questions = clew.questions / textOrder.questions;
  const burden = clew.burden / textOrder.burden;
  return {
    clew,
    textOrder,
    ratio: { questions, burden, questionsStandardError: standardError(ours, text) / textOrder.questions },
    holds: { questions: questions <= MOST_QUESTIONS, burden: burden <= MOST_BURDEN },
    choiceMs: spread(ours.slice(0, 200).flatMap(({ choiceMs }) => choiceMs)),
  };
}

/** Both ways have to settle the same: an order that gives up early would look cheap. */
function checkSettled(law: Law, targets: readonly string[], { ours, text }: { ours: Held[]; text: Held[] }) {
  for (const at of Array.from({ length: 100 }, (_, i) => Math.floor((i * ours.length) / 100))) {
    const [one, other] = [ours[at], text[at]].map((held) => {
      const { rules, duties } = assess(law, { facts: {}, ...held?.told, on: ON });
      return targets.map((id) => (rules[id] ?? duties[id])?.burden).join();
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
