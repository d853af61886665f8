import {
  canonicalJson,
  compareProvisions,
  type Day,
  type Duty,
  type Example,
  type Law,
  lawFor,
  limbsOf,
  type Provision,
  readsOf,
  STRENGTHS,
} from '@clew/rules';
import { boundOtherwise } from './bound-otherwise.ts';
import type { LawChange } from './law-changes.ts';
import { inSpan, numberMoves, turnsOfSpans } from './numbers-changed.ts';
import { stretchesOf } from './stretches.ts';

/**
 * What a change does to one rule, duty or State. `narrower`: somebody who had it has it no longer; `wider`: somebody has it
 * who had not; `both`; `may`: that could not be worked out, so a person has to look.
 */
export type Touched = {
  id: string;
  label: string;
  kind: 'rule' | 'duty' | 'value' | 'instrument';
  /** Whether it protects: a rule marked so, any duty, or a number by which a duty is due. Otherwise it only holds in more or fewer cases. */
  protects: boolean;
  effect: 'narrower' | 'wider' | 'both' | 'may';
  why: string;
  /** Answers with which it held before and does not now. */
  lost?: Example;
  /** Answers with which it holds now and did not before. */
  won?: Example;
  /** Where only one State's law is changed. */
  state?: string;
  /** The States that an instrument binds otherwise. */
  states?: readonly string[];
  on?: Day;
};

type Laws = { before: Law; after: Law };

/** Whose protection the changes touch: what rests on each of them, compared over every case there can be. */
export function touchedBy(changes: readonly LawChange[], laws: Laws, today: Day): Touched[] {
  const provisions = changes.filter(({ kind }) => kind === 'rule' || kind === 'duty' || kind === 'value');
  const facts = changes.filter(({ kind, what }) => kind === 'fact' && what !== 'changed').map(({ id }) => id);
  const changed = provisions.filter(({ what }) => what === 'changed').map(({ id }) => id);
  const asked = provisions.filter(({ id }) => asksOtherwise(id, laws)).map(({ id }) => id);
  const resting = restingOn([...asked, ...facts], laws);
  return [
    ...provisions.flatMap((change) => comeOrGone(change, laws)),
    ...resting.flatMap((id) => comparedHere(id, laws)),
    ...changed.flatMap((id) => strengthChanged(id, laws)),
    ...changed.flatMap((id) => numberMoves(id, laws).map((move) => ({ ...headOf(id, laws.after), ...move }))),
    ...changed.flatMap((id) => sourcesChanged(id, laws)),
    ...statesTouched([...asked, ...facts], laws),
    ...boundOtherwise(laws, today),
  ];
}

/** Whether it came, went, or asks for something else, however States read it. */
function asksOtherwise(id: string, { before, after }: Laws): boolean {
  const said = (law: Law) => {
    const { limb, exceptions = [], presume } = provisionIn(law, id) ?? {};
    return canonicalJson({ limb, exceptions, presume });
  };
  return said(before) !== said(after);
}

function provisionIn(law: Law, id: string): Provision | undefined {
  const { rules, duties, values } = law;
  return [rules, duties, values]
    .map((part) => (Object.hasOwn(part, id) ? part[id] : undefined))
    .find(Boolean);
}

function headOf(id: string, law: Law): Pick<Touched, 'id' | 'label' | 'kind' | 'protects'> {
  const provision = provisionIn(law, id);
  const kind = Object.hasOwn(law.duties, id) ? 'duty' : Object.hasOwn(law.values, id) ? 'value' : 'rule';
  const isCounted = Object.values(law.duties).some(({ by }) => by?.kind === 'value' && by.value === id);
  return {
    id,
    label: provision?.label ?? id,
    kind,
    protects: kind === 'duty' || isCounted || provision?.protection === true,
  };
}

/** These and everything that rests on one of them in both laws, in the order of the later. */
function restingOn(ids: readonly string[], { before, after }: Laws): string[] {
  const readers = new Map<string, Set<string>>();
  for (const law of [before, after]) {
    for (const part of [law.rules, law.duties, law.values]) {
      for (const provision of Object.values(part) as Provision[]) {
        for (const limb of limbsOf(provision)) {
          const { facts, rules } = readsOf(limb);
          for (const read of [...facts, ...rules]) {
            readers.set(read, (readers.get(read) ?? new Set()).add(provision.id));
          }
        }
      }
    }
  }
  const found = new Set(ids);
  for (const id of found) for (const reader of readers.get(id) ?? []) found.add(reader);
  const order = [after.rules, after.duties, after.values].flatMap((part) => Object.keys(part));
  return order.filter((id) => found.has(id) && provisionIn(before, id) !== undefined);
}

function comeOrGone({ id, what }: LawChange, { before, after }: Laws): Touched[] {
  if (what === 'added') return [{ ...headOf(id, after), effect: 'wider', why: 'It is new.' }];
  if (what === 'removed') return [{ ...headOf(id, before), effect: 'narrower', why: 'It is gone.' }];
  return [];
}

function comparedHere(id: string, laws: Laws): Touched[] {
  const found = compared(id, laws);
  return found ? [{ ...headOf(id, laws.after), ...found }] : [];
}

type Found = Pick<Touched, 'effect' | 'why' | 'lost' | 'won'>;

/** After presumptions first, as people live under them; then on the facts alone. */
function compared(id: string, { before, after }: Laws): Found | undefined {
  for (const which of ['burden', 'strict'] as const) {
    const [first, second] = [
      { law: before, id },
      { law: after, id },
    ] as const;
    const found = compareProvisions(first, second, { which, against: 'not-yes' });
    if (found.kind === 'equal') continue;
    const when = which === 'strict' ? ' on the facts alone' : '';
    if (found.kind === 'too-large') return { effect: 'may', why: 'The two are too large to compare.' };
    const examples = ['lost' in found ? found.lost : [], 'won' in found ? found.won : []].flat();
    // What a State says and nobody has written is a question of its own in each law.
    if (examples.some((said) => said.kind !== 'people' && said.fact.startsWith('unsaid '))) {
      return {
        effect: 'may',
        why: 'It rests on how a State reads it, which nobody had written in one of the two.',
      };
    }
    if (found.kind === 'narrower') {
      return { effect: 'narrower', why: `It holds in fewer cases${when}.`, lost: found.lost };
    }
    if (found.kind === 'wider')
      return { effect: 'wider', why: `It holds in more cases${when}.`, won: found.won };
    return {
      ...{ effect: 'both', why: `It holds in other cases${when}.` },
      ...{ lost: found.lost, won: found.won },
    };
  }
  return undefined;
}

function strengthChanged(id: string, { before, after }: Laws): Touched[] {
  const [was, is] = [dutyIn(before, id), dutyIn(after, id)];
  if (!was || !is) return [];
  const head = headOf(id, after);
  const rank = ({ strength }: Duty) => STRENGTHS.indexOf(strength);
  const strength: Touched[] =
    was.strength === is.strength
      ? []
      : [
          {
            ...head,
            effect: rank(is) > rank(was) ? 'narrower' : 'wider',
            why: `It binds ${rank(is) > rank(was) ? 'less' : 'more'}: ${was.strength} became ${is.strength}.`,
          },
        ];
  const said = ({ bearer, act, by }: Duty) => canonicalJson({ bearer, act, by: by ?? null });
  if (said(was) === said(is)) return strength;
  return [
    ...strength,
    { ...head, effect: 'may', why: 'Who owes it, what is owed or by when was written otherwise.' },
  ];
}

function dutyIn({ duties }: Law, id: string): Duty | undefined {
  return Object.hasOwn(duties, id) ? duties[id] : undefined;
}

/** For each State whose reading of a rule is another, or rests on what asks otherwise: what rests on it, there and from that day on. */
function statesTouched(asked: readonly string[], { before, after }: Laws): Touched[] {
  const reached = new Set(restingOn(asked, { before, after }));
  const rules = [...new Set([...Object.keys(before.rules), ...Object.keys(after.rules)])];
  const readings = (law: Law, id: string, state: string) => law.rules[id]?.variants?.[state] ?? [];
  const states = [before, after].flatMap((law) =>
    rules.flatMap((id) => Object.keys(law.rules[id]?.variants ?? {})),
  );
  return [...new Set(states)].sort().flatMap((state) => {
    const spans = rules.flatMap((id) => [...readings(before, id, state), ...readings(after, id, state)]);
    const said = (law: Law, id: string, on: Day) => {
      const { limb, exceptions } = inSpan(readings(law, id, state), on) ?? {};
      return limb ? canonicalJson({ limb, exceptions: exceptions ?? [] }) : '';
    };
    const otherwise = (on: Day) =>
      rules.flatMap((id) => {
        const [was, is] = [said(before, id, on), said(after, id, on)];
        return was !== is || (was !== '' && reached.has(id)) ? [{ id, was, is }] : [];
      });
    return stretchesOf(turnsOfSpans(spans), otherwise).flatMap(({ from, to, what }) => {
      const on = from ?? turnsOfSpans(spans).sort()[0] ?? to;
      if (what.length === 0 || on === undefined) return [];
      const there = { before: lawFor(before, { state, on }), after: lawFor(after, { state, on }) };
      const ids = what.map(({ id }) => id);
      return restingOn(ids, there).flatMap((one) => {
        const found = compared(one, there);
        return found ? [{ ...headOf(one, after), ...found, state, on }] : [];
      });
    });
  });
}

/** Another set of instruments under it may bind others. */
function sourcesChanged(id: string, { before, after }: Laws): Touched[] {
  const sources = (law: Law) =>
    [...new Set(provisionIn(law, id)?.cites.map((cite) => cite.split('#')[0] ?? ''))].sort();
  const [was, is] = [sources(before), sources(after)];
  if (canonicalJson(was) === canonicalJson(is)) return [];
  const why = `It rested on ${was.join(', ')} and rests on ${is.join(', ')}: others may be bound by it.`;
  return [{ ...headOf(id, after), effect: 'may', why }];
}
