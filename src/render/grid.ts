import CliTable from 'cli-table3';
import { gap } from './layout.ts';
import { isNarrow, padded } from './width.ts';

export type Size = { readonly width: number; readonly side: 'left' | 'right' };

/** cli-table3 takes a third of a millisecond per row; beyond this many nobody reads along, so they are only padded. */
const mostForCliTable = 1000;

/**
 * Rows of texts that fit their columns, as aligned lines without borders. Both ways give the same bytes; what cli-table3's
 * older table of widths may know otherwise, and would cut in the midst of a character, is not given to it.
 */
export function drawn(rows: readonly (readonly string[])[], sizes: readonly Size[]): Iterable<string> {
  const isPlain = rows.length <= mostForCliTable && rows.every((row) => row.every(isNarrow));
  return isPlain ? tabulated(rows, sizes) : aligned(rows, sizes);
}

/** Each row padded by itself. */
export function* aligned(rows: readonly (readonly string[])[], sizes: readonly Size[]): Iterable<string> {
  for (const row of rows) {
    const texts = sizes.map(({ width, side }, index) => padded(row[index] ?? '', width, side));
    yield `${texts.join(' '.repeat(gap)).trimEnd()}\n`;
  }
}

/** The same by cli-table3. */
export function* tabulated(rows: readonly (readonly string[])[], sizes: readonly Size[]): Iterable<string> {
  if (rows.length === 0) return;
  const table = new CliTable({
    chars: borderless,
    colWidths: sizes.map(({ width }) => width),
    colAligns: sizes.map(({ side }) => side),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  table.push(...rows.map((row) => [...row]));
  for (const line of table.toString().split('\n')) yield `${line.trimEnd()}\n`;
}

const borderless = {
  ...{ top: '', 'top-mid': '', 'top-left': '', 'top-right': '' },
  ...{ bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '' },
  ...{ left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '' },
  middle: ' '.repeat(gap),
};
