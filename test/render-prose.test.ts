import { describe, expect, test } from 'vitest';
import { wrapped } from '../src/render/prose.ts';
import { widthOf } from '../src/render/width.ts';
import type { Report } from '../src/report/report.ts';
import { renderers } from './renderers.ts';

const inPipe = { width: 80, isTty: false, colorLevel: 0 } as const;
const narrow = { width: 24, isTty: true, colorLevel: 0 } as const;

function text(
  report: Omit<Report, 'command' | 'meta' | 'notes'>,
  format: 'table' | 'markdown' | 'json' = 'table',
  screen: { width: number; isTty: boolean; colorLevel: 0 } = inPipe,
): string {
  return [...renderers(screen)[format]({ command: 'show', meta: { tz: 'UTC' }, notes: [], ...report })].join(
    '',
  );
}

describe('long texts', () => {
  const section = {
    key: 'content',
    columns: [
      { key: 'span_id', unit: 'text' },
      { key: 'text', unit: 'text' },
    ],
    rows: [
      { span_id: 'call-1', text: 'one\ttab\nand a line that is longer than the screen' },
      { span_id: 'call-2', text: '\u001b]0;title\u0007' },
    ],
    prose: 'text',
  } as const;

  test('stand whole below the rest of their row, lines as they are', () => {
    expect(text({ sections: [section] })).toBe(
      'call-1\none    tab\nand a line that is longer than the screen\n\ncall-2\n␛]0;title␇\n',
    );
  });

  test('are wrapped between words to the width of a terminal', () => {
    expect(text({ sections: [section] }, 'table', narrow)).toBe(
      'call-1\none    tab\nand a line that is\nlonger than the screen\n\ncall-2\n␛]0;title␇\n',
    );
  });

  test('without anything beside them follow each other line by line', () => {
    const bare = { ...section, columns: [section.columns[1]] };
    expect(text({ sections: [bare] })).toMatch(/screen\n␛/);
  });

  test.each(['word '.repeat(30), 'x'.repeat(100), '日本語のとても長い文章です'.repeat(4), ''])(
    'lose nothing and fit: %s',
    (long) => {
      const lines = [...wrapped(long, 20)];
      for (const line of lines) expect(widthOf(line.trimEnd())).toBeLessThanOrEqual(20);
      expect(lines.join('').replaceAll(/\s/g, '')).toBe(long.replaceAll(/\s/g, ''));
    },
  );
});

describe('a headline', () => {
  const report = {
    headline: ['trace <a> · ', { value: 61_000, unit: 'ms' }, ' · ≥', { value: '0.01', unit: 'usd' }],
    sections: [{ key: 'rows', columns: [], rows: [] }],
  } as const;

  test('has its numbers in their units', () => {
    expect(text(report)).toMatch(/^trace <a> · 1m 01s · ≥\$0\.01\n\n/);
    expect(text(report, 'markdown')).toMatch(/^trace &lt;a&gt; · 1m 01s · ≥\$0\.01\n\n/);
  });
});

describe('a cell', () => {
  const report = {
    sections: [
      {
        key: 'rows',
        columns: [
          { key: 'is_slow', unit: 'flag', shownBy: 'mark' },
          { key: 'growth', unit: 'tokens', signed: true },
        ],
        rows: [
          { is_slow: true, mark: '●', growth: 1200 },
          { is_slow: false, mark: '', growth: -5 },
          { is_slow: null, growth: null },
        ],
      },
    ],
  } as const;

  test('may show a sign for its value, and a sign before a difference', () => {
    const [, , ...lines] = text(report).split('\n');
    expect(lines).toEqual(['●        +1,200', '             -5', '–             –', '']);
  });

  test('keeps its value for scripts', () => {
    expect(JSON.parse(text(report, 'json')).rows[0]).toEqual({ is_slow: true, growth: 1200 });
  });
});

test('a document is printed as it stands', () => {
  expect(text({ document: '{"a": 1}\n', sections: [{ key: 'rows', columns: [], rows: [] }] })).toBe(
    '{"a": 1}\n',
  );
});
