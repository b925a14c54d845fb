import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Report, Row } from '../src/report/report.ts';
import type { Format } from '../src/request/request.ts';
import { renderers } from './renderers.ts';

const pipe = { width: 80, isTty: false, colorLevel: 0 } as const;

function rendered(report: Report, format: Format, header = true): string {
  return [...renderers(pipe, { header })[format](report)].join('');
}

/** Foreign text of every unpleasant kind, unknowns, and money of all magnitudes. */
const report: Report = {
  command: 'top',
  headline: 'last week: 4 traces <b>',
  meta: { inputs: [{ file: 'app.jsonl', records: 7 }], tz: 'Europe/Berlin', spent_usd: '12345.678000000000' },
  sections: [
    {
      key: 'traces',
      columns: [
        { key: 'rank', unit: 'count', title: '#' },
        { key: 'key', unit: 'text', title: 'trace', show: 'always' },
        { key: 'cost_usd', unit: 'usd', title: 'cost', atLeastIf: 'unpriced_calls' },
        { key: 'share', unit: 'fraction' },
        { key: 'unpriced_calls', unit: 'count', show: 'asked' },
        { key: 'started_at', unit: 'instant', title: 'started' },
        { key: 'flags', unit: 'list' },
      ],
      rows: [
        row(
          1,
          '0af7651916cd43dd8448eb211c80319c',
          '12345.670000000000',
          0.9998,
          0,
          '2026-11-01T08:12:45.123Z',
          ['loop', 'errors'],
        ),
        row(2, '会议摘要|<img>', '1.280000000000', 0.0001, 3, '2026-11-01T08:13:00Z', []),
        row(3, '\u001b[31m=1+1\u202e\n"x"', '0.000020000000', 0, 0, null, []),
        row(4, '=cmd@example', null, null, 1, null, []),
      ],
      more: 1234,
      footer: { key: 'total', cost_usd: '12346.950020000000', share: 1, unpriced_calls: 4 },
    },
    {
      key: 'differs',
      title: 'What differs',
      columns: [
        { key: 'field', unit: 'text' },
        { key: 'delta_usd', unit: 'usd' },
      ],
      rows: [{ field: '@team _now_ input_tokens', delta_usd: '-3.2' }],
    },
    { key: 'batchable', columns: [{ key: 'tool', unit: 'text' }], rows: [] },
  ],
  totals: {
    columns: [
      { key: 'cost_usd', unit: 'usd' },
      { key: 'calls', unit: 'count' },
    ],
    row: { cost_usd: '12346.950020000000', calls: null },
  },
  notes: ['4 calls are unpriced'],
};

function row(
  rank: number,
  key: string,
  cost: string | null,
  share: number | null,
  unpriced: number,
  at: string | null,
  flags: string[],
): Row {
  return { rank, key, cost_usd: cost, share, unpriced_calls: unpriced, started_at: at, flags };
}

describe('one report in every format', () => {
  test('table, in a pipe: whole, plain and aligned', () => {
    expect(rendered(report, 'table')).toBe(
      [
        'last week: 4 traces <b>',
        '',
        '#  trace                                 cost   share  started           flags',
        '─────────────────────────────────────────────────────────────────────────────────────',
        '1  0af7651916cd43dd8448eb211c80319c   $12,346  100.0%  2026-11-01 09:12  loop, errors',
        '2  会议摘要|<img>                      ≥$1.28   <0.1%  2026-11-01 09:13',
        '3  ␛[31m=1+1␊"x"                     $0.00002      0%  –',
        '4  =cmd@example                             –       –  –',
        '… and 1,234 more (--all)',
        '─────────────────────────────────────────────────────────────────────────────────────',
        '   total                             ≥$12,347  100.0%',
        '',
        'What differs',
        'field                     delta_usd',
        '───────────────────────────────────',
        '@team _now_ input_tokens     -$3.20',
        '',
        '(no rows)',
        '',
      ].join('\n'),
    );
  });

  test('json: one row per line, in an envelope with a version', () => {
    const text = rendered(report, 'json');
    expect(text).toBe(
      [
        '{',
        '  "schema": "llmtrace.top/1",',
        '  "meta": {',
        '    "inputs": [{"file":"app.jsonl","records":7}],',
        '    "tz": "Europe/Berlin",',
        '    "spent_usd": 12345.678',
        '  },',
        '  "rows": [',
        '    {"rank":1,"key":"0af7651916cd43dd8448eb211c80319c","cost_usd":12345.67,"share":0.9998,"unpriced_calls":0,"started_at":"2026-11-01T08:12:45.123Z","flags":["loop","errors"]},',
        '    {"rank":2,"key":"会议摘要|<img>","cost_usd":1.28,"share":0.0001,"unpriced_calls":3,"started_at":"2026-11-01T08:13:00Z","flags":[]},',
        '    {"rank":3,"key":"\\u001b[31m=1+1\\u202e\\n\\"x\\"","cost_usd":0.00002,"share":0,"unpriced_calls":0,"started_at":null,"flags":[]},',
        '    {"rank":4,"key":"=cmd@example","cost_usd":null,"share":null,"unpriced_calls":1,"started_at":null,"flags":[]}',
        '  ],',
        '  "differs": [',
        '    {"field":"@team _now_ input_tokens","delta_usd":-3.2}',
        '  ],',
        '  "batchable": [],',
        '  "more": {"rows":1234},',
        '  "totals": {"cost_usd":12346.95002,"calls":null},',
        '  "notes": ["4 calls are unpriced"]',
        '}',
        '',
      ].join('\n'),
    );
    expect(JSON.parse(text).rows[2].key).toBe('\u001b[31m=1+1\u202e\n"x"');
  });

  test('jsonl: the rows alone', () => {
    const lines = rendered(report, 'jsonl').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(JSON.parse(rendered(report, 'json')).rows);
  });

  test('csv: quoted where needed, formulas inert, no escape sequences', () => {
    expect(rendered(report, 'csv')).toBe(
      [
        'rank,key,cost_usd,share,unpriced_calls,started_at,flags',
        '1,0af7651916cd43dd8448eb211c80319c,12345.67,0.9998,0,2026-11-01T08:12:45.123Z,"[""loop"",""errors""]"',
        '2,会议摘要|<img>,1.28,0.0001,3,2026-11-01T08:13:00Z,[]',
        '3,"␛[31m=1+1\u202e\n""x""",0.00002,0,0,,[]',
        "4,'=cmd@example,,,1,,[]",
        '',
      ].join('\n'),
    );
  });

  test('tsv: one line per row', () => {
    expect(rendered(report, 'tsv')).toBe(
      [
        'rank\tkey\tcost_usd\tshare\tunpriced_calls\tstarted_at\tflags',
        '1\t0af7651916cd43dd8448eb211c80319c\t12345.67\t0.9998\t0\t2026-11-01T08:12:45.123Z\t"[""loop"",""errors""]"',
        '2\t会议摘要|<img>\t1.28\t0.0001\t3\t2026-11-01T08:13:00Z\t[]',
        '3\t"␛[31m=1+1␊""x"""\t0.00002\t0\t0\t\t[]',
        "4\t'=cmd@example\t\t\t1\t\t[]",
        '',
      ].join('\n'),
    );
  });

  test('markdown: GitHub tables in which foreign text formats, links and mentions nothing', () => {
    expect(rendered(report, 'markdown')).toBe(
      [
        'last week: 4 traces &lt;b&gt;',
        '',
        '| # | trace | cost | share | started | flags |',
        '| ---: | --- | ---: | ---: | --- | --- |',
        '| 1 | 0af7651916cd43dd8448eb211c80319c | $12,346 | 100.0% | 2026-11-01 09:12 | loop, errors |',
        '| 2 | 会议摘要\\|&lt;img&gt; | ≥$1.28 | &lt;0.1% | 2026-11-01 09:13 |  |',
        '| 3 | ␛\\[31m=1+1␊"x" | $0.00002 | 0% | – |  |',
        '| 4 | =cmd@example | – | – | – |  |',
        '|  | **total** | **≥$12,347** | **100.0%** |  |  |',
        '',
        '… and 1,234 more (--all)',
        '',
        '### What differs',
        '',
        '| field | delta_usd |',
        '| --- | ---: |',
        '| @<!-- -->team \\_now\\_ input_tokens | -$3.20 |',
        '',
        '| tool |',
        '| --- |',
        '',
      ].join('\n'),
    );
  });
});

describe('--no-header', () => {
  test.each(['csv', 'tsv'] as const)('leaves out the first line of %s and nothing else', (format) => {
    const [, ...lines] = rendered(report, format).split('\n');
    expect(rendered(report, format, false)).toBe(lines.join('\n'));
  });

  test('leaves out headings, rules above the rows and titles of a table', () => {
    expect(rendered(report, 'table', false)).toMatch(/^1 {2}0af7/);
    expect(rendered(report, 'table', false)).not.toContain('What differs');
  });
});

describe('laws of all formats', () => {
  test('a character that tables of widths know otherwise is not cut in two', () => {
    const text = '\u{e0080}🤍\u0000';
    expect(rendered(ofText(text), 'table')).not.toMatch(/\p{Cs}/u);
  });

  const foreign = fc.string({ unit: 'binary', maxLength: 40 });
  const ofText = (key: string): Report => ({
    command: 'top',
    headline: key,
    meta: { tz: 'UTC', key },
    sections: [
      { key, title: key, columns: [{ key, unit: 'text' }], rows: [{ [key]: key }], footer: { [key]: key } },
    ],
    notes: [key],
  });

  test.each(['table', 'json', 'jsonl', 'tsv', 'csv', 'markdown'] as const)(
    '%s never prints a control character of the log',
    (format) => {
      const fileOwn = { table: '\n', json: '\n', jsonl: '\n', tsv: '\n', csv: '\t\r\n', markdown: '\n' }[
        format
      ];
      fc.assert(
        fc.property(foreign, (key) => {
          const controls = rendered(ofText(key), format).match(/\p{Cc}|\p{Cs}/gu) ?? [];
          expect(controls.filter((control) => !fileOwn.includes(control))).toEqual([]);
        }),
      );
    },
  );

  test('json gives back every text', () => {
    fc.assert(
      fc.property(foreign, (key) => {
        const parsed = JSON.parse(rendered(ofText(key), 'json'));
        expect(parsed.rows).toEqual([{ [key]: key }]);
        expect(parsed.notes).toEqual([key]);
      }),
    );
  });

  test('a markdown table keeps its number of cells', () => {
    fc.assert(
      fc.property(foreign, (key) => {
        const lines = rendered(
          { ...ofText(key), headline: '', sections: [{ ...ofText(key).sections[0], title: '' }] },
          'markdown',
        ).split('\n');
        expect(lines.map((line) => line.match(/(?<!\\)(\\\\)*\|/g)?.length)).toEqual([2, 2, 2, 2, undefined]);
      }),
    );
  });

  test('a spreadsheet runs no cell of csv or tsv', () => {
    for (const start of ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) {
      const [, cell = ''] = rendered(ofText(`${start}1`), 'csv').split(/\n(?='|"')/);
      expect(cell).toMatch(/^"?'/);
    }
  });

  test('a number is a number in csv, negative or not', () => {
    const columns = [
      { key: 'delta_usd', unit: 'usd' as const },
      { key: 'text', unit: 'text' as const },
    ];
    const rows = [
      { delta_usd: '-3.20', text: '-3.20' },
      { delta_usd: -0.1, text: -3 },
    ];
    const text = rendered(
      { command: 'diff', meta: {}, sections: [{ key: 'rows', columns, rows }], notes: [] },
      'csv',
      false,
    );
    expect(text).toBe("-3.2,'-3.20\n-0.1,-3\n");
  });

  test('the same report gives the same bytes, whole', () => {
    for (const format of ['table', 'json', 'jsonl', 'csv', 'tsv', 'markdown'] as const) {
      expect(rendered(report, format)).toBe(rendered(report, format));
      expect(rendered(report, format).endsWith('\n')).toBe(true);
    }
  });

  test('a report without rows is valid in every format', () => {
    const empty: Report = {
      command: 'top',
      meta: {},
      sections: [{ key: 'rows', columns: [{ key: 'key', unit: 'text' }], rows: [] }],
      notes: [],
    };
    expect(JSON.parse(rendered(empty, 'json'))).toEqual({
      schema: 'llmtrace.top/1',
      meta: {},
      rows: [],
      totals: {},
      notes: [],
    });
    expect(rendered(empty, 'jsonl')).toBe('');
    expect(rendered(empty, 'csv')).toBe('key\n');
    expect(rendered(empty, 'table')).toBe('(no rows)\n');
  });

  test('a long report comes in pieces that join to the whole', () => {
    const rows = Array.from({ length: 20_000 }, (_, index) => ({ key: `trace-${index}` }));
    const long: Report = {
      command: 'top',
      meta: {},
      sections: [{ key: 'rows', columns: [{ key: 'key', unit: 'text' }], rows }],
      notes: [],
    };
    const pieces = [...renderers(pipe).json(long)];
    expect(pieces.length).toBeGreaterThan(5);
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(70_000);
    expect(JSON.parse(pieces.join('')).rows).toEqual(rows);
  });
});
