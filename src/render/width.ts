import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';

/** Characters of one cell each: most text, without the cost of looking at its graphemes. */
const narrow = /^[\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2264\u2265\u2400-\u2424\u2500-\u257f]*$/;

const graphemes = new Intl.Segmenter();

/** Terminal cells that a text without control characters takes: 2 for a Chinese character or an emoji. */
export function widthOf(text: string): number {
  return narrow.test(text) ? text.length : stringWidth(text);
}

/** Is each character one cell wide, in every table of widths there is? Colours take none. */
export function isNarrow(text: string): boolean {
  return narrow.test(stripVTControlCharacters(text));
}

/** The beginning that fits, closed by `…` when something is missing. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let kept = '';
  let room = width - 1;
  for (const { segment } of graphemes.segment(text)) {
    room -= widthOf(segment);
    if (room < 0) break;
    kept += segment;
  }
  return width > 0 ? `${kept}…` : '';
}

export function padded(text: string, width: number, side: 'left' | 'right'): string {
  const gap = ' '.repeat(Math.max(0, width - widthOf(text)));
  return side === 'right' ? gap + text : text + gap;
}
