/**
 * One expression of a statement. `parts` names each part as often as `sql` writes it out, in the order in which `sql`
 * takes them. A base stands in the first stratum and has no parts.
 */
export type Cell = {
  isBase: boolean;
  parts: readonly Cell[];
  sql(parts: readonly string[]): string;
};

/** One SELECT of a statement: what it is called, and what it adds to the one before. */
type Stratum = { added: readonly { column: string; sql: string }[]; kept: readonly string[] };

export type Layout = {
  base: readonly { cell: Cell; column: string }[];
  strata: readonly Stratum[];
  /** The column of each output, after the last stratum. */
  columns: ReadonlyMap<Cell, string>;
};

/** Deeper than this, an expression becomes a column: engines bound the depth of expressions. */
const DEEPEST = 40;

/**
 * Orders expressions into strata. Each base, each output and whatever is written more than once is a column, computed
 * once; the rest stands inside. A stratum reads the one before and keeps only what is still needed, so that the
 * statement's size grows with the number of expressions, whatever they share.
 */
export function layOut(outputs: readonly Cell[]): Layout {
  const cells = inOrder(outputs);
  const uses = new Map<Cell, number>();
  for (const cell of cells) for (const part of cell.parts) uses.set(part, (uses.get(part) ?? 0) + 1);
  const asked = new Set(outputs);
  const placed = new Map<Cell, Placed>();
  for (const cell of cells) placed.set(cell, place(cell, { placed, uses, asked }));
  return assemble(cells, asked, placed);
}

type Placed = {
  column: string | undefined;
  /** The stratum in which a column stands, or could at the earliest. The bases stand in 0. */
  level: number;
  depth: number;
  /** The columns that its text names. */
  names: ReadonlySet<Cell>;
  text: string;
};
type Plan = { placed: ReadonlyMap<Cell, Placed>; uses: ReadonlyMap<Cell, number>; asked: ReadonlySet<Cell> };

function place(cell: Cell, { placed, uses, asked }: Plan): Placed {
  const parts = cell.parts.map((part) => placed.get(part)).filter((part) => part !== undefined);
  const names = new Set<Cell>();
  cell.parts.forEach((part, index) => {
    const at = parts[index];
    if (at?.column !== undefined) names.add(part);
    else for (const name of at?.names ?? []) names.add(name);
  });
  const inner = parts.map((part) => (part.column === undefined ? part.depth : 0));
  const depth = 1 + Math.max(0, ...inner);
  const level = cell.isBase
    ? 0
    : Math.max(1, ...[...names].map((name) => (placed.get(name)?.level ?? 0) + 1));
  const isColumn = cell.isBase || asked.has(cell) || (uses.get(cell) ?? 0) > 1 || depth >= DEEPEST;
  const text = cell.sql(parts.map((part) => part.column ?? part.text));
  return { column: isColumn ? `c${placed.size}` : undefined, level, depth, names, text };
}

function assemble(
  cells: readonly Cell[],
  asked: ReadonlySet<Cell>,
  placed: ReadonlyMap<Cell, Placed>,
): Layout {
  const columns = cells.flatMap((cell) => {
    const { column, level, text, names } = getPlaced(placed, cell);
    return column === undefined ? [] : [{ cell, column, level, text, names }];
  });
  const last = Math.max(0, ...columns.map(({ level }) => level));
  const neededIn = new Map<Cell, number>();
  for (const { cell, level, names } of columns) {
    if (asked.has(cell)) neededIn.set(cell, last + 1);
    for (const name of names) neededIn.set(name, Math.max(neededIn.get(name) ?? 0, level));
  }
  const strata = Array.from({ length: last }, (_, index): Stratum => {
    const level = index + 1;
    return {
      added: columns.filter((one) => one.level === level).map(({ column, text }) => ({ column, sql: text })),
      kept: columns
        .filter((one) => one.level < level && (neededIn.get(one.cell) ?? 0) > level)
        .map(({ column }) => column),
    };
  });
  return {
    base: columns.filter(({ cell }) => cell.isBase).map(({ cell, column }) => ({ cell, column })),
    strata,
    columns: new Map(columns.filter(({ cell }) => asked.has(cell)).map(({ cell, column }) => [cell, column])),
  };
}

function getPlaced(placed: ReadonlyMap<Cell, Placed>, cell: Cell): Placed {
  const found = placed.get(cell);
  if (!found) throw new Error('A cell was not placed.');
  return found;
}

/** Every cell under the outputs once, parts before what they are part of. */
function inOrder(outputs: readonly Cell[]): Cell[] {
  const found = new Set<Cell>();
  const visit = (cell: Cell): void => {
    if (found.has(cell)) return;
    cell.parts.forEach(visit);
    found.add(cell);
  };
  outputs.forEach(visit);
  return [...found];
}
