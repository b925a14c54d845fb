import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { demo } from '../fixtures/demo.mjs';

/** The demo log's story, counted here with nothing of llmtrace: what the README tells about it has to be true. */

type Span = {
  readonly trace_id: string;
  readonly span_id: string;
  readonly parent_span_id?: string;
  readonly started_at: string;
  readonly latency_ms: number;
  readonly name: string;
  readonly model?: string;
  readonly feature: string;
  readonly user_id?: string;
  readonly release: string;
  readonly tool_name?: string;
  readonly arguments?: Readonly<Record<string, string>>;
  readonly status: string;
  readonly input_tokens?: number;
  readonly uncached_input_tokens?: number;
  readonly cache_read_tokens?: number;
  readonly cache_write_5m_tokens?: number;
  readonly output_tokens?: number;
  readonly prompt_blocks?: readonly {
    readonly part: string;
    readonly digest: string;
    readonly tokens: number;
  }[];
};

/** List prices of November 2026 in dollars per million tokens. */
const prices: Readonly<Record<string, { input: number; read: number; write: number; output: number }>> = {
  'claude-sonnet-4-5': { input: 3, read: 0.3, write: 3.75, output: 15 },
  'claude-haiku-4-5': { input: 1, read: 0.1, write: 1.25, output: 5 },
  'gpt-4o-mini': { input: 0.15, read: 0.075, write: 0, output: 0.6 },
  'text-embedding-3-small': { input: 0.02, read: 0, write: 0, output: 0 },
};

const text = readFileSync(new URL('../fixtures/demo.jsonl', import.meta.url), 'utf8');
const spans: readonly Span[] = text
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line));

const deploy = '2026-11-10T09:40';
const one = spans.filter((span) => span.started_at < '2026-11-09');
const two = spans.filter((span) => span.started_at >= '2026-11-09');
const calls = spans.filter((span) => span.model !== undefined);

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
const logged = (count: number | undefined) => (count === undefined ? 0 : count);

function costOf({ model, ...span }: Span): number {
  const price = model === undefined ? undefined : prices[model];
  if (price === undefined) return 0;
  const plain = logged(span.input_tokens) + logged(span.uncached_input_tokens);
  const cached =
    logged(span.cache_read_tokens) * price.read + logged(span.cache_write_5m_tokens) * price.write;
  return (plain * price.input + cached + logged(span.output_tokens) * price.output) / 1e6;
}

const cost = (some: readonly Span[]) => sum(some.map(costOf));
const traces = (some: readonly Span[]) => new Set(some.map((span) => span.trace_id)).size;
const of = (feature: string, some: readonly Span[]) => some.filter((span) => span.feature === feature);
const byUser = (user: string, some: readonly Span[]) => some.filter((span) => span.user_id === user);

function hitRatio(some: readonly Span[]): number {
  const responds = some.filter((span) => span.name === 'respond');
  const read = sum(responds.map((span) => logged(span.cache_read_tokens)));
  const rest = sum(
    responds.map((span) => logged(span.uncached_input_tokens) + logged(span.cache_write_5m_tokens)),
  );
  return read / (read + rest);
}

function errorRate(tool: string, some: readonly Span[]): number {
  const used = some.filter((span) => span.tool_name === tool);
  return used.filter((span) => span.status === 'error').length / used.length;
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((left, right) => left - right);
  return Number(sorted[Math.floor(sorted.length / 2)]);
}

describe('the demo log', () => {
  test('is what its generator writes', () => {
    expect(demo()).toBe(text);
    expect(demo()).toBe(demo());
  });

  test('is small and of whole spans: unique ids, every parent in its own trace, children inside their parents', () => {
    expect(text.length).toBeLessThan(1_500_000);
    const known = new Map(spans.map((span) => [span.span_id, span]));
    expect(known.size).toBe(spans.length);
    const astray = spans.filter(({ parent_span_id: parent, ...span }) => {
      const above = parent === undefined ? span : known.get(parent);
      return (
        above?.trace_id !== span.trace_id || endOf(above) < endOf(span) || above.started_at > span.started_at
      );
    });
    expect(astray).toEqual([]);
  });

  test('covers two whole ISO weeks, four models and 40 users', () => {
    expect(spans.every((span) => span.started_at >= '2026-11-02' && span.started_at < '2026-11-16')).toBe(
      true,
    );
    expect(new Set(spans.map((span) => span.started_at.slice(0, 10))).size).toBe(14);
    expect(new Set(calls.map((span) => span.model))).toEqual(new Set(Object.keys(prices)));
    expect(new Set(spans.flatMap((span) => span.user_id ?? [])).size).toBe(40);
  });
});

describe('its story', () => {
  test('traffic is flat: 299 traces in both weeks, within 2 % for each feature', () => {
    expect([traces(one), traces(two)]).toEqual([299, 299]);
    for (const feature of ['chat', 'rag-answer', 'summarize']) {
      const ratio = traces(of(feature, two)) / traces(of(feature, one));
      expect(Math.abs(ratio - 1), feature).toBeLessThan(0.02);
    }
  });

  test('the bill doubles: $4.19 in week one, $8.44 in week two', () => {
    expect(cost(one)).toBeCloseTo(4.19, 2);
    expect(cost(two)).toBeCloseTo(8.44, 2);
    expect(cost(two) / cost(one)).toBeCloseTo(2.02, 2);
  });

  test('cache reads of the chat agent fall from 78 % to 12 %, and to nothing after the release', () => {
    expect(hitRatio(one)).toBeCloseTo(0.78, 2);
    expect(hitRatio(two)).toBeCloseTo(0.12, 2);
    expect(hitRatio(spans.filter((span) => span.release === '2.5.0'))).toBe(0);
  });

  test('what changes with every call after the release is the system block', () => {
    const blocks = (release: string, part: string) =>
      calls
        .filter((span) => span.release === release)
        .flatMap((span) => span.prompt_blocks ?? [])
        .filter((block) => block.part === part)
        .map((block) => block.digest);
    expect(new Set([...blocks('2.4.0', 'tools'), ...blocks('2.5.0', 'tools')]).size).toBe(1);
    expect(new Set(blocks('2.4.0', 'system')).size).toBe(1);
    expect(new Set(blocks('2.5.0', 'system')).size).toBe(blocks('2.5.0', 'system').length);
  });

  test('the release is out from Tuesday 09:40 on', () => {
    const starts = spans.filter((span) => span.parent_span_id === undefined);
    expect(starts.every((span) => span.started_at >= deploy === (span.release === '2.5.0'))).toBe(true);
  });

  test('a prompt is the sum of its blocks, but for the four tokens after the last breakpoint', () => {
    const blocked = calls.filter((span) => span.prompt_blocks !== undefined);
    const sizes = blocked.map((span) => [
      logged(span.cache_read_tokens) + logged(span.cache_write_5m_tokens),
      sum((span.prompt_blocks ?? []).map((block) => block.tokens)),
    ]);
    expect(sizes.filter(([cached, prompt]) => cached !== prompt)).toEqual([]);
    expect(new Set(blocked.map((span) => span.uncached_input_tokens))).toEqual(new Set([4]));
  });

  test('search_orders fails in 2 % of calls, then in 35 %; no other tool ever does', () => {
    expect(errorRate('search_orders', one)).toBeCloseTo(0.02, 2);
    expect(errorRate('search_orders', two)).toBeCloseTo(0.35, 2);
    const failed = spans.filter((span) => span.tool_name !== undefined && span.status === 'error');
    expect(new Set(failed.map((span) => span.tool_name))).toEqual(new Set(['search_orders']));
  });

  test('so the agent needs more turns: model calls per chat trace rise by 15 %', () => {
    const turns = (some: readonly Span[]) => {
      const usual = of('chat', some).filter((span) => span.trace_id !== 'chat-150');
      return usual.filter((span) => span.model !== undefined).length / traces(usual);
    };
    expect(turns(two) / turns(one)).toBeCloseTo(1.15, 2);
  });

  test('exactly one run is stuck: chat-150, 47 model calls, 23 times the same tool with the same arguments', () => {
    const same = new Map<string, number>();
    for (const span of spans.filter(({ tool_name: tool }) => tool !== undefined)) {
      const key = `${span.trace_id} ${span.tool_name} ${JSON.stringify(span.arguments)}`;
      same.set(key, logged(same.get(key)) + 1);
    }
    const often = [...same].filter(([, times]) => times > 2);
    expect(often).toEqual([['chat-150 track_parcel {"parcel_id":"P-9999","history":true}', 23]]);
    const stuck = calls.filter((span) => span.trace_id === 'chat-150');
    expect(stuck).toHaveLength(47);
    expect(cost(stuck)).toBeCloseTo(0.69, 2);
  });

  test('exactly one call is out of all proportion: 40 times the median of its name', () => {
    const medians = new Map(
      [...new Set(calls.map((span) => span.name))].map((name) => [
        name,
        median(calls.filter((span) => span.name === name).map(costOf)),
      ]),
    );
    const factors = calls.map((span) => ({
      id: span.trace_id,
      factor: costOf(span) / Number(medians.get(span.name)),
    }));
    const spikes = factors.filter(({ factor }) => factor > 5);
    expect(spikes.map(({ id }) => id)).toEqual(['sum-172']);
    expect(spikes.map(({ factor }) => factor)[0]).toBeCloseTo(40, 0);
  });

  test('user-31 dominates rag-answer: from 5 % to 36 % of it, and more than its whole increase', () => {
    const [before, after] = [of('rag-answer', one), of('rag-answer', two)];
    expect(cost(byUser('user-31', before)) / cost(before)).toBeCloseTo(0.05, 2);
    expect(cost(byUser('user-31', after)) / cost(after)).toBeCloseTo(0.36, 2);
    const increase = cost(byUser('user-31', after)) - cost(byUser('user-31', before));
    expect(increase).toBeGreaterThan(cost(after) - cost(before));
    const others = [...new Set(after.flatMap((span) => span.user_id ?? []))].filter(
      (user) => user !== 'user-31',
    );
    expect(Math.max(...others.map((user) => cost(byUser(user, after)) / cost(after)))).toBeLessThan(0.1);
  });

  test('four documents are summarized unchanged every night', () => {
    const seen = new Map<string, number>();
    for (const { prompt_digest: digest } of spans.filter((span) => span.name === 'summarize') as (Span & {
      prompt_digest: string;
    })[])
      seen.set(digest, logged(seen.get(digest)) + 1);
    expect([...seen.values()].filter((times) => times > 1)).toEqual([14, 14, 14, 14]);
  });
});

function endOf(span: Pick<Span, 'started_at' | 'latency_ms'>): number {
  return Date.parse(span.started_at) + span.latency_ms;
}
