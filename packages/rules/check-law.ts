import type { CitationRef, Instrument } from './instrument.ts';
import type { Duty, Fact, Law, Limb, Overlay, Provision, Rule } from './law.ts';
import { limbsOf, partsOfLimb, readsOf } from './limb.ts';

import { didYouMean, type Problem } from './problem.ts';

type Rules = Readonly<Record<string, Rule>>;

/** Every source of every rule, duty, presumption, exception, ban and limb must be an article that the law holds. */
export function checkCitations(
  provisions: readonly (Provision | Overlay)[],
  instruments: Readonly<Record<string, Instrument>>,
): Problem[] {
  const known = Object.values(instruments).flatMap(({ id, articles }) =>
    articles.map(({ anchor }) => `${id}#${anchor}`),
  );
  const isKnown = new Set(known);
  return provisions.flatMap((provision) =>
    [...new Set('ops' in provision ? overlayCitations(provision) : citationsOf(provision))]
      .filter((ref) => !isKnown.has(ref))
      .map((ref) => ({
        code: 'unknown-article' as const,
        ...provision.place,
        message: `“${provision.id}” cites “${ref}”, but no instrument holds it.${didYouMean(ref, known)} Add the paragraph with its anchor to the instrument's file.`,
      })),
  );
}

/** Every reference a rule or duty makes, in any of its parts. */
export function citationsOf(rule: Provision): CitationRef[] {
  return [
    ...rule.cites,
    ...limbsOf(rule).flatMap(limbCitations),
    ...(rule.presume?.cites ?? []),
    ...rule.neverReads.flatMap(({ cites }) => cites),
    ...variantCitations(rule),
  ];
}

function overlayCitations({ cites, procedure, ops }: Overlay): CitationRef[] {
  return [
    ...cites,
    ...(procedure?.cites ?? []),
    ...ops.flatMap((operation) => ('limb' in operation ? limbCitations(operation.limb) : [])),
  ];
}

function variantCitations({ variants }: Pick<Provision, 'variants'>): CitationRef[] {
  return Object.values(variants ?? {}).flatMap((list) => list.flatMap(({ cites }) => cites));
}

function limbCitations(limb: Limb): CitationRef[] {
  return [...limb.cites, ...partsOfLimb(limb).flatMap(limbCitations)];
}

/** How many rules may rest on one another in a row. */
const MAX_CHAIN = 200;

/** A rule that rests on itself, directly or through others, has no answer. */
export function checkCycles(rules: Rules): Problem[] {
  const problems: Problem[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const visit = (id: string, path: readonly string[]): void => {
    const rule = rules[id];
    if (!rule || state.get(id) === 'done') return;
    if (state.get(id) === 'open') {
      const circle = [...path.slice(path.indexOf(id)), id].join(' → ');
      problems.push({
        code: 'cyclic-rules',
        ...rule.place,
        message: `These rules rest on each other in a circle: ${circle}. Take one of the references out.`,
      });
      return;
    }
    if (path.length >= MAX_CHAIN) {
      const message = `More than ${MAX_CHAIN} rules rest on one another in a row, down to “${id}”. Join some of them.`;
      problems.push({ code: 'too-deep', ...rule.place, message });
      state.set(id, 'done');
      return;
    }
    state.set(id, 'open');
    for (const next of readsOfRule(rule).rules) visit(next, [...path, id]);
    state.set(id, 'done');
  };
  for (const id of Object.keys(rules)) visit(id, []);
  return problems;
}

/** What a rule reads itself, its presumption and its exceptions included. */
export function readsOfRule(rule: Provision): { facts: string[]; rules: string[] } {
  const parts = limbsOf(rule).map(readsOf);
  return { facts: parts.flatMap(({ facts }) => facts), rules: parts.flatMap(({ rules }) => rules) };
}

/** How a rule comes to read a fact, where it is not by its own limb. */
function viaOf(rule: Provision, fact: string): string[] {
  const reads = (limb: Limb | undefined) => limb !== undefined && readsOf(limb).facts.includes(fact);
  if (reads(rule.limb)) return [];
  if (reads(rule.presume?.when)) return ['its presumption'];
  if ((rule.exceptions ?? []).some(({ limb }) => reads(limb))) return ['its exception'];
  const state = Object.entries(rule.variants ?? {}).find(([, list]) =>
    list.some(
      (variant) =>
        'limb' in variant && [variant.limb, ...variant.exceptions.map(({ limb }) => limb)].some(reads),
    ),
  );
  return state ? [`how ${state[0]} reads it`] : [];
}

/** Every fact a rule or duty can ever depend on, with the way to it. Rules must be free of circles. */
export function closureOf(
  rules: Rules,
  start: Provision | undefined,
): ReadonlyMap<string, readonly string[]> {
  const ways = new Map<string, readonly string[]>();
  const seen = new Set<string>();
  const visit = (rule: Provision | undefined, way: readonly string[]): void => {
    if (!rule || seen.has(rule.id)) return;
    seen.add(rule.id);
    const here = [...way, rule.id];
    for (const fact of readsOfRule(rule).facts) {
      if (!ways.has(fact)) ways.set(fact, [...here, ...viaOf(rule, fact), fact]);
    }
    for (const next of readsOfRule(rule).rules) visit(rules[next], here);
  };
  visit(start, []);
  return ways;
}

/** Everything in a law that reads facts and cites sources. */
export function provisionsOf(law: Pick<Law, 'rules' | 'duties' | 'values'>): Provision[] {
  return [law.rules, law.duties, law.values].flatMap((kind) => Object.values<Provision>(kind));
}

/** A duty's date hangs on the day that its deadline counts from. */
function withDeadline(
  provision: Provision | Duty,
  closure: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, readonly string[]> {
  const by = 'by' in provision ? provision.by : undefined;
  if (by === undefined || by.kind === 'words' || closure.has(by.from)) return closure;
  return new Map([...closure, [by.from, [provision.id, 'its deadline', by.from]]]);
}

/** A day is read wherever a number is that is counted from it. */
function wayByCount(
  fact: string,
  closure: ReadonlyMap<string, readonly string[]>,
  facts: Readonly<Record<string, Fact>>,
): readonly string[] | undefined {
  const counting = [...closure].find(([id]) => facts[id]?.yearsSince === fact);
  return counting && [...counting[1], fact];
}

/** Proves every `never_reads` over all that a rule rests on, presumptions with their conditions and exceptions included. */
export function checkNeverReads(
  provisions: readonly Provision[],
  { rules, facts }: { rules: Rules; facts: Readonly<Record<string, Fact>> },
): Problem[] {
  return provisions.flatMap((rule) => {
    if (rule.neverReads.length === 0) return [];
    const closure = withDeadline(rule, closureOf(rules, rule));
    return rule.neverReads.flatMap(({ fact, cites }): Problem[] => {
      const day = facts[fact]?.yearsSince;
      const way =
        closure.get(fact) ??
        wayByCount(fact, closure, facts) ??
        (day === undefined ? undefined : closure.get(day));
      if (!way) return [];
      const label = facts[fact]?.label ?? fact;
      const message = `“${rule.id}” must never depend on “${label}” (${cites.join(', ')}), but it does: ${way.join(' → ')}. Take that fact out of the last rule on this way.`;
      return [{ code: 'never-reads-broken', ...rule.place, message }];
    });
  });
}
