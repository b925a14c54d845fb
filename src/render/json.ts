import type { Column, Report, Row, Section } from '../report/report.ts';
import { noteTexts } from './headline.ts';
import { jsonText, nestedJson, quoted } from './machine.ts';
import { sectionsFor } from './telling.ts';

/**
 * `{"schema":"llmtrace.<command>/1","meta":{…},"rows":[…],"totals":{…},"notes":[…]}`, one key of `meta` and one row per
 * line, so that two runs can be compared by line. The first section is `rows`; the others stand beside it under their
 * keys. `more`, only there when a list was cut, says how many rows each lacks.
 */
export function* json(report: Report): Iterable<string> {
  yield `{\n  "schema": ${quoted(`llmtrace.${report.command}/1`)},\n`;
  yield* object(
    'meta',
    Object.entries(report.meta).map(([key, value]) => `${quoted(key)}: ${nestedJson(value, key)}`),
  );
  const sections = sectionsFor('programs', report);
  for (const [index, section] of sections.entries()) {
    yield* list(index === 0 ? 'rows' : section.key, rowTexts(section));
  }
  const more = sections.flatMap((section, index) => cutList(section, index));
  if (more.length > 0) yield `  "more": {${more.join(',')}},\n`;
  yield `  "totals": ${report.totals ? rowText(report.totals.columns)(report.totals.row) : '{}'},\n`;
  yield `  "notes": ${nestedJson(noteTexts(report))}\n}\n`;
}

/** Writes one row as one JSON object, keys in the order of the columns. */
export function rowText(columns: readonly Column[]): (row: Row) => string {
  const heads = columns.map(({ key }) => `${quoted(key)}:`);
  return (row) =>
    `{${columns.map(({ key, unit }, index) => heads[index] + jsonText(row[key], unit)).join(',')}}`;
}

function* rowTexts(section: Section): Iterable<string> {
  const text = rowText(section.columns);
  for (const row of section.rows) yield text(row);
}

function cutList(section: Section, index: number): string[] {
  return section.more ? [`${quoted(index === 0 ? 'rows' : section.key)}:${section.more}`] : [];
}

function* object(key: string, entries: readonly string[]): Iterable<string> {
  yield entries.length > 0
    ? `  ${quoted(key)}: {\n    ${entries.join(',\n    ')}\n  },\n`
    : `  ${quoted(key)}: {},\n`;
}

function* list(key: string, items: Iterable<string>): Iterable<string> {
  yield `  ${quoted(key)}: [`;
  let before = '\n    ';
  for (const item of items) {
    yield before + item;
    before = ',\n    ';
  }
  yield before.startsWith(',') ? '\n  ],\n' : '],\n';
}
