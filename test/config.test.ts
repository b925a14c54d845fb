import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { UserError } from '../src/error.ts';
import { jsonError } from '../src/jsonError.ts';
import { type Config, readConfig } from '../src/request/config.ts';
import { configJsonSchema } from '../src/request/configSchema.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'llmtrace-test-'));
  mkdirSync(path.join(root, 'app/src'), { recursive: true });
});

afterEach(() => rmSync(root, { recursive: true }));

function write(file: string, content: string | object): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), typeof content === 'string' ? content : JSON.stringify(content));
}

function load(folder = 'app/src', env: Record<string, string> = {}): Promise<Config> {
  return readConfig({ cwd: path.join(root, folder), env: { HOME: path.join(root, 'home'), ...env } });
}

async function refusal(content: string | object): Promise<string> {
  write('llmtrace.json', content);
  try {
    await load('');
  } catch (error) {
    if (error instanceof UserError && error.exitCode === 2) return error.message;
    throw error;
  }
  return 'accepted';
}

describe('which file counts', () => {
  test('without one nothing is set', async () => {
    expect(await load()).toEqual({ file: undefined, name: 'llmtrace.json', options: {} });
  });

  test('the nearest upwards', async () => {
    write('llmtrace.json', { tz: 'UTC' });
    write('app/llmtrace.json', { tz: 'Europe/Berlin' });
    write('home/.config/llmtrace/config.json', { tz: 'Asia/Kolkata', cost: 'reported' });
    expect(await load()).toEqual({
      file: path.join(root, 'app/llmtrace.json'),
      name: path.join('..', 'llmtrace.json'),
      options: { tz: 'Europe/Berlin' },
    });
  });

  test('else the one of the user', async () => {
    write('home/.config/llmtrace/config.json', { tz: 'Asia/Kolkata' });
    const { name, options } = await load();
    expect([name, options]).toEqual(['~/.config/llmtrace/config.json', { tz: 'Asia/Kolkata' }]);
  });

  test('which XDG_CONFIG_HOME moves, if absolute', async () => {
    write('home/.config/llmtrace/config.json', { tz: 'Asia/Kolkata' });
    write('xdg/llmtrace/config.json', { tz: 'Pacific/Apia' });
    expect((await load('app/src', { XDG_CONFIG_HOME: path.join(root, 'xdg') })).options).toEqual({
      tz: 'Pacific/Apia',
    });
    expect((await load('app/src', { XDG_CONFIG_HOME: 'xdg' })).options).toEqual({ tz: 'Asia/Kolkata' });
  });

  test('a folder of that name is an error', async () => {
    mkdirSync(path.join(root, 'app/llmtrace.json'));
    await expect(load('app')).rejects.toThrow(
      new UserError('llmtrace.json: is a folder; expected a file with settings'),
    );
  });
});

describe('what it may hold', () => {
  test('every key, with paths from its own folder', async () => {
    write('app/llmtrace.json', {
      $schema: './llmtrace.schema.json',
      logs: ['logs/', '../other/*.jsonl', '~/.claude/projects'],
      tz: 'Europe/Berlin',
      weekStart: 'sun',
      assumeTz: 'America/New_York',
      window: 'lastweek',
      prices: ['prices.json', '/etc/prices.json'],
      map: { input_tokens: 'usage.prompt_tokens' },
      maxRejected: '5%',
      cost: 'computed',
      check: { 'max-trace-cost': 0.5, budget: '200/month' },
    });
    const name = path.join('..', 'llmtrace.json');
    expect(await load()).toEqual({
      file: path.join(root, 'app/llmtrace.json'),
      name,
      logs: [
        path.join(root, 'app/logs'),
        path.join(root, 'other/*.jsonl'),
        path.join(root, 'home/.claude/projects'),
      ],
      prices: [
        { origin: name, file: path.join(root, 'app/prices.json') },
        { origin: name, file: '/etc/prices.json' },
      ],
      map: { input_tokens: 'usage.prompt_tokens' },
      check: { 'max-trace-cost': 0.5, budget: '200/month' },
      options: {
        tz: 'Europe/Berlin',
        weekStart: 'sun',
        assumeTz: 'America/New_York',
        window: 'lastweek',
        maxRejected: 0.05,
        cost: 'computed',
      },
    });
  });

  test('one path, or the price rules themselves', async () => {
    write('llmtrace.json', { logs: 'logs', prices: 'prices.json' });
    expect(await load('')).toMatchObject({
      logs: [path.join(root, 'logs')],
      prices: [{ file: path.join(root, 'prices.json') }],
    });
    const rules = [{ match: 'house-model', input: 1.2, output: 4.8, from: '2026-01-01' }];
    write('llmtrace.json', { prices: rules });
    expect((await load('')).prices).toEqual([{ origin: 'llmtrace.json', rules }]);
  });

  test('a byte order mark before it', async () => {
    write('llmtrace.json', '\uFEFF{"tz": "UTC"}');
    expect((await load('')).options).toEqual({ tz: 'UTC' });
  });
});

describe('what is wrong is named with its key', () => {
  test.each([
    [{ windwo: '7d' }, 'windwo: unknown key; did you mean "window"?'],
    [{ 'week-start': 'sun' }, 'week-start: unknown key; did you mean "weekStart"?'],
    [{ map: { input_tokns: 'a.b' } }, 'map.input_tokns: unknown key; did you mean "input_tokens"?'],
    [
      { zzz: 1 },
      'zzz: unknown key; known keys: $schema, logs, prices, map, check, window, tz, assumeTz, weekStart, cost, db, maxRejected',
    ],
    [
      { tz: 'Europe/Berln' },
      'tz: "Europe/Berln" is not a time zone (example: Europe/Berlin); did you mean "Europe/Berlin"?',
    ],
    [{ tz: 1 }, 'tz: 1 is not text'],
    [{ tz: '' }, 'tz: is empty'],
    [{ weekStart: 'sunday' }, 'weekStart: "sunday" is not one of mon, sun; did you mean "sun"?'],
    [{ cost: true }, 'cost: true is not one of auto, computed, reported'],
    [
      { maxRejected: 5 },
      'maxRejected: 5 is not a share between 0 and 1 (example: 1% or 0.01); did you mean "5%"?',
    ],
    [{ maxRejected: [] }, 'maxRejected: [] is not a share between 0 and 1 (example: 1% or 0.01)'],
    [{ logs: [1] }, 'logs: [1] is not a path or a list of paths (example: "logs/")'],
    [{ logs: '' }, 'logs: is empty'],
    [
      { prices: 3 },
      'prices: 3 is not a path, a list of paths or a list of price rules (example: "prices.json")',
    ],
    [
      { map: [] },
      'map: [] is not an object of column and path (example: {"input_tokens": "usage.prompt_tokens"})',
    ],
    [{ map: { model: 1 } }, 'map.model: 1 is not text'],
    [{ check: 1 }, 'check: 1 is not an object of rule and limit (example: {"max-trace-cost": 0.5})'],
    [{ check: { budget: {} } }, 'check.budget: {} is not a limit (example: 0.5)'],
    [[], '[] is not an object (example: {"logs": "logs/"})'],
  ])('%j', async (content, message) => {
    expect(await refusal(content)).toBe(`llmtrace.json: ${message}`);
  });

  test('a window lists the forms', async () => {
    expect((await refusal({ window: 'last-week' })).split('\n')[0]).toBe(
      'llmtrace.json: window: "last-week" is not a window; did you mean "lastweek"? A window is one of',
    );
  });
});

describe('what is not JSON is named with its line and column', () => {
  test.each([
    ['{\n  "tz": "UTC",\n}\n', '3:1: not JSON: a comma before "}"'],
    ['{\n  // days\n  "tz": "UTC"}', '2:3: not JSON: JSON has no comments'],
    ["{'tz': 'UTC'}", '1:2: not JSON: expected a name in double quotes'],
    ['{"tz" "UTC"}', '1:7: not JSON: expected ":"'],
    ['{"tz": UTC}', '1:8: not JSON: expected a value'],
    ['{"tz": TRUE}', '1:8: not JSON: expected a value'],
    ['{"a": 1\n "b": 2}', '2:2: not JSON: expected "," or "}"'],
    ['{"logs": ["a" "b"]}', '1:15: not JSON: expected "," or "]"'],
    ['{"tz": "a\nb"}', '1:8: not JSON: expected a value'],
    ['{"tz": "UTC"', '1:13: not JSON: the file ends where "," or "}" was expected'],
    ['{} {}', '1:4: not JSON: expected the end of the file'],
    ['', '1:1: not JSON: the file ends where a value was expected'],
  ])('%j', async (content, message) => {
    expect(await refusal(content)).toBe(`llmtrace.json:${message}`);
  });

  test('of valid JSON nothing is said', () => {
    expect(jsonError('{"a": [1, -2.5e3, true, null, "\\u00e9\\n\u0080"], "b": {}}\n')).toBeUndefined();
  });
});

test('its JSON Schema has a description of every key of ours and refuses others', () => {
  const schema = configJsonSchema() as {
    additionalProperties: boolean;
    properties: Record<string, { description?: string; enum?: string[] }>;
  };
  const { $schema, ...properties } = schema.properties;
  expect(schema.additionalProperties).toBe(false);
  expect($schema).toEqual({ type: 'string', minLength: 1 });
  expect(Object.values(properties).map(({ description }) => typeof description)).toEqual(
    Array(11).fill('string'),
  );
  expect(properties['cost']?.enum).toEqual(['auto', 'computed', 'reported']);
});
