// biome-ignore-all lint/a11y/noRedundantRoles: a table whose rows become blocks loses its roles unless they are spelt out
import type { ComponentChildren, JSX } from 'preact';

interface Column {
  readonly label: string;
  /** True for numbers: they stand at the end of their cell. */
  readonly isFigure?: boolean;
}

interface TableProps {
  caption: string;
  /** True where the heading above already says what the caption says. */
  isCaptionHidden?: boolean;
  columns: readonly Column[];
  /** Each row has one cell a column; the first names the row. */
  rows: readonly (readonly ComponentChildren[])[];
  /** stack: on a phone each row is a block with its labels. plain: for two or three short columns. */
  look?: 'stack' | 'plain';
}

/**
 * A table with a row and a column heading for every cell. The roles are spelt out, because a table whose
 * rows become blocks on a phone stops being a table for screen readers.
 */
export function Table({ caption, isCaptionHidden, columns, rows, look = 'stack' }: TableProps): JSX.Element {
  return (
    <table class={look === 'stack' ? 'stack' : undefined} role="table">
      <caption class={isCaptionHidden ? 'hide' : undefined}>{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th key={column.label} role="columnheader" scope="col" class={column.isFigure ? 'n' : undefined}>
              {column.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((cells, index) => (
          <Row key={index} columns={columns} cells={cells} />
        ))}
      </tbody>
    </table>
  );
}

function Row(props: { columns: readonly Column[]; cells: readonly ComponentChildren[] }): JSX.Element {
  return (
    <tr role="row">
      {props.columns.map((column, index) =>
        index === 0 ? (
          <th key={column.label} role="rowheader" scope="row">
            {props.cells[index]}
          </th>
        ) : (
          <td key={column.label} role="cell" class={column.isFigure ? 'n' : undefined}>
            <span class="lbl" aria-hidden="true">
              {column.label}
            </span>
            {props.cells[index]}
          </td>
        ),
      )}
    </tr>
  );
}
