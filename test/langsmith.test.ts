import { expect, test } from 'vitest';
import { answer, file } from './run.ts';
import { counted, spansOf } from './spansOf.ts';

const fixture = 'fixtures/langsmith.jsonl';
const root = '1b64098b-4ab7-43f6-afee-992304f198d8';

const run = {
  id: 'r',
  trace_id: 'r',
  run_type: 'llm',
  status: 'success',
  start_time: '2026-11-03T09:00:00',
  end_time: '2026-11-03T09:00:02',
  extra: { metadata: { ls_provider: 'anthropic', ls_model_name: 'claude-sonnet-4-5-20250929' } },
};

test('chains repeat their models: calls are the models alone, in their finished copies', async () => {
  expect(
    (await spansOf(fixture, ...counted)).map(([id, ...rest]) => [String(id).slice(0, 8), ...rest]),
  ).toEqual([
    ['1b64098b', null, null, null, null, null],
    // 500 at $3, 3,500 at $0.30 and 50 at $15 per million.
    ['809ed3a2', 500, 3500, 0, 50, 0.0033],
    ['c8d9f4c5', null, null, null, null, null],
    ['d2d2d2d2', null, null, null, null, null],
    ['e1f0a9b8', 651, 0, null, 705, 0.00157275],
    ['5f5f5f5f', 90, null, null, 0, 0.0000018],
  ]);
  const { totals, meta } = await answer(['top', fixture]);
  expect(totals).toMatchObject({
    calls: 3,
    traces: 2,
    input_tokens: 4741,
    output_tokens: 755,
    cost_usd: 0.00487455,
  });
  expect(meta.inputs).toMatchObject([{ records: 7, spans: 6, duplicates: 1 }]);
});

test('the tree, also where only dotted_order tells it; the thread is the session, the project is not', async () => {
  const rows = await spansOf(
    fixture,
    'name',
    'trace_id',
    'left(parent_span_id, 8) AS parent',
    'kind',
    'session_id',
    'user_id',
    'agent',
  );
  expect(rows).toEqual([
    ['LangGraph', root, null, 'other', 'th-1', 'u-17', null],
    ['ChatAnthropic', root, '1b64098b', 'llm', 'th-1', 'u-17', 'support-agent'],
    ['track_parcel', root, '1b64098b', 'tool', 'th-1', 'u-17', null],
    ['answer', root, '1b64098b', 'other', 'th-1', 'u-17', null],
    ['ChatOpenAI', root, 'd2d2d2d2', 'llm', 'th-1', 'u-17', null],
    ['OpenAIEmbeddings', '5f5f5f5f-3333-4c3c-8d8d-2b2b2b2b2b2b', null, 'embedding', 'th-2', null, null],
  ]);
  const [tool] = (await spansOf(fixture, 'tool_name', 'arguments', 'status', 'error_type')).slice(2);
  expect(tool).toEqual(['track_parcel', '{"parcel":"P-9"}', 'error', 'ToolException']);
});

test('usage that only the answer holds, in the words of LangChain or of the provider', async () => {
  const details = { cache_read: 13216, cache_creation: 0, ephemeral_5m_input_tokens: 25 };
  const usage_metadata = {
    input_tokens: 13244,
    output_tokens: 12,
    total_tokens: 13256,
    input_token_details: details,
  };
  const native = {
    input_tokens: 3,
    output_tokens: 12,
    cache_read_input_tokens: 13216,
    cache_creation_input_tokens: 25,
  };
  const rows = await spansOf(
    [
      { ...run, id: 'a', outputs: { generations: [[{ message: { kwargs: { usage_metadata } } }]] } },
      { ...run, id: 'b', outputs: { message: { usage_metadata } } },
      { ...run, id: 'c', outputs: { usage: native, stop_reason: 'end_turn' } },
      { ...run, id: 'd', extra: { metadata: { ...run.extra.metadata, usage_metadata } } },
      // Counts of a call that is on its way are unknown.
      {
        ...run,
        id: 'e',
        status: 'pending',
        prompt_tokens: 0,
        completion_tokens: 0,
        total_tokens: 0,
        end_time: null,
      },
    ],
    ...counted.slice(0, -1),
  );
  expect(rows).toEqual([
    ...['a', 'b', 'c', 'd'].map((id) => [id, 3, 13216, 25, 12]),
    ['e', null, null, null, null],
  ]);
});

test('a run with its children inside is cut up, however deep', async () => {
  const leaf = {
    ...run,
    id: 'leaf',
    trace_id: 'root',
    parent_run_id: 'inner',
    prompt_tokens: 10,
    completion_tokens: 2,
  };
  const inner = {
    ...run,
    id: 'inner',
    run_type: 'chain',
    trace_id: 'root',
    parent_run_id: 'root',
    child_runs: [leaf],
  };
  const document = {
    ...run,
    id: 'root',
    run_type: 'chain',
    trace_id: 'root',
    child_runs: [inner],
    prompt_tokens: 10,
    completion_tokens: 2,
  };
  const expected = [
    ['inner', null],
    ['leaf', 10],
    ['root', null],
  ];
  expect(await spansOf([document], 'span_id', 'input_tokens')).toEqual(expected);
  const page = file('runs.json', JSON.stringify({ runs: [document], cursors: { next: null } }, null, 2));
  expect(await spansOf(page, 'span_id', 'input_tokens')).toEqual(expected);
});
