import type { Law } from '@clew/rules';

/** What an organisation is called in a language; in English where it has no name in that one. */
export function organisationName(law: Law, id: string, language: string): string {
  const names = law.organisations[id]?.names;
  return names?.[language] ?? names?.en ?? id;
}
