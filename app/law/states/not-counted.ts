import { bindingOf, type Citation, citationsOf, getCitation, type Law, type Strength } from '@clew/rules';
import type { At } from './find-gaps.ts';

/** The paragraphs of one instrument that bind a State and on which no rule, number or duty of the law rests. */
export type NotCounted = { instrument: string; cites: readonly Citation[] };

/** What a definition says, or allows, or recommends, nobody owes. */
const ASKS: ReadonlySet<Strength | 'definition'> = new Set([
  'shall',
  'shall-where-appropriate',
  'shall-enable',
  'endeavour',
  'consider',
]);

/**
 * The paragraphs of treaties and acts that bind a State on a day, that ask something of it, and that no rule, number or
 * duty rests on: what a count of duties leaves out. Paragraphs of which it is not known whether they bind it are not here.
 */
export function notCountedIn(law: Law, at: At): NotCounted[] {
  const resting = restedOn(law);
  return Object.values(law.instruments).flatMap(({ id, kind, articles }) => {
    if (kind === 'guidance' || kind === 'national') return [];
    const cites = articles
      .filter(({ strength, isHeading }) => !isHeading && strength !== undefined && ASKS.has(strength))
      .map(({ anchor }) => `${id}#${anchor}`)
      .filter((ref) => !resting.has(ref) && bindingOf(law, [ref], at)?.verdict === 'yes')
      .map((ref) => getCitation(law, ref));
    return cites.length === 0 ? [] : [{ instrument: id, cites }];
  });
}

/** How many paragraphs of how many instruments. */
export function countNotCounted(all: readonly NotCounted[]): { paragraphs: number; instruments: number } {
  return { paragraphs: all.reduce((sum, { cites }) => sum + cites.length, 0), instruments: all.length };
}

const known = new WeakMap<Law, ReadonlySet<string>>();

/** Every paragraph that a rule, number or duty cites, save where it says only what is never looked at. */
function restedOn(law: Law): ReadonlySet<string> {
  const before = known.get(law);
  if (before) return before;
  const provisions = [law.rules, law.values, law.duties].flatMap((kind) => Object.values(kind));
  const refs = new Set<string>(provisions.flatMap((one) => citationsOf({ ...one, neverReads: [] })));
  known.set(law, refs);
  return refs;
}
