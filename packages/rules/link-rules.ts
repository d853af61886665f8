import type { Fact, Limb, Overlay, Provision } from './law.ts';
import { didYouMean, type Place, type Problem } from './problem.ts';

type Facts = Readonly<Record<string, Fact>>;
type Names = { facts: Facts; ruleIds: ReadonlySet<string>; place: Place; problems: Problem[]; owner: string };

/** Settles for each `is` of rules or duties whether it names a fact or a rule, and finds what it names. */
export function linkProvisions<T extends Provision>(
  provisions: readonly T[],
  { facts, ruleIds, problems }: Pick<Names, 'facts' | 'ruleIds' | 'problems'>,
): T[] {
  return provisions.map((provision) => {
    const { presume, exceptions, neverReads, place, id } = provision;
    const names = { facts, ruleIds, problems, place, owner: id };
    for (const { fact } of neverReads)
      if (!facts[fact]) problems.push(unknownName(fact, names, 'unknown-fact'));
    return {
      ...provision,
      limb: link(provision.limb, names),
      ...(presume ? { presume: { ...presume, when: link(presume.when, names) } } : {}),
      ...(exceptions
        ? { exceptions: exceptions.map((part) => ({ ...part, limb: link(part.limb, names) })) }
        : {}),
    };
  });
}

/** The same for the limbs that overlays bring in. */
export function linkOverlays(
  overlays: readonly Overlay[],
  known: Pick<Names, 'facts' | 'ruleIds' | 'problems'>,
): Overlay[] {
  return overlays.map((overlay) => ({
    ...overlay,
    ops: overlay.ops.map((operation) =>
      'limb' in operation
        ? {
            ...operation,
            limb: link(operation.limb, { ...known, place: overlay.place, owner: overlay.id }),
          }
        : operation,
    ),
  }));
}

function link(limb: Limb, names: Names): Limb {
  if (limb.kind === 'not') return { ...limb, limb: link(limb.limb, names) };
  if ('limbs' in limb) {
    return { ...limb, limbs: limb.limbs.map((part) => link(part, names)) };
  }
  if (limb.kind === 'compare') return linkComparison(limb, names);
  // What is being linked is as written: every name still counts as a fact's.
  if (limb.kind === 'rule') return limb;
  const name = limb.fact;
  const fact = names.facts[name];
  if (fact?.type.kind === 'number') {
    names.problems.push({
      code: 'wrong-type',
      ...names.place,
      message: `In rule “${names.owner}”, “${name}” is a number and cannot be yes or no. Write a comparison, like “${name} < 18”.`,
    });
  }
  if (fact?.type.kind === 'date') {
    const message = `In rule “${names.owner}”, “${name}” is a day and cannot be yes or no. A day stands only in a duty's “by: {from: ...}”.`;
    names.problems.push({ code: 'wrong-type', ...names.place, message });
  }
  if (fact) return limb;
  if (!names.ruleIds.has(name)) {
    names.problems.push(
      unknownName(name, names, looksLikeRule(name, names) ? 'unknown-rule' : 'unknown-fact'),
    );
    return limb;
  }
  const { kind: _, ...common } = limb;
  return {
    cites: common.cites,
    ...(common.label === undefined ? {} : { label: common.label }),
    kind: 'rule',
    rule: name,
  };
}

function linkComparison(limb: Limb & { kind: 'compare' }, names: Names): Limb {
  const fact = names.facts[limb.fact];
  if (!fact) names.problems.push(unknownName(limb.fact, names, 'unknown-fact'));
  else if (fact.type.kind !== 'number') {
    const message =
      fact.type.kind === 'date'
        ? `In rule “${names.owner}”, “${limb.fact}” is a day and cannot be compared. A day stands only in a duty's “by: {from: ...}”.`
        : `In rule “${names.owner}”, “${limb.fact}” is answered yes or no and cannot be compared. Write “is: ${limb.fact}”.`;
    names.problems.push({ code: 'wrong-type', ...names.place, message });
  }
  return limb;
}

function looksLikeRule(name: string, { ruleIds }: Names): boolean {
  return [...ruleIds].some((id) => id.split('.')[0] === name.split('.')[0]);
}

function unknownName(name: string, names: Names, code: 'unknown-fact' | 'unknown-rule'): Problem {
  const known = [...Object.keys(names.facts), ...names.ruleIds];
  const message = `Rule “${names.owner}” reads “${name}”, but no fact or rule has that id.${didYouMean(name, known)} Facts stand in the files of facts, rules in “rule” blocks.`;
  return { code, ...names.place, message };
}
