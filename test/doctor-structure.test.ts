import { describe, expect, test } from 'vitest';
import { call, counts, diagnosis, levels } from './diagnosis.ts';

const step = (fields: object) =>
  call({ kind: 'agent', model: null, input_tokens: null, output_tokens: null, ...fields });

describe('time', () => {
  test('of a healthy log has nothing to say but its extent', async () => {
    const { time } = await diagnosis([
      step({ span_id: 'root', latency_ms: 5000 }),
      call({
        parent_span_id: 'root',
        started_at: '2026-11-03T10:00:01Z',
        latency_ms: 1500,
        ended_at: '2026-11-03T10:00:02.480Z',
      }),
    ]);
    expect(levels(time)).toEqual({});
    expect(time.slice(-2).map(({ check, at }) => [check, at])).toEqual([
      ['first', '2026-11-03T10:00:00.000Z'],
      ['last', '2026-11-03T10:00:05.000Z'],
    ]);
  });

  test('that cannot be is counted by its kind', async () => {
    const { time } = await diagnosis([
      step({ span_id: 'root', started_at: '2026-11-03T10:00:00Z', latency_ms: 5000 }),
      call({ span_id: 'early', parent_span_id: 'root', started_at: '2026-11-03T09:59:58Z' }),
      call({
        span_id: 'late',
        parent_span_id: 'root',
        started_at: '2026-11-03T10:00:05.500Z',
        latency_ms: 600,
      }),
      call({ span_id: 'backwards', ended_at: '2026-11-03T09:59:59Z', latency_ms: null }),
      call({ span_id: 'slow', ended_at: '2026-11-03T10:00:01Z', latency_ms: 1201 }),
      call({ span_id: 'near', ended_at: '2026-11-03T10:00:01Z', latency_ms: 1100 }),
      call({ span_id: 'none', started_at: null, latency_ms: null }),
      call({ span_id: 'tomorrow', started_at: '2026-12-01T00:00:01Z' }),
    ]);
    const told = time
      .filter(({ count }) => count)
      .map(({ check, count, example }) => [check, count, example]);
    expect(Object.fromEntries(told.map(([check, ...rest]) => [check, rest]))).toEqual({
      ...{ without_time: [1, 'none'], in_future: [1, 'tomorrow'], ends_before_start: [1, 'backwards'] },
      ...{
        starts_before_parent: [1, 'early'],
        ends_after_parent: [1, 'late'],
        latency_contradicts: [1, 'slow'],
      },
    });
  });

  test('without a zone is counted and read in the zone that was assumed', async () => {
    const naive = call({ started_at: '2026-11-03T10:00:00', latency_ms: 900 });
    const { time } = await diagnosis([naive, call()], { options: ['--assume-tz', 'Europe/Berlin'] });
    expect(counts(time)).toEqual({ naive_time: 1 });
    expect(time.find(({ check }) => check === 'first')).toMatchObject({ at: '2026-11-03T09:00:00.000Z' });
  });
});

describe('tree', () => {
  test('of a healthy log counts its traces and roots', async () => {
    const { tree } = await diagnosis([
      step({ span_id: 'root' }),
      call({ parent_span_id: 'root' }),
      step({ trace_id: 't2', span_id: 'other', links: ['t1'] }),
    ]);
    expect(levels(tree)).toEqual({});
    expect(counts(tree)).toEqual({ linked: 1, roots: 2, traces: 2 });
  });

  test('counts orphans with the cost of all that stands below them: it is in the totals', async () => {
    const { tree, prices } = await diagnosis([
      step({ span_id: 'root' }),
      step({ span_id: 'lost', parent_span_id: 'gone' }),
      call({ parent_span_id: 'lost' }),
      call({ parent_span_id: 'root' }),
    ]);
    const orphans = tree.find(({ check }) => check === 'orphans');
    expect(orphans).toMatchObject({
      count: 1,
      of: 4,
      share: 0.25,
      level: 'doubt',
      example: 'lost',
      cost_usd: 0.0035,
    });
    expect(prices[0]).toMatchObject({ cost_usd: 0.007 });
  });

  test('a missing link fragments a trace: several roots, or cost without any', async () => {
    const { tree } = await diagnosis([
      step({ span_id: 'one' }),
      step({ span_id: 'two' }),
      call({ parent_span_id: 'two' }),
      call({ trace_id: 'cut', parent_span_id: 'gone' }),
      call({ trace_id: 'calls only' }),
      call({ trace_id: 'calls only' }),
    ]);
    expect(counts(tree)).toMatchObject({ several_roots: 1, costly_without_root: 1, orphans: 1, traces: 3 });
    const told = Object.fromEntries(tree.map(({ check, example }) => [check, example]));
    expect(told).toMatchObject({ several_roots: 't1', costly_without_root: 'cut' });
  });

  test('usage that a parent repeats is told, and what it has beyond its children', async () => {
    const { tree } = await diagnosis([
      step({ span_id: 'same', input_tokens: 1000, output_tokens: 100, cost_usd: 0.01 }),
      call({ parent_span_id: 'same', cost_usd: 0.01 }),
      step({ trace_id: 't2', span_id: 'more', input_tokens: 1500, output_tokens: 100 }),
      call({ trace_id: 't2', parent_span_id: 'more' }),
    ]);
    const told = Object.fromEntries(
      tree.map(({ check, count, tokens, cost_usd }) => [check, [count, tokens, cost_usd]]),
    );
    expect(told).toMatchObject({ rollups: [1, 1100, 0.01], unattributed: [1, 500, null] });
  });

  test('copies with one id are merged; equal calls without any are kept and told', async () => {
    const nameless = call({ span_id: null });
    const { tree, prices } = await diagnosis([
      call({ span_id: 'a' }),
      call({ span_id: 'a' }),
      nameless,
      nameless,
    ]);
    expect(counts(tree)).toMatchObject({ merged: 1, without_id: 2, twins: 1 });
    expect(levels(tree)).toEqual({ twins: 'doubt', without_id: 'note' });
    expect(prices[0]).toMatchObject({ calls: 3 });
  });
});

describe('records that are no spans', () => {
  const transcript = { sessionId: 'one', uuid: 'u1', timestamp: '2026-11-03T10:00:00Z', version: '2.1.29' };
  const message = {
    id: 'msg_1',
    model: 'claude-sonnet-4-5',
    role: 'assistant',
    usage: { input_tokens: 5, output_tokens: 50 },
  };
  const turn = { ...transcript, type: 'assistant', message };

  test('are told by type, and a type that nobody knows speaks against the numbers', async () => {
    const user = { ...transcript, uuid: 'u2', type: 'user', message: { role: 'user', content: 'hi' } };
    const { other, rows, verdict } = await diagnosis([
      turn,
      user,
      { ...user, uuid: 'u3' },
      { ...user, uuid: 'u4', type: 'telepathy' },
    ]);
    expect(rows).toMatchObject([{ dialect: 'claude-code', records: 4, spans: 1, other: 3 }]);
    expect(other).toEqual([
      { dialect: 'claude-code', record_type: 'telepathy', records: 1, is_known: false },
      { dialect: 'claude-code', record_type: 'user', records: 2, is_known: true },
    ]);
    expect(verdict).toMatchObject([
      { level: 'doubt', reason: '1 record of a type that is not known to be without usage: telepathy' },
    ]);
  });
});
