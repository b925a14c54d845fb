import type { ChalkInstance } from 'chalk';
import type { Section } from '../report/report.ts';
import { cellsOf, moreText, shownColumns } from './cells.ts';
import type { Screen } from './screen.ts';
import { visible } from './visible.ts';
import { widthOf } from './width.ts';

/**
 * Long texts: the other cells of a row on a line, its text below, wrapped between words to the width of a terminal; a
 * blank line parts them where there are such cells.
 */
export function* prose(
  section: Section,
  key: string,
  screen: Screen,
  tz: string,
  paint: ChalkInstance,
): Iterable<string> {
  const heads = shownColumns(section).filter((column) => column.key !== key);
  const cells = cellsOf(section, heads, tz, 0);
  const width = screen.isTty ? Math.max(20, screen.width) : Number.POSITIVE_INFINITY;
  for (const [index, row] of section.rows.entries()) {
    const head = (cells.next().value ?? []).map(({ text }) => text).join('  ');
    if (index > 0 && head !== '') yield '\n';
    if (head !== '') for (const line of wrapped(head, width)) yield paint.bold(line);
    yield* wrapped(String(row[key] ?? ''), width);
  }
  if (section.more) yield `${paint.dim(moreText(section.more))}\n`;
}

/** The lines of a text, each safe on a terminal. */
export function* wrapped(text: string, width: number): Iterable<string> {
  for (const line of text.split(/\r\n|[\n\r\u2028\u2029]/))
    yield* folded(visible(line.replaceAll('\t', '    ')), width);
}

function* folded(line: string, width: number): Iterable<string> {
  if (widthOf(line) <= width) return yield `${line}\n`;
  let current = '';
  for (const word of line.split(/(?<= )/).flatMap((long) => pieces(long, width))) {
    if (widthOf((current + word).trimEnd()) > width) {
      yield `${current.trimEnd()}\n`;
      current = '';
    }
    current += word;
  }
  yield `${current.trimEnd()}\n`;
}

/** A word that is longer than a line is cut. */
function pieces(word: string, width: number): string[] {
  if (widthOf(word.trimEnd()) <= width) return [word];
  const parts: string[] = [];
  let part = '';
  for (const character of word) {
    if (widthOf(part + character) > width) {
      parts.push(part);
      part = '';
    }
    part += character;
  }
  return [...parts, part];
}
