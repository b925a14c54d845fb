import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { UserError } from '../src/error.ts';
import { type Config, noConfig } from '../src/request/config.ts';
import { mappableColumns } from '../src/request/mapping.ts';
import { commonOptions, environmentName, type Option } from '../src/request/options.ts';
import { parseRequest, type Request } from '../src/request/request.ts';
import { parseOptions } from '../src/request/settings.ts';
import { nearest } from '../src/suggest.ts';
import { systemZone } from '../src/time/zone.ts';

type Options = Record<string, unknown>;

function request(options: Options, env: Record<string, string> = {}, config: Partial<Config> = {}): Request {
  return parseRequest({ common: options, inputs: [] }, env, { ...noConfig, ...config });
}

function refusal(options: Options, env: Record<string, string> = {}): string {
  try {
    request(options, env);
  } catch (error) {
    if (error instanceof UserError && error.exitCode === 2) return error.message;
    throw error;
  }
  return 'accepted';
}

test('with nothing given, the defaults', () => {
  const { origins, ...asked } = parseRequest({ common: {}, inputs: ['logs/'] });
  expect(asked).toEqual({
    inputs: ['logs/'],
    logs: [],
    window: { expression: 'all', since: undefined, until: undefined, now: undefined },
    tz: systemZone(),
    assumeTz: 'UTC',
    weekStart: 'mon',
    where: [],
    globs: {},
    cost: 'auto',
    prices: [],
    pricesAsOf: undefined,
    strictPrices: false,
    rollup: 'auto',
    formatIn: undefined,
    map: {},
    maxRejected: 0.01,
    memory: undefined,
    threads: undefined,
    format: 'table',
    output: undefined,
    limit: 20,
    all: false,
    columns: undefined,
    header: true,
    color: 'auto',
    quiet: false,
    verbose: false,
    check: {},
    configFile: undefined,
    db: undefined,
    folder: '.',
    followLinks: false,
    imports: true,
  });
  expect(origins).toEqual({
    window: { value: 'all', origin: 'default' },
    tz: { value: systemZone(), origin: 'default' },
    assumeTz: { value: 'UTC', origin: 'default' },
    weekStart: { value: 'mon', origin: 'default' },
    cost: { value: 'auto', origin: 'default' },
    prices: { value: [], origin: 'default' },
    map: { value: {}, origin: 'default' },
    maxRejected: { value: 0.01, origin: 'default' },
    logs: { value: [], origin: 'default' },
    db: { value: undefined, origin: 'default' },
  });
});

test('with everything given as text', () => {
  const { origins: _, ...asked } = request({
    window: 'lastweek',
    now: '2026-11-11T10:30Z',
    tz: 'Europe/Berlin',
    assumeTz: 'America/New_York',
    weekStart: 'sun',
    where: ['status = 1', "model = 'a'"],
    ...{
      model: ['claude-*', 'gpt-*'],
      user: ['u?'],
      session: ['s'],
      feature: ['f'],
      env: ['prod'],
      tool: ['t'],
      name: ['n'],
    },
    cost: 'computed',
    prices: ['a.json', 'b.json'],
    pricesAsOf: '2026-11-01',
    strictPrices: true,
    rollup: 'leaf',
    formatIn: 'otlp',
    map: ['input_tokens=usage.prompt_tokens', ' model = a=b '],
    maxRejected: '2.5%',
    memory: '4GB',
    threads: '2',
    format: 'json',
    output: 'out.json',
    limit: '5',
    columns: 'model, cost_usd',
    header: false,
    color: 'never',
    quiet: true,
    verbose: true,
  });
  expect(asked).toEqual({
    inputs: [],
    logs: [],
    window: {
      expression: 'lastweek',
      since: undefined,
      until: undefined,
      now: Date.UTC(2026, 10, 11, 10, 30),
    },
    tz: 'Europe/Berlin',
    assumeTz: 'America/New_York',
    weekStart: 'sun',
    where: ['status = 1', "model = 'a'"],
    globs: {
      model: ['claude-*', 'gpt-*'],
      user_id: ['u?'],
      session_id: ['s'],
      feature: ['f'],
      environment: ['prod'],
      tool_name: ['t'],
      name: ['n'],
    },
    cost: 'computed',
    prices: [
      { origin: '--prices', file: 'a.json' },
      { origin: '--prices', file: 'b.json' },
    ],
    pricesAsOf: '2026-11-01T00:00:00.000Z',
    strictPrices: true,
    rollup: 'leaf',
    formatIn: 'otlp',
    map: { input_tokens: 'usage.prompt_tokens', model: 'a=b' },
    maxRejected: 0.025,
    memory: '4GB',
    threads: 2,
    format: 'json',
    output: 'out.json',
    limit: 5,
    all: false,
    columns: ['model', 'cost_usd'],
    header: false,
    color: 'never',
    quiet: true,
    verbose: true,
    check: {},
    configFile: undefined,
    db: undefined,
    folder: '.',
    followLinks: false,
    imports: true,
  });
});

describe('options beat the environment, that beats the file, that beats the defaults', () => {
  const config = { name: 'llmtrace.json', options: { tz: 'Asia/Kolkata' } };
  const env = { LLMTRACE_TZ: 'America/New_York' };

  test.each([
    [{ tz: 'Europe/Berlin' }, env, config, 'Europe/Berlin', '--tz'],
    [{}, env, config, 'America/New_York', 'LLMTRACE_TZ'],
    [{}, { LLMTRACE_TZ: '' }, config, 'Asia/Kolkata', 'llmtrace.json'],
    [{}, {}, {}, systemZone(), 'default'],
  ])('%j %j %j', (options, variables, settings, value, origin) => {
    const { tz, origins } = request(options, variables, settings);
    expect([tz, origins['tz']]).toEqual([value, { value, origin }]);
  });

  test('for what is to be read', () => {
    const logs = ['/app/logs'];
    expect(request({}, {}, { logs }).logs).toEqual(logs);
    const both = request({}, { LLMTRACE_LOGS: ['a', 'b/*.jsonl'].join(path.delimiter) }, { logs });
    expect(both.origins['logs']).toEqual({ value: ['a', 'b/*.jsonl'], origin: 'LLMTRACE_LOGS' });
  });

  test('prices add up, in that order', () => {
    const configured = { origin: 'llmtrace.json', rules: [{ match: 'a' }, { match: 'b' }] };
    const { prices, origins } = request(
      { prices: ['cli.json'] },
      { LLMTRACE_PRICES: 'env.json' },
      { prices: [configured] },
    );
    expect(prices).toEqual([
      { origin: '--prices', file: 'cli.json' },
      { origin: 'LLMTRACE_PRICES', file: 'env.json' },
      configured,
    ]);
    expect(origins['prices']).toEqual({
      value: ['cli.json', 'env.json', '2 rules'],
      origin: '--prices, LLMTRACE_PRICES, llmtrace.json',
    });
  });

  test('a mapping holds column by column', () => {
    const { map, origins } = request(
      { map: ['model=cli'] },
      { LLMTRACE_MAP: 'model=env' },
      { map: { model: 'file', name: 'op' } },
    );
    expect(map).toEqual({ model: 'cli', name: 'op' });
    expect(origins['map']?.origin).toBe('--map, LLMTRACE_MAP, llmtrace.json');
  });

  test('a configured window gives way to --since', () => {
    const configured = { options: { window: 'lastweek' } };
    expect(request({}, {}, configured).window.expression).toBe('lastweek');
    const { expression, since } = request({ since: '2026-11-01' }, {}, configured).window;
    expect([expression, since]).toEqual([undefined, '2026-11-01']);
  });

  test('only configurable options are read from the environment', () => {
    expect(request({}, { LLMTRACE_FORMAT: 'json', LLMTRACE_COST: 'reported' })).toMatchObject({
      format: 'table',
      cost: 'reported',
    });
    expect(environmentName('weekStart')).toBe('LLMTRACE_WEEK_START');
  });
});

describe('rows to list', () => {
  test.each([
    [{}, 20],
    [{ limit: '0' }, 0],
    [{ all: true }, Number.POSITIVE_INFINITY],
    [{ all: true, limit: '50' }, 50],
  ])('%j', (options, limit) => expect(request(options).limit).toBe(limit));
});

describe('now', () => {
  test.each([
    ['latest', 'latest'],
    ['2026-11-08', Date.parse('2026-11-07T23:00:00Z')],
    ['2026-11-08T09:00', Date.parse('2026-11-08T08:00:00Z')],
  ])('%s', (now, expected) => expect(request({ now, tz: 'Europe/Berlin' }).window.now).toBe(expected));
});

describe('a wrong value names its option, what was given and what is expected', () => {
  const zone = 'is not a time zone (example: Europe/Berlin)';
  const share = 'is not a share between 0 and 1 (example: 1% or 0.01)';
  test.each([
    [{ tz: 'Europe/Berln' }, `--tz: "Europe/Berln" ${zone}; did you mean "Europe/Berlin"?`],
    [{ tz: 'New York' }, `--tz: "New York" ${zone}; did you mean "America/New_York"?`],
    [{ tz: 'Kolkata' }, `--tz: "Kolkata" ${zone}; did you mean "Asia/Kolkata"?`],
    [{ assumeTz: '+05:30' }, `--assume-tz: "+05:30" ${zone}`],
    [{ tz: '' }, '--tz: is empty'],
    [{ where: [''] }, '--where: is empty'],
    [{ weekStart: 'Sunday' }, '--week-start: "Sunday" is not one of mon, sun; did you mean "sun"?'],
    [
      { cost: 'reprted' },
      '--cost: "reprted" is not one of auto, computed, reported; did you mean "reported"?',
    ],
    [
      { format: 'xml' },
      '--format: "xml" is not one of table, json, jsonl, csv, tsv, markdown, github, junit, sarif',
    ],
    [{ limit: 'ten' }, '--limit: "ten" is not a whole number (example: 20)'],
    [{ limit: '-1' }, '--limit: "-1" is not a whole number (example: 20)'],
    [{ limit: '1.5' }, '--limit: "1.5" is not a whole number (example: 20)'],
    [{ limit: '1,000' }, '--limit: "1,000" is not a whole number (example: 20); did you mean "1000"?'],
    [{ threads: '0' }, '--threads: "0" is not a whole number of at least 1 (example: 4)'],
    [{ maxRejected: '5' }, `--max-rejected: "5" ${share}; did you mean "5%"?`],
    [{ maxRejected: '150%' }, `--max-rejected: "150%" ${share}`],
    [{ maxRejected: '-1%' }, `--max-rejected: "-1%" ${share}`],
    [{ maxRejected: 'NaN' }, `--max-rejected: "NaN" ${share}`],
    [{ memory: '4' }, '--memory: "4" is not a size (example: 4GB or 512MB)'],
    [{ memory: '80%' }, '--memory: "80%" is not a size (example: 4GB or 512MB)'],
    [{ columns: 'a,,b' }, '--columns: "a,,b" is not a list of columns (example: model,cost_usd)'],
    [{ map: ['input_tokns=a.b'] }, '--map: there is no column "input_tokns"; did you mean "input_tokens"?'],
    [
      { map: ['input_tokens'] },
      '--map: "input_tokens" is not column=path (example: input_tokens=usage.prompt_tokens)',
    ],
    [{ map: ['model='] }, '--map: "model=" is not column=path (example: input_tokens=usage.prompt_tokens)'],
    [{ map: ['model=a', 'model=b'] }, '--map: model is given twice'],
    [{ map: ['zzz=a'] }, `--map: there is no column "zzz". Columns: ${mappableColumns.join(', ')}`],
    [
      { since: 'lastweeks' },
      '--since: "lastweeks" is not a day or a time (examples: 2026-11-01, 2026-11-01T09:00Z, yesterday, 24h (ago)); did you mean "lastweek"?',
    ],
    [{ until: '2026-02-30' }, '--until: "2026-02-30": there is no day 30 in month 2 of 2026'],
    [
      { now: 'yesterday' },
      '--now: "yesterday" depends on when it is read; expected a day or a time (examples: 2026-11-01, 2026-11-01T09:00Z)',
    ],
    [{ pricesAsOf: '2026-13-01' }, '--prices-as-of: "2026-13-01": there is no month 13'],
    [{ window: '7d', since: '2026-11-01' }, 'window "7d": give a window, or --since and --until, not both'],
  ])('%j', (options, message) => expect(refusal(options)).toBe(message));

  test('or its variable', () => {
    expect(refusal({}, { LLMTRACE_COST: 'x' })).toBe(
      'LLMTRACE_COST: "x" is not one of auto, computed, reported',
    );
    expect(refusal({}, { LLMTRACE_MAP: 'x' })).toMatch(/^LLMTRACE_MAP: "x" is not column=path/);
  });

  test('a window lists the forms', () => {
    expect(refusal({ window: 'last-week' }).split('\n')[0]).toBe(
      '--window: "last-week" is not a window; did you mean "lastweek"? A window is one of',
    );
  });

  test('long and odd text is cut and escaped', () => {
    expect(refusal({ cost: `\u001b[31m${'x'.repeat(200)}` })).toBe(
      `--cost: "\\u001b[31m${'x'.repeat(75)}…" is not one of auto, computed, reported`,
    );
  });
});

describe('sizes', () => {
  test.each(['4GB', '512 MB', '1.5GiB', '4G', '100kb'])('%s', (memory) => {
    expect(request({ memory }).memory).toBe(memory);
  });
});

describe("a command's own options", () => {
  const own: readonly Option[] = [
    {
      key: 'by',
      flags: '--by <measure>',
      type: 'text',
      choices: ['cost', 'tokens'],
      default: 'cost',
      description: '',
    },
    { key: 'minUsd', flags: '--min-usd <dollars>', type: 'number', description: '' },
    { key: 'cumulative', flags: '--cumulative', type: 'flag', description: '' },
    { key: 'rule', flags: '--rule <name=value>', type: 'list', description: '' },
  ];

  test('have their defaults', () => {
    expect(parseOptions(own, {})).toEqual({ by: 'cost', minUsd: undefined, cumulative: false, rule: [] });
  });

  test('are checked as the common ones are', () => {
    const given = { by: 'tokens', minUsd: '0.5', cumulative: true, rule: ['a=1'] };
    expect(parseOptions(own, given)).toEqual({ by: 'tokens', minUsd: 0.5, cumulative: true, rule: ['a=1'] });
    expect(() => parseOptions(own, { minUsd: '$5' })).toThrow(
      new UserError('--min-usd: "$5" is not a number (example: 0.5)'),
    );
    expect(() => parseOptions(own, { by: 'token' })).toThrow(
      new UserError('--by: "token" is not one of cost, tokens; did you mean "tokens"?'),
    );
  });
});

describe('the option table', () => {
  const options = Object.values(commonOptions).flat();

  test('has each key, each long flag and each letter once', () => {
    const words = options.flatMap(({ key, flags }) => [key, ...(flags.match(/--?[a-z-]+/g) ?? [])]);
    expect(words.filter((word, index) => words.indexOf(word) !== index)).toEqual([]);
  });

  test.each(options.filter((option) => option.default !== undefined))(
    'the default of $flags is a value of it',
    (option) => {
      expect(parseOptions([option], { [option.key]: option.default })).toEqual({
        [option.key]: option.default,
      });
    },
  );
});

test('columns that no field of a log holds cannot be mapped', () => {
  expect(mappableColumns.slice(0, 4)).toEqual(['call_id', 'trace_id', 'span_id', 'parent_span_id']);
  expect(
    mappableColumns.filter((column) => /^(filename|record_type|is_first|blocks|attributes)$/.test(column)),
  ).toEqual([]);
});

describe('the nearest word', () => {
  const words = ['claude-code', 'otlp', 'openai', 'openai-batch'];
  test.each([
    ['oltp', 'otlp'],
    ['opena', 'openai'],
    ['claude', 'claude-code'],
    ['ClaudeCode', 'claude-code'],
    ['openai_bach', 'openai-batch'],
    ['gemini', undefined],
    ['o', undefined],
    ['', undefined],
  ])('to "%s" is %s', (given, expected) => expect(nearest(given, words)).toBe(expected));
});
