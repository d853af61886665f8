import { type Binding, bindingOf, type Day, type Law } from '@clew/rules';
import { z } from 'zod';

/** What a person can choose to find out. `all` stands first: nobody has to know beforehand what to look for. */
export const TOPICS = ['all', 'trafficking', 'refugee', 'work', 'protection'] as const;
export const Topic = z.enum(TOPICS);
export type Topic = z.infer<typeof Topic>;

/**
 * Steps on the way to a protection, the clause on the scope of a treaty among them: they are shown, and protect nobody by
 * themselves.
 */
const STEPS = ['protection.reasonable-grounds', 'protection.victim', 'protection.palermo'];

/**
 * Rules by id, or by the beginning of their ids where that ends in a dot; what is most pressing for a person stands first,
 * and a rule that nobody has put into this order after those of its kind.
 */
const RULES: Readonly<Record<Exclude<Topic, 'all'>, readonly string[]>> = {
  protection: [
    'protection.no-removal',
    'return.barred',
    'protection.reflection',
    'protection.assistance',
    'protection.non-punishment',
    'protection.asylum-access',
    'protection.residence',
    'protection.guardian',
    'protection.best-interests',
    'best-interests.assessment',
    'best-interests.determination',
    'protection.',
  ],
  trafficking: ['trafficking.victim', 'child'],
  work: ['forced-labour', 'slavery', 'slavery.practices'],
  refugee: ['refugee.status'],
};

/** The rules that answer a topic, what protects first. */
export function rulesOf(topic: Topic, law: Law): string[] {
  const wanted = topic === 'all' ? Object.values(RULES).flat() : RULES[topic];
  const found = wanted.flatMap((name) => Object.keys(law.rules).filter((id) => isNamed(id, name)));
  return [...new Set([...found.filter((id) => !STEPS.includes(id)), ...found])];
}

function isNamed(id: string, name: string): boolean {
  return name.endsWith('.') ? id.startsWith(name) : id === name;
}

/** Duties at the end of a case, of one part of the world, or about others: nobody is asked for them at the beginning. */
const LATER = /^duty\.(?:solution\.|fallback\.|safety-of-helpers$)/;

/** Whether all that asks for something is open to members of organisations alone to which the State could never belong. */
export function canNeverBind(binding: Pick<Binding, 'by'> | undefined): boolean {
  return (
    binding !== undefined &&
    binding.by.length > 0 &&
    binding.by.every(({ closedTo }) => closedTo !== undefined)
  );
}

/**
 * What is asked for a topic: its rules, and what is owed where protections are asked for, but for what comes later. For a State
 * nothing of a part of the world to which it could never belong.
 */
export function targetsOf(
  topic: Topic,
  law: Law,
  at?: { state: string | undefined; on: Day | undefined },
): string[] {
  const state = at?.state;
  const owed = Object.values(law.duties)
    .filter(({ id }) => !LATER.test(id))
    .filter(({ cites }) => state === undefined || !canNeverBind(bindingOf(law, cites, { state, on: at?.on })))
    .map(({ id }) => id);
  const duties = topic === 'all' || topic === 'protection' ? owed : [];
  return [...rulesOf(topic, law), ...duties];
}

/** Whether a rule protects, or says only what the law calls something. */
export function isProtection(id: string): boolean {
  return !STEPS.includes(id) && RULES.protection.some((name) => isNamed(id, name));
}

/** Whether a rule is a legal test of who the person is, such as a victim or a refugee, and asks nothing more. */
export function isLegalTest(id: string): boolean {
  return [...RULES.trafficking, ...RULES.work, ...RULES.refugee].includes(id);
}
