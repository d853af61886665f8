import type { Law, Limb } from '../law.ts';
import type { Formula, FormulaBook } from './formula.ts';

type Facts = ReadonlySet<string>;

/** What records tell. What they do not tell was not asked. */
export type ToldFacts = {
  facts: Facts;
  /** The facts that people of a group tell. A group that is not there was not asked about. */
  groups: Readonly<Record<string, Facts>>;
  /** Whether there is a day on which the law is asked: without one no years are counted. */
  hasDay: boolean;
};

export type LeafLowering = { law: Pick<Law, 'facts'>; book: FormulaBook; told: ToldFacts };

export type LeafLimb = Extract<Limb, { kind: 'fact' | 'compare' | 'years' }>;
export type GroupLimb = Extract<Limb, { kind: 'group' }>;

/** What one answer says to a limb: for a number that nobody told, the years since the day it is counted from. */
export function lowerLeaf(limb: LeafLimb, facts: Facts, lowering: LeafLowering): Formula {
  const { book } = lowering;
  const told = lowerTold(limb, facts, lowering);
  const count = limb.kind === 'compare' ? countOf(limb, facts, lowering) : undefined;
  if (!count) return told;
  return book.presumed('no', book.presumed('yes', told, count), book.not(count));
}

/** The limb, as the years since a day that is told say it; undefined where the number is not counted from one. */
export function countOf(limb: LeafLimb, facts: Facts, lowering: LeafLowering): Formula | undefined {
  const day = lowering.law.facts[limb.fact]?.yearsSince;
  if (limb.kind !== 'compare' || day === undefined) return undefined;
  return lowerTold({ ...limb, kind: 'years', fact: day }, facts, lowering);
}

function lowerTold(limb: LeafLimb, facts: Facts, { book, told }: LeafLowering): Formula {
  const { kind, fact } = limb;
  const isCounted = kind !== 'years' || told.hasDay;
  if (!isCounted || !facts.has(fact)) return book.constant('unknown');
  if (kind === 'fact') return book.leaf({ kind, fact });
  return book.leaf({ kind, fact, comparison: limb.comparison, bound: limb.bound });
}

/** What the people of a group say to a limb over them. */
export function lowerGroup(limb: GroupLimb, lowering: LeafLowering): Formula {
  const { group } = limb;
  const { book, told } = lowering;
  const facts = told.groups[group];
  if (!facts) return book.constant('unknown');
  const member = lowerMember(limb.limb, facts, lowering);
  if (limb.quantifier === 'every') {
    return book.not(book.leaf({ kind: 'members', group, least: 1, member: book.not(member) }));
  }
  const least = limb.quantifier === 'some' ? 1 : limb.count;
  return book.leaf({ kind: 'members', group, least, member });
}

/** What one person of a group says to the limb. Throws on a limb that reads more than this person's own facts. */
export function lowerMember(limb: Limb, facts: Facts, lowering: LeafLowering): Formula {
  const { book } = lowering;
  if ('fact' in limb) return lowerLeaf(limb, facts, lowering);
  if (limb.kind === 'not') return book.not(lowerMember(limb.limb, facts, lowering));
  if (limb.kind === 'unsaid') return book.constant('unknown');
  if (limb.kind === 'rule' || limb.kind === 'group') {
    throw new Error(
      'Over the people of a group only their own facts can be read, no rule and no other group.',
    );
  }
  const parts = limb.limbs.map((part) => lowerMember(part, facts, lowering));
  if (limb.kind === 'at_least') return book.atLeast(limb.count, parts);
  return limb.kind === 'all' ? book.and(parts) : book.or(parts);
}
