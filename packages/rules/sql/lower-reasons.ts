import type { Law, Limb } from '../law.ts';
import { partsOfLimb } from '../limb.ts';
import { REASONS, type Reason } from '../told.ts';
import type { Formula } from './formula.ts';
import { countOf, type GroupLimb, type LeafLimb, type LeafLowering, lowerMember } from './lower-leaf.ts';

/** What a walk needs: the law, and what each limb is after burdens. */
type Lowering = LeafLowering & { law: Law; burdenOf(limb: Limb): Formula };
type Search = { except: readonly Reason[]; lowering: Lowering; rules: Map<string, Formula> };

/**
 * Whether a limb stays open for a reason that is none of these: a formula of two values. It walks as `isPresumed` looks
 * for reasons: only into what is unknown after burdens, and never into an exception that the State has to show.
 */
export function openForOther(limb: Limb, except: readonly Reason[], lowering: Lowering): Formula {
  if (REASONS.every((reason) => except.includes(reason))) return lowering.book.constant('no');
  return search(limb, { except, lowering, rules: new Map() });
}

function search(limb: Limb, scope: Search): Formula {
  const { book, told } = scope.lowering;
  if ('fact' in limb) return leafReason(limb, told.facts, scope);
  if (limb.kind === 'unsaid') return reason('not_recorded', scope);
  if (limb.kind === 'rule') return ruleReason(limb.rule, scope);
  const inner =
    limb.kind === 'group'
      ? groupReason(limb, scope)
      : book.or(partsOfLimb(limb).map((part) => search(part, scope)));
  return book.and([book.open(scope.lowering.burdenOf(limb)), inner]);
}

function ruleReason(id: string, scope: Search): Formula {
  const done = scope.rules.get(id);
  if (done) return done;
  const { law, book } = scope.lowering;
  const rule = law.rules[id];
  if (!rule) throw new Error(`The law has no rule ${id}.`);
  const shown = rule.exceptions.filter(({ burden }) => burden !== 'state');
  const found = book.and([
    book.open(scope.lowering.burdenOf({ kind: 'rule', rule: id, cites: [] })),
    book.or([rule.limb, ...shown.map(({ limb }) => limb)].map((limb) => search(limb, scope))),
  ]);
  scope.rules.set(id, found);
  return found;
}

function groupReason(limb: GroupLimb, scope: Search): Formula {
  const { book, told } = scope.lowering;
  const { group } = limb;
  const facts = told.groups[group];
  if (!facts) return reason('not_asked', scope);
  return book.or([
    book.leaf({ kind: 'group-reason', group, except: scope.except }),
    book.leaf({ kind: 'any-member', group, member: memberReason(limb.limb, facts, scope) }),
  ]);
}

function memberReason(limb: Limb, facts: ReadonlySet<string>, scope: Search): Formula {
  const { book } = scope.lowering;
  if ('fact' in limb) return leafReason(limb, facts, scope);
  if (limb.kind === 'unsaid') return reason('not_recorded', scope);
  const inner = partsOfLimb(limb).map((part) => memberReason(part, facts, scope));
  return book.and([book.open(lowerMember(limb, facts, scope.lowering)), book.or(inner)]);
}

function leafReason(limb: LeafLimb, facts: ReadonlySet<string>, scope: Search): Formula {
  const { book } = scope.lowering;
  const open = toldReason(limb, facts, scope);
  const count = countOf(limb, facts, scope.lowering);
  return count ? book.and([book.open(count), open]) : open;
}

function toldReason({ fact, kind }: LeafLimb, facts: ReadonlySet<string>, scope: Search): Formula {
  if (!facts.has(fact)) return reason('not_asked', scope);
  const { except } = scope;
  return scope.lowering.book.leaf({ kind: 'reason', fact, except, isDay: kind === 'years' });
}

function reason(why: Reason, { except, lowering }: Search): Formula {
  return lowering.book.constant(except.includes(why) ? 'no' : 'yes');
}
