import { describe, expect, test } from 'vitest';
import { analyses } from '../src/analyses/all.ts';
import { loggedColumns } from '../src/store/columns.ts';
import { Store } from '../src/store/store.ts';
import { answer, file, log, run } from './run.ts';

const demo = 'fixtures/demo.jsonl';

/** Two traces of one conversation, the second with a failed tool and an unpriced call. */
const small = () =>
  log([
    {
      ...{
        trace_id: 't1',
        span_id: 'a',
        kind: 'llm',
        name: 'plan',
        model: 'gpt-4o-mini',
        provider: 'openai',
      },
      ...{ started_at: '2026-11-02T10:00:00Z', latency_ms: 500, input_tokens: 1000, output_tokens: 100 },
      ...{ status: 'ok', user_id: '007', attributes: { customer_id: 'c1' } },
    },
    {
      ...{ trace_id: 't2', span_id: 'b', kind: 'tool', name: 'search', tool_name: 'search', status: 'error' },
      ...{ started_at: '2026-11-02T11:00:00Z', latency_ms: 2000, parent_span_id: 'c' },
    },
    {
      ...{ trace_id: 't2', span_id: 'c', kind: 'llm', name: 'answer', model: 'house-model', status: 'ok' },
      ...{ started_at: '2026-11-02T11:00:02Z', latency_ms: 1500, input_tokens: 50, output_tokens: 5 },
    },
  ]);

const rows = async (query: string, ...more: string[]) => (await answer(['sql', query, ...more])).rows;

describe('the tables', () => {
  test('span has every span, call the model calls, tool_call the tool calls', async () => {
    const counts = `SELECT (SELECT count(*) FROM span) AS spans, (SELECT count(*) FROM call) AS calls, (SELECT count(*) FROM tool_call) AS tool_calls`;
    expect(await rows(counts, small())).toEqual([{ spans: 3, calls: 2, tool_calls: 1 }]);
  });

  test('trace has one row per trace, rolled up', async () => {
    // 1,000 × $0.15 + 100 × $0.60 per million tokens; the house model has no price
    expect(
      await rows(
        'SELECT trace_id, name, latency_ms, spans, calls, tool_calls, tool_errors, input_tokens, cost_usd, unpriced_calls FROM trace ORDER BY trace_id',
        small(),
      ),
    ).toEqual([
      {
        ...{ trace_id: 't1', name: 'plan', latency_ms: 500, spans: 1, calls: 1, tool_calls: 0 },
        ...{ tool_errors: 0, input_tokens: 1000, cost_usd: 0.00021, unpriced_calls: 0 },
      },
      {
        ...{ trace_id: 't2', name: 'answer', latency_ms: 3500, spans: 2, calls: 1, tool_calls: 1 },
        ...{ tool_errors: 1, input_tokens: 50, cost_usd: null, unpriced_calls: 1 },
      },
    ]);
  });

  test('price has the prices of the models in the log', async () => {
    expect(await rows('SELECT model, input, output FROM price', small())).toEqual([
      { model: 'gpt-4o-mini', input: 0.15, output: 0.6 },
    ]);
  });

  test('hold what passes the window and the filters', async () => {
    const count = 'SELECT count(*) AS spans FROM span';
    expect(await rows(count, small(), '--since', '2026-11-02T10:30Z')).toEqual([{ spans: 2 }]);
    expect(await rows(count, small(), '--where', "kind = 'tool'")).toEqual([{ spans: 1 }]);
  });

  test('agree with top on the demo log', async () => {
    const top = await answer(['top', '--group', 'feature', demo]);
    const query =
      'SELECT feature AS key, sum(cost_usd) AS cost_usd, sum(input_tokens) AS input_tokens FROM call GROUP BY ALL ORDER BY cost_usd DESC';
    expect(await rows(query, demo)).toEqual(
      top.rows.map(({ key, cost_usd, input_tokens }) => ({ key, cost_usd, input_tokens })),
    );
  });
});

describe('--schema', () => {
  const hidden = [
    'filename',
    'file_place',
    'unexpected',
    'record_type',
    'is_first',
    'call_id',
    'completeness',
    'is_naive_time',
  ];
  const decisive = ['input_convention', 'is_reasoning_outside'];

  test('needs no log and says what every column means', async () => {
    const { rows } = await answer(['sql', '--schema']);
    expect(rows.filter(({ meaning }) => meaning === null)).toEqual([]);
    expect([...new Set(rows.map(({ table }) => table))]).toEqual([
      'span',
      'call',
      'tool_call',
      'trace',
      'price',
    ]);
  });

  test('shows every logged column and no key of our own', async () => {
    const { rows } = await answer(['sql', '--schema']);
    const columns = rows.filter(({ table }) => table === 'span').map(({ column }) => String(column));
    expect(loggedColumns.filter((column) => !columns.includes(column))).toEqual(
      [...hidden, ...decisive].sort(
        (left, right) => loggedColumns.indexOf(left) - loggedColumns.indexOf(right),
      ),
    );
    expect(columns.filter((column) => /_key$|source_id|is_span|other_type|convention/.test(column))).toEqual(
      [],
    );
  });

  test('names the columns and types that a query sees', async () => {
    const schema = await answer(['sql', '--schema']);
    const described = await rows('DESCRIBE span', small());
    expect(
      schema.rows
        .filter(({ table, column }) => table === 'span' && column !== '*')
        .map(({ column, type }) => [column, type]),
    ).toEqual(
      described.map(({ column_name, column_type }) => [
        column_name,
        String(column_type).replace('TIMESTAMP WITH TIME ZONE', 'TIMESTAMPTZ'),
      ]),
    );
  });
});

describe('columns are read where a query may mean them', () => {
  const span = {
    ...{
      trace_id: 't',
      span_id: 's',
      kind: 'llm',
      name: 'plan',
      model: 'gpt-4o',
      user_id: 'u',
      feature: 'f',
    },
    ...{ started_at: '2026-11-02T10:00:00Z', input_tokens: 1, output_tokens: 1, error_type: 'timeout' },
  };
  const one = (query: string) => rows(query, log([span]));

  test.each([
    ['a star', 'SELECT * FROM span'],
    ['a star of one table', 'SELECT seen.* FROM call AS seen'],
    ['no SELECT', 'FROM span'],
    ['TABLE', 'TABLE span'],
    ['a star below a star', 'SELECT * FROM (SELECT * FROM span) AS inner_span'],
    ['a star in a common table expression', 'WITH everything AS (FROM span) SELECT * FROM everything'],
    [
      'a common table expression of the name of a table',
      'WITH call AS (SELECT * FROM span) SELECT * FROM call',
    ],
    ['a pattern', "SELECT columns('.*') FROM span"],
    ['a lambda', "SELECT columns(lambda name: name <> 'tags') FROM span"],
    ['a star in a set', 'SELECT * FROM span EXCEPT ALL SELECT * FROM tool_call'],
  ])('%s', async (_, query) => {
    expect(await one(query)).toMatchObject([
      { name: 'plan', user_id: 'u', feature: 'f', error_type: 'timeout' },
    ]);
  });

  test.each([
    ['a whole row', 'SELECT seen FROM span AS seen', 'seen'],
    ['a whole row by the name of the table', 'SELECT to_json(span) AS json FROM span', 'json'],
  ])('%s', async (_, query, key) => {
    expect((await one(query))[0]?.[key]).toMatchObject({ user_id: 'u', error_type: 'timeout' });
  });

  test('SUMMARIZE', async () => {
    const summary = await one('SUMMARIZE span');
    expect(summary.find(({ column_name }) => column_name === 'error_type')).toMatchObject({ max: 'timeout' });
  });

  test('a natural join, where columns are not named', async () => {
    const query = "SELECT count(*) AS pairs FROM span NATURAL JOIN (SELECT 'u' AS user_id)";
    expect(await one(query)).toEqual([{ pairs: 1 }]);
  });

  test('the stage of a call, and the duration of a trace', async () => {
    expect(await one('SELECT stage FROM call')).toEqual([{ stage: 'plan' }]);
    expect(await rows('SELECT latency_ms FROM trace ORDER BY latency_ms', small())).toEqual([
      { latency_ms: 500 },
      { latency_ms: 3500 },
    ]);
  });

  test('whatever the letters of a name', async () => {
    expect(await one('SELECT "User_ID", ERROR_TYPE FROM SPAN')).toMatchObject([
      { user_id: 'u', error_type: 'timeout' },
    ]);
  });

  test('a tool call within a message is a row, also where nothing of it is asked for', async () => {
    const transcript = 'fixtures/claude-code';
    const kinds = await answer(['sql', 'SELECT kind, count(*) AS n FROM span GROUP BY kind', transcript]);
    const named = await answer([
      'sql',
      'SELECT kind, count(tool_name) AS n FROM span GROUP BY kind',
      transcript,
    ]);
    const tools = ({ rows }: typeof kinds) => rows.filter(({ kind }) => kind === 'tool');
    expect(tools(kinds)).toHaveLength(1);
    expect(tools(kinds)).toEqual(tools(named));
    const [row] = (await answer(['sql', 'SELECT count(*) AS n FROM tool_call', transcript])).rows;
    expect(row?.['n']).toBe(tools(named)[0]?.['n']);
  });

  test('the result of a tool, which is a record of its own', async () => {
    const query = 'SELECT status, count(*) AS calls FROM tool_call GROUP BY status ORDER BY status';
    const whole =
      'SELECT status, count(*) AS calls FROM (SELECT * FROM tool_call) AS whole GROUP BY status ORDER BY status';
    const narrow = await rows(query, 'fixtures/claude-code');
    expect(narrow).toEqual(await rows(whole, 'fixtures/claude-code'));
    expect(narrow.length).toBeGreaterThan(1);
  });
});

describe('values', () => {
  test('numbers are numbers, and whole numbers beyond 2^53 are text', async () => {
    const query = `SELECT 0.1 + 0.2 AS sum, 9007199254740991 AS safe, 9007199254740993 AS large, sum(input_tokens) AS tokens, [1.5, 2] AS list,
      {'part': 0.25, 'part_usd': 0.000000000001} AS struct, MAP {'one': 1} AS map FROM call`;
    expect(await rows(query, small())).toEqual([
      {
        sum: 0.3,
        safe: 9007199254740991,
        large: '9007199254740993',
        tokens: 1050,
        list: [1.5, 2],
        struct: { part: 0.25, part_usd: 0 },
        map: { one: 1 },
      },
    ]);
  });

  test('what is no number is unknown', async () => {
    expect(
      await rows("SELECT 'NaN'::DOUBLE AS nan, 'Infinity'::DOUBLE AS infinite, NULL AS nothing", small()),
    ).toEqual([{ nan: null, infinite: null, nothing: null }]);
  });

  test('instants are told in UTC, times without a zone and dates as they are', async () => {
    const query = `SELECT started_at, timezone('Asia/Tokyo', started_at) AS local, started_at::DATE AS day, ended_at - started_at AS lasted FROM span WHERE trace_id = 't1'`;
    expect(await rows(query, small(), '--tz', 'America/New_York')).toEqual([
      {
        started_at: '2026-11-02T10:00:00.000Z',
        local: '2026-11-02 19:00:00',
        day: '2026-11-02',
        lasted: '00:00:00.5',
      },
    ]);
  });

  test('columns of one name are told apart', async () => {
    expect(await rows('SELECT 1 AS one, 2 AS one', small())).toEqual([{ one: 1, 'one:1': 2 }]);
  });

  test('a name gives a number its unit on a screen', async () => {
    const query = `SELECT 1234.5 AS cost_usd, 1234567 AS input_tokens, 3420.0 AS p95_ms, 0.877 AS error_rate, 12345 AS calls, 0.00123456 AS slope, 2026 AS year, true AS is_call`;
    expect((await run(['sql', query, small(), '--no-header'])).stdout).toBe(
      '$1,234.50  1,234,567  3.42s       87.7%  12,345  0.001235  2026  yes\n',
    );
  });

  test('which its heading then need not repeat, unless two differ in nothing else', async () => {
    const heading = async (query: string) =>
      (await run(['sql', query, small()])).stdout.split('\n')[0]?.split(/ {2,}/);
    expect(await heading('SELECT 1 AS input_tokens, 2.5 AS cost_usd, 3.5 AS p95_ms, 4 AS calls')).toEqual([
      ...['input', 'cost', 'p95', 'calls'],
    ]);
    expect(await heading('SELECT 1 AS input_tokens, 2.5 AS input_usd, 3.5 AS usd')).toEqual([
      ...['input_tokens', 'input_usd', 'usd'],
    ]);
  });

  test('a sum that lacks unpriced calls says so', async () => {
    const { stdout, stderr } = await run([
      'sql',
      'SELECT sum(cost_usd) AS cost_usd, count_if(is_unpriced) AS unpriced_calls FROM call',
      small(),
      '--no-header',
    ]);
    expect(stdout).toBe('≥$0.00021               1\n');
    expect(stderr).toContain('1 call without a price, so the cost is a lower bound: house-model');
  });
});

describe('how many rows', () => {
  const many = 'SELECT range AS number FROM range(1500)';

  test('all of them in a pipe and in every other format', async () => {
    expect((await run(['sql', many, small(), '--no-header'])).stdout.split('\n')).toHaveLength(1501);
    expect(await rows(many, small())).toHaveLength(1500);
  });

  test('a thousand on a terminal, unless more are asked for', async () => {
    const lines = async (...more: string[]) =>
      (
        await run(['sql', many, small(), '--no-header', ...more], { columns: 80, env: { NO_COLOR: '1' } })
      ).stdout
        .trimEnd()
        .split('\n');
    expect((await lines()).slice(-2)).toEqual(['   999', '… and 500 more (--all)']);
    expect(await lines('--all')).toHaveLength(1500);
    expect(await lines('-n', '1200')).toHaveLength(1201);
  });

  test('as many as --limit says, everywhere', async () => {
    expect(await rows(many, small(), '--limit', '2')).toEqual([{ number: 0 }, { number: 1 }]);
  });
});

describe('where the query comes from', () => {
  test('a file, which may be a pipe or begin with a byte order mark', async () => {
    const query = file('query.sql', '\ufeff-- How many?\nSELECT count(*) AS spans FROM span;\n');
    expect((await answer(['sql', '--file', query, small()])).rows).toEqual([{ spans: 3 }]);
  });

  test.each([
    [['sql'], 'sql: no query'],
    [['sql', ''], 'sql: no query'],
    [['sql', '--file', 'no-such.sql', demo], '--file: no-such.sql: cannot be read (ENOENT)'],
    [['sql', '--schema', '--recipe', 'pareto'], 'sql: --schema and --recipe: one of them at a time'],
    [['sql', '--recipe', 'paretto', demo], '--recipe: there is no recipe "paretto"; did you mean "pareto"?'],
  ])('%j is refused before anything is read', async (argv, message) => {
    const { code, stdout, stderr } = await run(argv);
    expect({ code, stdout, message: stderr.split('\n')[0] }).toEqual({
      code: 2,
      stdout: '',
      message: `llmtrace: ${message}`,
    });
  });

  test('leaves room for a prompt: without a query it says what to type', async () => {
    expect((await run(['sql'])).stderr).toContain('llmtrace sql --recipe');
  });
});

describe('parameters', () => {
  test('take the type of their place', async () => {
    const query = `SELECT span_id FROM span
      WHERE user_id = $user AND input_tokens > $tokens AND cost_usd < $cost AND started_at >= $since AND is_call = $call`;
    const values = ['user=007', 'tokens=999', 'cost=0.5', 'since=2026-11-02 10:00:00+00', 'call=true'];
    expect(await rows(query, small(), ...values.flatMap((value) => ['--param', value]))).toEqual([
      { span_id: 'a' },
    ]);
  });

  test('may hold anything, and stay a value', async () => {
    const value = "a=b' OR 1=1; DROP TABLE span --";
    expect(await rows('SELECT $Text AS text', small(), '--param', `text=${value}`)).toEqual([
      { text: value },
    ]);
    expect(await rows('SELECT $text AS text', small(), '--param', 'text=')).toEqual([{ text: '' }]);
  });

  test.each([
    ['SELECT $tokens + $cost', ['tokens=1'], 'sql: the query has $cost without a value; try --param cost=…'],
    ['SELECT $tokens', ['tokens=1', 'tokes=2'], '--param: the query has no $tokes; it has $tokens'],
    ['SELECT 1', ['tokens=1'], '--param: the query has no $tokens; it has no parameters'],
    ['SELECT $tokens', ['tokens'], '--param: tokens: expected name=value, as --param tokens=8000'],
    ['SELECT $tokens', ['tokens=1', 'tokens=2'], '--param: one value for each name; a name is given twice'],
    [
      'SELECT 1 FROM call WHERE input_tokens > $tokens',
      ['tokens=many'],
      "sql: Could not convert string 'many' to INT64",
    ],
  ])('%s with %j says what is wrong', async (query, params, message) => {
    const { code, stderr } = await run([
      'sql',
      query,
      ...params.flatMap((param) => ['--param', param]),
      small(),
    ]);
    expect({ code, message: stderr.split('\n')[0] }).toEqual({ code: 2, message: `llmtrace: ${message}` });
  });
});

describe('a query that cannot be run', () => {
  const told = async (query: string) => (await run(['sql', query, small()])).stderr;

  test('is shown with the place and the names that were perhaps meant', async () => {
    expect(await told('SELECT model,\n  modle\nFROM call')).toBe(
      `llmtrace: sql: Referenced column "modle" not found in FROM clause!\n  Candidate bindings: "model", "dialect", "provider", "file", "max_tokens"\n  LINE 2:   modle\n            ^\n  columns: llmtrace sql --schema\n`,
    );
    expect(await told('SELECT model FROM spans')).toBe(
      `llmtrace: sql: Table with name spans does not exist!\n  Did you mean "span"?\n  LINE 1: SELECT model FROM spans\n                            ^\n  columns: llmtrace sql --schema\n`,
    );
  });

  test('is refused before the log is read, where its grammar is wrong', async () => {
    const { code, stderr } = await run(['sql', 'SELEC model FROM call', 'no-such-file.jsonl']);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr:
        'llmtrace: sql: syntax error at or near "SELEC"\n  LINE 1: SELEC model FROM call\n          ^\n',
    });
  });

  test('never sends what a terminal would obey', async () => {
    expect(await told("SELECT error('a' || chr(27) || '[31m')")).toBe('llmtrace: sql: a\ufffd[31m\n');
  });
});

test('on a narrow terminal texts of the schema go on in the next line, and most columns are only counted', async () => {
  const screen = { columns: 80, env: { NO_COLOR: '1' } };
  const schema = (await run(['sql', '--schema'], screen)).stdout.split('\n');
  expect(schema.filter((line) => line.length > 80)).toEqual([]);
  expect(schema.slice(2, 5)).toEqual([
    'span       *                      –               every span inside the window',
    '                                                  that matches all filters,',
    '                                                  once, its usage counted once',
  ]);
  const whole = (await run(['sql', 'FROM span', small()], screen)).stdout;
  expect(whole).toMatch(/^no room for (\w+, ){5}\w+ and \d+ more \(/m);
});

test('an interruption stops the running query, and nothing else', async () => {
  const store = Store.open();
  const running = store.readOnlyTable(
    'SELECT count(*) FROM range(1000000000) AS one, range(1000) AS two',
    {},
  );
  setTimeout(() => store.interrupt(), 50);
  await expect(running).rejects.toThrow('INTERRUPT');
  expect((await store.readOnlyTable('SELECT 1 AS one', {})).rows).toEqual([{ one: 1 }]);
  await store.close();
});

test('closing waits for the statement that runs, and refuses what comes after', async () => {
  const store = Store.open();
  await store.run('SELECT 1');
  const running = store.rows('SELECT count(*)::INTEGER AS numbers FROM range(20000000)');
  await new Promise(setImmediate);
  await store.close();
  expect(await running).toEqual([{ numbers: 20_000_000 }]);
  await expect(store.run('SELECT 1')).rejects.toThrow('closed');
});

test('SHOW TABLES lists the tables of the log, not what they are made of', async () => {
  expect((await rows('SHOW TABLES', small())).map(({ name }) => name)).toEqual([
    'call',
    'price',
    'span',
    'tool_call',
    'trace',
  ]);
});

test('EXPLAIN prints the plan as the engine draws it', async () => {
  expect((await run(['sql', 'EXPLAIN SELECT 1', small()])).stdout).toMatch(/^physical_plan\n┌─/);
});

test('the command is listed', () => {
  expect(analyses.map(({ name }) => name)).toContain('sql');
});
