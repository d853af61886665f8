import { type Formula, type Leaf, partsOfFormula } from './formula.ts';
import { makeRowCells } from './row-cell.ts';
import { type Scan, sourceOf } from './source.ts';
import { baseColumns, stacked, withBefore } from './stacked.ts';
import { layOut } from './strata.ts';

export type RowStatement = string;

/** One statement that gives, for each record, each output as a boolean column. */
export function rowStatement(outputs: ReadonlyMap<Formula, string>, scan: Scan): RowStatement {
  const source = sourceOf(leavesUnder(outputs.keys()), scan);
  const cellOf = makeRowCells(source.leafSql);
  const plan = layOut([...outputs.keys()].map(cellOf));
  const first = `SELECT r.record_id${baseColumns(plan)} FROM ${source.from}`;
  const stack = stacked(plan, { name: 's', keys: 'record_id', dialect: scan.dialect, first });
  const columns = [...outputs].map(
    ([formula, column]) => `, ${plan.columns.get(cellOf(formula))} AS ${column}`,
  );
  return withBefore(
    [...source.before, ...stack.before],
    `SELECT record_id${columns.join('')} FROM ${stack.last}`,
  );
}

/** Every leaf under some formulas, once each. */
export function leavesUnder(formulas: Iterable<Formula>): Leaf[] {
  const seen = new Set<Formula>();
  const found: Leaf[] = [];
  const visit = (formula: Formula): void => {
    if (seen.has(formula)) return;
    seen.add(formula);
    if (formula.op === 'leaf') found.push(formula.leaf);
    partsOfFormula(formula).forEach(visit);
  };
  for (const formula of formulas) visit(formula);
  return found;
}
