import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { answer, log, root } from './run.ts';
import { accountOf, totalOf } from './sessionLogs.ts';
import { spansOf } from './spansOf.ts';

const fixture = 'fixtures/claude-stream.jsonl';
const records = readFileSync(path.join(root, fixture), 'utf8').trim().split('\n');

test('a run, its calls and those of its sub-agents: each counted once', async () => {
  expect(await totalOf(log(records.slice(0, 8)))).toEqual({
    calls: 2,
    uncached_input_tokens: 3 + 50,
    cache_read_tokens: 2000,
    cache_write_tokens: 100,
    output_tokens: 77 + 20,
  });
  expect(await accountOf(fixture)).toEqual([[12, 5, 3, 4, 0]]);
});

test('where no event tells the output of a call, the run has what its calls lack', async () => {
  expect(await totalOf(log(records.slice(8)))).toMatchObject({
    uncached_input_tokens: 40,
    output_tokens: 60,
  });
  const { totals } = await answer(['top', log(records.slice(8))]);
  // 40 at $1 and 60 at $5 per million.
  expect(totals['cost_usd']).toBe(0.00034);
});

test('tools stand in the run, sub-agents below the tool that started them', async () => {
  const columns = ['span_id', 'parent_span_id', 'kind', 'tool_name', 'is_error', 'stop_reason', 'agent'];
  expect(await spansOf(log(records.slice(0, 8)), ...columns)).toEqual([
    ['msg_1', 's1', 'llm', null, null, 'tool_use', null],
    ['msg_9', 'toolu_1', 'llm', null, null, 'end_turn', 'subagent'],
    ['s1', null, 'agent', null, null, null, null],
    ['toolu_1', 's1', 'tool', 'Task', true, null, null],
  ]);
});

test('a result alone, as `--output-format json` prints it, is the call', async () => {
  const [row] = await spansOf(
    log(records.slice(7, 8)),
    'output_tokens',
    'reported_cost_usd::DOUBLE AS cost',
    'error_type',
  );
  expect(row).toEqual([97, 0.0123, 'error_max_turns']);
});
