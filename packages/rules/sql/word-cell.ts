import type { Formula } from './formula.ts';
import type { Cell } from './strata.ts';

/** The column whose bits are set where there is a record. Every stratum carries it. */
export const LIVE = 'live';

/** A formula's two words: for each of 64 records whether it is yes, and whether it is no. Neither is unknown. */
type Words = { yes: Cell; no: Cell };

export type LeafFormula = Extract<Formula, { op: 'leaf' }>;

/** What words stand on: one word of a leaf, and whether a formula is yes or no for every record. */
type WordBase = {
  base(leaf: LeafFormula, which: 'yes' | 'no'): Cell;
  isTwoValued(formula: Formula): boolean;
};

/**
 * Makes the words of a formula: strong Kleene on 64 records at a time. Where AND is yes all are yes; where it is no one
 * is no. A bit without a record is never set. What is never unknown is no where it is not yes: one word tells both.
 */
export function makeWordCells({ base, isTwoValued }: WordBase): (formula: Formula) => Words {
  const logic = makeWordLogic();
  const made = new Map<Formula, Words>();
  const wordsOf = (formula: Formula): Words => {
    const done = made.get(formula);
    if (done) return done;
    const words = isTwoValued(formula) ? twoValued(formula) : threeValued(formula);
    made.set(formula, words);
    return words;
  };
  const threeValued = (formula: Formula): Words =>
    formula.op === 'leaf'
      ? { yes: base(formula, 'yes'), no: base(formula, 'no') }
      : combined(formula, logic, wordsOf);
  const twoValued = (formula: Formula): Words => {
    // Its part is never unknown: there is no gap to close.
    if (formula.op === 'presumed') return wordsOf(formula.part);
    const yes = formula.op === 'leaf' ? base(formula, 'yes') : combined(formula, logic, wordsOf).yes;
    return { yes, no: logic.none(yes) };
  };
  return wordsOf;
}

type Compound = Exclude<Formula, { op: 'leaf' }>;

function combined(formula: Compound, logic: WordLogic, wordsOf: (formula: Formula) => Words): Words {
  const { every, some, none, full, empty } = logic;
  switch (formula.op) {
    case 'constant':
      return { yes: formula.value === 'yes' ? full : empty, no: formula.value === 'no' ? full : empty };
    case 'not': {
      const { yes, no } = wordsOf(formula.part);
      return { yes: no, no: yes };
    }
    case 'shown': {
      const { yes } = wordsOf(formula.part);
      return { yes, no: none(yes) };
    }
    case 'open': {
      const { yes, no } = wordsOf(formula.part);
      const known = some([yes, no]);
      return { yes: none(known), no: known };
    }
    case 'presumed': {
      const { yes, no } = wordsOf(formula.part);
      const when = wordsOf(formula.when).yes;
      // It closes a gap, and never speaks against what is known.
      return formula.value === 'yes'
        ? { yes: some([yes, every([when, none(no)])]), no }
        : { yes, no: some([no, every([when, none(yes)])]) };
    }
    default:
      return combinedList(formula, formula.parts.map(wordsOf), logic);
  }
}

type List = Extract<Formula, { parts: readonly Formula[] }>;

function combinedList(formula: List, parts: readonly Words[], logic: WordLogic): Words {
  const yes = parts.map((part) => part.yes);
  const no = parts.map((part) => part.no);
  if (formula.op === 'at-least') {
    const { count } = formula;
    return { yes: logic.atLeast(count, yes), no: logic.atLeast(parts.length - count + 1, no) };
  }
  if (formula.op === 'and') return { yes: logic.every(yes), no: logic.some(no) };
  return { yes: logic.some(yes), no: logic.every(no) };
}

type WordLogic = {
  full: Cell;
  empty: Cell;
  every(words: readonly Cell[]): Cell;
  some(words: readonly Cell[]): Cell;
  none(word: Cell): Cell;
  atLeast(count: number, words: readonly Cell[]): Cell;
};

/** Bit by bit logic. Equal words are one cell. */
function makeWordLogic(): WordLogic {
  const keys = new Map<Cell, number>();
  const made = new Map<string, Cell>();
  const complements = new Map<Cell, Cell>();
  const keyOf = (cell: Cell): number => {
    const key = keys.get(cell) ?? keys.size;
    keys.set(cell, key);
    return key;
  };
  const make = (sign: string, parts: readonly Cell[], sql: Cell['sql']): Cell => {
    const name = `${sign}${parts.map(keyOf).join(',')}`;
    const cell = made.get(name) ?? { isBase: false, parts, sql };
    made.set(name, cell);
    return cell;
  };
  const full = make('full', [], () => LIVE);
  const empty = make('empty', [], () => 'CAST(0 AS BIGINT)');
  const list = (sign: '&' | '|', words: readonly Cell[]): Cell => {
    const [settles, idle] = sign === '&' ? [empty, full] : [full, empty];
    if (words.includes(settles)) return settles;
    const [only, ...more] = new Set(words.filter((word) => word !== idle));
    if (!only) return idle;
    return more.length === 0 ? only : make(sign, [only, ...more], (texts) => `(${texts.join(` ${sign} `)})`);
  };
  const every = (words: readonly Cell[]) => list('&', words);
  const some = (words: readonly Cell[]) => list('|', words);
  const none = (word: Cell) => {
    if (word === full) return empty;
    if (word === empty) return full;
    const back = complements.get(word);
    if (back) return back;
    const found = make('~', [word], ([text]) => `(~${text} & ${LIVE})`);
    complements.set(found, word);
    return found;
  };
  /** So many among the first half and the rest among the second: few strata, where one by one would be many. */
  const atLeast = (count: number, words: readonly Cell[]): Cell => {
    if (count <= 0) return full;
    if (count > words.length) return empty;
    if (count === 1) return some(words);
    if (count === words.length) return every(words);
    const half = words.length >> 1;
    const [left, right] = [words.slice(0, half), words.slice(half)];
    const ways = Array.from({ length: count + 1 }, (_, here) => [
      atLeast(here, left),
      atLeast(count - here, right),
    ]);
    return some(ways.map(every));
  };
  return { full, empty, every, some, none, atLeast };
}
