import { recordOf } from './law.ts';
import type { Place, Problem } from './problem.ts';
import { type BlockSource, readBlock, verifiedOf } from './read-blocks.ts';
import { PartiesFile, StateNamesFile } from './schema-parties.ts';
import type { BindsAfter, Listed, PartyList } from './state-law.ts';

/** What one State is called, by language. */
export type StateNames = { id: string; names: Readonly<Record<string, string>>; place: Place };

type Source = Omit<BlockSource, 'what'>;
type ListBlock = Omit<PartiesFile, 'parties_to' | 'binds_after' | 'left_out' | 'earlier'>;
type LineOf = (path: readonly PropertyKey[]) => number;

/** The list in a file that says who is party to an instrument. A State stands in it once. */
export function readParties(
  source: Source,
): { ok: true; list: PartyList } | { ok: false; problems: Problem[] } {
  const read = readBlock(PartiesFile, { ...source, what: 'list of parties' });
  if (!read.ok) return read;
  const { parties_to: instrument, binds_after, earlier, left_out: _, ...block } = read.block;
  const { file } = source;
  const common = { instrument, ...(binds_after ? { bindsAfter: bindsAfterOf(binds_after) } : {}) };
  const problems: Problem[] = [];
  const listOf = (said: ListBlock, path: readonly string[]) => ({
    ...common,
    ...partyListOf(said, (rest) => ({ file, line: read.lineOf([...path, ...rest]) }), problems),
  });
  const list = listOf(block, []);
  const before = earlier ? listOf(earlier, ['earlier']) : undefined;
  for (const state of Object.keys(before?.states ?? {})) {
    if (list.silentOn.includes(state)) continue;
    const message = `${state} stands in the earlier list, but this one is not said to be silent on it. Write it under silent_on, or take it out of the earlier list.`;
    problems.push({
      code: 'wrong-shape',
      file,
      line: lineOfState(read.lineOf, state, ['earlier']),
      message,
    });
  }
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, list: before ? { ...list, earlier: before } : list };
}

function bindsAfterOf(block: NonNullable<PartiesFile['binds_after']>): BindsAfter {
  const { article, days, months, first_of_month, ...verification } = block;
  return {
    article,
    ...(days === undefined ? {} : { days }),
    ...(months === undefined ? {} : { months }),
    ...(first_of_month ? { firstOfMonth: true } : {}),
    ...verifiedOf(verification),
  };
}

const DATED = ['consented', 'succeeded', 'at_latest'] as const;
const UNDATED = ['bound', 'signed', 'unclear', 'outside'] as const;
const KINDS = [...DATED, 'disputed', 'left', ...UNDATED] as const;

function partyListOf(
  { as_of, unnamed, silent_on = [], compared, checked_by, ...said }: ListBlock,
  placeOf: (path: readonly PropertyKey[]) => Place,
  problems: Problem[],
): Omit<PartyList, 'instrument'> {
  const states = new Map<string, Listed>();
  const silent = new Set(silent_on);
  const note = (state: string, listed: Listed, path: readonly PropertyKey[]) => {
    if (states.has(state) || silent.has(state)) {
      const message = `${state} stands in this list twice. Keep one.`;
      problems.push({ code: 'duplicate-id', ...placeOf(path), message });
    }
    states.set(state, listed);
  };
  for (const key of DATED) {
    const kind = key === 'at_latest' ? 'at-latest' : key;
    for (const [state, on] of Object.entries(said[key] ?? {})) note(state, { kind, on }, [key, state]);
  }
  for (const [state, claims] of Object.entries(said.disputed ?? {})) {
    note(state, { kind: 'disputed', claims }, ['disputed', state]);
  }
  for (const [state, until] of Object.entries(said.left ?? {})) {
    note(state, { kind: 'left', until }, ['left', state]);
  }
  for (const kind of UNDATED) {
    for (const [index, state] of (said[kind] ?? []).entries()) note(state, { kind }, [kind, index]);
  }
  return {
    asOf: as_of,
    states: recordOf(states),
    unnamed: unnamed ?? 'no',
    silentOn: silent_on,
    ...verifiedOf({ compared, checked_by }),
    place: placeOf(['as_of']),
  };
}

function lineOfState(lineOf: LineOf, state: string, path: readonly string[]): number {
  const lines = KINDS.map((kind) => lineOf([...path, kind, state]));
  return Math.max(...lines);
}

/** What the States are called, from a file of names. */
export function readStateNames(
  source: Source,
): { ok: true; names: StateNames[] } | { ok: false; problems: Problem[] } {
  const read = readBlock(StateNamesFile, { ...source, what: 'list of names' });
  if (!read.ok) return read;
  const names = Object.entries(read.block.state_names).map(([id, said]) => ({
    id,
    names: recordOf(Object.entries(said)),
    place: { file: source.file, line: read.lineOf(['state_names', id]) },
  }));
  return { ok: true, names };
}
