import type { Column, Row, Section, Value } from '../report/report.ts';
import { barText } from './bar.ts';
import { grouped } from './decimal.ts';
import { branches } from './tree.ts';
import { quantityText, unknown } from './units.ts';
import { visible } from './visible.ts';

/** One cell for a person: the lines of the tree before it, and its text. */
export type Cell = { readonly branch: string; readonly text: string };

/** The columns of a table: all but those that only `--columns` brings. */
export function shownColumns(section: Section): readonly Column[] {
  return section.columns.filter(({ show }) => show !== 'asked');
}

export function heading(column: Column): string {
  return visible(column.title ?? column.key);
}

/** The rows as cells, one row at a time. `levels`: how deep a tree is drawn. */
export function* cellsOf(
  section: Section,
  columns: readonly Column[],
  tz: string,
  levels: number,
): Generator<Cell[], void> {
  const trees = columns.map(({ indentBy }) =>
    indentBy === undefined ? [] : branches(section.rows, indentBy, levels),
  );
  for (const [index, row] of section.rows.entries()) {
    yield columns.map((column, at) => ({
      branch: trees[at]?.[index] ?? '',
      text: cellText(row, column, tz),
    }));
  }
}

/** The bottom line: blank where it has nothing to say, `–` where it does not know. */
export function footerCells(footer: Row, columns: readonly Column[], tz: string): Cell[] {
  return columns.map((column) => ({
    branch: '',
    text: footer[column.key] === undefined ? '' : cellText(footer, column, tz),
  }));
}

export function moreText(more: number): string {
  return `… and ${grouped(String(more))} more (--all)`;
}

function cellText(row: Row, column: Column, tz: string): string {
  const shown = shownText(row, column);
  if (shown !== undefined) return visible(shown);
  const value = row[column.key] ?? null;
  if (column.unit === 'bar') return barText(value);
  const text = quantityText({ value, unit: column.unit, signed: column.signed === true }, tz);
  if (text === unknown || column.signed) return visible(text);
  return isPartial(row, column) ? `≥${text}` : text;
}

/** What a screen shows instead of the value. */
function shownText(row: Row, { shownBy }: Column): string | undefined {
  const text = shownBy === undefined ? undefined : row[shownBy];
  return typeof text === 'string' ? text : undefined;
}

function isPartial(row: Row, { atLeastIf }: Column): boolean {
  return atLeastIf !== undefined && Number(row[atLeastIf] ?? null) > 0;
}

/** Whether any row of the section says something in this column. */
export function isKnown(section: Section, column: Column): boolean {
  return section.rows.some((row) => !saysNothing(shownText(row, column) ?? row[column.key] ?? null));
}

function saysNothing(value: Value): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}
