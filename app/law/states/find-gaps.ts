import {
  type Citation,
  type Comparison,
  compareProvisions,
  type Day,
  type Duty,
  type Example,
  getCitation,
  type Law,
  lawFor,
  type Provision,
  type Rule,
  type Since,
  sinceOf,
  type Value,
  type Variant,
} from '@clew/rules';
import { firstReadAfter, type LaterReading } from '../later-reading.ts';
import { type Seen, seenLaw } from '../seen-law.ts';
import { type Asked, type At, askedOf } from './asked-of.ts';
import { type Missing, missingOn } from './missing-law.ts';

/**
 * What a State's own law does with what a treaty asks. `meets`: it means whom the treaty means, as far as is
 * asked here: its text may know a purpose that no question asks. `wider`: more people or more days. `below`: there is somebody whom the treaty means and it does not, or it gives less
 * than the floor. `different`: wider for some, below for others. `missing` and `was-missing`: somebody looked for it and
 * found none. `seen-in-part`: single things are known of it, and not the whole.
 */
export type National =
  | { status: 'nobody-has-said' }
  | Missing
  | { status: 'seen-in-part'; seen: readonly Seen[] }
  | (Since & { cites: readonly Citation[] } & (
        | { status: 'meets' | 'not-comparable' }
        | { status: 'wider' | 'below'; example?: Example; gives?: number; least?: number }
        | { status: 'different'; lost: Example; won: Example }
      ));

/** What stands against what: a definition, a number or a duty, what binds the State to it, and its own law. */
export type Gap = Asked & {
  kind: 'definition' | 'number' | 'duty';
  id: string;
  /** The rule that a duty hangs on, if it is one: what it belongs to. */
  under?: string;
  bearer?: string;
  national: National;
  /** Where its own number for the day is not written: the number as it was read after that day. It never counts. */
  readLater?: LaterReading;
};

/** What a State owes by the treaties, and what its own law does with it, as far as anybody has said. */
export type Gaps = { at: At; lawHash: string; gaps: readonly Gap[] };

/**
 * Every definition that States read in their own way, every number they set and every duty of the law, held against what
 * binds a State on a day and what its own law says. Definitions are compared over every case there can be.
 */
export function findGaps(law: Law, at: At): Gaps {
  const there = lawFor(law, at);
  const setting = { law, there, at };
  return {
    at,
    lawHash: law.hash,
    gaps: [
      ...Object.values(law.rules).flatMap((rule) => definitionGap(rule, setting)),
      ...Object.values(law.values).map((value) => numberGap(value, setting)),
      ...Object.values(law.duties).map((duty) => dutyGap(duty, setting)),
    ],
  };
}

type Setting = { law: Law; there: Law; at: At };

/** Of a rule that stands beside a treaty's, or that the State reads otherwise. */
function definitionGap(rule: Rule, { law, there, at }: Setting): Gap[] {
  const read = there.rules[rule.id];
  const isNational = rule.national !== undefined;
  if (!read || (!isNational && !rule.variants)) return [];
  const treaty = law.rules[rule.national ?? rule.id] ?? rule;
  return [
    {
      kind: 'definition',
      id: rule.id,
      ...askedOf(treaty, { law, at }),
      national: read.reading ? readingOf(read, { treaty, law, there }) : unwritten(law, at, rule.id),
    },
  ];
}

type Read = { treaty: Rule; law: Law; there: Law };

function readingOf(rule: Rule, { treaty, law, there }: Read): National {
  const { since = NEVER, isStartUnknown } = rule.reading ?? {};
  const begun = { since, ...(isStartUnknown ? { isStartUnknown } : {}) };
  const said = { ...begun, cites: citationsIn(rule.cites, law) };
  const found: Comparison = compareProvisions({ law, id: treaty.id }, { law: there, id: rule.id });
  if (found.kind === 'equal') return { ...said, status: 'meets' };
  if (found.kind === 'narrower') return { ...said, status: 'below', example: found.lost };
  if (found.kind === 'wider') return { ...said, status: 'wider', example: found.won };
  if (found.kind === 'different') return { ...said, status: 'different', lost: found.lost, won: found.won };
  return { ...said, status: 'not-comparable' };
}

function citationsIn(refs: Provision['cites'], law: Law): Citation[] {
  return refs.map((ref) => getCitation(law, ref));
}

const NEVER: Day = '0001-01-01';

function numberGap(value: Value, { law, at }: Setting): Gap {
  return {
    kind: 'number',
    id: value.id,
    ...askedOf(value, { law, at }),
    national: numberOf(value, { law, at }),
    ...readLaterOf(value, { law, at }),
  };
}

type There = Pick<Setting, 'law' | 'at'>;

function readLaterOf(value: Value | undefined, { law, at }: There): Pick<Gap, 'readLater'> {
  const readLater = value && !variantOn(value, at) && firstReadAfter(law, at, value.id);
  return readLater ? { readLater } : {};
}

/** The number that a State gives on a day; nothing where nobody has written one. */
export function variantOn({ variants }: Value, { state, on }: At): Variant | undefined {
  const list = Object.hasOwn(variants, state) ? (variants[state] ?? []) : [];
  const variant = list.findLast(({ from }) => from <= on);
  return variant?.to !== undefined && on > variant.to ? undefined : variant;
}

function numberOf(value: Value, { law, at }: There): National {
  const variant = variantOn(value, at);
  if (!variant) return unwritten(law, at, value.id);
  const least = value.floor ?? value.value;
  const said = { ...sinceOf(variant), cites: citationsIn(variant.cites, law) };
  if (variant.value === least) return { ...said, status: 'meets' };
  return { ...said, status: variant.value < least ? 'below' : 'wider', gives: variant.value, least };
}

function dutyGap(duty: Duty, { law, at }: Setting): Gap {
  const { limb, by, bearer, strength } = duty;
  const value = by?.kind === 'value' ? law.values[by.value] : undefined;
  return {
    kind: 'duty',
    id: duty.id,
    ...(limb.kind === 'rule' ? { under: limb.rule } : {}),
    bearer,
    ...askedOf(duty, { law, at, strength }),
    national:
      value && !missingOn(law, at, duty.id) ? numberOf(value, { law, at }) : unwritten(law, at, duty.id),
    ...readLaterOf(value, { law, at }),
  };
}

/** What is known of a State's own law where it is not written here: that it is missing, what was seen of it, or nothing. */
function unwritten(law: Law, at: At, id: string): National {
  const missing = missingOn(law, at, id);
  if (missing) return missing;
  const seen = seenLaw(law, at, id);
  return seen.length > 0 ? { status: 'seen-in-part', seen } : { status: 'nobody-has-said' };
}
