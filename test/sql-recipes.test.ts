import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { recipes } from '../src/analyses/sql/recipes.ts';
import { answer, log, run } from './run.ts';

/** Every recipe runs on the demo log, and says what is counted here without SQL. */

const demo = 'fixtures/demo.jsonl';

type Span = {
  readonly trace_id: string;
  readonly started_at: string;
  readonly latency_ms: number;
  readonly ttft_ms?: number;
  readonly kind: string;
  readonly name: string;
  readonly model?: string;
  readonly feature: string;
  readonly user_id?: string;
  readonly tool_name?: string;
  readonly status: string;
  readonly prompt_digest?: string;
  readonly input_tokens?: number;
  readonly uncached_input_tokens?: number;
  readonly cache_read_tokens?: number;
  readonly cache_write_5m_tokens?: number;
  readonly output_tokens?: number;
  readonly attributes?: Readonly<Record<string, unknown>>;
};

const spans: readonly Span[] = readFileSync(new URL(`../${demo}`, import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line));
const calls = spans.filter(({ model }) => model !== undefined);
const tools = spans.filter(({ kind }) => kind === 'tool');

/** Dollars per million tokens, as of November 2026. */
const prices: Readonly<Record<string, readonly [number, number, number, number]>> = {
  'claude-sonnet-4-5': [3, 0.3, 3.75, 15],
  'claude-haiku-4-5': [1, 0.1, 1.25, 5],
  'gpt-4o-mini': [0.15, 0.075, 0, 0.6],
  'text-embedding-3-small': [0.02, 0, 0, 0],
};

const logged = (count: number | undefined) => (count === undefined ? 0 : count);
const plain = (span: Span) => logged(span.input_tokens) + logged(span.uncached_input_tokens);
const input = (span: Span) =>
  plain(span) + logged(span.cache_read_tokens) + logged(span.cache_write_5m_tokens);

function cost(span: Span): number {
  const [fresh, read, write, output] = prices[String(span.model)] ?? [0, 0, 0, 0];
  const cached = logged(span.cache_read_tokens) * read + logged(span.cache_write_5m_tokens) * write;
  return (plain(span) * fresh + cached + logged(span.output_tokens) * output) / 1e6;
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
const costOf = (some: readonly Span[]) => sum(some.map(cost));
const traces = (some: readonly Span[]) => new Set(some.map(({ trace_id }) => trace_id)).size;
const whole = costOf(calls);
const near = (number: number) => expect.closeTo(number, 8);

/** The value below which a share of the numbers lies, between two of them in proportion. */
function quantile(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((left, right) => left - right);
  const place = (sorted.length - 1) * share;
  const [below, above] = [Number(sorted[Math.floor(place)]), Number(sorted[Math.ceil(place)])];
  return below + (above - below) * (place - Math.floor(place));
}

function by<Item>(
  items: readonly Item[],
  key: (item: Item) => string,
): readonly (readonly [string, readonly Item[]])[] {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return [...groups];
}

const ofRecipe = async (name: string, ...more: string[]) =>
  (await answer(['sql', '--recipe', name, ...more])).rows;

describe('on the demo log', () => {
  test('errors-by-model: no model call failed in the last six hours, nor ever', async () => {
    const newest = Math.max(...calls.map(({ started_at }) => Date.parse(started_at)));
    const last = calls.filter(({ started_at }) => Date.parse(started_at) > newest - 6 * 3600_000);
    const rows = await ofRecipe('errors-by-model', demo);
    expect(Object.fromEntries(rows.map(({ model, calls }) => [model, calls]))).toEqual(
      Object.fromEntries(by(last, ({ model }) => String(model)).map(([model, some]) => [model, some.length])),
    );
    expect(rows.map(({ errors, error_rate, last_error_at }) => [errors, error_rate, last_error_at])).toEqual(
      rows.map(() => [0, 0, null]),
    );
    expect(await ofRecipe('failed-calls', '--param', 'hours=1000', demo)).toEqual([]);
  });

  test('error-types and tool-errors: only search_orders fails', async () => {
    const failed = tools.filter(({ status }) => status === 'error');
    expect(await ofRecipe('error-types', demo)).toEqual([
      {
        kind: 'tool',
        error_type: 'timeout',
        errors: failed.length,
        error_rate: near(failed.length / tools.length),
      },
    ]);
    const orders = tools.filter(({ tool_name }) => tool_name === 'search_orders');
    const [first, ...others] = await ofRecipe('tool-errors', demo);
    expect(first).toEqual({
      ...{
        tool_name: 'search_orders',
        calls: orders.length,
        errors: 26,
        error_rate: near(26 / orders.length),
      },
      p50_ms: quantile(
        orders.map(({ latency_ms }) => latency_ms),
        0.5,
      ),
      p95_ms: expect.closeTo(
        quantile(
          orders.map(({ latency_ms }) => latency_ms),
          0.95,
        ),
        2,
      ),
    });
    expect(failed).toHaveLength(26);
    expect(others.map(({ errors }) => errors)).toEqual([0, 0, 0]);
  });

  test('retries: search_orders was tried again after each failure, with the same arguments', async () => {
    expect(await ofRecipe('retries', demo)).toEqual([
      {
        ...{ kind: 'tool', name: 'search_orders', calls: 119, errors: 26, retries: 26 },
        ...{ identical_retries: 26, failed_retries: 0, retry_cost_usd: null },
      },
    ]);
  });

  test('latency-by-model and first-token: quantiles', async () => {
    const told = (some: readonly number[]) => ({
      calls: some.length,
      p50_ms: expect.closeTo(quantile(some, 0.5), 2),
      p95_ms: expect.closeTo(quantile(some, 0.95), 2),
      max_ms: Math.max(...some),
    });
    const rows = await ofRecipe('latency-by-model', demo);
    for (const [model, some] of by(calls, ({ model }) => String(model)))
      expect(rows.find((row) => row['model'] === model)).toMatchObject(
        told(some.map(({ latency_ms }) => latency_ms)),
      );
    const sonnet = calls.flatMap(({ model, ttft_ms }) =>
      model === 'claude-sonnet-4-5' && ttft_ms ? [ttft_ms] : [],
    );
    expect(await ofRecipe('first-token', demo)).toEqual([{ model: 'claude-sonnet-4-5', ...told(sonnet) }]);
  });

  test('latency-cost: the correlation of each model', async () => {
    const mini = calls.filter(({ model }) => model === 'gpt-4o-mini');
    const [times, costs] = [mini.map(({ latency_ms }) => latency_ms), mini.map(cost)];
    const mean = (some: readonly number[]) => sum(some) / some.length;
    const spread = (one: readonly number[], other: readonly number[]) =>
      sum(one.map((value, index) => (value - mean(one)) * (Number(other[index]) - mean(other))));
    const correlation = spread(times, costs) / Math.sqrt(spread(times, times) * spread(costs, costs));
    const slowest = mini.toSorted(
      (left, right) => right.latency_ms - left.latency_ms || cost(right) - cost(left),
    );
    expect((await ofRecipe('latency-cost', demo))[0]).toEqual({
      ...{ model: 'gpt-4o-mini', calls: 203, correlation: near(correlation) },
      // the first of ten parts of 203 calls has 21
      slowest_tenth_cost_share: near(costOf(slowest.slice(0, 21)) / costOf(mini)),
    });
  });

  test('requests-per-minute: the peak is the stuck run and its busy minutes', async () => {
    const sonnet = calls.filter(({ model }) => model === 'claude-sonnet-4-5');
    const minutes = by(sonnet, ({ started_at }) => started_at.slice(0, 16));
    const peak = Math.max(...minutes.map(([, some]) => some.length));
    const rows = await ofRecipe('requests-per-minute', demo);
    expect(rows.find(({ model }) => model === 'claude-sonnet-4-5')).toEqual({
      ...{ model: 'claude-sonnet-4-5', calls: sonnet.length, busy_minutes: minutes.length, peak_calls: peak },
      calls_per_busy_minute: near(sonnet.length / minutes.length),
      peak_at: `${minutes.find(([, some]) => some.length === peak)?.[0]}:00.000Z`,
    });
  });

  test('cost-per-request and cost-per-trace: by feature', async () => {
    const requests = await ofRecipe('cost-per-request', demo);
    const distribution = await ofRecipe('cost-per-trace', demo);
    expect(requests).toHaveLength(3);
    for (const [feature, some] of by(calls, ({ feature }) => feature)) {
      const perTrace = by(some, ({ trace_id }) => trace_id).map(([id, own]) => ({ id, usd: costOf(own) }));
      expect(requests.find((row) => row['feature'] === feature)).toEqual({
        ...{
          feature,
          traces: perTrace.length,
          calls: some.length,
          cost_usd: near(costOf(some)),
          unpriced_calls: 0,
        },
        per_trace_usd: near(costOf(some) / perTrace.length),
        per_call_usd: near(costOf(some) / some.length),
      });
      const costs = perTrace.map(({ usd }) => usd);
      expect(distribution.find((row) => row['feature'] === feature)).toMatchObject({
        ...{ traces: perTrace.length, mean_usd: near(costOf(some) / perTrace.length) },
        ...{ p50_usd: near(quantile(costs, 0.5)), max_usd: near(Math.max(...costs)) },
        dearest_trace_id: perTrace.find(({ usd }) => usd === Math.max(...costs))?.id,
      });
    }
  });

  test('cost-per-user-day: adds up to the whole', async () => {
    const rows = await ofRecipe('cost-per-user-day', demo);
    const groups = by(spans, ({ started_at, user_id }) => `${started_at.slice(0, 10)} ${user_id ?? null}`);
    expect(rows).toHaveLength(groups.length);
    expect(sum(rows.map(({ cost_usd }) => Number(cost_usd)))).toBeCloseTo(whole, 8);
    const first = groups.find(([key]) => key === `${rows[0]?.['day']} ${rows[0]?.['user_id']}`)?.[1];
    expect(rows[0]).toMatchObject({ day: '2026-11-02', cost_usd: near(costOf(first ?? [])) });
  });

  test('days are those of the time zone', async () => {
    const rows = await ofRecipe('cost-per-user-day', demo, '--tz', 'Pacific/Auckland');
    expect(rows.at(-1)?.['day']).toBe('2026-11-16');
  });

  test('top-users: shares of the whole, users that are known', async () => {
    const rows = await ofRecipe('top-users', '--param', 'users=2', demo);
    const users = by(
      calls.filter(({ user_id }) => user_id !== undefined),
      ({ user_id }) => String(user_id),
    )
      .map(([user_id, some]) => ({ user_id, usd: costOf(some), traces: traces(some) }))
      .sort((left, right) => right.usd - left.usd);
    const [first, second] = users;
    expect(rows).toMatchObject([
      {
        user_id: first?.user_id,
        traces: first?.traces,
        cost_usd: near(Number(first?.usd)),
        share: near(Number(first?.usd) / whole),
      },
      {
        user_id: second?.user_id,
        cumulative_share: near((Number(first?.usd) + Number(second?.usd)) / whole),
      },
    ]);
    expect(rows).toHaveLength(2);
  });

  test('pareto: the fewest features that reach the share', async () => {
    const [chat, rag] = ['chat', 'rag-answer'].map((name) =>
      costOf(calls.filter(({ feature }) => feature === name)),
    );
    expect(await ofRecipe('pareto', demo)).toEqual([
      {
        ...{
          feature: 'chat',
          cost_usd: near(Number(chat)),
          share: near(Number(chat) / whole),
          unpriced_calls: 0,
        },
        ...{ cumulative_share: near(Number(chat) / whole), features_share: near(1 / 3) },
      },
      {
        ...{
          feature: 'rag-answer',
          cost_usd: near(Number(rag)),
          share: near(Number(rag) / whole),
          unpriced_calls: 0,
        },
        ...{ cumulative_share: near((Number(chat) + Number(rag)) / whole), features_share: near(2 / 3) },
      },
    ]);
    expect(await ofRecipe('pareto', '--param', 'share=0.5', demo)).toHaveLength(1);
    expect(await ofRecipe('pareto', '--param', 'share=1', demo)).toHaveLength(3);
  });

  test('span-costs: each operation per day, of the fourteen days from 2 to 15 November', async () => {
    const rows = await ofRecipe('span-costs', demo);
    const responds = calls.filter(({ name }) => name === 'respond');
    expect(rows.find(({ name }) => name === 'respond')).toEqual({
      ...{ name: 'respond', model: 'claude-sonnet-4-5', unpriced_calls: 0 },
      calls_per_day: near(responds.length / 14),
      mean_input_tokens: near(sum(responds.map(input)) / responds.length),
      mean_output_tokens: near(
        sum(responds.map(({ output_tokens }) => logged(output_tokens))) / responds.length,
      ),
      per_day_usd: near(costOf(responds) / 14),
      share: near(costOf(responds) / whole),
    });
    expect(sum(rows.map(({ share }) => Number(share)))).toBeCloseTo(1, 8);
  });

  test('environments: all of it is production', async () => {
    expect(await ofRecipe('environments', demo)).toEqual([
      {
        environment: 'production',
        traces: 598,
        calls: 1467,
        cost_usd: near(whole),
        share: 1,
        unpriced_calls: 0,
      },
    ]);
  });

  test('chargeback: by customer, or by any other attribute', async () => {
    const rows = await ofRecipe('chargeback', demo);
    const dearest = by(calls, ({ attributes }) => String(attributes?.['customer_id'] ?? null))
      .map(([customer, some]) => ({ customer, usd: costOf(some), traces: traces(some) }))
      .sort((left, right) => right.usd - left.usd)[0];
    expect(rows[0]).toMatchObject({
      attribute: dearest?.customer,
      cost_usd: near(Number(dearest?.usd)),
      traces: dearest?.traces,
    });
    const flags = await ofRecipe('chargeback', '--param', 'attribute=flag.live_clock', demo);
    expect(flags.map(({ attribute }) => attribute).sort()).toEqual(['false', null, 'true']);
  });

  test('big-prompts: more tokens than asked, the longest first', async () => {
    const big = calls.filter((span) => input(span) > 10_000);
    const rows = await ofRecipe('big-prompts', '--param', 'tokens=10000', demo);
    expect(rows).toHaveLength(big.length);
    expect(rows[0]).toMatchObject({ trace_id: 'sum-172', input_tokens: Math.max(...big.map(input)) });
    expect(await ofRecipe('big-prompts', demo)).toHaveLength(
      calls.filter((span) => input(span) > 8000).length,
    );
  });

  test('repeated-prompts: four documents every night, and what that is in thirty days', async () => {
    const known = calls.filter(({ prompt_digest }) => prompt_digest !== undefined);
    const repeated = by(known, ({ prompt_digest }) => String(prompt_digest)).filter(
      ([, some]) => some.length > 1,
    );
    const rows = await ofRecipe('repeated-prompts', demo);
    expect(rows.map(({ prompt_digest }) => prompt_digest).sort()).toEqual(
      repeated.map(([digest]) => digest).sort(),
    );
    const first = repeated.find(([digest]) => digest === rows[0]?.['prompt_digest'])?.[1] ?? [];
    expect(rows[0]).toMatchObject({
      ...{
        feature: 'summarize',
        name: 'summarize',
        calls: 14,
        calls_per_day: 1,
        cost_usd: near(costOf(first)),
      },
      projected_30_days_usd: near((costOf(first) / 14) * 30),
    });
    expect(await ofRecipe('repeated-prompts', '--param', 'times=15', demo)).toEqual([]);
  });

  test('truncated: none', async () => {
    const rows = await ofRecipe('truncated', demo);
    expect(rows.map(({ truncated }) => truncated)).toEqual([0, 0, 0, 0, 0]);
    expect(sum(rows.map(({ calls }) => Number(calls)))).toBe(1467 - 203);
  });

  test('cache-hits: chat read from the cache until the release of 10 November', async () => {
    const chat = calls.filter(({ feature, started_at }) => feature === 'chat' && started_at < '2026-11-03');
    const rows = await ofRecipe('cache-hits', demo);
    const read = sum(chat.map(({ cache_read_tokens }) => logged(cache_read_tokens)));
    expect(rows[0]).toEqual({
      ...{ feature: 'chat', day: '2026-11-02', calls: chat.length, cache_read_tokens: read },
      ...{ input_tokens: sum(chat.map(input)), hit_ratio: near(read / sum(chat.map(input))) },
    });
    const after = rows.filter(({ feature, day }) => feature === 'chat' && String(day) > '2026-11-10');
    const days = new Set(
      calls
        .filter(({ feature, started_at }) => feature === 'chat' && started_at >= '2026-11-11')
        .map(({ started_at }) => started_at.slice(0, 10)),
    );
    expect(after.map(({ hit_ratio }) => hit_ratio)).toEqual([...days].map(() => 0));
  });
});

describe('on a log where things go wrong', () => {
  const call = (minute: number, more: object) => ({
    ...{
      trace_id: `t${minute}`,
      span_id: `s${minute}`,
      kind: 'llm',
      name: 'answer',
      provider: 'openai',
      model: 'gpt-4o',
    },
    ...{ started_at: new Date(Date.UTC(2026, 10, 2, 0, minute)).toISOString(), latency_ms: 1000 + minute },
    ...{ input_tokens: 1_000_000, output_tokens: 0, stop_reason: 'stop', environment: 'production', ...more },
  });
  const bad = () =>
    log([
      call(0, { status: 'error', error_type: 'overloaded' }), // more than six hours before the last one
      call(300, { status: 'error', error_type: 'rate_limit', latency_ms: 9000 }),
      call(301, { status: 'error', error_type: 'rate_limit', latency_ms: 200, model: 'gpt-4o-mini' }),
      call(302, { trace_id: 't301', status: 'ok', stop_reason: 'length', model: 'gpt-4o-mini' }),
      call(400, { status: 'ok', environment: 'staging', stop_reason: 'max_tokens' }),
      call(401, { status: 'ok', model: 'house-model', environment: 'dev' }),
    ]);

  test('errors-by-model and failed-calls: of the last six hours, the slowest first', async () => {
    expect(await ofRecipe('errors-by-model', bad())).toEqual([
      { model: 'gpt-4o', calls: 2, errors: 1, error_rate: 0.5, last_error_at: '2026-11-02T05:00:00.000Z' },
      {
        model: 'gpt-4o-mini',
        calls: 2,
        errors: 1,
        error_rate: 0.5,
        last_error_at: '2026-11-02T05:01:00.000Z',
      },
      { model: 'house-model', calls: 1, errors: 0, error_rate: 0, last_error_at: null },
    ]);
    const failed = await ofRecipe('failed-calls', bad());
    expect(failed.map(({ span_id }) => span_id)).toEqual(['s300', 's301']);
    const mini = await ofRecipe('failed-calls', '--param', 'model=*-mini', '--param', 'hours=24', bad());
    expect(mini.map(({ span_id }) => span_id)).toEqual(['s301']);
  });

  test('error-types: of all calls', async () => {
    expect(await ofRecipe('error-types', bad())).toEqual([
      { kind: 'llm', error_type: 'rate_limit', errors: 2, error_rate: 0.333333333 },
      { kind: 'llm', error_type: 'overloaded', errors: 1, error_rate: 0.166666667 },
    ]);
  });

  test('retries: a call after a failed one in its trace, with what it cost', async () => {
    expect(await ofRecipe('retries', bad())).toEqual([
      {
        ...{ kind: 'llm', name: 'answer', calls: 6, errors: 3, retries: 1, identical_retries: null },
        ...{ failed_retries: 0, retry_cost_usd: 0.15 },
      },
    ]);
  });

  test('truncated: by whatever name the provider gives it', async () => {
    expect(await ofRecipe('truncated', bad())).toMatchObject([
      { model: 'gpt-4o-mini', calls: 2, truncated: 1, truncation_rate: 0.5 },
      { model: 'gpt-4o', calls: 3, truncated: 1, truncation_rate: 0.333333333 },
      { model: 'house-model', calls: 1, truncated: 0, truncation_rate: 0 },
    ]);
  });

  test('environments: shares of what is known, and how many calls are not', async () => {
    // production: 2 × $2.50 and 2 × $0.15, staging: $2.50, dev: no price
    expect(await ofRecipe('environments', bad())).toEqual([
      {
        environment: 'production',
        traces: 3,
        calls: 4,
        cost_usd: 5.3,
        share: 0.679487179,
        unpriced_calls: 0,
      },
      { environment: 'staging', traces: 1, calls: 1, cost_usd: 2.5, share: 0.320512821, unpriced_calls: 0 },
      { environment: 'dev', traces: 1, calls: 1, cost_usd: null, share: null, unpriced_calls: 1 },
    ]);
  });
});

describe('the list of recipes', () => {
  test('needs no log and says what each answers and what can be set', async () => {
    const { rows } = await answer(['sql', '--recipe']);
    expect(rows.map(({ recipe }) => recipe)).toEqual(recipes.map(({ name }) => name));
    expect(rows.filter(({ question }) => !/^[A-Z].+[?.]$/.test(String(question)))).toEqual([]);
    expect(rows.find(({ recipe }) => recipe === 'failed-calls')?.['params']).toEqual(['model=*', 'hours=6']);
  });

  test.each(recipes.map((recipe) => [recipe.name, recipe] as const))(
    '%s: every parameter has a default, and one row of columns even on an empty log',
    async (name, { sql, parameters }) => {
      const used = new Set(
        [...sql.replaceAll(/^--.*$/gm, '').matchAll(/\$(\w+)/g)].map(([, parameter]) => parameter),
      );
      expect(parameters.map((parameter) => parameter.name).sort()).toEqual([...used].sort());
      const { code, stdout } = await run(['sql', '--recipe', name, log([]), '-f', 'csv']);
      expect({ code, lines: stdout.trimEnd().split('\n').length }).toEqual({ code: 0, lines: 1 });
    },
  );

  test('two runs give the same bytes', async () => {
    for (const { name } of recipes) {
      const argv = ['sql', '--recipe', name, demo, '-f', 'json'];
      expect((await run(argv)).stdout).toBe((await run([...argv, '--threads', '1'])).stdout);
    }
  });
});
