import type { Contradiction, Fact, GroupFacts, Limb, Overlay, Provision, Reading, Together } from './law.ts';
import { recordOf } from './law.ts';
import { partsOfLimb, readsOf } from './limb.ts';
import { didYouMean, type Place, type Problem } from './problem.ts';

type Facts = Readonly<Record<string, Fact>>;
type Known = {
  facts: Facts;
  groups: Readonly<Record<string, GroupFacts>>;
  ruleIds: ReadonlySet<string>;
  problems: Problem[];
};
/** `group`: of whose people the limb that is being linked speaks. */
type Names = Known & { place: Place; owner: string; group?: string };

/** Settles for each `is` of rules or duties whether it names a fact or a rule, and finds what it names. */
export function linkProvisions<T extends Provision>(provisions: readonly T[], known: Known): T[] {
  return provisions.map((provision) => {
    const { presume, exceptions, neverReads, variants, place, id } = provision;
    const names = { ...known, place, owner: id };
    for (const { fact } of neverReads)
      if (!known.facts[fact]) known.problems.push(unknownName(fact, names, 'unknown-fact'));
    return {
      ...provision,
      limb: link(provision.limb, names),
      ...(presume ? { presume: { ...presume, when: link(presume.when, names) } } : {}),
      ...(exceptions
        ? { exceptions: exceptions.map((part) => ({ ...part, limb: link(part.limb, names) })) }
        : {}),
      ...(variants ? { variants: linkVariants(variants, names) } : {}),
    };
  });
}

function linkVariants(variants: NonNullable<Provision['variants']>, names: Names) {
  const linked = (reading: Reading): Reading => ({
    ...reading,
    limb: link(reading.limb, names),
    exceptions: reading.exceptions.map((part) => ({ ...part, limb: link(part.limb, names) })),
  });
  return recordOf(
    Object.entries(variants).map(([state, list]) => [
      state,
      list.map((variant) => ('limb' in variant ? linked(variant) : variant)),
    ]),
  );
}

/** The same for answers that cannot all be true. They hang on facts alone, not on what the law makes of them. */
export function linkContradictions(contradictions: readonly Contradiction[], known: Known): Contradiction[] {
  return contradictions.map((contradiction) => {
    const names = {
      ...known,
      place: contradiction.place,
      owner: 'contradictions',
      ruleIds: new Set<string>(),
    };
    return { ...contradiction, when: link(contradiction.when, names) };
  });
}

/** The same for rules that belong together. */
export function linkTogether(together: readonly Together[], known: Known): Together[] {
  return together.map((one) => {
    const names = { ...known, place: one.place, owner: one.id };
    for (const rule of one.of)
      if (!known.ruleIds.has(rule)) known.problems.push(unknownName(rule, names, 'unknown-rule'));
    return { ...one, ...(one.when ? { when: link(one.when, names) } : {}) };
  });
}

/** A number is counted from a day that is asked of the same people. */
export function checkCounted(facts: Facts): Problem[] {
  return Object.values(facts).flatMap(({ id, type, group, yearsSince }): Problem[] => {
    if (yearsSince === undefined) return [];
    const day = facts[yearsSince];
    if (type.kind === 'number' && day?.type.kind === 'date' && day.group === group) return [];
    const days = Object.values(facts).filter((one) => one.type.kind === 'date' && one.group === group);
    const near = didYouMean(
      yearsSince,
      days.map((one) => one.id),
    );
    const message = `The fact “${id}” is counted in years since “${yearsSince}”. Only a number can be, and only from a fact of type date that is asked of the same people.${near}`;
    return [{ code: 'wrong-type', file: 'facts', line: 1, message }];
  });
}

/** Each fact of a group belongs to a group that there is. */
export function checkGroups({ facts, groups }: Pick<Known, 'facts' | 'groups'>): Problem[] {
  return Object.values(facts).flatMap(({ id, group }): Problem[] => {
    if (group === undefined || groups[group]) return [];
    const message = `The fact “${id}” is asked of “${group}”, but no group has that id.${didYouMean(group, Object.keys(groups))} Write the group under “groups:” of a file of facts.`;
    return [{ code: 'unknown-group', file: 'facts', line: 1, message }];
  });
}

/** The same for the limbs that overlays bring in. */
export function linkOverlays(overlays: readonly Overlay[], known: Known): Overlay[] {
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
  if (limb.kind === 'unsaid') return limb;
  if (limb.kind === 'not') return { ...limb, limb: link(limb.limb, names) };
  if (limb.kind === 'group') return linkGroup(limb, names);
  if ('limbs' in limb) {
    return { ...limb, limbs: limb.limbs.map((part) => link(part, names)) };
  }
  if (limb.kind === 'compare' || limb.kind === 'years') return linkComparison(limb, names);
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
    const message = `In rule “${names.owner}”, “${name}” is a day and cannot be yes or no. Write “years since ${name} < 18”; a day itself stands only in a duty's “by: {from: ...}”.`;
    names.problems.push({ code: 'wrong-type', ...names.place, message });
  }
  if (fact) {
    checkGroupOf(fact, names);
    return limb;
  }
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

function linkComparison(limb: Limb & { kind: 'compare' | 'years' }, names: Names): Limb {
  const { fact: name, kind } = limb;
  const fact = names.facts[name];
  if (!fact) names.problems.push(unknownName(name, names, 'unknown-fact'));
  else {
    checkGroupOf(fact, names);
    if (kind === 'years' && limb.bound < 0) {
      const message = `In rule “${names.owner}”, no fewer than 0 years can have passed. Write “years since ${name} < 18” with a number from 0.`;
      names.problems.push({ code: 'wrong-value', ...names.place, message });
    }
    const wanted = kind === 'years' ? 'date' : 'number';
    if (fact.type.kind === wanted) return limb;
    const instead = {
      'yes-no': `is answered yes or no and cannot be compared. Write “is: ${name}”`,
      number: `is a number, not a day. Write “${name} < 18”`,
      date: `is a day and cannot be compared itself. Write “years since ${name} < 18”`,
    }[fact.type.kind];
    const message = `In rule “${names.owner}”, “${name}” ${instead}.`;
    names.problems.push({ code: 'wrong-type', ...names.place, message });
  }
  return limb;
}

/** What is asked of each of a group's people can be read only where one of them is spoken of, and nothing else there. */
function checkGroupOf({ id, group }: Fact, names: Names): void {
  if (group === names.group) return;
  const message =
    group === undefined
      ? `In rule “${names.owner}”, “${id}” is asked of the case, but stands where each of “${names.group}” is spoken of. Take it out of “with”.`
      : `In rule “${names.owner}”, “${id}” is asked of each of “${group}”. Write “some: ${group}” or “every: ${group}” with it under “with”.`;
  names.problems.push({ code: 'wrong-type', ...names.place, message });
}

function linkGroup(limb: Limb & { kind: 'group' }, names: Names): Limb {
  if (!names.groups[limb.group]) {
    const near = didYouMean(limb.group, Object.keys(names.groups));
    const message = `Rule “${names.owner}” speaks of “${limb.group}”, but no group has that id.${near}`;
    names.problems.push({ code: 'unknown-group', ...names.place, message });
    return limb;
  }
  // Of each of the people only what is asked of them counts: no rule, which would speak of the case.
  const inner = link(limb.limb, { ...names, group: limb.group, ruleIds: new Set() });
  if (speaksOfPeople(inner)) {
    const message = `In rule “${names.owner}”, people stand within people. Make two rules of it.`;
    names.problems.push({ code: 'wrong-shape', ...names.place, message });
  }
  if (readsOf(inner).facts.length === 0) {
    const message = `In rule “${names.owner}”, nothing is said of each of “${limb.group}”. Name a fact under “with”.`;
    names.problems.push({ code: 'wrong-shape', ...names.place, message });
  }
  return { ...limb, limb: inner };
}

function speaksOfPeople(limb: Limb): boolean {
  return limb.kind === 'group' || partsOfLimb(limb).some(speaksOfPeople);
}

function looksLikeRule(name: string, { ruleIds }: Names): boolean {
  return [...ruleIds].some((id) => id.split('.')[0] === name.split('.')[0]);
}

function unknownName(name: string, names: Names, code: 'unknown-fact' | 'unknown-rule'): Problem {
  const known = [...Object.keys(names.facts), ...names.ruleIds];
  const message = `Rule “${names.owner}” reads “${name}”, but no fact or rule has that id.${didYouMean(name, known)} Facts stand in the files of facts, rules in “rule” blocks.`;
  return { code, ...names.place, message };
}
