/** What law charges an agency with. Set by two people. */
export const MANDATES = [
  'identification',
  'asylum',
  'immigration-enforcement',
  'police',
  'labour-inspection',
  'health',
  'legal-aid',
  'shelter',
  'child-protection',
  'coordination',
] as const;
export type Mandate = (typeof MANDATES)[number];

/** The mandates that open no file, and to which nothing goes but the flag and what the person asks to send. */
export const ENFORCEMENT: readonly Mandate[] = ['immigration-enforcement', 'police'];

/** A coordinator counts duties and opens no file; an agency that only coordinates has none to open. */
const WITHOUT_FILES: readonly Mandate[] = [...ENFORCEMENT, 'coordination'];

/** True if a mandate enforces: one among several is enough, for the same people sit at the same desk. */
export function isEnforcing(mandates: readonly Mandate[]): boolean {
  return mandates.some((mandate) => ENFORCEMENT.includes(mandate));
}

/** True if an agency may hold files: it serves people by at least one mandate, and enforces by none. */
export function mayHoldFiles(mandates: readonly Mandate[]): boolean {
  return !isEnforcing(mandates) && mandates.some((mandate) => !WITHOUT_FILES.includes(mandate));
}
