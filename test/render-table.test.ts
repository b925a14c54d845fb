import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { aligned, tabulated } from '../src/render/grid.ts';
import { screenOf } from '../src/render/screen.ts';
import { branches } from '../src/render/tree.ts';
import { cut, widthOf } from '../src/render/width.ts';
import { selectColumns } from '../src/report/columns.ts';
import { nearest } from '../src/report/nearest.ts';
import type { Column, Report, Row } from '../src/report/report.ts';
import { renderers } from './renderers.ts';

const columns: readonly Column[] = [
  { key: 'rank', unit: 'count', title: '#', show: 'always' },
  { key: 'trace_id', unit: 'text', title: 'trace', show: 'always' },
  { key: 'cost_usd', unit: 'usd', title: 'cost', show: 'always' },
  { key: 'calls', unit: 'count' },
  { key: 'input_tokens', unit: 'tokens', title: 'input' },
  { key: 'reasoning_tokens', unit: 'tokens', title: 'reasoning' },
  { key: 'model', unit: 'text' },
  { key: 'p95_ms', unit: 'ms', title: 'p95' },
  { key: 'errors', unit: 'count', show: 'asked' },
];

const rows: readonly Row[] = [
  spent(1, '0af7651916cd43dd8448eb211c80319c', '12.340000000000', 40, 2_765_071, 'claude-sonnet-4-5', 72_000),
  spent(2, '会议摘要会议摘要会议摘要会议摘要', '0.008535000000', 7, 12_676, 'gpt-4.1-mini-2025-04-14', null),
  spent(3, 'b7ad6b71', null, 1, null, null, 842),
];

function spent(
  rank: number,
  trace_id: string,
  cost_usd: string | null,
  calls: number,
  input_tokens: number | null,
  model: string | null,
  p95_ms: number | null,
): Row {
  return { rank, trace_id, cost_usd, calls, input_tokens, reasoning_tokens: null, model, p95_ms, errors: 0 };
}

const report: Report = {
  command: 'top',
  meta: { tz: 'UTC' },
  sections: [{ key: 'rows', columns, rows }],
  notes: [],
};

function table(shown: Report, width: number, colorLevel: 0 | 1 = 0): string {
  return [...renderers({ width, isTty: true, colorLevel }).table(shown)].join('');
}

describe('a table on a terminal', () => {
  test('at 100 columns shows all but the column that knows nothing and the one to be asked for', () => {
    expect(table(report, 100)).toBe(
      [
        '#  trace                                cost  calls      input  model                       p95',
        '───────────────────────────────────────────────────────────────────────────────────────────────',
        '1  0af7651916cd43dd8448eb211c80319c   $12.34     40  2,765,071  claude-sonnet-4-5        1m 12s',
        '2  会议摘要会议摘要会议摘要会议摘要  $0.0085      7     12,676  gpt-4.1-mini-2025-04-14       –',
        '3  b7ad6b71                                –      1          –  –                         842ms',
        '',
      ].join('\n'),
    );
  });

  test('at 60 columns has dropped columns from the end and cut texts, never numbers', () => {
    expect(table(report, 60)).toBe(
      [
        '#  trace                              cost  calls      input',
        '────────────────────────────────────────────────────────────',
        '1  0af7651916cd43dd8448eb211c803…   $12.34     40  2,765,071',
        '2  会议摘要会议摘要会议摘要会议…   $0.0085      7     12,676',
        '3  b7ad6b71                              –      1          –',
        '',
      ].join('\n'),
    );
  });

  test('at 14 columns says what it had no room for', () => {
    expect(table(report, 14)).toBe(
      [
        '#  trace',
        '──────────────',
        '1  0af7651916…',
        '2  会议摘要会…',
        '3  b7ad6b71',
        'no room for cost (a wider screen, fewer --columns, or -f csv)',
        '',
      ].join('\n'),
    );
  });

  test('of any width has no line beyond it', () => {
    for (let width = 20; width <= 140; width += 1) {
      expect(
        Math.max(
          ...table(report, width)
            .split('\n')
            .map((line) => stringWidth(line)),
        ),
      ).toBeLessThanOrEqual(width);
    }
  });

  test('has colours only when told so', () => {
    expect(table(report, 60)).not.toContain('\u001b');
    expect(table(report, 60, 1)).toContain('\u001b[1mtrace\u001b[22m');
    expect(table(report, 60, 1)).toContain('\u001b[2m–\u001b[22m');
  });

  test('with many rows is written quickly and looks the same', () => {
    const many = Array.from({ length: 1500 }, (_, index) => rows[index % 3] ?? {});
    const long = table({ ...report, sections: [{ key: 'rows', columns, rows: many }] }, 100).split('\n');
    expect(long.slice(0, 5)).toEqual(table(report, 100).split('\n').slice(0, 5));
    expect(long.slice(1499, 1502)).toEqual(long.slice(2, 5));
  });
});

describe('both ways of drawing', () => {
  const texts = fc.constantFrom(
    '',
    '–',
    '$1.28',
    '会议',
    'naïve',
    '…',
    '👍',
    '🇩🇪',
    '│  └─ x',
    '\u001b[2m–\u001b[22m',
    'b7ad6b71',
  );
  const grid = fc.array(fc.tuple(texts, texts, texts), { minLength: 1, maxLength: 5 });

  test('give the same lines', () => {
    const sizes = [
      { width: 8, side: 'left' },
      { width: 10, side: 'right' },
      { width: 9, side: 'left' },
    ] as const;
    fc.assert(
      fc.property(grid, (cells) => {
        expect([...tabulated(cells, sizes)]).toEqual([...aligned(cells, sizes)]);
      }),
    );
  });
});

describe('widths', () => {
  test('are those of a terminal, on the short way too', () => {
    const lone = Array.from({ length: 0x3000 }, (_, code) => String.fromCodePoint(code)).filter(
      (text) => !/\p{Cc}/u.test(text),
    );
    expect(lone.filter((text) => widthOf(text) !== stringWidth(text))).toEqual([]);
  });

  test('hold after cutting, for whole characters', () => {
    expect(['abcdef', 'abcde', '会议摘要', '👨‍👩‍👧👍👍', ''].map((text) => cut(text, 5))).toEqual([
      'abcd…',
      'abcde',
      '会议…',
      '👨‍👩‍👧👍…',
      '',
    ]);
    const any = fc.tuple(fc.string({ unit: 'grapheme', maxLength: 30 }), fc.nat(20));
    fc.assert(fc.property(any, ([text, width]) => stringWidth(cut(text, width)) <= width));
  });
});

describe('a tree', () => {
  const depths = [0, 1, 1, 2, 2, 3, 1, 0, 1];
  const spans = depths.map((depth, index) => ({ depth, name: `span ${index}` }));

  test('is drawn from depths alone', () => {
    const section = {
      key: 'rows',
      columns: [{ key: 'name', unit: 'text', indentBy: 'depth' }] as const,
      rows: spans,
    };
    expect(table({ ...report, sections: [section] }, 80)).toBe(
      [
        'name',
        '───────────────',
        'span 0',
        '├─ span 1',
        '├─ span 2',
        '│  ├─ span 3',
        '│  └─ span 4',
        '│     └─ span 5',
        '└─ span 6',
        'span 7',
        '└─ span 8',
        '',
      ].join('\n'),
    );
  });

  test('too deep for a screen keeps the innermost levels', () => {
    const chain = [0, 1, 2, 3, 4].map((depth) => ({ depth }));
    expect(branches(chain, 'depth', 2)).toEqual(['', '└─ ', '   └─ ', '…    └─ ', '…    └─ ']);
    expect(branches(chain, 'depth', 9).at(-1)).toBe('         └─ ');
  });

  test('of ten thousand levels does not draw for ever', () => {
    const chain = Array.from({ length: 10_000 }, (_, depth) => ({ depth }));
    expect(branches(chain, 'depth', 8).at(-1)).toBe(`… ${' '.repeat(21)}└─ `);
    const section = {
      key: 'rows',
      columns: [{ key: 'depth', unit: 'count', indentBy: 'depth' }] as const,
      rows: chain,
    };
    const deep = { ...report, sections: [section] } as const;
    expect([...renderers(screenOf({}, {}, 'auto')).markdown(deep)].join('').length).toBeLessThan(
      100_000 * 250,
    );
  });
});

describe('--columns', () => {
  test('chooses and orders columns, also those to be asked for', () => {
    const chosen = selectColumns(report, ['errors', 'cost_usd', 'trace_id', 'errors']);
    expect(table(chosen, 40)).toBe(
      [
        'errors     cost  trace',
        '────────────────────────────────────────',
        '     0   $12.34  0af7651916cd43dd8448eb…',
        '     0  $0.0085  会议摘要会议摘要会议摘…',
        '     0        –  b7ad6b71',
        '',
      ].join('\n'),
    );
    expect([...renderers(screenOf({}, {}, 'auto')).csv(chosen)].join('').split('\n')[0]).toBe(
      'errors,cost_usd,trace_id',
    );
  });

  test('holds for each section that has one of them', () => {
    const other = { key: 'retry_storms', columns: [{ key: 'tool', unit: 'text' }] as const, rows: [] };
    const chosen = selectColumns({ ...report, sections: [...report.sections, other] }, ['calls']);
    expect(chosen.sections.map((section) => section.columns.map(({ key }) => key))).toEqual([
      ['calls'],
      ['tool'],
    ]);
  });

  test('names what there is and what was meant', () => {
    expect(() => selectColumns(report, ['cost'])).toThrow(
      expect.objectContaining({
        exitCode: 2,
        message:
          '--columns: there is no column "cost". There are: rank, trace_id, cost_usd, calls, input_tokens, reasoning_tokens, model, p95_ms, errors',
      }),
    );
    expect(() => selectColumns(report, ['imput_tokens'])).toThrow(
      'no column "imput_tokens". Did you mean input_tokens?',
    );
  });

  test.each([
    ['tokns', 'tokens'],
    ['COST', 'cost'],
    ['latency', undefined],
    ['', undefined],
  ])('the nearest to "%s" is %s', (word, expected) => {
    expect(nearest(word, ['tokens', 'cost', 'calls'])).toBe(expected);
  });
});

describe('the screen', () => {
  const tty = { isTTY: true, columns: 120 };

  test('is as wide as the terminal, unless COLUMNS says otherwise', () => {
    expect(screenOf(tty, {}, 'auto').width).toBe(120);
    expect(screenOf(tty, { COLUMNS: '72' }, 'auto').width).toBe(72);
    expect(screenOf(tty, { COLUMNS: 'wide' }, 'auto').width).toBe(120);
    expect(screenOf({ isTTY: true }, {}, 'auto').width).toBe(80);
    expect(screenOf({}, {}, 'auto').isTty).toBe(false);
  });

  test.each([
    [tty, {}, 'auto', 1],
    [tty, { TERM: 'xterm-256color' }, 'auto', 2],
    [tty, { COLORTERM: 'truecolor' }, 'auto', 3],
    [tty, { TERM: 'dumb' }, 'auto', 0],
    [tty, { NO_COLOR: '1' }, 'auto', 0],
    [tty, { NO_COLOR: '' }, 'auto', 1],
    [tty, { FORCE_COLOR: '0' }, 'auto', 0],
    [tty, { NO_COLOR: '1' }, 'always', 1],
    [tty, { FORCE_COLOR: '3' }, 'never', 0],
    [{}, {}, 'auto', 0],
    [{}, { FORCE_COLOR: '' }, 'auto', 1],
    [{}, { FORCE_COLOR: '2', NO_COLOR: '1' }, 'auto', 2],
    [{}, { TERM: 'dumb' }, 'always', 1],
  ] as const)('%j with %j and --color %s has colours of level %i', (stdout, env, color, level) => {
    expect(screenOf(stdout, env, color).colorLevel).toBe(level);
  });
});
