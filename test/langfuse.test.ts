import { describe, expect, test } from 'vitest';
import { answer, file, log } from './run.ts';
import { counted, spansOf } from './spansOf.ts';

const fixture = 'fixtures/langfuse.jsonl';

const generation = {
  id: 'g',
  trace_id: 't',
  project_id: 'p',
  type: 'GENERATION',
  parent_observation_id: '',
  start_time: '2026-11-03 09:00:00.000000',
  end_time: '2026-11-03 09:00:01.000000',
  provided_model_name: 'claude-sonnet-4-5-20250929',
};

const usage = (usage_details: object) => [{ ...generation, usage_details }];

test('a call is its finished copy; parts of the prompt are disjoint, reasoning is billed beside the output', async () => {
  expect(await spansOf(fixture, ...counted)).toEqual([
    ['obs-root', null, null, null, null, null],
    // $3, $0.30, $3.75 and $15 per million: 36 + 2,700 + 1,125 + 3,000 millionths.
    ['obs-plan', 12, 9000, 300, 200, 0.006861],
    ['obs-tool', null, null, null, null, null],
    // 900 at $1.10 and 584 + 1,360 at $4.40.
    ['obs-answer', 900, null, null, 1944, 0.0095436],
    // Its total says that the input holds the cached tokens.
    ['4ac0e1d2', 86, 17817, null, 100, 0.02348625],
    ['ce80', null, null, null, null, null],
    ['ce81', 400, null, null, 2, 0.0000612],
    ['ev-1', null, null, null, null, null],
    // Characters are no tokens.
    ['chars-1', null, null, null, null, null],
  ]);
  const { totals, meta } = await answer(['top', fixture]);
  expect(totals).toMatchObject({ calls: 5, traces: 4, errors: 1 });
  expect(meta.inputs).toMatchObject([{ records: 13, spans: 9, duplicates: 1, other: 3, rejected: 0 }]);
});

describe('what a trace says', () => {
  const dimensions = ['trace_id', 'user_id', 'session_id', 'feature', 'release', 'tags', 'attributes'];

  test('holds for its observations, also from another file', async () => {
    const [observation] = usage({ input: 1, output: 1 });
    const trace = {
      id: 't',
      timestamp: '2026-11-03 09:00:00.000000',
      name: 'chat',
      public: false,
      bookmarked: false,
      user_id: 'u',
      session_id: 's',
      release: '1.0',
      tags: ['team:a'],
      metadata: { customer_id: 'c' },
    };
    const expected = ['t', 'u', 's', 'chat', '1.0', ['team:a'], { customer_id: 'c', project_id: 'p' }];
    expect(await spansOf([trace, observation ?? {}], ...dimensions)).toEqual([expected]);
    const query = `SELECT ${dimensions.join(', ')} FROM span`;
    const apart = await answer(['sql', query, log([observation ?? {}]), log([trace])]);
    expect(apart.rows.map((row) => Object.values(row))).toEqual([expected]);
  });

  test('is what its latest record says', async () => {
    const trace = { id: 't', timestamp: '2026-11-03T09:00:00Z', public: false, htmlPath: '/t' };
    const older = { ...trace, userId: 'old', updatedAt: '2026-11-03T09:00:00Z' };
    const newer = { ...trace, userId: 'new', updatedAt: '2026-11-03T10:00:00Z' };
    const spans = await spansOf([newer, older, ...usage({ input: 1, output: 1 })], 'user_id');
    expect(spans).toEqual([['new']]);
  });

  test('filters and groups its calls', async () => {
    const { rows } = await answer(['top', '--group', 'tag:team', fixture]);
    expect(rows.map(({ key, calls }) => [key, calls])).toEqual([
      ['growth', 1],
      ['support', 2],
      [null, 2],
    ]);
    expect((await answer(['top', '--user', 'u-17', fixture])).totals).toMatchObject({ calls: 2 });
  });
});

describe('an observation that was updated', () => {
  test('counts as it was last, in whatever order it was exported', async () => {
    const before = {
      ...generation,
      usage_details: { input: 9, output: 99 },
      updated_at: '2026-11-03 09:00:02.000000',
    };
    const after = {
      ...generation,
      usage_details: { input: 9, output: 50 },
      updated_at: '2026-11-03 09:05:00.000000',
    };
    expect(await spansOf([after, before], 'output_tokens')).toEqual([[50]]);
    expect(await spansOf([before, after], 'output_tokens')).toEqual([[50]]);
  });

  test('and was then deleted is no span', async () => {
    expect(await spansOf([{ ...generation, is_deleted: 1 }], 'span_id')).toEqual([]);
  });
});

describe('usage_details', () => {
  const parts = [
    'uncached_input_tokens',
    'cache_read_tokens',
    'cache_write_tokens',
    'output_tokens',
    'reasoning_tokens',
  ];

  const cases: readonly (readonly [object, unknown[]])[] = [
    // As Anthropic names them; each lifetime of a write.
    [
      { input: 3, cache_read_input_tokens: 5, cache_creation_input_tokens: 7, output: 11, total: 26 },
      [3, 5, 7, 11, null],
    ],
    [
      { input: 3, input_cache_creation_5m: 4, input_cache_creation_1h: 6, output: 11 },
      [3, null, 10, 11, null],
    ],
    // One count under two names is one count.
    [{ input: 3, input_cached_tokens: 5, cache_read_input_tokens: 5, output: 1 }, [3, 5, null, 1, null]],
    // Parts of their own, unless the total leaves them out.
    [{ input: 80, input_audio: 20, output: 5, output_audio: 5, total: 110 }, [100, null, null, 10, null]],
    [{ input: 100, input_audio: 20, output: 10, output_audio: 5, total: 110 }, [100, null, null, 10, null]],
    // Reasoning inside the output, by the total.
    [{ input: 10, output: 50, output_reasoning_tokens: 30, total: 60 }, [10, null, null, 50, 30]],
    [{ input: 10, output: 20, output_reasoning_tokens: 30, total: 60 }, [10, null, null, 50, 30]],
    [{ input: 10, output: 20, reasoning_tokens: 30 }, [10, null, null, 50, 30]],
    [{ prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 }, [10, null, null, 5, null]],
    [{ input: '12', output: '3' }, [12, null, null, 3, null]],
    // Zeros stand where nothing was counted.
    [{ input: 0, output: 0, total: 0 }, [null, null, null, null, null]],
    [{ web_search_requests: 2 }, [null, null, null, null, null]],
  ];

  test('is taken apart by the names of its counts', async () => {
    const records = cases.map(([details], index) => ({
      ...generation,
      id: `${index + 10}`,
      usage_details: details,
    }));
    const rows = await spansOf(records, ...parts);
    expect(cases.map(([details], index) => [details, rows[index]])).toEqual(cases);
  });

  test('may be the text of an object', async () => {
    expect(await spansOf([{ ...generation, usage_details: '{"input": 3, "output": 4}' }], ...parts)).toEqual([
      [3, null, null, 4, null],
    ]);
  });
});

test('times without a zone are in UTC, whatever --assume-tz says', async () => {
  const query = 'SELECT started_at FROM span';
  const { rows } = await answer(['sql', query, '--assume-tz', 'America/New_York', log(usage({ input: 1 }))]);
  expect(rows).toEqual([{ started_at: '2026-11-03T09:00:00.000Z' }]);
});

describe('a download or a page of the API', () => {
  const observation = {
    id: 'o',
    traceId: 't',
    type: 'GENERATION',
    startTime: '2026-11-03T09:00:00.000Z',
    endTime: '2026-11-03T09:00:01.000Z',
    level: 'DEFAULT',
    model: 'gpt-4o-mini',
    usageDetails: { input: 400, output: 2, total: 402 },
  };
  const trace = { id: 't', timestamp: '2026-11-03T09:00:00Z', public: false, bookmarked: false, userId: 'u' };

  test.each([
    ['a page', { data: [observation, trace], meta: { page: 1, totalItems: 2 } }],
    ['a trace with its observations', { ...trace, observations: [observation], scores: [] }],
    ['a trace beside its observations', { trace, observations: [observation] }],
  ])('%s is cut up into its records', async (_, document) => {
    const pretty = file('export.json', JSON.stringify(document, null, 2));
    expect(await spansOf(pretty, 'span_id', 'user_id', 'input_tokens')).toEqual([['o', 'u', 400]]);
    expect(await spansOf([document, { ...observation, id: 'p' }], 'span_id', 'user_id')).toEqual([
      ['o', 'u'],
      ['p', 'u'],
    ]);
    expect((await answer(['top', pretty])).meta.inputs).toMatchObject([{ records: 2, spans: 1, other: 1 }]);
  });
});

test('no text of a prompt, an answer or an error becomes an attribute', async () => {
  const [row] = await spansOf(
    [
      {
        ...generation,
        level: 'ERROR',
        status_message: 'the secret word',
        metadata: { question: 'secret', region: 'eu' },
      },
    ],
    'attributes',
    'error_type',
  );
  expect(row).toEqual([{ level: 'ERROR', project_id: 'p', region: 'eu' }, null]);
});
