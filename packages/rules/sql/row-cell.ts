import { type Formula, type Leaf, partsOfFormula } from './formula.ts';
import type { Cell } from './strata.ts';

/**
 * Makes the cell of a formula as one boolean column, in which NULL is unknown: SQL's own AND, OR and NOT are strong
 * Kleene. A formula has one cell, however often it is asked for.
 */
export function makeRowCells(leafSql: (leaf: Leaf) => string): (formula: Formula) => Cell {
  const made = new Map<Formula, Cell>();
  const cellOf = (formula: Formula): Cell => {
    const done = made.get(formula);
    if (done) return done;
    const cell = rowCell(formula, partsOfFormula(formula).map(cellOf), leafSql);
    made.set(formula, cell);
    return cell;
  };
  return cellOf;
}

const CONSTANTS = { yes: 'TRUE', no: 'FALSE', unknown: 'CAST(NULL AS BOOLEAN)' } as const;

function rowCell(formula: Formula, parts: readonly Cell[], leafSql: (leaf: Leaf) => string): Cell {
  const cell = (sql: Cell['sql']): Cell => ({ isBase: false, parts, sql });
  switch (formula.op) {
    case 'leaf':
      return { isBase: true, parts, sql: () => leafSql(formula.leaf) };
    case 'constant':
      return cell(() => CONSTANTS[formula.value]);
    case 'and':
      return cell((texts) => `(${texts.join(' AND ')})`);
    case 'or':
      return cell((texts) => `(${texts.join(' OR ')})`);
    case 'not':
      return cell(([part]) => `(NOT ${part})`);
    case 'shown':
      return cell(([part]) => `COALESCE(${part}, FALSE)`);
    case 'open':
      return cell(([part]) => `(${part} IS NULL)`);
    case 'presumed': {
      const value = CONSTANTS[formula.value];
      return cell(([part, when]) => `COALESCE(${part}, CASE WHEN ${when} THEN ${value} END)`);
    }
    case 'at-least':
      return atLeastCell(formula.count, parts);
  }
}

/** Yes once enough are yes, no once too many are no. CASE takes what is unknown for no, which here is right. */
function atLeastCell(count: number, parts: readonly Cell[]): Cell {
  const most = parts.length - count;
  const sum = (texts: readonly string[], test: string) =>
    texts.map((text) => `CASE WHEN ${text} IS ${test} THEN 1 ELSE 0 END`).join(' + ');
  return {
    isBase: false,
    parts: [...parts, ...parts],
    sql: (texts) => {
      const each = texts.slice(0, parts.length);
      return `CASE WHEN ${sum(each, 'TRUE')} >= ${count} THEN TRUE WHEN ${sum(each, 'FALSE')} > ${most} THEN FALSE END`;
    },
  };
}
