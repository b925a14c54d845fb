/**
 * The known word that a mistyped one most likely means, or undefined where none is near. Case, blanks, `-` and `_` do not
 * count; otherwise one slip in three letters is allowed, and a word may be cut short (`claude` for `claude-code`).
 */
export function nearest(given: string, known: readonly string[]): string | undefined {
  const wanted = letters(given);
  if (wanted === '') return undefined;
  const ranked = known
    .map((word) => ({ word, slips: slips(wanted, letters(word)) }))
    .sort((left, right) => left.slips - right.slips);
  const best = ranked[0];
  if (best !== undefined && best.slips <= allowed(wanted, letters(best.word))) return best.word;
  return known.find((word) => extendsWord(letters(word), wanted));
}

/** `; did you mean "x"?`, or nothing. */
export function didYouMean(suggestion: string | undefined): string {
  return suggestion === undefined ? '' : `; did you mean "${suggestion}"?`;
}

const longest = 80;

/** Text from outside, quoted for a message: control characters are escaped, long text is cut. */
export function quoted(given: unknown): string {
  if (typeof given === 'string' && given.length > longest)
    return JSON.stringify(`${given.slice(0, longest)}…`);
  const text = JSON.stringify(given) ?? String(given);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

function letters(word: string): string {
  return word.toLowerCase().replaceAll(/[\s_-]/g, '');
}

function allowed(left: string, right: string): number {
  return Math.floor(Math.max(left.length, right.length) / 3);
}

function extendsWord(left: string, right: string): boolean {
  const [short, long] = left.length < right.length ? [left, right] : [right, left];
  return short.length >= 3 && long.startsWith(short);
}

/** Levenshtein's distance: letters to insert, drop or replace, with a swap of neighbours as one (Damerau). */
function slips(left: string, right: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      current.push(cheapest(left, right, row, column, { current, last, beforeLast }));
    }
    beforeLast = last;
    last = current;
  }
  return last[right.length] ?? right.length;
}

type Rows = { readonly current: number[]; readonly last: number[]; readonly beforeLast: number[] };

function cheapest(left: string, right: string, row: number, column: number, rows: Rows): number {
  const at = (cells: number[], index: number): number => cells[index] ?? Number.POSITIVE_INFINITY;
  const same = left[row - 1] === right[column - 1];
  const swapped = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
  return Math.min(
    at(rows.last, column) + 1,
    at(rows.current, column - 1) + 1,
    at(rows.last, column - 1) + (same ? 0 : 1),
    swapped ? at(rows.beforeLast, column - 2) + 1 : Number.POSITIVE_INFINITY,
  );
}
