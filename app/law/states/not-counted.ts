import { bindingOf, type Citation, citationsOf, getCitation, type Law, type Strength } from '@clew/rules';
import type { At } from './asked-of.ts';

/**
 * The paragraphs of one instrument that bind a State and on which no rule, number or duty of the law rests. `unlooked`: it is
 * party, but nobody looked at what it said of them.
 */
export type NotCounted = { instrument: string; cites: readonly Citation[]; unlooked?: true };

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
    const found = articles
      .filter(({ strength, isHeading }) => !isHeading && strength !== undefined && ASKS.has(strength))
      .map(({ anchor }) => `${id}#${anchor}`)
      .filter((ref) => !resting.has(ref))
      .map((ref) => ({ ref, binding: bindingOf(law, [ref], at) }))
      .filter(({ binding }) => binding?.verdict === 'yes');
    const of = (isUnlooked: boolean) =>
      found
        .filter(({ binding }) => (binding?.unlooked === true) === isUnlooked)
        .map(({ ref }) => getCitation(law, ref));
    const [looked, unlooked] = [of(false), of(true)];
    return [
      ...(looked.length === 0 ? [] : [{ instrument: id, cites: looked }]),
      ...(unlooked.length === 0 ? [] : [{ instrument: id, cites: unlooked, unlooked: true as const }]),
    ];
  });
}

/** How many paragraphs of how many instruments, and of how many more nobody looked at what the State said of them. */
export function countNotCounted(all: readonly NotCounted[]): {
  paragraphs: number;
  instruments: number;
  unlooked: number;
} {
  const sumOf = (some: readonly NotCounted[]) => some.reduce((sum, { cites }) => sum + cites.length, 0);
  const looked = all.filter(({ unlooked }) => !unlooked);
  return {
    paragraphs: sumOf(looked),
    instruments: looked.length,
    unlooked: sumOf(all.filter(({ unlooked }) => unlooked)),
  };
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
