import type { Limb } from '../law.ts';
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

export type LeafLowering = { book: FormulaBook; told: ToldFacts };

export type LeafLimb = Extract<Limb, { kind: 'fact' | 'compare' | 'years' }>;
export type GroupLimb = Extract<Limb, { kind: 'group' }>;

/** What one answer says to a limb. */
export function lowerLeaf(limb: LeafLimb, facts: Facts, { book, told }: LeafLowering): Formula {
  const { kind, fact } = limb;
  const isCounted = kind !== 'years' || told.hasDay;
  if (!isCounted || !facts.has(fact)) return book.constant('unknown');
  if (kind === 'fact') return book.leaf({ kind, fact });
  return book.leaf({ kind, fact, comparison: limb.comparison, bound: limb.bound });
}

/** What the people of a group say to a limb over them. */
export function lowerGroup(limb: GroupLimb, { book, told }: LeafLowering): Formula {
  const { group } = limb;
  const facts = told.groups[group];
  if (!facts) return book.constant('unknown');
  const member = lowerMember(limb.limb, facts, { book, told });
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
