import { didYouMean, type Fact, type Law } from '@clew/rules';
import { personalIn } from './personal-column.ts';

/** A column as it stands in the file, and its type as the engine names it. */
export type SourceColumn = { name: string; type: string };

export type FactColumn = { fact: string; kind: Fact['type']['kind']; type: string };

/** What each column of a file is for. */
export type Columns = {
  facts: readonly FactColumn[];
  /** Columns to group by, in the order in which they were named. */
  by: readonly string[];
  id: string | undefined;
  /** The column that says under which State's law a record is asked. */
  state: string | undefined;
};

type ColumnsRead = { ok: true; columns: Columns } | { ok: false; messages: string[] };

/** Columns that number records. */
export const IDS = ['id', 'record_id'];
/** The column that says under which State's law a record is asked. */
export const STATE = 'state';

/** More columns than a file may have; the law has fewer facts. */
export const MOST_COLUMNS = 500;

/**
 * What each column is for. Refused, every one with its reason: a column that stands twice, one that seems to hold names or
 * contacts, one that is neither a fact nor named by `by`, one whose type cannot hold
 * its fact's answers, and a second one to group by: groups that overlap tell small ones by subtraction.
 */
export function checkColumns(law: Law, found: readonly SourceColumn[], by: readonly string[]): ColumnsRead {
  if (found.length > MOST_COLUMNS)
    return refused(`The file has ${found.length} columns, and may have ${MOST_COLUMNS}. Take columns out.`);
  // Where no column is a fact, the first line may be a record: nothing of it is repeated.
  if (!found.some(({ name }) => Object.hasOwn(law.facts, name))) return refused(NO_FACTS);
  const messages = [...repeated(found), ...missing(found, by)];
  const facts: FactColumn[] = [];
  let [id, state]: (string | undefined)[] = [];
  for (const { name, type } of found) {
    const fact = Object.hasOwn(law.facts, name) ? law.facts[name] : undefined;
    if (fact) {
      const message = whyNot(fact, type);
      if (message === undefined) facts.push({ fact: name, kind: fact.type.kind, type });
      else messages.push(`Column “${shown(name)}”: ${message}`);
      continue;
    }
    const personal = personalIn(name);
    if (IDS.includes(name) && id === undefined) id = name;
    else if (personal !== undefined) {
      messages.push(
        `Column “${shown(name)}” seems to hold ${personal}. A population has no names and no contacts: take the column out of the file.`,
      );
    } else if (name === STATE) state = name;
    else if (!by.includes(name)) messages.push(unknownColumn(law, name));
  }
  const groupings = [...new Set([...(state === undefined ? [] : [state]), ...by])];
  if (groupings.length > 1) messages.push(tooManyGroupings(groupings));
  if (messages.length > 0) return { ok: false, messages };
  return { ok: true, columns: { facts, by: by.filter((name) => name !== STATE), id, state } };
}

const NO_FACTS =
  'No column is a fact of the law. In a CSV file the first line must name the facts: npx clew facts lists them.';

function refused(message: string): ColumnsRead {
  return { ok: false, messages: [message] };
}

function tooManyGroupings(names: readonly string[]): string {
  const list = names.map((name) => `“${shown(name)}”`).join(' and ');
  return `Records would be grouped by ${list}. Where the groups of two columns overlap, one taken from another can leave a few people: a run has one grouping. Name one column with --by; a column “state” is one already, so take it out to group by another.`;
}

function repeated(found: readonly SourceColumn[]): string[] {
  // The engine does not tell capitals from small letters.
  const names = found.map(({ name }) => name.toLowerCase());
  const [seen, twice] = [new Set<string>(), new Set<string>()];
  for (const name of names) (seen.has(name) ? twice : seen).add(name);
  const nameless = names.some((name) => name.trim() === '')
    ? ['A column has no name. Name every column.']
    : [];
  return [
    ...nameless,
    ...[...twice]
      .filter((name) => name.trim() !== '')
      .map((name) => `Column “${shown(name)}” stands there more than once. Leave one of them.`),
  ];
}

function missing(found: readonly SourceColumn[], by: readonly string[]): string[] {
  const names = found.map(({ name }) => name);
  return by
    .filter((name) => !names.includes(name))
    .map((name) => `--by ${shown(name)}: the file has no such column.${didYouMean(name, names)}`);
}

function unknownColumn(law: Law, name: string): string {
  const meant = didYouMean(name, [...Object.keys(law.facts), ...IDS, STATE]);
  return `Column “${shown(name)}” is no fact of the law.${meant} Correct it, take it out, or group by it: --by ${shown(name)}.`;
}

const WHOLE = /^U?(TINYINT|SMALLINT|INTEGER|BIGINT)$/;
const TYPES = {
  'yes-no': [/^(BOOLEAN|VARCHAR)$/, 'yes, no or true and false'],
  number: [/^(U?(TINYINT|SMALLINT|INTEGER|BIGINT)|DOUBLE|FLOAT|VARCHAR)$/, 'whole numbers'],
  date: [/^(DATE|VARCHAR)$/, 'days like 2024-05-31'],
} as const;

function whyNot(fact: Fact, type: string): string | undefined {
  if (fact.group !== undefined) {
    return 'the law asks this of each person of a group, and a row has one record. Take the column out.';
  }
  const [, words] = TYPES[fact.type.kind];
  return canHold(fact, type) ? undefined : `the fact is answered with ${words}, and the column is ${type}.`;
}

/** Whether a column of this type can hold the answers of a fact. */
export function canHold(fact: Fact, type: string): boolean {
  return TYPES[fact.type.kind][0].test(type);
}

/** Whether the engine's own type says all that a column can say, so that no cell has to be read as text. */
export function isNative({ kind, type }: FactColumn): boolean {
  return type !== 'VARCHAR' && (kind !== 'number' || WHOLE.test(type));
}

/** The longest name that is repeated: a longer one may be a record, as may one with a line break or a tab. */
const LONGEST_NAME = 64;

function shown(name: string): string {
  return name.length > LONGEST_NAME || /\p{Cc}/u.test(name) ? '(too long, or no text: not repeated)' : name;
}
