import {
  bindingOf,
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
  type Value,
} from '@clew/rules';
import type { LawChange } from './law-changes.ts';

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
    ...changed.flatMap((id) => numberChanged(id, laws)),
    ...statesTouched(changed, laws),
    ...boundOtherwise(changes, laws, today),
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

type NumberMove = { told: string; was: number | undefined; is: number | undefined };

/**
 * A number of the law: the treaty's, its least, or a State's. Of a number that has a least, fewer give less; of another a
 * person has to look.
 */
function numberChanged(id: string, { before, after }: Laws): Touched[] {
  const [was, is] = [before.values[id], after.values[id]];
  if (!was || !is) return [];
  const states = [...new Set([...Object.keys(was.variants), ...Object.keys(is.variants)])].sort();
  const last = (value: Value, state: string) => value.variants[state]?.at(-1)?.value;
  const moves: NumberMove[] = [
    { told: 'The treaty gives', was: was.value, is: is.value },
    { told: 'The least is', was: was.floor, is: is.floor },
    ...states.map((state) => ({ told: `${state} gives`, was: last(was, state), is: last(is, state) })),
  ];
  return moves.flatMap((move): Touched[] => {
    if (move.was === move.is) return [];
    const days = (count: number | undefined) =>
      count === undefined ? 'nobody has said how many' : `${count}`;
    const why = `${move.told} ${days(move.is)} ${is.unit}; before, ${days(move.was)}.`;
    return [{ ...headOf(id, after), effect: effectOf(move, is), why }];
  });
}

function effectOf({ was, is }: NumberMove, { floor }: Value): Touched['effect'] {
  if (was === undefined || is === undefined || floor === undefined) return 'may';
  return is < was ? 'narrower' : 'wider';
}

/** For each State whose reading of a changed rule is another: what rests on it, there and from that day on. */
function statesTouched(changed: readonly string[], { before, after }: Laws): Touched[] {
  const places = changed.flatMap((id) => {
    const [was, is] = [before.rules[id]?.variants ?? {}, after.rules[id]?.variants ?? {}];
    const states = [...new Set([...Object.keys(was), ...Object.keys(is)])];
    return states.flatMap((state) => {
      const [one, other] = [was[state] ?? [], is[state] ?? []];
      if (canonicalJson(one) === canonicalJson(other)) return [];
      const days = [...one, ...other]
        .map(({ from }) => from)
        .filter(
          (from) =>
            canonicalJson(one.find((reading) => reading.from === from) ?? null) !==
            canonicalJson(other.find((reading) => reading.from === from) ?? null),
        );
      return [...new Set(days)].map((on) => ({ id, state, on }));
    });
  });
  return places.flatMap(({ id, state, on }) => {
    const there = { before: lawFor(before, { state, on }), after: lawFor(after, { state, on }) };
    return restingOn([id], there).flatMap((one) => {
      const found = compared(one, there);
      return found ? [{ ...headOf(one, after), ...found, state, on }] : [];
    });
  });
}

/** States that an instrument binds otherwise than before, with the duties that rest on it. */
function boundOtherwise(changes: readonly LawChange[], { before, after }: Laws, on: Day): Touched[] {
  const lists = changes.some(({ kind }) => kind === 'state' || kind === 'parties' || kind === 'instrument');
  if (!lists) return [];
  const states = [...new Set([...Object.keys(before.states), ...Object.keys(after.states)])];
  const duties = Object.values(after.duties).filter(({ id }) => Object.hasOwn(before.duties, id));
  return states.flatMap((state) => {
    const moved = duties.flatMap(({ id, cites }) => {
      const was = bindingOf(before, before.duties[id]?.cites ?? [], { state, on })?.verdict;
      const is = bindingOf(after, cites, { state, on })?.verdict;
      return was === is ? [] : [{ id, was: was ?? 'guidance', is: is ?? 'guidance' }];
    });
    const kinds = [...new Set(moved.map(({ was, is }) => `${was} ${is}`))];
    return kinds.map((kind): Touched => {
      const [was = '', is = ''] = kind.split(' ');
      const ids = moved.filter((one) => one.was === was && one.is === is).map(({ id }) => id);
      return {
        ...{ id: state, label: after.states[state]?.name ?? state, kind: 'instrument', protects: true },
        effect: is === 'yes' ? 'wider' : was === 'yes' ? 'narrower' : 'may',
        why: `Whether it is bound was ${BOUND[was] ?? was} and is ${BOUND[is] ?? is}, for ${ids.length} ${ids.length === 1 ? 'duty' : 'duties'}: ${ids.join(', ')}.`,
        ...{ state, on },
      };
    });
  });
}

const BOUND: Readonly<Record<string, string>> = {
  yes: 'yes',
  no: 'no',
  unknown: 'not known',
  guidance: 'a matter of guidance',
};
