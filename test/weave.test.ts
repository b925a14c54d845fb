import { expect, test } from 'vitest';
import { answer } from './run.ts';
import { counted, spansOf } from './spansOf.ts';

const fixture = 'fixtures/weave.jsonl';

const call = {
  id: 'c',
  project_id: 'p',
  trace_id: 't',
  op_name: 'weave:///e/p/op/answer:1',
  started_at: '2026-11-03T09:00:00Z',
  ended_at: '2026-11-03T09:00:02Z',
};

test('usage that is summed up the tree counts where it was made, by the model that made it', async () => {
  expect(
    (await spansOf(fixture, ...counted)).map(([id, ...rest]) => [String(id).slice(-1), ...rest]),
  ).toEqual([
    ['1', null, null, null, null, null],
    ['2', 1200, 0, null, 80, 0.0038],
    ['3', null, null, null, null, null],
    // 3 at $3, 12,304 at $3.75, 550 at $15.
    ['4', 3, 0, 12304, 550, 0.054399],
  ]);
  const { totals, meta } = await answer(['top', fixture]);
  expect(totals).toMatchObject({
    calls: 2,
    traces: 1,
    input_tokens: 13507,
    output_tokens: 630,
    cost_usd: 0.058199,
  });
  expect(meta.inputs).toMatchObject([{ records: 5, spans: 4, other: 1 }]);
});

test('an operation is known by its name, or by what it says it is', async () => {
  expect(
    await spansOf(fixture, 'name', 'kind', 'provider', 'tool_name', 'status', 'error_type', 'session_id'),
  ).toEqual([
    ['answer_ticket', 'other', null, null, 'ok', null, 'th-1'],
    ['openai.chat.completions.create', 'llm', 'openai', null, 'ok', null, 'th-1'],
    ['track_parcel', 'tool', null, 'track_parcel', 'error', 'KeyError', 'th-1'],
    ['anthropic.Messages.create', 'llm', 'anthropic', null, 'ok', null, 'th-1'],
  ]);
});

test('a caller alone keeps the sum of what it called, and two models have no price in common', async () => {
  const usage = {
    'gpt-4o': { prompt_tokens: 100, completion_tokens: 10 },
    'claude/x': { input_tokens: 5, output_tokens: 1, cache_read_input_tokens: 50 },
  };
  expect(await spansOf([{ ...call, summary: { usage } }], 'model', ...counted.slice(1))).toEqual([
    [null, 105, 50, null, 11, null],
  ]);
});
