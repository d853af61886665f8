import {
  type Binding,
  bindingOf,
  type Citation,
  citationsOf,
  getCitation,
  type Law,
  type Strength,
} from '@clew/rules';
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
 * duty rests on: what a count of duties leaves out. Paragraphs of which it is not known whether they bind it: `notKnownIn`.
 */
export function notCountedIn(law: Law, at: At): NotCounted[] {
  return openIn(law, at).flatMap(({ instrument, found }) => {
    const bound = found.filter(({ binding }) => binding?.verdict === 'yes');
    const of = (isUnlooked: boolean) =>
      bound
        .filter(({ binding }) => (binding?.unlooked === true) === isUnlooked)
        .map(({ ref }) => getCitation(law, ref));
    const [looked, unlooked] = [of(false), of(true)];
    return [
      ...(looked.length === 0 ? [] : [{ instrument, cites: looked }]),
      ...(unlooked.length === 0 ? [] : [{ instrument, cites: unlooked, unlooked: true as const }]),
    ];
  });
}

/**
 * The same of treaties and acts of which it is not known whether they bind the State. What binds it and what it limited
 * itself is not here: of that it is known that it is party.
 */
export function notKnownIn(law: Law, at: At): NotCounted[] {
  return openIn(law, at).flatMap(({ instrument, found }) => {
    const cites = found
      .filter(({ binding }) => binding?.by.some(({ verdict, limited }) => verdict === 'unknown' && !limited))
      .map(({ ref }) => getCitation(law, ref));
    return cites.length === 0 ? [] : [{ instrument, cites }];
  });
}

/** By treaty and act, the paragraphs that ask something and that nothing rests on, with what is known of their binding. */
function openIn(law: Law, at: At): { instrument: string; found: { ref: string; binding?: Binding }[] }[] {
  const resting = restedOn(law);
  return Object.values(law.instruments)
    .filter(({ kind }) => kind !== 'guidance' && kind !== 'national')
    .map(({ id, articles }) => ({
      instrument: id,
      found: articles
        .filter(({ strength, isHeading }) => !isHeading && strength !== undefined && ASKS.has(strength))
        .map(({ anchor }) => `${id}#${anchor}`)
        .filter((ref) => !resting.has(ref))
        .map((ref) => ({ ref, ...bindingIn(law, ref, at) })),
    }));
}

function bindingIn(law: Law, ref: string, at: At): { binding?: Binding } {
  const binding = bindingOf(law, [ref], at);
  return binding ? { binding } : {};
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
