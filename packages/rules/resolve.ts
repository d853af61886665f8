import { deepFreeze } from './canonical.ts';
import type { Day } from './date.ts';
import type { Law, Reading, Rule, Span } from './law.ts';
import { recordOf, sinceOf } from './law.ts';
import { withOverlays } from './overlay.ts';

/** For which State, on which day and under which reforms, in order, a law is asked. */
export type Where = {
  state?: string | undefined;
  on?: Day | undefined;
  overlays?: readonly string[] | undefined;
};

/** What was resolved before, by law: a law never changes once it is read. */
const resolved = new WeakMap<Law, Map<string, Law>>();
const MOST_KEPT = 64;

/**
 * The law as it is asked: each rule that the State reads in its own way on that day as the State reads it, and the
 * overlays applied. A rule that only States read stays open where nobody has written that State's reading.
 * Throws where `withOverlays` refuses the overlays.
 */
export function lawFor(law: Law, { state, on, overlays = [] }: Where): Law {
  if (state === undefined && overlays.length === 0) return law;
  const key = JSON.stringify([state ?? null, on ?? null, overlays]);
  const kept = resolved.get(law) ?? new Map<string, Law>();
  resolved.set(law, kept);
  const before = kept.get(key);
  if (before) return before;
  const found = reformed(readBy(law, state, on), overlays);
  // Whoever asks for a thousand days must not fill the memory.
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(key, found);
  return found;
}

function reformed(law: Law, overlays: readonly string[]): Law {
  if (overlays.length === 0) return law;
  const found = withOverlays(law, overlays);
  if (found.ok) return found.law;
  throw new Error(found.problems.map(({ message }) => message).join(' '));
}

function readBy(law: Law, state: string | undefined, on: Day | undefined): Law {
  if (state === undefined) return law;
  const rules = Object.values(law.rules).map((rule) => [rule.id, ruleReadBy(rule, state, on)] as const);
  const at = { state, ...(on === undefined ? {} : { on }) };
  return deepFreeze({ ...law, rules: recordOf(rules), resolved: at });
}

/** A rule as a State reads it on a day; as it is where nobody has written that. */
export function ruleReadBy(rule: Rule, state: string, on: Day | undefined): Rule {
  if (!rule.variants) return rule;
  const { variants, ...own } = rule;
  const list = Object.hasOwn(variants, state) ? variants[state] : undefined;
  const reading = list && on !== undefined ? variantOn<Reading>(list, on) : undefined;
  if (!reading) return own;
  const { limb, exceptions, cites, ourReading } = reading;
  const said = { state, ...sinceOf(reading), ...(ourReading === undefined ? {} : { ourReading }) };
  return { ...own, limb, exceptions, cites, reading: said };
}

/** Variants stand in the order of their first days: the last that had begun is the one, unless it had ended. */
export function variantOn<T extends Span>(list: readonly T[], on: Day): T | undefined {
  const variant = list.findLast(({ from }) => from <= on);
  return variant && (variant.to === undefined || on <= variant.to) ? variant : undefined;
}
