import { Chalk, type ChalkInstance } from 'chalk';
import type { Column, Report, Section } from '../report/report.ts';
import { type Cell, heading, moreText } from './cells.ts';
import { drawn, type Size } from './grid.ts';
import { headlineText } from './headline.ts';
import { gap } from './layout.ts';
import { prose, wrapped } from './prose.ts';
import type { Screen } from './screen.ts';
import { type Sheet, sheetOf } from './sheet.ts';
import { gistOf, sectionsFor, told } from './telling.ts';
import { unknown } from './units.ts';
import { visible } from './visible.ts';

/** Tables for a person. On a terminal they fit its width; in a pipe they are whole: no column dropped, no text cut. */
export function table(screen: Screen, header: boolean): (report: Report) => Iterable<string> {
  const paint = new Chalk({ level: screen.colorLevel });
  return (report) => tables(report, { screen, header, paint });
}

type Setting = { readonly screen: Screen; readonly header: boolean; readonly paint: ChalkInstance };

function* tables(report: Report, setting: Setting): Iterable<string> {
  if (report.document !== undefined) return yield report.document;
  const { screen, header } = setting;
  const tz = String(report.meta['tz'] ?? 'UTC');
  const headline = headlineText(report);
  if (headline && header) yield* headlineLines(headline, screen);
  const sections = sectionsFor('people', report);
  for (const [index, section] of sections.entries()) {
    // Lines that stand for sections stand together.
    const isTogether = gistOf(section) !== undefined && gistOf(sections[index - 1]) !== undefined;
    if (index > 0 && !isTogether) yield '\n';
    yield* titledLines(section, tz, setting);
  }
}

function* titledLines(whole: Section, tz: string, setting: Setting): Iterable<string> {
  const { screen, header, paint } = setting;
  const [section, gist] = [told(whole), gistOf(whole)];
  if (gist !== undefined) return yield `${visible(gist)}\n`;
  if (section.title && header) yield `${paint.bold(visible(section.title))}\n`;
  yield* linesOf(onScreen(section, screen), tz, setting);
}

/** What scrolls away on a terminal is not printed there. */
function onScreen(section: Section, { isTty }: Screen): Section {
  const { rows, screenRows = rows.length, more = 0 } = section;
  if (!isTty || rows.length <= screenRows) return section;
  return { ...section, rows: rows.slice(0, screenRows), more: more + rows.length - screenRows };
}

function* headlineLines(headline: string, { isTty, width }: Screen): Iterable<string> {
  for (const line of headline.split('\n'))
    yield* wrapped(visible(line), isTty ? width : Number.POSITIVE_INFINITY);
  yield '\n';
}

function linesOf(section: Section, tz: string, setting: Setting): Iterable<string> {
  const { screen, paint } = setting;
  if (section.rows.length === 0 && !section.more) return [`${paint.dim('(no rows)')}\n`];
  if (section.prose !== undefined) return prose(section, section.prose, screen, tz, paint);
  return sectionLines(section, sheetOf(section, screen, tz), setting);
}

function* sectionLines({ more }: Section, sheet: Sheet, { header, paint }: Setting): Iterable<string> {
  const { sizes, heads, rows, footer, crowdedOut } = sheet;
  const rule = paint.dim('─'.repeat(lineWidth(sizes)));
  if (header) {
    yield* drawn([heads.map(({ text }) => paint.bold(text))], sizes);
    yield `${rule}\n`;
  }
  yield* drawn(
    rows.map((row) => row.map((cell) => painted(cell, paint))),
    sizes,
  );
  if (more) yield `${paint.dim(moreText(more))}\n`;
  if (footer) {
    yield `${rule}\n`;
    yield* drawn([footer.map(({ text }) => paint.bold(text))], sizes);
  }
  if (crowdedOut.length > 0) yield `${paint.dim(noRoom(crowdedOut))}\n`;
}

function lineWidth(sizes: readonly Size[]): number {
  return sizes.reduce((sum, { width }) => sum + width + gap, -gap);
}

function painted({ branch, text }: Cell, paint: ChalkInstance): string {
  return paint.dim(branch) + (text === unknown ? paint.dim(text) : text);
}

function noRoom(columns: readonly Column[]): string {
  const named = columns.slice(0, mostNamed).map(heading).join(', ');
  const others = columns.length > mostNamed ? ` and ${columns.length - mostNamed} more` : '';
  return `no room for ${named}${others} (a wider screen, fewer --columns, or -f csv)`;
}

const mostNamed = 6;
