import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { linesWith } from '../src/read/linesWith.ts';
import { file } from './run.ts';

/** What a search line by line finds. */
function naively(path: string, texts: readonly string[]) {
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.flatMap((text, index) =>
    texts.some((sought) => text.includes(sought)) ? [{ line: index + 1, text }] : [],
  );
}

async function quickly(path: string, texts: readonly string[]) {
  return (await linesWith(path, texts))?.map(({ line, bytes }) => ({ line, text: String(bytes) }));
}

describe('lines that hold one of many texts', () => {
  // Few letters make texts that overlap, repeat and end alike.
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'é', '0'), minLength: 8, maxLength: 12 });
  const line = fc.string({ unit: fc.constantFrom('a', 'b', 'é', '0', ' '), maxLength: 60 });

  test('are those that a search line by line finds', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(word, { minLength: 1, maxLength: 6 }),
        fc.array(fc.tuple(line, fc.option(fc.nat({ max: 5 })), line), { maxLength: 30 }),
        fc.boolean(),
        async (texts, made, hasEnd) => {
          const lines = made.map(
            ([before, which, after]) => `${before}${which === null ? '' : (texts[which] ?? '')}${after}`,
          );
          const path = file('lines.txt', lines.join('\n') + (hasEnd ? '\n' : ''));
          expect(await quickly(path, texts)).toEqual(naively(path, texts));
        },
      ),
      { seed: 5, numRuns: 300 },
    );
  });

  test('are found where pieces of the file meet, and in lines longer than a piece', async () => {
    const filler = 'x'.repeat(1 << 20);
    const lines = Array.from({ length: 14 }, (_, index) =>
      index === 9 ? `${filler.repeat(9)}sought-9` : `${filler}sought-${index}`,
    );
    const path = file('large.txt', lines.join('\n'));
    const found = await linesWith(path, ['sought-3', 'sought-9', 'sought-13']);
    expect(found?.map(({ line: number }) => number)).toEqual([4, 10, 14]);
  });

  test('are not looked for by texts that stand everywhere', async () => {
    expect(await linesWith(file('short.txt', 'a 17 b\n'), ['17'])).toBeUndefined();
  });
});
