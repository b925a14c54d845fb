import { expect, test } from 'vitest';
import { log } from './run.ts';
import { accountOf } from './sessionLogs.ts';
import { counted, spansOf } from './spansOf.ts';

const fixture = 'fixtures/gemini-exec.jsonl';
const [first, second] = ['6c1d0a4e-0000-4000-8000-000000000001', '6c1d0a4e-0000-4000-8000-000000000002'];

test('its fixture, counted by hand: a run by model, thoughts billed beside the output, and its tools', async () => {
  const columns = ['session_id', 'kind', 'model', ...counted.slice(1), 'reasoning_tokens', 'latency_ms'];
  expect(await spansOf(fixture, ...columns)).toEqual([
    // 500 at $0.10, 10 and 6 of thoughts at $0.40.
    [first, 'agent', 'gemini-2.5-flash-lite', 500, 0, null, 16, 0.0000564, 6, 5120],
    // 300 at $1.25, 800 at $0.125, 134 and 150 of thoughts at $10.
    [first, 'agent', 'gemini-2.5-pro', 300, 800, null, 284, 0.003315, 150, 5120],
    [first, 'tool', null, null, null, null, null, null, null, 500],
    [second, 'agent', 'gemini-2.5-pro', 3676, 21263, null, 174, 0.008992875, 154, 5053],
  ]);
  expect(await accountOf(fixture)).toEqual([[8, 3, 0, 5, 0]]);
});

test('a tool that failed, what it was given; a run that failed, and why', async () => {
  const rows = await spansOf(fixture, 'tool_name', 'arguments', 'is_error', 'status');
  expect(rows).toContainEqual(['run_shell_command', '{"command":"ls","dir":"."}', true, 'error']);
  const stats = { total_tokens: 0, input_tokens: 0, output_tokens: 0, cached: 0 };
  const failed = {
    ...{ type: 'result', timestamp: '2026-11-03T09:00:05Z', status: 'error', stats },
    error: { type: 'TerminalQuotaError', message: 'exhausted' },
  };
  const opening = {
    type: 'init',
    timestamp: '2026-11-03T09:00:00Z',
    session_id: 's',
    model: 'gemini-2.5-pro',
  };
  expect(await spansOf([opening, failed], 'model', 'status', 'error_type', 'latency_ms')).toEqual([
    ['gemini-2.5-pro', 'error', 'TerminalQuotaError', 5000],
  ]);
});

test('a run that is logged twice counts once', async () => {
  const run = {
    type: 'result',
    timestamp: '2026-11-03T09:00:05Z',
    status: 'success',
    stats: { input_tokens: 9 },
  };
  expect(await accountOf(log([run, run]))).toEqual([[2, 1, 1, 0, 0]]);
});
