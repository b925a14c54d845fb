import { incomplete, malformed, ValueScanner } from './valueScanner.ts';

type Piece = { readonly from: number; readonly end: number };

/** Where objects stand in a line that is no JSON as a whole: after a log prefix, one after another, before other text. */
export type Pieces = {
  readonly objects: readonly string[];
  /** Everything else on the line. */
  readonly around: string;
  /** An object starts here and does not end on this line. */
  readonly openAt?: number;
  /** An object starts before and is broken here; what follows was not searched: parts of it are no records. */
  readonly brokenAt?: number;
};

/** An object starts with a key, or ends at once; a line that ends in `{` may begin one. */
const start = /\{\s*(?:["}]|$)/g;

export function piecesOf(line: string): Pieces {
  const terminated = `${line}\n`;
  const pieces: Piece[] = [];
  for (let from = startFrom(line, 0); from !== undefined; ) {
    const scanner = new ValueScanner();
    const end = scanner.scan(terminated, from);
    if (end === malformed) return { ...cut(line, pieces), brokenAt: scanner.at };
    if (end === incomplete) return { ...cut(line, pieces), openAt: from };
    pieces.push({ from, end });
    from = startFrom(line, end);
  }
  return cut(line, pieces);
}

function startFrom(line: string, from: number): number | undefined {
  start.lastIndex = from;
  return start.exec(line)?.index;
}

function cut(line: string, pieces: readonly Piece[]): { objects: string[]; around: string } {
  const bounds = [0, ...pieces.flatMap(({ from, end }) => [from, end]), line.length];
  const parts = bounds.slice(1).map((end, index) => line.slice(bounds[index], end));
  return {
    objects: parts.filter((_, index) => index % 2 === 1),
    around: parts.filter((_, index) => index % 2 === 0).join(''),
  };
}

/** What stands between the objects of an array. */
export function isPunctuation(text: string): boolean {
  return /^[\s,[\]\0]*$/.test(text);
}
