import type { Exception, Fact, Law, Limb, Overlay, Rule } from '@clew/rules';
import { REASONS } from '@clew/rules';
import type { Draw } from '../../../bench/frame/draw.ts';

type Bare = Limb extends infer One ? (One extends Limb ? Omit<One, 'cites'> : never) : never;

const SIGNS = ['<', '<=', '>', '>='] as const;
const YES_NO = Array.from({ length: 10 }, (_, index) => `fact.${index}`);
const NUMBERS = ['number.0', 'number.1'];
const DAYS = ['day.0', 'day.1'];
const GROUPS = ['child', 'adult'];
const MOST_RULES = 40;

/**
 * A law that nobody made: every kind of limb, presumptions for some reasons, exceptions with every burden, duties, values
 * and three overlays. Later rules rest on earlier ones. Nothing of the law it is drawn from is left but its shape.
 */
export function randomLaw(shape: Law, draw: Draw): Law {
  const rules: Rule[] = [];
  for (let index = 0; index < MOST_RULES; index++) rules.push(randomRule(index, draw));
  const provisions = (kind: string, count: number) =>
    Array.from({ length: count }, (_, index) => ({
      ...provision(`${kind}.${index}`),
      limb: ofRule(draw.below(MOST_RULES)),
      neverWith: [],
    }));
  const duties = provisions('duty', 8).map((duty) => ({
    ...duty,
    ...({ bearer: 'Nobody', act: 'Nothing', strength: 'shall', breach: 'None' } as const),
  }));
  const values = provisions('value', 3).map((value) => ({
    ...value,
    ...({ unit: 'days', value: 30, variants: {} } as const),
  }));
  return {
    ...shape,
    ...{ hash: 'random', words: {}, tests: [], contradictions: [], together: [], states: {} },
    facts: byId(randomFacts()),
    groups: byId(GROUPS.map((id) => ({ id, label: id, question: id, complete: id, why: id }))),
    ...{ rules: byId(rules), duties: byId(duties), values: byId(values) },
    overlays: byId([0, 1, 2].map((index) => randomOverlay(index, rules, draw))),
  };
}

function randomFacts(): Fact[] {
  const told = { theme: 't', sensitivity: 1, knownBy: [], label: 'F', question: 'F?', why: 'F.' };
  const fact = (id: string, type: Fact['type'], group?: string): Fact => ({
    ...{ id, type, ...told },
    ...(group === undefined ? {} : { group }),
  });
  const number = { kind: 'number', min: 0, max: 120 } as const;
  return [
    ...YES_NO.map((id) => fact(id, { kind: 'yes-no' })),
    ...NUMBERS.map((id, index) => ({ ...fact(id, number), ...(index === 0 ? { yearsSince: 'day.0' } : {}) })),
    ...DAYS.map((id) => fact(id, { kind: 'date' })),
    ...GROUPS.flatMap((group) => [
      fact(`${group}.told`, { kind: 'yes-no' }, group),
      fact(`${group}.here`, { kind: 'yes-no' }, group),
      { ...fact(`${group}.age`, number, group), yearsSince: `${group}.born` },
      fact(`${group}.born`, { kind: 'date' }, group),
    ]),
  ];
}

function randomRule(index: number, draw: Draw): Rule {
  const limb = randomLimb(index, 3, draw);
  const presume: Rule['presume'] | undefined = draw.chance(0.3)
    ? {
        value: draw.chance(0.7) ? 'yes' : 'no',
        when: randomLimb(index, 1, draw),
        reasons: draw.chance(0.4) ? REASONS : REASONS.filter(() => draw.chance(0.5)),
        cites: [],
      }
    : undefined;
  const exceptions = Array.from({ length: draw.chance(0.35) ? 1 + draw.below(2) : 0 }, (): Exception => {
    const burden = draw.pick(['state', 'person', undefined] as const);
    return { limb: randomLimb(index, 1, draw), ...(burden ? { burden } : {}) };
  });
  return { ...provision(`rule.${index}`), limb, exceptions, ...(presume ? { presume } : {}) };
}

/** A limb of a rule: it may rest on any rule before. */
function randomLimb(before: number, depth: number, draw: Draw): Limb {
  const kind = draw.below(depth > 0 ? 12 : 6);
  if (kind < 3) return limb({ kind: 'fact', fact: draw.pick(YES_NO) });
  if (kind === 3) return randomNumber(NUMBERS, DAYS, draw);
  if (kind === 4) return before > 0 ? ofRule(draw.below(before)) : limb({ kind: 'unsaid' });
  if (kind === 5) return draw.chance(0.2) ? limb({ kind: 'unsaid' }) : randomPeople(draw);
  return randomList(kind, draw, () => randomLimb(before, depth - 1, draw));
}

function randomList(kind: number, draw: Draw, inner: () => Limb): Limb {
  const limbs = () => Array.from({ length: 2 + draw.below(3) }, inner);
  if (kind < 8) return limb({ kind: 'all', limbs: limbs() });
  if (kind < 10) return limb({ kind: 'any', limbs: limbs() });
  if (kind === 10) return limb({ kind: 'at_least', count: 1 + draw.below(4), limbs: limbs() });
  return limb({ kind: 'not', limb: inner() });
}

function randomNumber(numbers: readonly string[], days: readonly string[], draw: Draw): Limb {
  const comparison = draw.pick(SIGNS);
  const bound = draw.pick(BOUNDS);
  return draw.chance(0.5)
    ? limb({ kind: 'compare', fact: draw.pick(numbers), comparison, bound })
    : limb({ kind: 'years', fact: draw.pick(days), comparison, bound });
}

/** What ages and numbers are held against. */
export const BOUNDS = [0, 1, 4, 14, 17, 18];

function randomPeople(draw: Draw): Limb {
  const group = draw.pick(GROUPS);
  const inner = randomMember(group, 2, draw);
  const quantifier = draw.pick(['some', 'every', 'at_least'] as const);
  return quantifier === 'at_least'
    ? limb({ kind: 'group', quantifier, count: 1 + draw.below(4), group, limb: inner })
    : limb({ kind: 'group', quantifier, group, limb: inner });
}

function randomMember(group: string, depth: number, draw: Draw): Limb {
  const kind = draw.below(depth > 0 ? 12 : 5);
  if (kind < 4) return limb({ kind: 'fact', fact: `${group}.${draw.pick(['told', 'here'])}` });
  if (kind < 6) return randomNumber([`${group}.age`], [`${group}.born`], draw);
  return randomList(kind, draw, () => randomMember(group, depth - 1, draw));
}

/** Every operation on rules, duties and values, on whatever they meet. */
function randomOverlay(index: number, rules: readonly Rule[], draw: Draw): Overlay {
  const defeated = rules.flatMap((rule) =>
    rule.exceptions.flatMap(({ limb: defeats }) =>
      defeats.kind === 'fact' ? [{ rule, name: defeats.fact }] : [],
    ),
  );
  const shifted = defeated.length > 0 ? draw.pick(defeated) : undefined;
  const dropped = defeated.length > 0 ? draw.pick(defeated) : undefined;
  const early = () => `rule.${draw.below(MOST_RULES / 2)}`;
  const added = () => limb({ kind: 'fact', fact: draw.pick(YES_NO) });
  return {
    ...{
      id: `overlay.${index}`,
      label: 'O',
      cites: [],
      bearsOn: [],
      status: 'proposal',
      after: [],
      source: '',
      place: PLACE,
    },
    ops: [
      { op: 'add-any', target: early(), limb: added() },
      { op: 'add-all', target: early(), limb: added() },
      { op: 'replace', target: early(), limb: randomLimb(0, 2, draw) },
      { op: 'repeal', target: early() },
      { op: 'repeal', target: `duty.${index}` },
      { op: 'add-any', target: `duty.${index + 3}`, limb: added() },
      { op: 'set-value', target: 'value.0', value: 45 },
      ...(shifted
        ? [
            {
              op: 'change-burden' as const,
              target: shifted.rule.id,
              exception: shifted.name,
              burden: 'state' as const,
            },
          ]
        : []),
      ...(dropped
        ? [{ op: 'drop-exception' as const, target: dropped.rule.id, exception: dropped.name }]
        : []),
    ],
  };
}

const PLACE = { file: 'random', line: 1 };

function provision(id: string) {
  return { id, label: id, cites: [], neverReads: [], checkedBy: [], source: '', place: PLACE };
}

function ofRule(index: number): Limb {
  return limb({ kind: 'rule', rule: `rule.${index}` });
}

function limb(bare: Bare): Limb {
  return { ...bare, cites: [] } as Limb;
}

function byId<T extends { id: string }>(list: readonly T[]): Readonly<Record<string, T>> {
  return Object.fromEntries(list.map((one) => [one.id, one]));
}
