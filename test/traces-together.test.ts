import { describe, expect, test } from 'vitest';
import { answer, log, run } from './run.ts';

const call = { model: 'gpt-4o', input_tokens: 1000, output_tokens: 100 };
const at = (minute: number) => ({ timestamp: `2026-11-03T09:${String(minute).padStart(2, '0')}:00Z` });

async function traces(...argv: readonly string[]): Promise<string[]> {
  const { rows } = await answer(['top', ...argv]);
  return rows.map(({ key, calls, cost_usd }) => `${key} ${calls} ${cost_usd}`).sort();
}

describe('--follow-links', () => {
  const agent = { trace_id: 'agent', span_id: 'a', ...call, ...at(0), session_id: 's-1' };
  const sub = { trace_id: 'sub', span_id: 'b', ...call, ...at(1) };
  const deeper = { trace_id: 'deeper', span_id: 'c', ...call, ...at(2) };

  test('counts a linked trace, and what that links, as part of the one that began first', async () => {
    const file = log([{ ...deeper }, { ...sub, links: ['deeper'] }, { ...agent, links: ['sub'] }]);
    expect(await traces(file)).toEqual(['agent 1 0.0035', 'deeper 1 0.0035', 'sub 1 0.0035']);
    expect(await traces('--follow-links', file)).toEqual(['agent 3 0.0105']);
    // What the whole has in common it has in common.
    expect((await answer(['top', '--follow-links', '--session', 's-1', file])).totals).toMatchObject({
      calls: 3,
    });
  });

  test('whichever of the two says so', async () => {
    const file = log([agent, { ...sub, links: [{ trace_id: 'agent', span_id: 'a' }] }]);
    expect(await traces('--follow-links', file)).toEqual(['agent 2 0.007']);
  });

  test('counts it so on both sides of a comparison, too', async () => {
    const lines = [agent, { ...sub, links: ['agent'] }, { ...deeper, timestamp: '2026-11-04T09:00:00Z' }];
    const argv = ['diff', '2026-11-03', '2026-11-04', log(lines)];
    const before = { calls: 2, cost_usd: 0.007 };
    expect((await answer(argv)).totals).toMatchObject({ before: { ...before, traces: 2 } });
    expect((await answer([...argv, '--follow-links'])).totals).toMatchObject({
      before: { ...before, traces: 1 },
    });
  });

  test('without times the one that links holds the other; circles end', async () => {
    const bare = [agent, sub].map(({ timestamp, ...span }) => span);
    expect(await traces('--follow-links', log([{ ...bare[1], links: ['agent'] }, bare[0] ?? {}]))).toEqual([
      'sub 2 0.007',
    ]);
    const circle = [agent, sub, deeper].map((span, index) => ({
      ...span,
      ...at(0),
      links: [['sub', 'deeper', 'agent'][index]],
    }));
    expect((await answer(['top', '--follow-links', log(circle)])).totals).toMatchObject({
      calls: 3,
      cost_usd: 0.0105,
    });
    const mutual = [
      { ...agent, links: ['sub'] },
      { ...sub, ...at(0), links: ['agent'] },
    ];
    expect(await traces('--follow-links', log(mutual))).toHaveLength(1);
  });

  test('a link to a trace that is not in the log changes nothing', async () => {
    const file = log([{ ...agent, links: ['elsewhere', 'agent'] }, sub]);
    expect(await traces('--follow-links', file)).toEqual(await traces(file));
  });

  test('shows the linked trace within the one that holds it', async () => {
    const file = log([{ ...agent, links: ['sub'] }, sub]);
    const { rows } = await answer(['show', 'agent', '--follow-links', file]);
    expect(rows.map(({ span_id }) => span_id)).toEqual(['a', 'b']);
  });
});

describe('top --weighted', () => {
  test('counts each call for as many as its sampling says, whatever it is called', async () => {
    const file = log([
      { trace_id: 't', span_id: 'a', ...call, sample_rate: 0.1 },
      { trace_id: 't', span_id: 'b', ...call, weight: 5 },
      // 8 of 16: half of all was dropped
      { trace_id: 't', span_id: 'c', ...call, tracestate: 'ot=th:8', status: 'error' },
    ]);
    const { totals, rows, notes } = await answer(['top', '--weighted', file]);
    expect(totals).toMatchObject({
      calls: 17,
      input_tokens: 17_000,
      output_tokens: 1700,
      cost_usd: 0.0595,
      errors: 2,
      traces: 1,
    });
    expect(rows).toMatchObject([{ calls: 17, cost_usd: 0.0595, share: 1 }]);
    expect(notes).toEqual([
      '--weighted: 3 logged calls stand for 17; traces, latencies and percentiles are of those logged',
    ]);
    expect((await answer(['top', file])).totals).toMatchObject({ calls: 3, cost_usd: 0.0105 });
  });

  test('warns where a sampled part meets one that is not', async () => {
    const file = log([
      { trace_id: 't', ...call, sample_rate: 0.3 },
      { trace_id: 'u', ...call },
    ]);
    const { totals, notes } = await answer(['top', '--weighted', file]);
    expect(totals).toMatchObject({ calls: 4, input_tokens: 4333 });
    expect(notes[1]).toBe(
      '1 of 2 calls log no sampling and count once: do not compare a sampled window with an unsampled one',
    );
  });

  test('says when no call logs any', async () => {
    const { notes } = await answer(['top', '--weighted', log([{ trace_id: 't', ...call }])]);
    expect(notes).toEqual(['--weighted: no call logs its sampling, so each counts once']);
  });

  test('is no option of a command that does not weigh', async () => {
    expect((await run(['show', 't', '--weighted', log([{ trace_id: 't', ...call }])])).code).toBe(2);
  });
});

describe('what a service logs beside its calls', () => {
  const request = { level: 'info', msg: 'GET /health', time: '2026-11-03T09:00:00Z', ms: 3 };

  test('is other, told on the side, and no reason to stop', async () => {
    const file = log([request, { trace_id: 't', ...call }, request, { ...request, user: { id: 7 } }]);
    const { meta, notes } = await answer(['top', file]);
    expect(meta.inputs).toMatchObject([{ dialect: 'flat', records: 4, spans: 1, other: 3, rejected: 0 }]);
    expect(notes).toEqual(['3 of 4 records tell of no call of a model (llmtrace doctor: other)']);
  });

  test('is rejected where there is no call, and where it may be one under another name', async () => {
    expect((await run(['top', log([request])])).code).toBe(3);
    const unknown = { what: 'x', tok: { prompt_tokens_sent: 7 } };
    expect((await run(['top', log([{ trace_id: 't', ...call }, unknown])])).code).toBe(3);
  });
});
