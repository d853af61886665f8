import type { Law } from '@clew/rules';
import { canHold, IDS, MOST_COLUMNS, type SourceColumn, STATE } from './check-columns.ts';
import { personalIn } from './personal-column.ts';

/**
 * What a column could be for: an answer to the law's question, a number of the record, the State whose law is asked, or something to group
 * by. Else why a population cannot have it: it seems to say who somebody is, stands there twice, has no name, is asked of each of a group,
 * or cannot hold the fact's answers.
 */
export type ColumnUse =
  | 'fact'
  | 'id'
  | 'state'
  | 'grouping'
  | 'personal'
  | 'twice'
  | 'nameless'
  | 'of-group'
  | 'other-type';

/** The columns of a file with what each could be for; a word where they are not even told. */
export type ColumnUses = { name: string; use: ColumnUse }[] | 'no-facts' | 'too-many';

/** What each column could be for. Of a file in which no column is a fact nothing is told: its first line may be a record. */
export function usesOf(law: Law, found: readonly SourceColumn[]): ColumnUses {
  if (found.length > MOST_COLUMNS) return 'too-many';
  if (!found.some(({ name }) => Object.hasOwn(law.facts, name))) return 'no-facts';
  const times = new Map<string, number>();
  // The engine does not tell capitals from small letters.
  for (const { name } of found) times.set(name.toLowerCase(), (times.get(name.toLowerCase()) ?? 0) + 1);
  let hasId = false;
  return found.map((column) => {
    const { name } = column;
    if (name.trim() === '') return { name, use: 'nameless' };
    if ((times.get(name.toLowerCase()) ?? 0) > 1) return { name, use: 'twice' };
    const isId = IDS.includes(name) && !hasId;
    hasId ||= isId;
    return { name, use: isId ? 'id' : useOf(law, column) };
  });
}

function useOf(law: Law, { name, type }: SourceColumn): ColumnUse {
  const fact = Object.hasOwn(law.facts, name) ? law.facts[name] : undefined;
  if (fact) {
    if (fact.group !== undefined) return 'of-group';
    return canHold(fact, type) ? 'fact' : 'other-type';
  }
  if (personalIn(name) !== undefined) return 'personal';
  return name === STATE ? 'state' : 'grouping';
}
