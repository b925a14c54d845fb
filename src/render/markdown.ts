import type { Report, Section } from '../report/report.ts';
import { type Cell, cellsOf, footerCells, heading, moreText, shownColumns } from './cells.ts';
import { headlineText } from './headline.ts';
import { gistOf, sectionsFor, told } from './telling.ts';
import { levelsInPipe } from './tree.ts';
import { isNumeric } from './units.ts';
import { visible } from './visible.ts';

/** GitHub tables, one per section; foreign text can neither format, link, load an image nor mention anybody. */
export function* markdown(report: Report): Iterable<string> {
  const headline = headlineText(report);
  if (headline) yield `${headline.split('\n').map(escaped).join('  \n')}\n\n`; // two blanks: a line of its own
  for (const [index, whole] of sectionsFor('people', report).entries()) {
    const [section, gist] = [told(whole), gistOf(whole)];
    if (index > 0) yield '\n';
    if (gist !== undefined) {
      yield `${escaped(gist)}\n`;
      continue;
    }
    if (section.title) yield `### ${escaped(section.title)}\n\n`;
    yield* tableOf(section, String(report.meta['tz'] ?? 'UTC'));
  }
}

function* tableOf(section: Section, tz: string): Iterable<string> {
  const columns = shownColumns(section);
  yield line(columns.map((column) => escaped(heading(column))));
  yield line(columns.map(({ unit }) => (isNumeric(unit) ? '---:' : '---')));
  for (const row of cellsOf(section, columns, tz, levelsInPipe))
    yield line(row.map((cell, at) => (columns[at]?.unit === 'bar' ? code(cell.text) : cellText(cell))));
  if (section.footer)
    yield line(footerCells(section.footer, columns, tz).map((cell) => bold(cellText(cell))));
  if (section.more) yield `\n${moreText(section.more)}\n`;
}

/** GitHub folds plain spaces, which would flatten a tree. */
function cellText({ branch, text }: Cell): string {
  return branch.replaceAll(' ', '\u00a0') + escaped(text);
}

/** GitHub keeps the spaces of code, and gives all its characters one width: bars begin where they should. */
function code(bar: string): string {
  return bar === '' ? '' : `\`${bar}\``;
}

function line(texts: readonly string[]): string {
  return `| ${texts.join(' | ')} |\n`;
}

function bold(text: string): string {
  return text === '' ? '' : `**${text}**`;
}

const html = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
]);

/** Marks inside a word format nothing, so `input_tokens` stays readable in the source. */
const marks = /[\\`*[\]|~&<>]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;

/** `@name` at the start of a word, which would notify somebody; an empty comment parts the two. */
const mention = /(?<![\p{L}\p{N}])@(?=[\p{L}\p{N}])/gu;

function escaped(text: string): string {
  return visible(text)
    .replace(marks, (mark) => html.get(mark) ?? `\\${mark}`)
    .replace(mention, '@<!-- -->');
}
