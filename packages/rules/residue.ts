import { answerTo, isKnown } from './answer.ts';
import type { Fact, GroupFacts, Law, Limb, Rule } from './law.ts';
import { partsOfLimb } from './limb.ts';
import { groupOf, isPresumed, type Leaf, type OverPeople, verdictOfLeaf } from './meaning.ts';
import type { Verdict } from './three.ts';
import type { Answer, Answers, Reason, Told } from './told.ts';

/** A question that can be asked: about a fact of the case, a fact of one of a group's people, or who is in the group. */
export type Question = {
  /** The same for the same question, wherever the law reads it. */
  key: string;
  sensitivity: number;
  theme?: string;
} & ({ about: 'fact'; fact: Fact; number?: number } | { about: 'group'; group: GroupFacts; words: string });

/** What is open of a limb. `yes` and `no`: whether answers to open questions can still bring it there. */
export type Open = { yes: boolean; no: boolean } & (
  | { kind: 'ask'; question: Question }
  | { kind: 'not'; part: Open }
  /** So many of its parts have to be yes; `stuck` more of them can be neither yes nor no any more. */
  | { kind: 'enough'; count: number; parts: readonly Open[]; stuck: number }
  | { kind: 'rule'; rule: string; part: Open }
);

/** What is left of a limb once all that is known is put in: a verdict, nothing that could be asked, or what is open. */
export type Residue = 'yes' | 'no' | 'stuck' | Open;

/** A law, resolved for its State and overlays, and what is told of a case. Rules are looked at once. */
export type Looking = Told & { law: Law; done: Map<string, Residue>; member?: number };

/**
 * What is left of a limb, after presumptions and burdens: what they settle is not asked about, for each question costs
 * the person something. It is yes or no exactly where the verdict after burdens is.
 */
export function residueOf(limb: Limb, looking: Looking): Residue {
  if ('fact' in limb) return leafResidue(limb, looking);
  if (limb.kind === 'rule') return ruleResidue(limb.rule, looking);
  if (limb.kind === 'unsaid') return 'stuck';
  if (limb.kind === 'group') return peopleResidue(limb, looking);
  if (limb.kind === 'not') return negated(residueOf(limb.limb, looking));
  const parts = limb.limbs.map((part) => residueOf(part, looking));
  if (limb.kind === 'any') return enough(1, parts);
  return enough(limb.kind === 'at_least' ? limb.count : parts.length, parts);
}

function leafResidue(limb: Leaf, looking: Looking): Residue {
  const verdict = verdictOfLeaf(limb, answerTo(limb.fact, looking.facts), looking.on);
  if (verdict !== 'unknown') return verdict;
  // Without the day on which the law is asked no birthday says how old anybody is.
  if (limb.kind === 'years' && looking.on === undefined) return 'stuck';
  return questionAbout(limb.fact, looking);
}

/** The question about a fact while nobody was asked; stuck once it was withheld, or asked and not known. */
export function questionAbout(id: string, { law, facts, member }: Looking): Residue {
  const fact = law.facts[id];
  if (!fact || !canBeAsked(answerTo(id, facts))) return 'stuck';
  const { sensitivity, theme } = fact;
  const number = member === undefined ? {} : { number: member };
  const key = member === undefined ? id : `${fact.group} ${member} ${id}`;
  return ask({ about: 'fact', fact, key, sensitivity, theme, ...number });
}

function canBeAsked(answer: Answer): boolean {
  return answer === 'not_asked' || answer === 'not_recorded';
}

function ask(question: Question): Open {
  return { kind: 'ask', question, yes: true, no: true };
}

function peopleResidue(limb: OverPeople, looking: Looking): Residue {
  const { complete, members } = groupOf(limb.group, looking.people);
  const parts = members.map((facts, index) => residueOf(limb.limb, ofMember(facts, index, looking)));
  const count = limb.quantifier === 'at_least' ? limb.count : limb.quantifier === 'some' ? 1 : parts.length;
  if (complete === 'yes') return enough(count, parts);
  const more = questionWho(limb.group, looking);
  if (limb.quantifier === 'every') return enough(count + 1, [...parts, more]);
  return enough(count, [...parts, ...Array<Residue>(count).fill(more)]);
}

function ofMember(facts: Answers, index: number, looking: Looking): Looking {
  return { ...looking, facts, member: index + 1, done: new Map() };
}

/** The question who is in a group. It is asked only for somebody who can also take down who they are. */
function questionWho(id: string, { law, people }: Looking): Residue {
  const group = law.groups[id];
  const { complete, members } = groupOf(id, people);
  if (!group || people === undefined || !canBeAsked(complete)) return 'stuck';
  // To name people leads to what is asked of each of them: it costs what the gentlest of that costs.
  const asked = factsAbout(id, law.facts);
  const sensitivity = Math.min(5, ...asked.map((fact) => fact.sensitivity));
  const words = members.length === 0 ? group.question : group.complete;
  const theme = asked[0] ? { theme: asked[0].theme } : {};
  return ask({ about: 'group', group, words, key: id, sensitivity, ...theme });
}

/** What is asked of each of a group's people, looked up once: a law that was read never changes. */
const askedOf = new WeakMap<Law['facts'], Map<string, readonly Fact[]>>();

function factsAbout(group: string, facts: Law['facts']): readonly Fact[] {
  const known = askedOf.get(facts) ?? new Map<string, readonly Fact[]>();
  const found = known.get(group) ?? Object.values(facts).filter((fact) => fact.group === group);
  if (Object.isFrozen(facts)) askedOf.set(facts, known.set(group, found));
  return found;
}

function negated(part: Residue): Residue {
  if (part === 'stuck') return part;
  if (typeof part === 'string') return part === 'yes' ? 'no' : 'yes';
  return { kind: 'not', part, yes: part.no, no: part.yes };
}

function enough(count: number, all: readonly Residue[]): Residue {
  const parts: Open[] = [];
  let [stuck, needed, canYes, canNo] = [0, count, 0, 0];
  for (const part of all) {
    if (part === 'stuck') stuck++;
    else if (part === 'yes') needed--;
    else if (part !== 'no') {
      parts.push(part);
      if (part.yes) canYes++;
      if (part.no) canNo++;
    }
  }
  if (needed <= 0) return 'yes';
  if (parts.length + stuck < needed) return 'no';
  const yes = canYes >= needed;
  const no = parts.length - canNo + stuck < needed;
  return yes || no ? { kind: 'enough', count: needed, parts, stuck, yes, no } : 'stuck';
}

/** What is left of a rule. Throws if the law has no such rule. */
export function ruleResidue(id: string, looking: Looking): Residue {
  const before = looking.done.get(id);
  if (before !== undefined) return before;
  const rule = looking.law.rules[id];
  if (!rule) throw new Error(`The law has no rule ${id}.`);
  const parts = [presumedResidue(rule, looking)];
  for (const { limb, burden } of rule.exceptions) {
    const part = residueOf(limb, looking);
    // What the State has to show and nobody knows defeats nothing: the person is not asked for it.
    if (burden !== 'state' || verdictOf(part) !== 'unknown') parts.push(negated(part));
  }
  const part = enough(parts.length, parts);
  const found: Residue =
    typeof part === 'string' ? part : { kind: 'rule', rule: id, part, yes: part.yes, no: part.no };
  looking.done.set(id, found);
  return found;
}

function verdictOf(part: Residue): Verdict {
  return part === 'yes' || part === 'no' ? part : 'unknown';
}

/** What is left of a rule's own limb. What its presumption rests on matters only where the fact itself cannot be had. */
function presumedResidue(rule: Rule, looking: Looking): Residue {
  const part = residueOf(rule.limb, looking);
  const { presume } = rule;
  if (!presume || part === 'yes' || part === 'no') return part;
  const when = residueOf(presume.when, looking);
  const { law, facts, people, on } = looking;
  const verdicts = { limb: 'unknown', when: verdictOf(when) } as const;
  if (isPresumed(rule, verdicts, { law, facts, people, on })) return presume.value;
  if (part !== 'stuck' && part[presume.value]) return part;
  const leaves = openLeaves(rule.limb, looking);
  const waits = leaves.some(({ reason }) => !presume.reasons.includes(reason));
  // What it does not cover has to be asked, or ruled out by an answer beside it.
  const first = waits
    ? leaves.flatMap(({ question }) => (typeof question === 'string' ? [] : [question]))
    : [];
  if (waits && first.length === 0) return part;
  const fires = enough(first.length + 1, [...first, when]);
  if (typeof fires === 'string') return part;
  // Where it does not fire the limb alone counts: that is like a no of the presumption.
  const adds: Open = { ...fires, no: true };
  return presume.value === 'yes' ? enough(1, [part, adds]) : enough(2, [part, negated(adds)]);
}

type OpenLeaf = { reason: Reason; question: Residue };

/** What keeps a limb open, why, and the question that could close it. Each rule is looked into once. */
function openLeaves(limb: Limb, looking: Looking, seen = new Set<string>()): OpenLeaf[] {
  if (verdictOf(residueOf(limb, looking)) !== 'unknown') return [];
  if ('fact' in limb) {
    const answer = answerTo(limb.fact, looking.facts);
    if (isKnown(answer)) return [{ reason: 'not_asked', question: 'stuck' }];
    return [{ reason: answer, question: leafResidue(limb, looking) }];
  }
  if (limb.kind === 'unsaid') return [{ reason: 'not_recorded', question: 'stuck' }];
  if (limb.kind === 'rule') {
    if (seen.has(limb.rule)) return [];
    seen.add(limb.rule);
    const rule = looking.law.rules[limb.rule];
    const shown = rule?.exceptions.filter(({ burden }) => burden !== 'state') ?? [];
    const limbs = rule ? [rule.limb, ...shown.map((exception) => exception.limb)] : [];
    return limbs.flatMap((inner) => openLeaves(inner, looking, seen));
  }
  if (limb.kind !== 'group') return partsOfLimb(limb).flatMap((inner) => openLeaves(inner, looking, seen));
  const { complete, members } = groupOf(limb.group, looking.people);
  const inner = members.flatMap((facts, index) => openLeaves(limb.limb, ofMember(facts, index, looking)));
  if (complete === 'yes') return inner;
  const reason = complete === 'no' ? 'not_recorded' : complete;
  return [{ reason, question: questionWho(limb.group, looking) }, ...inner];
}
