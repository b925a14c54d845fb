import { expect, test } from 'vitest';
import { linesOf } from './fixtureLogs.ts';
import { answer, file } from './run.ts';
import { counted, spansOf } from './spansOf.ts';

const fixture = 'fixtures/mlflow.jsonl';

test('its fixture, counted by hand: the sums of a trace are not added to its spans', async () => {
  expect(
    (await spansOf(fixture, ...counted)).map(([id, ...rest]) => [String(id).slice(-2), ...rest]),
  ).toEqual([
    ['01', null, null, null, null, null],
    // As MLflow says: 176 at $2.50, 1,024 at $1.25, 80 at $10.
    ['02', 176, 1024, null, 80, 0.00252],
    ['03', null, null, null, null, null],
    // Its total says that the writes are beside the input.
    ['04', 3, 0, 12304, 550, 0.054399],
    ['a1', 130, null, null, null, 0.0000026],
    ['b1', 50, null, null, 5, 0.0000105],
  ]);
  const { totals, meta } = await answer(['top', fixture]);
  expect(totals).toMatchObject({ calls: 4, traces: 3, input_tokens: 13687 });
  expect(meta.inputs).toMatchObject([{ records: 4, spans: 3, other: 1, rejected: 0 }]);
});

test('the tree, with ids in base64, with 0x and as they are; what is told of the trace holds for its spans', async () => {
  const columns = ['trace_id', 'parent_span_id', 'kind', 'session_id', 'user_id', 'tags'];
  const [agent, , tool, , embedding, judge] = await spansOf(fixture, ...columns);
  const told = ['s-204', 'u-17', ['customer_id:c-7', 'feature:chat']];
  expect(agent).toEqual(['tr-6f3b2a1c', null, 'agent', ...told]);
  expect(tool).toEqual(['tr-6f3b2a1c', '0000000000000001', 'tool', ...told]);
  expect(embedding).toEqual(['tr-0000aa', null, 'embedding', null, null, null]);
  expect(judge).toEqual(['tr-6f3b2a1e', null, 'llm', 's-9', null, null]);
});

test('values that are JSON text within JSON', async () => {
  const columns = [
    'tool_name',
    'arguments',
    'error_type',
    'temperature',
    'stop_reason',
    "attributes ->> '$.region'",
    'latency_ms::VARCHAR AS taken',
  ];
  const [agent, chat, tool] = await spansOf(fixture, ...columns);
  // To the nanosecond.
  expect(agent).toEqual([null, null, null, null, null, 'eu', '4500.000123']);
  expect(chat).toEqual([null, null, null, 0.2, 'tool_calls', null, '1500.0']);
  expect(tool).toEqual(['track_parcel', '{"parcel":"P-9"}', 'KeyError', null, null, null, '200.0']);
});

test('one document, as a file of its own', async () => {
  const document = JSON.parse(linesOf(fixture)[0] ?? '');
  const rows = await spansOf(file('trace.json', JSON.stringify(document, null, 2)), 'input_tokens');
  expect(rows).toEqual([[null], [1200], [null], [12307]]);
});
