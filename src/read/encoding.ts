export type Encoding = 'utf8' | 'utf16le' | 'utf16be';

/**
 * By byte order mark, else by the NUL that every other byte of ASCII text is in UTF-16 (PowerShell's `>` writes it so).
 * `head` is the beginning of a file; a few hundred bytes are enough.
 */
export function encodingOf(head: Uint8Array): Encoding {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf16be';
  const pairs = Math.min(head.length, 256) >> 1;
  if (pairs < 2) return 'utf8';
  let even = 0;
  let odd = 0;
  for (let pair = 0; pair < pairs; pair += 1) {
    if (head[2 * pair] === 0) even += 1;
    if (head[2 * pair + 1] === 0) odd += 1;
  }
  if (odd > pairs * 0.4 && even < pairs * 0.1) return 'utf16le';
  if (even > pairs * 0.4 && odd < pairs * 0.1) return 'utf16be';
  return 'utf8';
}
