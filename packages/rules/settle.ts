import { type Asking, type Wanted, wantedBelow, wantedOf } from './relevance.ts';
import type { Open, Question } from './residue.ts';

/** How likely each outcome is, what it is expected to cost to get there, and the part to begin with. */
type Estimate = { yes: number; no: number; cost: number; first?: Open };

/** What questions cost, and what was estimated before. */
type Pricing = { price: (question: Question) => number; done: Map<Open, (Estimate | undefined)[]> };

const NOTHING: Estimate = { yes: 0, no: 0, cost: 0 };
const EITHER: Wanted = { yes: true, no: true };

/**
 * What it is expected to cost to settle a part. Every answer counts as likely as its opposite (an age as likely on either
 * side of the line that the law draws), and parts as independent: priors about people are not ours to have. Where no fact
 * stands in two places, the order is the cheapest of those that finish one part before they begin the next: by cost for
 * each chance to end there.
 */
function estimateOf(part: Open, pricing: Pricing, wanted = EITHER): Estimate {
  const now = wantedOf(part, wanted);
  const key = (now.yes ? 1 : 0) + (now.no ? 2 : 0);
  if (key === 0) return NOTHING;
  const known = pricing.done.get(part) ?? [];
  pricing.done.set(part, known);
  const estimate = known[key] ?? estimated(part, now, pricing);
  known[key] = estimate;
  return estimate;
}

function estimated(part: Open, wanted: Wanted, pricing: Pricing): Estimate {
  if (part.kind === 'ask') return { yes: 0.5, no: 0.5, cost: pricing.price(part.question) };
  if (part.kind === 'enough') return inTurn(part, ranked(part, wanted, pricing), wanted);
  const { yes, no, cost } = estimateOf(part.part, pricing, wantedBelow(part, wanted));
  return part.kind === 'not' ? { yes: no, no: yes, cost } : { yes, no, cost };
}

type Enough = Open & { kind: 'enough' };
type Ranked = { part: Open; estimate: Estimate };

/** How many yes settle it, and how many no. */
function thresholds({ count, parts, stuck }: Enough): { forYes: number; forNo: number } {
  return { forYes: count, forNo: parts.length + stuck - count + 1 };
}

/**
 * The parts that can still matter, the best first. Where one yes is enough, by cost for each chance of yes; where one no
 * is, by cost for each chance of no; between them the part that stands well in both orders.
 */
function ranked(part: Enough, wanted: Wanted, pricing: Pricing): Ranked[] {
  const open = part.parts
    .map((one) => ({ part: one, estimate: estimateOf(one, pricing, wanted) }))
    .filter(({ estimate }) => estimate.cost > 0);
  const { forYes, forNo } = thresholds(part);
  // Where only a yes can still count, everything else ends it like a no.
  const perYes = ({ estimate: { cost, yes, no } }: Ranked) => cost / (wanted.yes ? yes : 1 - no);
  const perNo = ({ estimate: { cost, yes, no } }: Ranked) => cost / (wanted.no ? no : 1 - yes);
  if (forYes === 1) return sorted(open, perYes);
  if (forNo === 1) return sorted(open, perNo);
  const byYes = sorted(open, perYes);
  const byNo = sorted(open, perNo);
  return sorted(open, (one) => Math.max((byYes.indexOf(one) + 1) / forYes, (byNo.indexOf(one) + 1) / forNo));
}

function sorted(open: readonly Ranked[], by: (one: Ranked) => number): Ranked[] {
  return open
    .map((one) => ({ one, rank: by(one) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : 0))
    .map(({ one }) => one);
}

/** Asks the parts in turn and stops where the whole is settled, or can come to nothing that is wanted any more. */
function inTurn(part: Enough, order: readonly Ranked[], wanted: Wanted): Estimate {
  const { forYes, forNo } = thresholds(part);
  const result: Estimate = { yes: 0, no: 0, cost: 0, ...(order[0] ? { first: order[0].part } : {}) };
  let chances = new Float64Array(forYes * forNo).fill(1, 0, 1);
  for (const [index, { estimate }] of order.entries()) {
    const left = order.length - index - 1;
    const next = new Float64Array(chances.length);
    const come = (yes: number, no: number, chance: number): void => {
      if (yes === forYes) result.yes += chance;
      else if (no === forNo) result.no += chance;
      else if ((wanted.yes && yes + left >= forYes) || (wanted.no && no + left >= forNo))
        next[yes * forNo + no] = (next[yes * forNo + no] ?? 0) + chance;
    };
    for (const [state, chance] of chances.entries()) {
      if (chance === 0) continue;
      const [yes, no] = [Math.floor(state / forNo), state % forNo];
      result.cost += chance * estimate.cost;
      come(yes + 1, no, chance * estimate.yes);
      come(yes, no + 1, chance * estimate.no);
      come(yes, no, chance * (1 - estimate.yes - estimate.no));
    }
    chances = next;
  }
  return result;
}

/** The question with which to begin to settle a part, and the rules on the way to it. */
export function firstIn(part: Open, pricing: Pricing, start: readonly string[] = []): Asking | undefined {
  const path = [...start];
  let [here, wanted] = [part, wantedOf(part, EITHER)];
  while (here.kind !== 'ask') {
    const next = here.kind === 'enough' ? estimateOf(here, pricing, wanted).first : here.part;
    if (!next) return undefined;
    if (here.kind === 'rule') path.push(here.rule);
    [here, wanted] = [next, wantedOf(next, wantedBelow(here, wanted))];
  }
  return { question: here.question, path };
}
