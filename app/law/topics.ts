import type { Law } from '@clew/rules';
import { z } from 'zod';

/** What a person can choose to find out. `all` stands first: nobody has to know beforehand what to look for. */
export const TOPICS = ['all', 'trafficking', 'refugee', 'work', 'protection'] as const;
export const Topic = z.enum(TOPICS);
export type Topic = z.infer<typeof Topic>;

/** Rules by id, or by the beginning of their ids where that ends in a dot; what protects stands first. */
const RULES: Readonly<Record<Exclude<Topic, 'all'>, readonly string[]>> = {
  protection: ['protection.', 'return.barred', 'best-interests.'],
  trafficking: ['trafficking.victim', 'child'],
  work: ['forced-labour', 'slavery', 'slavery.practices'],
  refugee: ['refugee.status'],
};

/** The rules that answer a topic, what protects first, else in the order of the law. */
export function rulesOf(topic: Topic, law: Law): string[] {
  const wanted = topic === 'all' ? Object.values(RULES).flat() : RULES[topic];
  return wanted.flatMap((name) => Object.keys(law.rules).filter((id) => isNamed(id, name)));
}

function isNamed(id: string, name: string): boolean {
  return name.endsWith('.') ? id.startsWith(name) : id === name;
}

/** What is asked for a topic: its rules, and what is owed where protections are asked for. */
export function targetsOf(topic: Topic, law: Law): string[] {
  const duties = topic === 'all' || topic === 'protection' ? Object.keys(law.duties) : [];
  return [...rulesOf(topic, law), ...duties];
}

/** Whether a rule protects, or says only what the law calls something. */
export function isProtection(id: string): boolean {
  return RULES.protection.some((name) => isNamed(id, name));
}
