import type { Day } from '../date.ts';
import type { Law } from '../law.ts';
import { lawFor } from '../resolve.ts';
import { type DialectName, dialectOf } from './dialect.ts';
import { type Formula, type FormulaBook, openBook, partsOfFormula } from './formula.ts';
import { lowerLaw } from './lower-law.ts';
import type { SqlRow } from './population-counts.ts';
import type { RecordLayout } from './records.ts';
import { wordStatements } from './word-statements.ts';

/** Which rules are asked, of which records. */
export type OpenFactsQuestion = {
  /** Every fact that shall be counted needs a column, empty where nobody was asked. */
  layout: RecordLayout;
  dialect: DialectName;
  state?: string;
  on?: Day;
  /** The rules whose verdict after burdens is looked at. */
  rules: readonly string[];
};

/** How many records a fact that is not told keeps open, and the statement that counts it. */
export type OpenFacts = {
  countsSql: string;
  /** What the one row of the statement says. */
  read(row: SqlRow): OpenFactCount[];
};

export type OpenFactCount = { rule: string; fact: string; records: number };

/**
 * The facts whose absence keeps rules open: for each rule and fact the records in which the rule is unknown after burdens,
 * the fact is not told, and the way from the rule down to the fact is unknown all along, so that nothing that is told has
 * made it matter no more. One such fact alone need not be enough to settle the rule. People of a group are not looked at.
 */
export function openFacts(law: Law, question: OpenFactsQuestion): OpenFacts {
  const { layout, dialect, state, on } = question;
  const book = openBook();
  const told = { facts: new Set(layout.facts), groups: {}, hasDay: on !== undefined };
  const asked = new Set(question.rules);
  const outputs = new Map<Formula, string>();
  const counted: { rule: string; fact: string; column: string }[] = [];
  for (const { kind, id, burden } of lowerLaw(lawFor(law, { state, on }), book, told)) {
    if (kind !== 'rule' || !asked.has(id)) continue;
    for (const [fact, formula] of openBelow(burden, book)) {
      const column = outputs.get(formula) ?? `v${outputs.size}`;
      outputs.set(formula, column);
      counted.push({ rule: id, fact, column });
    }
  }
  const scan = { layout, dialect: dialectOf(dialect), on };
  const { countsSql } = wordStatements({ outputs, moves: [], near: new Map() }, scan);
  const read = (row: SqlRow) =>
    counted.map(({ rule, fact, column }) => ({ rule, fact, records: Number(row[`${column}_yes`] ?? 0) }));
  return { countsSql, read };
}

/** For each fact under a formula, where it keeps the formula open: unknown itself, as is all that stands between. */
function openBelow(root: Formula, book: FormulaBook): Map<string, Formula> {
  const reached = new Map<Formula, Formula[]>([[root, [book.open(root)]]]);
  const facts = new Map<string, Formula[]>();
  for (const formula of fromTheTop(root)) {
    const here = book.or(reached.get(formula) ?? []);
    if (formula.op === 'leaf' && 'fact' in formula.leaf && formula.leaf.kind !== 'reason') {
      const { fact } = formula.leaf;
      facts.set(fact, [...(facts.get(fact) ?? []), here]);
    }
    // What has two values is never open, and keeps nothing open.
    for (const part of new Set(partsOfFormula(formula))) {
      const isOpen = book.and([here, book.open(part)]);
      if (isOpen.op !== 'constant') reached.set(part, [...(reached.get(part) ?? []), isOpen]);
    }
  }
  return new Map([...facts].map(([fact, ways]) => [fact, book.or(ways)]));
}

/** Every formula under one, each after all that it is part of. */
function fromTheTop(root: Formula): Formula[] {
  const seen = new Set<Formula>();
  const after: Formula[] = [];
  const visit = (formula: Formula): void => {
    if (seen.has(formula)) return;
    seen.add(formula);
    partsOfFormula(formula).forEach(visit);
    after.push(formula);
  };
  visit(root);
  return after.reverse();
}
