/**
 * What the field calls a thing that the law's own words call otherwise, in English and French, so that it is found by either. By the id of a
 * rule, a duty or a paragraph. Search words only: no page shows them.
 */
const FIELD_TERMS: Readonly<Record<string, string>> = {
  'return.refugee': 'non-refoulement',
  'return.barred': 'non-refoulement',
  'duty.no-refoulement': 'non-refoulement',
  'duty.no-return-to-torture': 'non-refoulement',
  'duty.no-return-to-ill-treatment': 'non-refoulement',
  'duty.no-return-to-ill-treatment-covenant': 'non-refoulement',
  'duty.no-return-of-child': 'non-refoulement',
  'refugee-convention#33.1': 'non-refoulement prohibition of expulsion or return',
  'protection.reflection': 'recovery and reflection period délai de rétablissement et de réflexion',
  'protection.reflection-days': 'recovery and reflection period délai de rétablissement et de réflexion',
  'duty.reflection': 'recovery and reflection period délai de rétablissement et de réflexion',
  'duty.reflection-eu': 'recovery and reflection period délai de rétablissement et de réflexion',
  'duty.residence': 'residence permit titre de séjour',
  'duty.non-punishment': 'non-penalisation',
  'protection.reasonable-grounds': 'reasonable grounds presumed victim',
  'protection.victim': 'conclusive grounds identified victim',
  'best-interests.assessment': 'BIA',
  'duty.best-interests-assessment': 'BIA',
  'best-interests.determination': 'BID',
  'duty.best-interests-determination': 'BID',
};

/** The field's own words for a rule, a duty or a paragraph; empty where it has none of its own. */
export function fieldTermsOf(id: string): string {
  return Object.hasOwn(FIELD_TERMS, id) ? (FIELD_TERMS[id] ?? '') : '';
}

/** Every id that has such words: a test holds them against the law. */
export const TERMED_IDS: readonly string[] = Object.keys(FIELD_TERMS);
