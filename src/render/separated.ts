import type { Column, Report, Row } from '../report/report.ts';
import { cellText } from './machine.ts';
import { isNumeric } from './units.ts';
import { visible, withoutEscapes } from './visible.ts';

/** A spreadsheet runs a cell that begins so as a formula (OWASP, "CSV Injection"), full-width forms included. */
const formula = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

/** RFC 4180 with `\n` as line end: the rows of the first section. Unknown is empty, an empty text is `""`. */
export function csv(header: boolean): (report: Report) => Iterable<string> {
  return (report) => separated(report, header, ',', withoutEscapes);
}

/** As CSV with tabs between; tabs and line ends inside a text become `␉` and `␊`, so that `cut` and `awk` count right. */
export function tsv(header: boolean): (report: Report) => Iterable<string> {
  return (report) => separated(report, header, '\t', visible);
}

type Clean = (text: string) => string;

function* separated(report: Report, header: boolean, separator: string, clean: Clean): Iterable<string> {
  const { columns, rows } = report.sections[0];
  if (header) yield `${columns.map(({ key }) => textCell(key, clean)).join(separator)}\n`;
  for (const row of rows) yield `${columns.map((column) => cell(row, column, clean)).join(separator)}\n`;
}

function cell(row: Row, { key, unit }: Column, clean: Clean): string {
  const value = row[key];
  const text = cellText(value, unit);
  if (text === null) return '';
  const isNumber = typeof value === 'number' || (isNumeric(unit) && Number.isFinite(Number(text)));
  return isNumber ? text : textCell(text, clean);
}

function textCell(text: string, clean: Clean): string {
  const inert = clean(formula.test(text) ? `'${text}` : text);
  return inert === '' || /[",\t\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
