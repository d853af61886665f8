import { isState, type Law, STRENGTHS, type Strength } from '@clew/rules';
import type { FieldProblem, Words } from '../../web/index.ts';
import { KINDS, type Kind } from './kinds.ts';

/** The fields of the search form, as they stand in the address. */
export const SEARCH = {
  words: 'q',
  kind: 'kind',
  issue: 'issue',
  court: 'court',
  state: 'state',
  from: 'from',
  to: 'to',
  instrument: 'instrument',
  strength: 'strength',
  page: 'page',
} as const;
type SearchField = keyof typeof SEARCH;

/** What narrows a search, beside its words. */
export type Filters = {
  kind?: Kind;
  issue?: string;
  court?: string;
  state?: string;
  from?: number;
  to?: number;
  instrument?: string;
  strength?: Strength | 'definition';
};

export type SearchRequest = {
  words: string;
  filters: Filters;
  /** Counts from 1. */
  page: number;
};

/** The longest question that is looked for. What is longer is cut, and stays in its field. */
export const LONGEST_QUESTION = 200;

/**
 * A search as it stands in an address. What is none of a closed list says nothing; a year that is none is told by
 * `yearProblems`. Never throws.
 */
export function readSearch(query: URLSearchParams, law: Law): SearchRequest {
  const given = (field: SearchField) => query.get(SEARCH[field])?.trim() ?? '';
  const filters: Filters = {};
  const kind = KINDS.find((one) => one === given('kind'));
  if (kind !== undefined) filters.kind = kind;
  if (given('issue') !== '') filters.issue = given('issue').slice(0, 60);
  if (given('court') !== '') filters.court = given('court').slice(0, 120);
  if (isState(given('state'))) filters.state = given('state');
  for (const field of ['from', 'to'] as const)
    if (isYear(given(field))) filters[field] = Number(given(field));
  if (Object.hasOwn(law.instruments, given('instrument'))) filters.instrument = given('instrument');
  const strength = [...STRENGTHS, 'definition' as const].find((one) => one === given('strength'));
  if (strength !== undefined) filters.strength = strength;
  const page = Number(given('page'));
  return {
    words: given('words').slice(0, LONGEST_QUESTION),
    filters,
    page: Number.isInteger(page) && page > 0 && page < 10_000 ? page : 1,
  };
}

/** Years that are none, each with what to write. */
export function yearProblems(query: URLSearchParams, { t }: Pick<Words, 't'>): FieldProblem[] {
  return (['from', 'to'] as const).flatMap((field) => {
    const given = query.get(SEARCH[field])?.trim() ?? '';
    return given === '' || isYear(given)
      ? []
      : [{ name: SEARCH[field], message: t('library.search.year-wrong') }];
  });
}

function isYear(text: string): boolean {
  return /^(1[89]|20)\d\d$/.test(text);
}

/** Whether nothing at all is looked for. */
export function isEmptySearch({ words, filters }: SearchRequest): boolean {
  return words === '' && Object.keys(filters).length === 0;
}

/** The address of a search, without a language; parts of it may be set anew, or taken away with undefined. */
export function searchPath(
  request: SearchRequest,
  change: { [Field in SearchField]?: string | undefined } = {},
): string {
  const { words, filters } = request;
  const fields: Record<string, unknown> = { words, ...filters, ...change };
  const query = new URLSearchParams();
  for (const field of Object.keys(SEARCH) as SearchField[]) {
    const value = fields[field];
    if (value !== undefined && value !== '') query.set(SEARCH[field], String(value));
  }
  const text = query.toString();
  return text === '' ? '/law' : `/law?${text}`;
}
