/** The parts of a file that are sealed each under its own key. Contact includes the place where somebody is. */
export const COMPARTMENTS = [
  'identity',
  'contact',
  'narrative',
  'health',
  'asylum',
  'law-enforcement',
] as const;
export type Compartment = (typeof COMPARTMENTS)[number];

/** What a grant can name: a compartment, or the flag "do not remove", which says nothing more. */
export const CATEGORIES = [...COMPARTMENTS, 'do-not-remove'] as const;
export type Category = (typeof CATEGORIES)[number];
