import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { analyses } from '../src/analyses/all.ts';
import { dialects } from '../src/dialects/all.ts';
import { exitCode } from '../src/error.ts';
import { answered, consoleBlocks, tables, withTables } from './readme.ts';
import { answer, log } from './run.ts';

const file = '../README.md';
const readme = readFileSync(new URL(file, import.meta.url), 'utf8');
const blocks = consoleBlocks(readme);

/** The first cells of the table under a heading, without their code marks. */
function namesUnder(heading: string): readonly string[] {
  const section = readme.split(/^#+ /m).find((text) => text.startsWith(`${heading}\n`)) ?? '';
  return [...section.matchAll(/^\| `?([\w-]+)`? \|/gm)]
    .map(([, name = '']) => name)
    .filter((name) => !['code', 'dialect', '---'].includes(name));
}

describe('the README', () => {
  // `npx vitest run test/readme.test.ts -u` writes the answers and the tables anew.
  test('shows what its commands answer, and the tables of the program', { timeout: 120_000 }, async () => {
    let refreshed = withTables(readme, tables(analyses));
    for (const block of blocks) {
      const now = await answered(block);
      refreshed = refreshed.replace(block.whole, () => now);
    }
    await expect(refreshed).toMatchFileSnapshot(file);
  });

  test('has every table of the program', () => {
    const marks = [...readme.matchAll(/^<!-- (.+) -->$/gm)].map(([, name]) => name);
    expect(marks.sort()).toEqual([...tables(analyses).keys()].sort());
  });

  test.each(analyses.map(({ name }) => name))('shows %s at work', (name) => {
    const commands = blocks.flatMap((block) => block.commands);
    expect(commands.filter((command) => command.startsWith(`llmtrace ${name} `)).length).toBeGreaterThan(0);
  });

  test('names every dialect in the order of recognition', () => {
    expect(namesUnder('Dialects')).toEqual(dialects.map(({ name }) => name));
  });

  test('explains exit codes that there are', () => {
    const known = Object.values(exitCode).map(String);
    expect(namesUnder('Exit codes').filter((code) => !known.includes(code))).toEqual([]);
  });

  test('begins with commands for a fresh clone', () => {
    expect(readme).toContain('\nnpm install && node bin/llmtrace.js top --by cost fixtures/demo.jsonl\n');
    expect(readme).toContain('\nnpm install && npm test\n');
  });

  test('advises a log line that needs no guess', async () => {
    const [, line = ''] = /^```json\n(\{"timestamp".*\})\n```$/m.exec(readme) ?? [];
    const { totals } = await answer(['top', log([line])]);
    // 412 × $3 + 5,200 × $0.30 + 96 × $15, per million
    expect(totals).toMatchObject({ cost_usd: 0.004236, input_tokens: 5612, unpriced_calls: 0 });
    const { conventions } = (await answer(['doctor', log([line])])) as unknown as {
      conventions: readonly { readonly convention: string }[];
    };
    expect(conventions.map(({ convention }) => convention)).toEqual(['named']);
  });
});
