import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { account } from '../src/analyses/doctor/files.ts';
import { Store } from '../src/store/store.ts';
import { call, diagnosis } from './diagnosis.ts';
import { answer, folder, log, run } from './run.ts';

describe('doctor', () => {
  test('calls a healthy log good: every section fits one line', async () => {
    const { code, stdout, stderr } = await run([
      'doctor',
      '--tz',
      'UTC',
      log([call({ max_tokens: 500 })], 'healthy.jsonl'),
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [verdict, , head, , row, , total, , ...gists] = stdout.split('\n');
    expect(verdict).toBe('good: every record is accounted for');
    expect(head?.split(/\s+/)).toEqual(
      'file dialect records spans duplicates other rejected first reason'.split(' '),
    );
    expect(row?.split(/\s+/).slice(1)).toEqual(['flat', '1', '1', '0', '0', '0', '–']);
    expect(total?.split(/\s+/)).toEqual(['total', '1', '1', '0', '0', '0']);
    expect(gists).toEqual([
      'nothing speaks against these numbers',
      '',
      'content',
      'content            logged  share  what that means',
      '───────────────────────────────────────────────────────────────────────────────────',
      'prompts            no         0%  whether a prompt changed cannot be told',
      'prompts in blocks  no         0%  cache cannot tell which block of a prompt changed',
      '',
      'dialects: flat',
      'prices: every model has one',
      'reported against computed cost: no call contradicts its tokens',
      'usage: all good',
      'token conventions: each is said by the log or by its dialect',
      'time: all good',
      'tree: all good',
      'requests: nothing to tell',
      'unused fields: none looks like tokens, cost or time',
      'other records: every record is a span',
      '',
    ]);
  });

  test('shows problems before what is fine, and why, worst first', async () => {
    const twenty = Array.from({ length: 20 }, () => call());
    const { meta, verdict } = await diagnosis([
      ...twenty,
      call({ model: 'house-model' }),
      ...[1, 2, 3].map(() => call({ input_tokens: 0 })),
    ]);
    expect(meta).toMatchObject({ verdict: 'doubtful', is_accounted: true, unpriced_calls: 1 });
    expect(verdict).toEqual([
      {
        verdict: 'doubtful',
        level: 'doubt',
        share: 0.125,
        reason: '3 of 24 calls log 0 input tokens but some output',
      },
      {
        ...{ verdict: 'doubtful', level: 'caution', share: 0.041666667 },
        reason: '1 of 24 calls have no price, so the cost is a lower bound: house-model',
      },
    ]);
  });

  test('calls numbers usable when little is against them', async () => {
    const { meta } = await diagnosis([
      ...Array.from({ length: 20 }, () => call()),
      call({ model: 'house-model' }),
    ]);
    expect(meta.verdict).toBe('usable');
  });

  test('doubts a log without records', async () => {
    const { meta, verdict } = await diagnosis([]);
    expect([meta.verdict, verdict[0]?.['reason']]).toEqual(['doubtful', 'no record was read']);
  });
});

describe('the records of each file', () => {
  test('become spans, duplicates, other or rejected, and that is all', async () => {
    const { rows, totals, meta } = await diagnosis(
      [
        call({ span_id: 'a' }),
        call({ span_id: 'a' }),
        call(),
        '{"model": "gpt-4o", "input_to',
        'nonsense',
        call(),
      ],
      { options: ['--max-rejected', '50%'] },
    );
    expect(meta.is_accounted).toBe(true);
    expect(rows).toMatchObject([
      { dialect: 'flat', records: 6, spans: 3, duplicates: 1, other: 0, rejected: 2 },
    ]);
    expect(rows[0]?.['first_reason']).toMatch(/^4: /);
    expect(totals).toEqual({ records: 6, spans: 3, duplicates: 1, other: 0, rejected: 2 });
  });

  test('are still told when more are unreadable than --max-rejected; the exit code then says so', async () => {
    const { rows, verdict, meta } = await diagnosis([call(), 'nonsense', 'more of it'], { code: 3 });
    expect(rows).toMatchObject([{ records: 3, spans: 1, rejected: 2 }]);
    expect(meta.verdict).toBe('doubtful');
    expect(verdict[0]?.['reason']).toBe('2 of 3 records could not be read, more than --max-rejected allows');
  });

  test('a torn last line is rejected but no doubt', async () => {
    const file = log([...Array.from({ length: 20 }, () => call())]);
    writeFileSync(file, '{"trace_id": "t1", "mod', { flag: 'a' });
    const { rows, meta } = (await answer(['doctor', file])) as unknown as Awaited<
      ReturnType<typeof diagnosis>
    >;
    expect(rows).toMatchObject([{ records: 21, spans: 20, rejected: 1 }]);
    expect(rows[0]?.['first_reason']).toMatch(/torn/);
    expect(meta.verdict).toBe('usable');
  });

  test('of many files are told by dialect, and those files one by one that have a problem; JSON has all', async () => {
    const files = Array.from({ length: 13 }, (_, index) =>
      log([call(), ...(index === 4 ? ['nonsense'] : [])]),
    );
    const { stdout } = await run(['doctor', ...files, '--max-rejected', '50%']);
    expect(stdout.split('\n').filter((line) => line.includes('.jsonl'))).toHaveLength(1);
    expect(stdout).toMatch(/dialects\ndialect +files +records.*\n─+\nflat +13 +14 +13 +0 +0 +1\n/);
    const { rows } = await answer(['doctor', ...files, '--max-rejected', '50%']);
    expect(rows.map(({ rejected }) => rejected)).toEqual([1, ...Array.from({ length: 12 }, () => 0)]);
  });
});

describe('an account that does not add up', () => {
  test('is our own bug, and the file that is off is named', async () => {
    const store = Store.open();
    try {
      await store.run(`CREATE TABLE accounting AS SELECT 'log.jsonl' AS file, 'flat' AS dialect, 10::BIGINT AS records,
        8::BIGINT AS span_records, 1::BIGINT AS duplicates, 0::BIGINT AS other, 0::BIGINT AS rejected, 0::BIGINT AS torn`);
      await store.run('CREATE TABLE rejected (file VARCHAR, line BIGINT, reason VARCHAR)');
      const { files, isWhole } = await account(store, 0.01);
      expect(isWhole).toBe(false);
      expect(files.reasons).toEqual([
        {
          ...{ level: 'doubt', share: 1 },
          text: 'log.jsonl: its spans, duplicates, other and rejected records do not make up its records: a bug in llmtrace',
        },
      ]);
    } finally {
      await store.close();
    }
  });
});

describe('doctor --config', () => {
  test('shows each setting and where it comes from, without any log', async () => {
    const cwd = folder();
    writeFileSync(
      path.join(cwd, 'llmtrace.json'),
      '{"weekStart": "sun", "map": {"input_tokens": "usage.sent"}}',
    );
    const world = { cwd, env: { LLMTRACE_COST: 'computed' } };
    const { meta, rows } = await answer(['doctor', '--config', '--assume-tz', 'Europe/Berlin'], world);
    expect(meta).toEqual({ tz: 'UTC', config_file: 'llmtrace.json' });
    const told = Object.fromEntries(rows.map(({ setting, value, origin }) => [setting, [value, origin]]));
    expect(told).toMatchObject({
      assumeTz: ['Europe/Berlin', '--assume-tz'],
      cost: ['computed', 'LLMTRACE_COST'],
      weekStart: ['sun', 'llmtrace.json'],
      map: [{ input_tokens: 'usage.sent' }, 'llmtrace.json'],
      maxRejected: [0.01, 'default'],
    });
    expect(rows.find(({ setting }) => setting === 'weekStart')).toEqual({
      ...{ setting: 'weekStart', value: 'sun', origin: 'llmtrace.json' },
      ...{ option: '--week-start', variable: 'LLMTRACE_WEEK_START' },
    });
  });

  test('says so when there is no config file', async () => {
    const { stdout } = await run(['doctor', '--config'], { cwd: folder() });
    expect(stdout).toMatch(/^config file: none\n/);
  });
});
