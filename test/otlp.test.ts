import { describe, expect, test } from 'vitest';
import { otlp } from '../src/dialects/otlp.ts';
import { logged, loggedLines } from './logged.ts';
import { exportLine, otlpAttributes, otlpSpan } from './otlpLines.ts';

const trace = '5b8efff798038103d269b633813fc60c';
const span = 'eee19b7ec3c1b174';
const chat = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.request.model': 'gpt-4o',
  'gen_ai.usage.input_tokens': 12,
};

/** One span of an export line. */
async function read(changes: object = {}, attributes = chat) {
  const [row] = await logged(otlp, [exportLine([otlpSpan(attributes, changes)])]);
  return row;
}

/** One record as it stands. */
async function readBare(record: object) {
  const [row] = await logged(otlp, [record]);
  return row;
}

describe('an export line', () => {
  test('becomes one row per span, one of them the first of its record', async () => {
    const rows = await logged(otlp, [
      exportLine([otlpSpan(chat), otlpSpan(chat, { spanId: 'eee19b7ec3c1b175' })]),
    ]);
    expect(rows.map(({ record_type, is_first, span_id }) => [record_type, is_first, span_id])).toEqual([
      ['span', true, span],
      ['span', false, 'eee19b7ec3c1b175'],
    ]);
  });

  test('of a span gives its identity, times and tokens', async () => {
    expect(await read()).toMatchObject({
      call_id: trace + span,
      completeness: 1,
      trace_id: trace,
      span_id: span,
      parent_span_id: 'eee19b7ec3c1b173',
      name: 'chat gpt-4o',
      kind: 'llm',
      started_at: '2026-03-02T09:00:00.000Z',
      ended_at: '2026-03-02T09:00:02.000Z',
      latency_ms: 2000,
      model: 'gpt-4o',
      input_tokens: 12,
      output_tokens: null,
      status: 'ok',
    });
  });

  test('of an old Collector holds its spans under instrumentationLibrarySpans', async () => {
    const old = {
      resourceSpans: [
        {
          resource: { attributes: otlpAttributes({ 'service.version': '0.9' }) },
          instrumentationLibrarySpans: [
            { instrumentationLibrary: { name: 'agent' }, spans: [otlpSpan(chat)] },
          ],
        },
      ],
    };
    expect(await readBare(old)).toMatchObject({
      record_type: 'span',
      is_first: true,
      span_id: span,
      release: '0.9',
    });
  });

  test('of several resources gives each span those of its own', async () => {
    const batch = (version: string, ...ids: string[]) => ({
      resource: {
        attributes: otlpAttributes({
          'service.version': version,
          'deployment.environment.name': `env ${version}`,
        }),
      },
      scopeSpans: ids.map((spanId) => ({ spans: [otlpSpan(chat, { spanId })] })),
    });
    const line = {
      resourceSpans: [batch('1', '00000000000000a1', '00000000000000a2'), batch('2', '00000000000000b1')],
    };
    const rows = await logged(otlp, [line]);
    expect(rows.map(({ span_id, release, environment }) => [span_id, release, environment])).toEqual([
      ['00000000000000a1', '1', 'env 1'],
      ['00000000000000a2', '1', 'env 1'],
      ['00000000000000b1', '2', 'env 2'],
    ]);
  });

  test.each([
    [{ resourceSpans: [] }, 'resourceSpans without spans'],
    [exportLine([]), 'resourceSpans without spans'],
    [{ resourceLogs: [{ scopeLogs: [{ logRecords: [{ body: { stringValue: 'x' } }] }] }] }, 'resourceLogs'],
    [{ resourceMetrics: [{ scopeMetrics: [] }] }, 'resourceMetrics'],
  ])('without spans is one row that says so: %j', async (line, record_type) => {
    expect(await logged(otlp, [line])).toMatchObject([{ record_type, is_first: true }]);
  });

  test('that is torn is a row of no record type', async () => {
    const rows = await loggedLines(otlp, [
      JSON.stringify(exportLine([otlpSpan(chat)])),
      '{"resourceSpans":[{"sco',
    ]);
    expect(rows.map(({ record_type, is_first }) => [record_type, is_first])).toEqual([
      ['span', true],
      [null, true],
    ]);
  });
});

describe('ids', () => {
  test.each([
    ['lower-case hex', trace, span],
    ['upper-case hex', trace.toUpperCase(), span.toUpperCase()],
    ['0x', `0x${trace}`, `0x${span}`],
    ['base64', Buffer.from(trace, 'hex').toString('base64'), Buffer.from(span, 'hex').toString('base64')],
  ])('in %s are the same span', async (_spelling, traceId, spanId) => {
    expect(await read({ traceId, spanId, parentSpanId: spanId })).toMatchObject({
      trace_id: trace,
      span_id: span,
      parent_span_id: span,
      call_id: trace + span,
    });
  });

  test.each([[''], [undefined], [null], ['0000000000000000']])(
    'of no parent (%j) are NULL',
    async (parentSpanId) => {
      expect((await read({ parentSpanId }))?.['parent_span_id']).toBeNull();
    },
  );

  test('that are no OpenTelemetry ids stay as logged', async () => {
    const record = { trace_id: 'Run-ABCDEF', span_id: 'S1', attributes: { 'llm.model': 'gpt-4o' } };
    expect(await readBare(record)).toMatchObject({ trace_id: 'Run-ABCDEF', span_id: 'S1' });
  });
});

describe('times', () => {
  test('in nanoseconds stay exact: numbers above 2^53 as well as text', async () => {
    const times = '"startTimeUnixNano":1772442000000000001,"endTimeUnixNano":"1772442000001000002"';
    const line = JSON.stringify(exportLine([otlpSpan(chat)])).replace(
      /"startTimeUnixNano".*?"endTimeUnixNano":"\d+"/,
      times,
    );
    const [row] = await loggedLines(otlp, [line]);
    expect(row).toMatchObject({ started_at: '2026-03-02T09:00:00.000Z', latency_ms: 1.000001 });
  });

  test.each([[undefined], [null], ['0'], [0]])(
    'of a span that has not ended (%j) are unknown',
    async (endTimeUnixNano) => {
      expect(await read({ endTimeUnixNano })).toMatchObject({
        ended_at: null,
        latency_ms: null,
        completeness: 0,
        status: null,
      });
    },
  );
});

describe('status', () => {
  test.each([
    [{ code: 2, message: 'boom' }, 'error'],
    [{ code: 'STATUS_CODE_ERROR' }, 'error'],
    [{ code: 1 }, 'ok'],
    [{ code: 'STATUS_CODE_OK' }, 'ok'],
    [{}, 'ok'],
  ])('%j is %s', async (status, expected) => {
    expect((await read({ status }))?.['status']).toBe(expected);
  });

  test('of an exception takes its type from the event', async () => {
    const attributes = otlpAttributes({
      'exception.type': 'RateLimitError',
      'exception.message': 'secret prompt',
    });
    const events = [{ name: 'exception', timeUnixNano: '1772442001000000000', attributes }];
    expect(await read({ status: { code: 2 }, events })).toMatchObject({
      status: 'error',
      error_type: 'RateLimitError',
    });
  });

  test('is error where error.type says so, which wins over the event', async () => {
    const row = await read({}, { ...chat, 'error.type': 'timeout' } as typeof chat);
    expect(row).toMatchObject({ status: 'error', error_type: 'timeout' });
  });
});

describe('values', () => {
  test('may be text or number, and empty: {}', async () => {
    const attributes = [
      { key: 'gen_ai.request.model', value: {} },
      { key: 'gen_ai.usage.input_tokens', value: { intValue: 12 } },
      { key: 'gen_ai.usage.output_tokens', value: { doubleValue: 7 } },
      { key: 'gen_ai.usage.cached_tokens', value: { stringValue: '5' } },
      {
        key: 'gen_ai.response.finish_reasons',
        value: { arrayValue: { values: [{ stringValue: 'length' }] } },
      },
    ];
    expect(await read({ attributes })).toMatchObject({
      model: null,
      input_tokens: 12,
      output_tokens: 7,
      cache_read_tokens: 5,
      stop_reason: 'length',
    });
  });
});

describe('a bare span', () => {
  const attributes = { 'gen_ai.request.model': 'gpt-4o', 'gen_ai.usage.input_tokens': 12 };
  const same = {
    record_type: 'span',
    is_first: true,
    trace_id: trace,
    span_id: span,
    started_at: '2026-03-02T09:00:00.250Z',
    model: 'gpt-4o',
    input_tokens: 12,
    kind: 'llm',
  };

  test('in the shape of OTLP, attributes as a list or an object', async () => {
    const times = { startTimeUnixNano: '1772442000250000000', endTimeUnixNano: '1772442002250000000' };
    const rows = await logged(otlp, [otlpSpan(chat, times), otlpSpan({}, { ...times, attributes })]);
    expect(rows).toMatchObject([same, { ...same, latency_ms: 2000 }]);
  });

  test('of the JavaScript SDK', async () => {
    const record = {
      name: 'ai.generateText.doGenerate',
      spanContext: { traceId: trace, spanId: span, traceFlags: 1 },
      parentSpanContext: { traceId: trace, spanId: 'eee19b7ec3c1b173' },
      startTime: [1772442000, 250000000],
      endTime: [1772442001, 250000001],
      attributes,
      status: { code: 2 },
      events: [
        { name: 'exception', time: [1772442001, 0], attributes: { 'exception.type': 'APICallError' } },
      ],
      resource: { attributes: { 'service.version': '2.0' } },
    };
    expect(await readBare(record)).toMatchObject({
      ...same,
      parent_span_id: 'eee19b7ec3c1b173',
      latency_ms: 1000.000001,
      status: 'error',
      error_type: 'APICallError',
      release: '2.0',
    });
  });

  test("of the JavaScript SDK's console exporter: times in microseconds", async () => {
    const record = {
      instrumentationScope: { name: 'agent' },
      traceId: trace,
      parentId: 'eee19b7ec3c1b173',
      name: 'chat',
      id: span,
      kind: 2,
      timestamp: 1772442000250000,
      duration: 1500500,
      attributes,
      status: { code: 0 },
    };
    expect(await readBare(record)).toMatchObject({
      ...same,
      parent_span_id: 'eee19b7ec3c1b173',
      latency_ms: 1500.5,
    });
  });

  test("of Python's console exporter", async () => {
    const record = {
      name: 'chat gpt-4o',
      context: { trace_id: `0x${trace}`, span_id: `0x${span}`, trace_state: '[]' },
      kind: 'SpanKind.CLIENT',
      parent_id: null,
      start_time: '2026-03-02T09:00:00.250000Z',
      end_time: null,
      status: { status_code: 'ERROR', description: 'boom' },
      attributes,
      events: [
        {
          name: 'exception',
          timestamp: '2026-03-02T09:00:01Z',
          attributes: { 'exception.type': 'ValueError' },
        },
      ],
      links: [{ context: { trace_id: '0xAAAABBBBCCCCDDDDAAAABBBBCCCCDDDD', span_id: `0x${span}` } }],
      resource: { attributes: { 'service.name': 'support' }, schema_url: '' },
    };
    expect(await readBare(record)).toMatchObject({
      ...same,
      parent_span_id: null,
      completeness: 0,
      ended_at: null,
      is_naive_time: false,
      status: 'error',
      error_type: 'ValueError',
      links: ['aaaabbbbccccddddaaaabbbbccccdddd'],
    });
  });

  test('of a generic tracer', async () => {
    const record = {
      trace_id: trace,
      span_id: span,
      parent_span_id: 'eee19b7ec3c1b173',
      operation_name: 'llm.chat',
      start_time: '2026-03-02T09:00:00.250',
      end_time: '2026-03-02T09:00:01.250',
      status: 'error',
      attributes: {
        'llm.model': 'gpt-4o',
        'llm.input_tokens': 12,
        'llm.cost_usd': 0.0042,
        'llm.ttft_ms': 180,
      },
      events: [],
    };
    expect(await readBare(record)).toMatchObject({
      ...same,
      parent_span_id: 'eee19b7ec3c1b173',
      name: 'llm.chat',
      ended_at: '2026-03-02T09:00:01.250Z',
      is_naive_time: true,
      status: 'error',
      reported_cost_usd: '0.004200000000',
      ttft_ms: 180,
    });
  });
});

describe('the schema accepts what the SELECT reads', () => {
  const attributes = { customer_id: 'c1' };
  test.each<[boolean, object]>([
    [true, { resourceSpans: [] }],
    [true, { resourceLogs: [] }],
    [true, { resourceMetrics: [] }],
    [true, exportLine([otlpSpan(chat)])],
    [true, otlpSpan({})],
    [true, { spanContext: { traceId: trace, spanId: span } }],
    [true, { context: { trace_id: '0x1', span_id: '0x2' } }],
    [true, { traceId: trace, id: span, instrumentationScope: {} }],
    [true, { trace_id: 't', span_id: 's', attributes: { 'retriever.source': 'wiki' } }],
    [true, { traceId: 't', spanId: 's', attributes: otlpAttributes({ 'openinference.span.kind': 'CHAIN' }) }],
    [false, { trace_id: 't', span_id: 's', kind: 'llm', name: 'answer', attributes }],
    [false, { trace_id: 't', model: 'gpt-4o', input_tokens: 12 }],
    [false, { trace_id: 't', attributes: { 'llm.model': 'gpt-4o' } }],
    [false, { trace_id: 't', span_id: 's', attributes: [] }],
    [false, { resourceSpans: null }],
    [false, { context: 'trace_id', spanContext: [trace] }],
    [false, {}],
  ])('%s: %j', async (isRecord, record) => {
    const rows = await logged(otlp, [record]);
    expect(otlp.record.safeParse(record).success).toBe(isRecord);
    expect(rows.map(({ record_type }) => record_type !== null)).toEqual([isRecord]);
  });
});
