import {
  citationsOf,
  type Decision,
  type Law,
  type Provision as LawProvision,
  type Limb,
  type Overlay,
} from '@clew/rules';

import { type AnyDecision, isTest, youngestFirst } from './load-shelf.ts';

/** A rule, a value or a duty, and which of them. */
export type Provision = LawProvision & { kind: 'rule' | 'value' | 'duty' };

/** Who names what: each thing of a law with what rests on it. Built once for a law. */
export type LawLinks = {
  provisions: ReadonlyMap<string, Provision>;
  /** By paragraph (`palermo#3.a`): the provisions that cite it. */
  citing: ReadonlyMap<string, readonly Provision[]>;
  /** By paragraph: the provisions that name it only to say what they never look at. */
  blindBy: ReadonlyMap<string, readonly Provision[]>;
  /** By rule, value or duty: the provisions that rest on it. */
  restingOn: ReadonlyMap<string, readonly Provision[]>;
  /** By fact: the provisions that read it, or count days from it. */
  reading: ReadonlyMap<string, readonly Provision[]>;
  /** By rule, value or duty: the reforms that change it. */
  changing: ReadonlyMap<string, readonly Overlay[]>;
  /** By rule, value or duty: the decisions in which it has to answer as the court did. */
  decidedOn: ReadonlyMap<string, readonly Decision[]>;
  /** By fact: the decisions in which it was told. */
  toldIn: ReadonlyMap<string, readonly Decision[]>;
};

/** Works out who names what. */
export function linksOf(law: Law, all: readonly AnyDecision[]): LawLinks {
  const decisions = all.filter(isTest);
  const provisions = [
    ...Object.values(law.rules).map((rule) => ({ ...rule, kind: 'rule' as const })),
    ...Object.values(law.values).map((value) => ({ ...value, kind: 'value' as const })),
    ...Object.values(law.duties).map((duty) => ({ ...duty, kind: 'duty' as const })),
  ];
  const limbs = new Map(provisions.map((one) => [one.id, limbsIn(one)]));
  const named = (one: Provision) => limbs.get(one.id) ?? [];
  return {
    provisions: new Map(provisions.map((one) => [one.id, one])),
    citing: groupBy(provisions, (one) => seenBy(one)),
    blindBy: groupBy(provisions, (one) => {
      const seen = new Set(seenBy(one));
      return one.neverReads.flatMap(({ cites }) => cites).filter((ref) => !seen.has(ref));
    }),
    restingOn: groupBy(provisions, (one) => [
      ...named(one).flatMap((limb) => (limb.kind === 'rule' ? [limb.rule] : [])),
      ...valueUnder(law, one),
      ...nationalOf(law, one),
    ]),
    reading: groupBy(provisions, (one) => [
      ...named(one).flatMap((limb) => ('fact' in limb ? [limb.fact] : [])),
      ...dayUnder(law, one),
    ]),
    changing: groupBy(Object.values(law.overlays), ({ ops }) => ops.map(({ target }) => target)),
    decidedOn: groupBy(decisions, (decision) => expectedBy(decision)),
    toldIn: groupBy(decisions, ({ facts, also }) => Object.keys({ ...facts, ...also })),
  };
}

/** What a decision expects an answer of: rules, values and duties, each once. */
export function expectedBy({ expect, expectIn }: Pick<Decision, 'expect' | 'expectIn'>): string[] {
  return [...new Set([...expect, ...Object.values(expectIn).flat()].map(({ rule }) => rule))];
}

/** The decisions that turn on one of some provisions, each once, the youngest first. */
export function decisionsOn(links: LawLinks, provisions: readonly { id: string }[]): Decision[] {
  const decisions = new Set(provisions.flatMap(({ id }) => links.decidedOn.get(id) ?? []));
  return [...decisions].sort(youngestFirst);
}

/** In how many decisions a rule, value or duty had to answer as the court did. */
export function decidedOn(
  law: Law,
  { decisions }: { decisions: readonly AnyDecision[] },
): (id: string) => number {
  const links = linksOf(law, decisions);
  return (id) => links.decidedOn.get(id)?.length ?? 0;
}

/** What a provision rests on, without what it names only for what it never looks at. */
function seenBy(provision: Provision): string[] {
  return citationsOf({ ...provision, neverReads: [] });
}

function groupBy<T>(all: readonly T[], keysOf: (one: T) => readonly string[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    for (const key of new Set(keysOf(one))) {
      const group = groups.get(key) ?? [];
      group.push(one);
      groups.set(key, group);
    }
  }
  return groups;
}

/** Every limb of a provision, those inside others and those of presumptions, exceptions and readings too. */
function limbsIn({ limb, presume, exceptions = [], variants = {} }: LawProvision): Limb[] {
  const readings = Object.values(variants).flatMap((list) => list.filter((part) => 'limb' in part));
  return [
    limb,
    ...(presume ? [presume.when] : []),
    ...exceptions.map((exception) => exception.limb),
    ...readings.flatMap((reading) => [reading.limb, ...reading.exceptions.map((one) => one.limb)]),
  ].flatMap(withInner);
}

function withInner(limb: Limb): Limb[] {
  const inner = 'limbs' in limb ? limb.limbs : 'limb' in limb ? [limb.limb] : [];
  return [limb, ...inner.flatMap(withInner)];
}

function valueUnder(law: Law, { id }: Provision): string[] {
  const by = law.duties[id]?.by;
  return by?.kind === 'value' ? [by.value] : [];
}

function dayUnder(law: Law, { id }: Provision): string[] {
  const by = law.duties[id]?.by;
  return by !== undefined && 'from' in by ? [by.from] : [];
}

/** A State's own reading stands beside the treaty's rule. */
function nationalOf(law: Law, { id }: Provision): string[] {
  const national = law.rules[id]?.national;
  return national === undefined ? [] : [national];
}
