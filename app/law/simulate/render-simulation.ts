import type { Verdict, Which } from '@clew/rules';
import { MARKS_TEXT } from '../marks-text.ts';
import { bold, type Style, safe, spread, wrap } from '../terminal-text.ts';
import { isMove, type ReformResult, type SimulationResult } from './result.ts';
import { STATE_COLUMN } from './tally.ts';

type Provision = SimulationResult['provisions'][number];
type GroupResult = Provision['groups'][number];
type CellTable = ReformResult['moves'][Which];
type Cell = CellTable[Verdict][Verdict];

const VERDICTS: readonly Verdict[] = ['yes', 'no', 'unknown'];
const COLUMN = 16;

/** A result for a terminal of 80 columns. Counts with their floor; every number stands in the JSON too. */
export function renderSimulation(result: SimulationResult, style: Style): string {
  const { file, groups, reforms } = result;
  const lines = [
    bold(safe(`${file.name}: ${number(file.records)} records`), style),
    ...wrap(result.notice),
    ...wrap(MARKS_TEXT),
    ...wrap(
      `A count below ${result.floor} says “fewer than ${result.floor}”. “Withheld”: it would give such a count away. Strict is on the facts alone.`,
    ),
    ...wrap(
      `Law ${result.law.slice(0, 16)}, on ${result.on}. ${result.columns.facts.length} facts have a column; ${result.columns.notAsked.length} were not asked.`,
    ),
    ...(groups.length > 1
      ? [
          '',
          bold('Groups', style),
          ...groups
            .slice(1)
            .map((_, at) => `  ${groupName(result, at + 1)}: ${number(groups[at + 1]?.records ?? 0)}`),
        ]
      : []),
    ...listsOf(result).flatMap((list) => reformLines(result, list, style)),
    ...(reforms.length === 0 ? baseLines(result, style) : []),
    ...openLines(result, style),
  ];
  return lines.join('\n');
}

/** Every list of reforms that can touch something, and those alone that cannot. */
function listsOf({ provisions, reforms }: SimulationResult): string[][] {
  const lists = new Map(reforms.map(({ id }) => [id, [id]]));
  for (const { groups } of provisions)
    for (const one of groups[0]?.reforms ?? []) lists.set(one.reforms.join(), one.reforms);
  return [...lists.values()];
}

function reformLines(result: SimulationResult, list: readonly string[], style: Style): string[] {
  const reforms = list.flatMap((id) => result.reforms.find((one) => one.id === id) ?? []);
  const label = reforms.map((one) => one.label).join(' + ');
  const touched = result.provisions.filter(({ groups }) => groups.some((group) => movesIn(group, list)));
  const still = result.provisions.filter(
    (one) => !touched.includes(one) && one.groups.some((group) => find(group, list)),
  );
  return [
    '',
    ...wrap(`With “${label}”`).map((line) => bold(line, style)),
    ...reforms.flatMap(({ reach, sources }) => [...wrap(reach, 2), ...sourceLines(sources, 2)]),
    ...(touched.length === 0
      ? ['  Nobody moves.']
      : touched.flatMap((one) => provisionLines(result, { one, list }))),
    ...(still.length === 0
      ? []
      : wrap(`Can be touched, and nobody moves: ${still.map(({ id }) => id).join(', ')}.`, 2)),
  ];
}

/** What something rests on, each with its mark. */
function sourceLines(sources: Provision['sources'], indent: number): string[] {
  if (!sources || sources.length === 0) return [];
  return wrap(sources.map(({ ref, status }) => `${ref} [${status}]`).join('; '), indent);
}

function find({ reforms }: GroupResult, list: readonly string[]): ReformResult | undefined {
  return reforms.find((one) => one.reforms.join() === list.join());
}

function movesIn(group: GroupResult, list: readonly string[]): boolean {
  const found = find(group, list);
  return found !== undefined && isMove(found);
}

function provisionLines(
  result: SimulationResult,
  { one, list }: { one: Provision; list: readonly string[] },
): string[] {
  const [all, ...groups] = one.groups;
  const found = all && find(all, list);
  if (!found) return [];
  const isSame = JSON.stringify(found.moves.strict) === JSON.stringify(found.moves.burden);
  return [
    '',
    ...spread(one.label, one.id, 2),
    ...sourceLines(one.sources, 4),
    ...tableLines(isSame ? 'strict and after burdens' : 'after burdens', found.moves.burden, result),
    ...(isSame ? [] : tableLines('strict', found.moves.strict, result)),
    ...groups.flatMap((group) => {
      const moved = find(group, list);
      const words = moved ? movesWords(moved.moves.burden, result) : '';
      const name = groupName(result, group.group);
      return words === '' ? [] : wrap(`${name}: ${words}${outsideWords(result, { group, list })}`, 4);
    }),
  ];
}

/** Said of a State's own line, where it could not be bound by any of these reforms. */
function outsideWords(
  { groups, reforms }: SimulationResult,
  { group, list }: { group: GroupResult; list: readonly string[] },
): string {
  const found = groups[group.group];
  if (found?.column !== STATE_COLUMN || found.others > 0) return '';
  const amending = reforms.filter(({ id }) => list.includes(id));
  const isThrough = amending.some(({ through }) => through.some(({ state }) => state === found.value));
  if (isThrough)
    return ' (bound only through another instrument: whether this would reach it, nobody has said)';
  const isOutside = amending.every(({ outside }) => outside.includes(found.value));
  if (isOutside) return ' (it does not bind this State: nobody there has a claim by it)';
  const days = amending.map(
    ({ lastKnownOutside }) => lastKnownOutside.find(({ state }) => state === found.value)?.asOf,
  );
  const isLast = amending.every(({ outside }, at) => outside.includes(found.value) || days[at] !== undefined);
  const told = [...new Set(days.flatMap((day) => day ?? []))].join(', ');
  return isLast ? ` (last known not bound, ${told})` : '';
}

function tableLines(title: string, table: CellTable, result: SimulationResult): string[] {
  if (isWithheld(table))
    return wrap(`${title} withheld: it would tell a small number beside the other, or by itself.`, 4);
  const head = `${' '.repeat(4)}${title.padEnd(26)}${VERDICTS.map((to) => `to ${to}`.padStart(COLUMN)).join('')}`;
  const rows = VERDICTS.map(
    (from) =>
      `${' '.repeat(4)}${`from ${from}`.padEnd(26)}${VERDICTS.map((to) => cell(table[from][to], result).padStart(COLUMN)).join('')}`,
  );
  return [head, ...rows];
}

function isWithheld(table: CellTable): boolean {
  return VERDICTS.every((from) => VERDICTS.every((to) => table[from][to] === 'withheld'));
}

function movesWords(table: CellTable, result: SimulationResult): string {
  if (isWithheld(table)) return 'withheld';
  const moves = VERDICTS.flatMap((from) =>
    VERDICTS.flatMap((to) =>
      from === to || table[from][to] === 0 ? [] : [`${from} to ${to} ${cell(table[from][to], result)}`],
    ),
  );
  return moves.join('; ');
}

/** Without a reform: how the records come out. */
function baseLines(result: SimulationResult, style: Style): string[] {
  const rules = result.provisions.filter(({ kind }) => kind === 'rule');
  return [
    '',
    bold('The law as it is, after burdens', style),
    ...rules.flatMap(({ id, label, groups, sources }) => {
      const before = groups[0]?.before.burden;
      if (!before) return [];
      const words = VERDICTS.map((one) => `${one} ${cell(before[one], result)}`).join(', ');
      return [...spread(label, id, 2), ...sourceLines(sources, 4), ...wrap(words, 4)];
    }),
  ];
}

/** How many rules are told of with the facts that keep them open. */
const OPEN_RULES = 10;

function openLines(result: SimulationResult, style: Style): string[] {
  const { openFacts } = result;
  const rules = new Map<string, SimulationResult['openFacts']['facts']>();
  for (const fact of openFacts.facts) rules.set(fact.rule, [...(rules.get(fact.rule) ?? []), fact]);
  const most = (list: SimulationResult['openFacts']['facts']) =>
    typeof list[0]?.records === 'number' ? list[0].records : 0;
  const sorted = [...rules].sort(([, one], [, other]) => most(other) - most(one)).slice(0, OPEN_RULES);
  if (sorted.length === 0) return [];
  return [
    '',
    bold('What nobody recorded, and keeps most records open', style),
    ...wrap(
      `Of ${number(openFacts.records)} records, as the law is, in tens, most first. A rule is left out where a small count hides beside its facts.`,
      2,
    ),
    ...sorted.flatMap(([rule, facts]) => [
      ...wrap(rule, 2),
      ...facts.flatMap((one) => {
        const [first = '', ...rest] = wrap(`${one.label} (${one.fact})`, COLUMN + 2);
        return [cell(one.records, result).padStart(COLUMN) + first.slice(COLUMN), ...rest];
      }),
    ]),
  ];
}

function groupName(result: SimulationResult, index: number): string {
  const group = result.groups[index];
  if (!group || group.column === null) return 'all';
  const value = group.others > 0 ? `${group.others} small ones together` : group.value || 'not recorded';
  return safe(`${group.column} ${value}`);
}

function cell(value: Cell, { floor }: SimulationResult): string {
  if (value === 'few') return `fewer than ${floor}`;
  return value === 'withheld' ? value : number(value);
}

/** Thousands apart: 1 234 567. */
function number(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ' ');
}
