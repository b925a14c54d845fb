import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { again, agentRun, type ToolCall } from './loopLog.ts';
import { answer, type Fields, log, run } from './run.ts';

type Found = Fields & { readonly rows: readonly Fields[] };

async function loops(records: readonly object[], ...options: readonly string[]): Promise<Found> {
  return (await answer(['loops', '--all', ...options, log(records)])) as unknown as Found;
}

const look = (path: string, output = `contents of ${path}`): ToolCall => ({
  tool: 'read_file',
  arguments: { path },
  output,
});

type Shape = {
  readonly period: number;
  readonly repeats: number;
  readonly noise: readonly boolean[];
  readonly before: number;
};

/** A loop of that shape, and the places of its calls. Every other gap may hold a call that is never repeated. */
function planted({ period, repeats, noise, before }: Shape): {
  readonly steps: ToolCall[];
  readonly places: number[];
} {
  const steps: ToolCall[] = Array.from({ length: before }, (_, index) => look(`src/before${index}.ts`));
  const places: number[] = [];
  for (let place = 0; place < period * repeats; place += 1) {
    const symbol = place % period;
    places.push(steps.length + 1);
    steps.push({ tool: `tool_${symbol}`, arguments: { item: symbol }, output: `answer ${symbol} is known` });
    if (place % 2 === 0 && noise[place]) steps.push(look(`src/noise${place}.ts`));
  }
  return { steps, places };
}

describe('a generated loop', () => {
  const shape = fc.record({
    period: fc.integer({ min: 1, max: 8 }),
    repeats: fc.integer({ min: 3, max: 6 }),
    noise: fc.array(fc.boolean(), { minLength: 48, maxLength: 48 }),
    before: fc.integer({ min: 0, max: 5 }),
  });

  test('is found with its kind, period, repeats, spans and dollars, whatever stands between its calls', async () => {
    const shapes = fc.sample(shape, { numRuns: 240, seed: 20261102 });
    const runs = shapes.map((each, index) => ({ ...each, ...planted(each), trace: `run-${index}` }));
    const { rows, totals } = await loops(
      runs.flatMap(({ trace, steps }) => agentRun(trace, steps, { cost_usd: 0.01 })),
    );
    expect(rows).toHaveLength(runs.length);
    let wasted = 0;
    for (const { trace, period, repeats, places } of runs) {
      const redundant = period * (repeats - 1);
      wasted += redundant;
      expect(rows.find((row) => row['trace_id'] === trace)).toMatchObject({
        ...{ tier: 'confirmed', kind: period === 1 ? 'repeat' : 'cycle', period, repeats },
        tools: Array.from({ length: period }, (_, symbol) => `tool_${symbol}`),
        ...{ wasted_usd: Number((redundant * 0.01).toFixed(9)), wasted_tokens: redundant * 1050 },
        span_ids: places.map((place) => `${trace}.t${place}`),
      });
    }
    expect(totals).toMatchObject({ traces: 240, wasted_usd: Number((wasted * 0.01).toFixed(9)) });
  });

  test('costs what it added to later prompts too, at the price of cached tokens where they are cached', async () => {
    // Three equal calls; each adds 100 tokens, and two more calls read them again.
    const steps = [...again(3, look('a.ts')), look('b.ts'), look('c.ts')];
    const inputTokens = (place: number) => 1000 + 100 * place;
    const { rows } = await loops(agentRun('run', steps, { model: 'gpt-4o', inputTokens }));
    // gpt-4o: $2.50 in, $10 out per million. Redundant: the calls of 1,100 and 1,200 tokens in, 50 out.
    // Carried: the second added 100 tokens, read by the fourth and fifth call; the third 100, read by both.
    const wasted = (1100 + 1200) * 2.5e-6 + 2 * 50 * 10e-6 + 2 * 200 * 2.5e-6;
    expect(rows[0]?.['wasted_usd']).toBeCloseTo(wasted, 9);
    expect(rows[0]?.['wasted_tokens']).toBe(1150 + 1250 + 400);
  });
});

describe('what goes round', () => {
  const one = async (steps: readonly ToolCall[]) => (await loops(agentRun('run', steps))).rows;

  test('the same tool with the same arguments five times is a repeat', async () => {
    expect(await one(again(5, look('a.ts')))).toMatchObject([
      { kind: 'repeat', tier: 'confirmed', repeats: 5 },
    ]);
  });

  test('two calls that take turns oscillate', async () => {
    const round = [look('a.ts'), { tool: 'list', arguments: { folder: 'src' }, output: 'a.ts b.ts' }];
    expect(await one([...round, ...round, ...round])).toMatchObject([
      { kind: 'cycle', period: 2, repeats: 3 },
    ]);
  });

  test('twenty reads of twenty files are work, and could have been one call', async () => {
    const { rows, batchable } = await loops(
      agentRun(
        'run',
        Array.from({ length: 20 }, (_, index) => look(`src/${index}.ts`)),
      ),
    );
    expect(rows).toEqual([]);
    expect(batchable).toMatchObject([{ tool: 'read_file', calls: 20, model_calls: 19 }]);
  });

  test('arguments that differ in a counter or a name of the call alone are nearly a repeat when the answer is the same', async () => {
    const output = 'the deployment is still waiting for an approval by the owner of the project';
    const steps = Array.from({ length: 6 }, (_, attempt) => ({
      tool: 'status',
      arguments: { service: 'web', attempt },
      output,
    }));
    expect(await one(steps)).toMatchObject([{ kind: 'similar', tier: 'suspected' }]);
  });

  test('editing and building in turns is work while the edits change, and no progress counter is a repeat', async () => {
    const rounds = Array.from({ length: 6 }, (_, round) => [
      { tool: 'edit_file', arguments: { path: 'a.ts', text: `version ${round}` }, output: 'ok' },
      { tool: 'bash', arguments: { command: 'npm run build' }, output: `${6 - round} errors in a.ts` },
    ]);
    expect(await one(rounds.flat())).toEqual([]);
  });

  test('the same failure is a retry though its spans are marked ok', async () => {
    const failing = { tool: 'http_get', arguments: { url: 'https://example.com' }, status: 'ok' };
    for (const output of [
      '{"isError":true,"content":[]}',
      'Error: connection refused',
      '503 Service Unavailable',
    ])
      expect(await one(again(4, { ...failing, output }))).toMatchObject([
        { kind: 'retry', tier: 'confirmed' },
      ]);
  });

  test('ids of the request and the order of keys do not hide a repeat', async () => {
    const steps = [0, 1, 2, 3].map((index) => ({
      tool: 'lookup',
      arguments:
        index % 2
          ? { user: 'u1', limit: 5, request_id: `r-${index}` }
          : { request_id: `r-${index}`, limit: '5', user: 'u1', note: null },
      output: 'not found',
    }));
    expect(await one(steps)).toMatchObject([{ kind: 'repeat', repeats: 4 }]);
  });

  test('equal calls of one turn are made at once and are no loop', async () => {
    const [first, ...others] = again(5, look('a.ts'));
    const parallel = others.map((step) => ({ ...step, isParallel: true }));
    expect(await one(first === undefined ? [] : [first, ...parallel])).toEqual([]);
  });

  test('agents that work side by side are not mixed', async () => {
    const records = agentRun('run', again(4, look('a.ts'))).map((record, index) => ({
      ...record,
      agent: `agent-${Math.floor(index / 2)}`,
    }));
    expect((await loops(records)).rows).toEqual([]);
  });

  test('a call that went well once and again is no loop, nor is one whose answer moves on', async () => {
    expect(await one(again(2, look('a.ts')))).toEqual([]);
    const polls = [5, 22, 47, 80, 100].map((percent) => ({
      tool: 'job',
      arguments: { id: 'j1' },
      output: `{"progress":${percent}}`,
    }));
    expect(await one(polls)).toEqual([]);
  });
});

test('names of tools alone say nothing: no guess, and a note', async () => {
  const records = agentRun('run', again(9, look('a.ts'))).map((record) => ({
    ...record,
    arguments: undefined,
  }));
  const { rows, notes } = await loops(records);
  expect(rows).toEqual([]);
  expect(notes).toContainEqual(expect.stringMatching(/all 9 tool calls are logged without arguments/));
});

test('refusals of a provider are retry storms, not loops', async () => {
  const refused = [0, 1, 2, 3].map((second) => ({
    ...{
      trace_id: 'run',
      span_id: `c${second}`,
      kind: 'llm',
      name: 'chat',
      model: 'gpt-4o',
      status: 'error',
    },
    ...{ error_type: 'rate_limit', timestamp: `2026-11-02T00:00:0${second}Z` },
  }));
  const { rows, retry_storms } = await loops(refused);
  expect(rows).toEqual([]);
  expect(retry_storms).toMatchObject([
    { trace_id: 'run', model: 'gpt-4o', attempts: 4, errors: 4, error_type: 'rate_limit' },
  ]);
});

describe('limits', () => {
  const twelve = agentRun(
    'run',
    Array.from({ length: 12 }, (_, index) => look(`${index}.ts`)),
    { cost_usd: 0.05 },
  );

  test('are told beside the loops, never as one', async () => {
    const { rows, guardrails } = await loops(twelve);
    expect(rows).toEqual([]);
    expect(guardrails).toEqual([
      { trace_id: 'run', rule: 'max-llm-calls', value: 12, limit: 10, subject: null },
      { trace_id: 'run', rule: 'max-same-tool', value: 12, limit: 3, subject: 'read_file' },
      { trace_id: 'run', rule: 'max-trace-cost', value: 0.6, limit: 0.5, subject: null },
    ]);
  });

  test('beyond the rows that are asked for are counted', async () => {
    for (const rows of ['1', '0']) {
      const few = await loops(twelve, '-n', rows);
      expect(few['guardrails']).toHaveLength(Number(rows));
      expect(few['more']).toMatchObject({ guardrails: 3 - Number(rows) });
    }
  });

  test('can be set, and a wrong name or limit is a mistake that is explained', async () => {
    const { guardrails } = await loops(
      twelve,
      '--guardrails',
      'max-llm-calls=12,max-same-tool=20,max-trace-cost=0.59',
    );
    expect(guardrails).toMatchObject([{ rule: 'max-trace-cost', limit: 0.59 }]);
    const wrong = await run(['loops', '--guardrails', 'max-llm-cals=3', log(twelve)]);
    expect(wrong).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('did you mean "max-llm-calls"?'),
    });
    expect(await run(['loops', '--guardrails', 'max-llm-calls=x', log(twelve)])).toMatchObject({ code: 2 });
  });
});

describe('what a loop must cost', () => {
  const stuck = agentRun('run', again(4, look('a.ts')), { cost_usd: 0.02 });

  test('--min-usd leaves out what wasted less, and --fail-on judges what is left', async () => {
    expect((await loops(stuck, '--min-usd', '0.06')).rows).toMatchObject([{ wasted_usd: 0.06 }]);
    expect((await loops(stuck, '--min-usd', '0.07'))['totals']).toMatchObject({
      wasted_usd: 0,
      wasted_tokens: 0,
    });
    const file = log(stuck);
    expect(await run(['loops', '--fail-on', 'wasted_usd>0.05', file])).toMatchObject({ code: 1 });
    expect(await run(['loops', '--fail-on', 'wasted_usd>1', file])).toMatchObject({ code: 0 });
    expect(await run(['loops', '--fail-on', 'wasted_usd>1', log([])])).toMatchObject({ code: 4 });
  });

  test('less than a cent and 2% of its trace is not worth telling, unless all are asked for', async () => {
    const small = [
      ...agentRun('run', again(4, look('a.ts')), { cost_usd: 0.001 }),
      {
        trace_id: 'run',
        span_id: 'big',
        model: 'house-model',
        kind: 'llm',
        cost_usd: 5,
        input_tokens: 1,
        timestamp: '2026-11-01T00:00:00Z',
      },
    ];
    const file = log(small);
    expect(JSON.parse((await run(['loops', '-f', 'json', file])).stdout).rows).toEqual([]);
    expect((await loops(small)).rows).toHaveLength(1);
  });
});

test('show marks the spans of a loop and says why', async () => {
  const file = log(agentRun('run', [look('b.ts'), ...again(3, look('a.ts'))]));
  const { stdout, stderr } = await run(['show', 'run', file]);
  expect(stdout.match(/read_file ↻/g)).toHaveLength(3);
  expect(stderr).toContain('↻ confirmed loop: read_file was called 3 times with the same arguments');
});
