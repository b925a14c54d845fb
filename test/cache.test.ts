import { describe, expect, test } from 'vitest';
import { type Call, cache, calls, causesOf, misses } from './cacheLog.ts';

/** What counts alone can tell, counted by hand. claude-sonnet-4-5: $3.00 input, $0.30 read, $3.75 and $6.00 written, per million. */

const cold: Call = { written: 10_000 };
const grows = (read: number): Call => ({ read, written: 1_000 });

describe('what is no miss', () => {
  test('the first call of a conversation is a cold start, whatever it costs', async () => {
    expect(await causesOf(calls('a', [cold]))).toEqual({ 'a.0': 'cold_start' });
    const { totals } = await cache(calls('a', [cold]));
    expect(totals).toMatchObject({ lost_tokens: 0, lost_usd: 0, hit_ratio: 0 });
  });

  test('a conversation that reads all that was left', async () => {
    const records = calls('a', [cold, grows(10_000), grows(11_000), grows(12_000)]);
    expect(await causesOf(records)).toEqual({ 'a.0': 'cold_start' });
    const { totals } = await cache(records);
    expect(totals).toMatchObject({ read_tokens: 33_000, expected_tokens: 33_000, hit_ratio: 0.717391304 });
  });

  test('a log that says nothing of a cache', async () => {
    const silent = calls('a', [{}, {}, {}]).map((record) => ({
      ...record,
      ...{ uncached_input_tokens: undefined, cache_read_tokens: undefined, input_tokens: 9_000 },
      ...{ cache_write_5m_tokens: undefined, cache_write_1h_tokens: undefined },
    }));
    const { rows, totals } = await cache(silent);
    expect(totals).toMatchObject({ calls: 3, hit_ratio: null, lost_tokens: null, lost_usd: null });
    expect(rows[0]?.['causes']).toEqual({});
  });

  test('less than 5 % of what was left, or than the shortest prompt that is cached', async () => {
    const small = calls('a', [{ written: 10_000 }, { read: 9_000, written: 2_000 }]);
    const large = calls('b', [{ written: 100_000 }, { read: 95_500, written: 9_000 }]);
    const missed = calls('c', [{ written: 10_000 }, { read: 8_900, written: 2_000 }]);
    const found = await causesOf([...small, ...large, ...missed]);
    expect(Object.keys(found)).toEqual(['a.0', 'b.0', 'c.0', 'c.1']);
  });

  test('more than was left: what another conversation wrote is a bonus', async () => {
    const { totals } = await cache(calls('a', [cold, { read: 30_000, written: 1_000 }]));
    expect(totals).toMatchObject({ lost_tokens: 0, lost_usd: 0 });
  });

  test('a batch, which is worked off in any order', async () => {
    const batch = calls('a', [cold, { written: 11_000, more: { service_tier: 'batch' } }]);
    expect(await causesOf(batch)).toEqual({ 'a.0': 'cold_start' });
  });

  test('what a gateway answered by itself: no provider was asked', async () => {
    const kept = { service_tier: 'response_cache', cost_usd: 0 };
    const records = calls('a', [cold, { uncached: 11_000, more: kept }, grows(10_000)]);
    expect(await causesOf(records)).toEqual({ 'a.0': 'cold_start' });
    const { totals } = await cache(records);
    expect(totals).toMatchObject({ calls: 3, lost_tokens: 0, hit_ratio: 0.476190476 });
  });

  test('the same model under another of its names', async () => {
    const alias = { model: 'claude-sonnet-4-5-20250929' };
    expect(await causesOf(calls('a', [cold, { ...grows(10_000), more: alias }]))).toEqual({
      'a.0': 'cold_start',
    });
    const missed = await causesOf(calls('a', [cold, { written: 11_000, more: alias }]));
    expect(missed).toMatchObject({ 'a.1': 'front_changed' });
  });

  test('another agent, another place of the program, or another session in between', async () => {
    const main = calls('a', [cold, grows(10_000), grows(11_000)]);
    const sub = calls('a', [cold, grows(10_000)]).map((record, index) => ({
      ...record,
      ...{ span_id: `sub.${index}`, agent: 'researcher', started_at: `2026-11-02T09:00:${15 + index * 30}Z` },
    }));
    const found = await causesOf([...main, ...sub]);
    expect(found).toEqual({ 'a.0': 'cold_start', 'sub.0': 'cold_start' });
  });
});

describe('why a call missed', () => {
  const second = async (call: Call, first: Call = cold) =>
    (await misses(calls('a', [first, call]))).get('a.1');

  test('a pause longer than the five minutes, or the hour, that the entry lives', async () => {
    expect(await second({ after: 301, written: 11_000 })).toMatchObject({
      cause: 'ttl_expired',
      avoidable: false,
    });
    expect(await second({ after: 270, written: 11_000 })).toMatchObject({ cause: 'ttl_expired' });
    expect(await second({ after: 200, written: 11_000 })).toMatchObject({ cause: 'front_changed' });
    const hour: Call = { written1h: 10_000 };
    expect(await second({ after: 3_000, written: 11_000 }, hour)).toMatchObject({ cause: 'front_changed' });
    expect(await second({ after: 3_700, written: 11_000 }, hour)).toMatchObject({
      ...{ cause: 'ttl_expired', why: '61.7 min after the call before; it lives 60 min' },
    });
  });

  test('reading an entry keeps it for as long again, and as long as it was written for', async () => {
    const records = calls('a', [
      { written1h: 10_000 },
      { after: 3_000, read: 10_000 },
      { after: 3_000, read: 10_000 },
    ]);
    expect(await causesOf(records)).toEqual({ 'a.0': 'cold_start' });
  });

  test('another model, which has a cache of its own', async () => {
    const row = await second({ written: 11_000, more: { model: 'claude-opus-4-1' } });
    expect(row).toMatchObject({ cause: 'model_switch', why: 'claude-sonnet-4-5 → claude-opus-4-1' });
  });

  test('a history that was cut down', async () => {
    const row = await second({ read: 2_000, written: 4_000 });
    expect(row).toMatchObject({
      cause: 'history_shrunk',
      expected_tokens: 6_000,
      lost_tokens: 4_000,
      avoidable: false,
    });
  });

  test('nothing read: the front; as much as others read: a message; else the tail', async () => {
    expect(await second({ written: 11_000 })).toMatchObject({ cause: 'front_changed', avoidable: true });
    expect(await second({ read: 4_321, written: 7_000 })).toMatchObject({ cause: 'tail_changed' });
    const floor = calls('b', [{ read: 4_321, written: 10_000 }]);
    const found = await misses([...calls('a', [cold, { read: 4_321, written: 7_000 }]), ...floor]);
    expect(found.get('a.1')).toMatchObject({ cause: 'messages_changed' });
  });

  test('an entry that was not there yet, since the call before had not answered', async () => {
    const slow = { ...cold, more: { latency_ms: 40_000 } };
    expect(await second({ written: 11_000 }, slow)).toMatchObject({ cause: 'concurrent', avoidable: false });
  });

  test('the same prompt in time, and yet not read: on the side of the provider, and said so', async () => {
    const more = { prompt_digest: 'same' };
    const row = await second({ written: 11_000, more }, { ...cold, more });
    expect(row).toMatchObject({ cause: 'unknown', avoidable: false, why: 'the same prompt, 30 s later' });
  });

  test('a cache that nobody asked for, once a conversation is worth one', async () => {
    const plain = (uncached: number): Call => ({ uncached });
    const found = await causesOf(calls('a', [plain(8_000), plain(9_000), plain(10_000)]));
    expect(found).toEqual({ 'a.0': 'never_enabled', 'a.1': 'never_enabled', 'a.2': 'never_enabled' });
    expect(await causesOf(calls('b', [plain(8_000), plain(9_000)]))).toEqual({ 'b.0': 'cold_start' });
  });

  test('a request that for once asks for no caching', async () => {
    expect(await second({ uncached: 11_000 })).toMatchObject({ cause: 'never_enabled', lost_tokens: 10_000 });
  });

  test('a prompt that is too short to be cached costs nothing', async () => {
    const { rows, causes } = await cache(
      calls('a', [{ uncached: 700 }, { uncached: 800 }, { uncached: 900 }]),
    );
    expect(rows[0]).toMatchObject({ lost_tokens: 0, lost_usd: 0, causes: { below_minimum: 3 } });
    expect(causes).toMatchObject([{ cause: 'below_minimum', calls: 3, lost_usd: 0 }]);
  });

  test('what the provider says goes before what counts say', async () => {
    const more = {
      diagnostics: { cache_miss_reason: { type: 'tools_changed', cache_missed_input_tokens: 9_000 } },
    };
    const row = await second({ written: 11_000, more });
    expect(row).toMatchObject({
      cause: 'tools_changed',
      avoidable: true,
      why: 'the provider says: tools_changed',
    });
  });

  test('one break is one miss: what follows compares with what was written anew', async () => {
    const records = calls('a', [cold, { written: 11_000 }, grows(11_000), grows(12_000)]);
    expect(await causesOf(records)).toEqual({ 'a.0': 'cold_start', 'a.1': 'front_changed' });
  });
});

describe('what it cost', () => {
  const usd = async (made: readonly Call[]) => (await cache(calls('a', made))).totals['lost_usd'];

  test('what was written again at the price of writing, less that of reading', async () => {
    // 10,000 × ($3.75 − $0.30), × ($6.00 − $0.30), × ($3.00 − $0.30) per million.
    expect(await usd([cold, { written: 11_000 }])).toBe(0.0345);
    expect(await usd([cold, { written1h: 11_000 }])).toBe(0.057);
    expect(await usd([cold, { uncached: 10_500, written: 0, read: 0 }])).toBe(0.027);
    // 4,000 from what was written for an hour, 3,000 from what was for five minutes, 3,000 from the rest.
    expect(await usd([cold, { written1h: 4_000, written: 3_000, uncached: 5_000 }])).toBe(0.04125);
  });

  test('a cache that nobody asked for would have had to be written, each token once', async () => {
    // 8,000 + 9,000 tokens read instead of sent; 8,000 + 1,000 written, at $0.75 per million above plain input.
    const plain = (uncached: number): Call => ({ uncached });
    expect(await usd([plain(8_000), plain(9_000), plain(10_000)])).toBe(0.03915);
  });

  test('unknown where the model has no price, and then a lower bound', async () => {
    const more = { model: 'claude-house-1', provider: 'house' };
    const { totals, causes } = await cache(
      calls('a', [
        { ...cold, more },
        { written: 11_000, more },
      ]),
    );
    expect(totals).toMatchObject({ lost_tokens: 10_000 });
    expect(causes).toContainEqual(expect.objectContaining({ lost_tokens: 10_000, lost_usd: null }));
  });

  test('the list adds up to the totals, which are those of the groups', async () => {
    const records = [
      ...calls('a', [cold, { written: 11_000 }, { after: 400, written: 12_000 }]),
      ...calls('b', [cold, { read: 5_000, written: 6_000 }]),
    ];
    const list = await cache(records, '--list', '--all');
    const groups = await cache(records, '--group', 'session');
    expect(list.totals).toEqual(groups.totals);
    for (const key of ['lost_tokens', 'lost_usd']) {
      const sum = (rows: typeof list.rows) => rows.reduce((total, row) => total + Number(row[key]), 0);
      expect(sum(list.rows)).toBeCloseTo(Number(list.totals[key]), 9);
      expect(sum(groups.rows)).toBeCloseTo(Number(list.totals[key]), 9);
      expect(sum(groups.causes)).toBeCloseTo(Number(list.totals[key]), 9);
    }
  });

  test('misses of less than a tenth of a cent are listed with --all only', async () => {
    const cheap = { model: 'claude-3-haiku-20240307' };
    const records = calls('a', [
      { written: 3_000, more: cheap },
      { written: 3_100, more: cheap },
    ]);
    const { rows, notes } = await cache(records, '--list');
    expect(rows).toEqual([]);
    expect(notes).toEqual(['2 more that lost less than $0.001, or had nothing to lose (--all)']);
    expect((await cache(records, '--list', '--all')).rows).toHaveLength(2);
  });
});

describe('other providers', () => {
  const openai = (conversation: string, prompts: readonly (readonly [number, number])[], more = {}) =>
    calls(
      conversation,
      prompts.map(([input, read]) => ({ uncached: input - read, read })),
    ).map((record) => ({
      ...record,
      ...{
        provider: 'openai',
        model: 'gpt-4o',
        cache_write_5m_tokens: undefined,
        cache_write_1h_tokens: undefined,
      },
      ...more,
    }));

  test('OpenAI caches by itself, in steps of 128 tokens', async () => {
    const records = openai('a', [
      [2_000, 0],
      [3_000, 1_920],
      [4_000, 0],
    ]);
    const found = await misses(records);
    expect(Object.fromEntries([...found].map(([span, row]) => [span, row['cause']]))).toEqual({
      ...{ 'a.0': 'cold_start', 'a.2': 'front_changed' },
    });
    // 23 × 128; gpt-4o: $2.50 input, $1.25 read.
    expect(found.get('a.2')).toMatchObject({ expected_tokens: 2_944, lost_usd: 0.00368 });
  });

  test('calls with prompts of their own are no conversation, and promise nothing', async () => {
    const records = openai(
      'a',
      [9_000, 4_000, 8_000, 3_000, 9_000, 2_000].map((input) => [input, 0] as const),
    );
    expect(Object.keys(await causesOf(records))).toEqual(['a.0']);
  });

  test('a provider that promises nothing leaves an opportunity, nothing to avoid', async () => {
    const gemini = { provider: 'google', model: 'gemini-2.5-flash' };
    const { totals } = await cache(
      openai(
        'a',
        [
          [9_000, 0],
          [10_000, 0],
        ],
        gemini,
      ),
    );
    expect(totals).toMatchObject({ lost_tokens: 9_000, avoidable_usd: 0 });
  });
});
