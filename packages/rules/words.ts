import type { GroupFacts } from './law.ts';

/** A translation is a machine's or a passer-by's draft until a named person has checked it. */
export type WordsStatus = { status: 'draft' } | { status: 'checked'; by: string; on: string };

export type Words = {
  language: string;
  facts: Readonly<Record<string, WordsStatus & { label: string; question: string; why: string }>>;
  rules: Readonly<Record<string, WordsStatus & { label: string; limbs: Readonly<Record<string, string>> }>>;
  duties: Readonly<Record<string, WordsStatus & DutyWords>>;
  values: Readonly<Record<string, WordsStatus & { label: string }>>;
  groups: Readonly<Record<string, WordsStatus & Omit<GroupFacts, 'id'>>>;
  reforms: Readonly<Record<string, WordsStatus & { label: string }>>;
  instruments: Readonly<
    Record<string, WordsStatus & { short: string; articles: Readonly<Record<string, string>> }>
  >;
};

/** What people are shown of a duty. `at` stands for a deadline without a number of days. */
export type DutyWords = { label: string; bearer: string; act: string; breach: string; at?: string };
