import type { Column, Section } from '../report/report.ts';
import { type Cell, cellsOf, footerCells, heading, isKnown, shownColumns } from './cells.ts';
import type { Size } from './grid.ts';
import { type Layout, layout } from './layout.ts';
import { wrapped } from './prose.ts';
import type { Screen } from './screen.ts';
import { levelsInPipe, levelsOnScreen } from './tree.ts';
import { isNumeric } from './units.ts';
import { cut, widthOf } from './width.ts';

/** One section as cells that fit the screen. */
export type Sheet = {
  readonly sizes: readonly Size[];
  readonly heads: readonly Cell[];
  readonly rows: readonly (readonly Cell[])[];
  readonly footer: readonly Cell[] | undefined;
  /** Columns that should always show and for which the screen is too narrow. */
  readonly crowdedOut: readonly Column[];
};

/** On a terminal, columns and texts give way to its width, and a column that knows nothing stays away; in a pipe all is whole. */
export function sheetOf(section: Section, screen: Screen, tz: string): Sheet {
  const columns = shownColumns(section).filter((column) => !screen.isTty || mustShow(section, column));
  const heads = columns.map((column) => ({ branch: '', text: heading(column) }));
  const rows = [...cellsOf(section, columns, tz, screen.isTty ? levelsOnScreen : levelsInPipe)];
  const footer = section.footer && footerCells(section.footer, columns, tz);
  const widths = widest([heads, footer ?? [], ...rows], columns.length);
  const wishes = columns.map((column, index) => ({ column, width: widths[index] ?? 0 }));
  const { shown, crowdedOut } = layout(wishes, screen.isTty ? screen.width : Number.POSITIVE_INFINITY);
  const placed = (cells: readonly Cell[]) => shown.map(({ index, width }) => fitted(cells[index], width));
  const sizes = shown.map(({ column, width }) => ({ width, side: sideOf(column) }));
  return {
    sizes,
    heads: placed(heads),
    rows: rows.flatMap((cells) => linesOf(cells, shown)),
    footer: footer && placed(footer),
    crowdedOut,
  };
}

function mustShow(section: Section, column: Column): boolean {
  return column.show === 'always' || isKnown(section, column);
}

function sideOf({ unit }: Column): 'left' | 'right' {
  return isNumeric(unit) ? 'right' : 'left';
}

function widest(rows: Iterable<readonly Cell[]>, columns: number): number[] {
  const widths = Array.from({ length: columns }, () => 0);
  for (const row of rows) {
    for (const [index, { branch, text }] of row.entries()) {
      widths[index] = Math.max(widths[index] ?? 0, branch.length + widthOf(text));
    }
  }
  return widths;
}

/** One row, over as many lines as its wrapping cells need. */
function linesOf(cells: readonly Cell[], shown: Layout['shown']): readonly (readonly Cell[])[] {
  const columns = shown.map(({ index, column, width }) =>
    column.wraps ? folded(cells[index], width) : [fitted(cells[index], width)],
  );
  const height = Math.max(...columns.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) => columns.map((lines) => lines[line] ?? blank));
}

const blank: Cell = { branch: '', text: '' };

function folded({ text } = blank, width: number): Cell[] {
  return [...wrapped(text, width)].map((line) => ({ branch: '', text: line.trimEnd() }));
}

function fitted(cell: Cell | undefined, width: number): Cell {
  const { branch, text } = cell ?? blank;
  const line = cut(branch + text, width);
  return { branch: line.slice(0, branch.length), text: line.slice(branch.length) };
}
