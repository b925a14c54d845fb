const enough = 65_536;

/** The same text in pieces of at least 64 Ki characters: few writes, and no string as long as a report of a million rows. */
export function* chunks(pieces: Iterable<string>): Iterable<string> {
  let held: string[] = [];
  let length = 0;
  for (const piece of pieces) {
    held.push(piece);
    length += piece.length;
    if (length < enough) continue;
    yield held.join('');
    held = [];
    length = 0;
  }
  if (length > 0) yield held.join('');
}
