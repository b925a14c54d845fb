import { expect, test } from 'vitest';
import { linesOf } from './fixtureLogs.ts';
import { answer, file } from './run.ts';
import { counted, spansOf } from './spansOf.ts';

const fixture = 'fixtures/datadog.jsonl';

test('its fixture, counted by hand', async () => {
  expect(await spansOf(fixture, ...counted)).toEqual([
    ['101', null, null, null, null, null],
    ['102', 176, 1024, null, 80, 0.00252],
    ['103', null, null, null, null, null],
    ['a-1', null, null, null, null, null],
    ['l-1', 3, 0, 12304, 550, 0.054399],
    // 7,500 billionths of a dollar.
    ['14624140233640368324', 10, 0, 0, 10, 0.0000075],
  ]);
  const { totals, meta } = await answer(['top', fixture]);
  expect(totals).toMatchObject({ calls: 3, traces: 3, cost_usd: 0.0569265 });
  expect(meta.inputs).toMatchObject([{ records: 5, spans: 5, rejected: 0 }]);
});

test('the tree, its tags, and times in nanoseconds or, of the export API, milliseconds', async () => {
  const columns = [
    'parent_span_id',
    'kind',
    'user_id',
    'environment',
    'session_id',
    'release',
    'error_type',
    'started_at',
  ];
  expect(await spansOf(fixture, ...columns)).toEqual([
    [null, 'agent', 'u-17', 'production', 's-204', '2.5.0', null, '2026-11-02T09:00:00.000Z'],
    ['101', 'llm', 'u-17', 'production', 's-204', '2.5.0', null, '2026-11-02T09:00:00.100Z'],
    ['101', 'tool', 'u-17', 'production', 's-204', '2.5.0', 'KeyError', '2026-11-02T09:00:01.700Z'],
    [null, 'other', '1234', 'staging', '1', null, null, '2026-11-02T09:01:00.000Z'],
    ['a-1', 'llm', '1234', 'staging', '1', null, null, '2026-11-02T09:01:00.500Z'],
    [null, 'llm', null, 'prod', null, null, null, '2026-11-02T09:02:00.897Z'],
  ]);
});

test('a page of the export API', async () => {
  const item = JSON.parse(linesOf(fixture)[4] ?? '');
  const page = file('page.json', JSON.stringify({ data: [item], meta: { page: { after: null } } }));
  expect(await spansOf(page, 'model', 'input_tokens', 'cost_usd')).toEqual([['gpt-4o-mini', 10, 0.0000075]]);
});
