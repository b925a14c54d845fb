import { describe, expect, test } from 'vitest';
import { type Cache, cache, calls } from './cacheLog.ts';
import { answer } from './run.ts';

/** Since when, what else changed, and what is paid in vain. */

const day = (index: number) => new Date(Date.parse('2026-11-02T09:00:00Z') + index * 3_600_000);

/** An hour apart, conversations of four calls; those from the `broken`-th on read nothing. */
function talks(number: number, broken: number, release: (index: number) => string): object[] {
  return Array.from({ length: number }, (_, index) => index).flatMap((index) =>
    calls(`talk-${String(index).padStart(2, '0')}`, [
      { written: 6_000 },
      ...[6_000, 7_000, 8_000].map((left) =>
        index < broken ? { read: left, written: 1_000 } : { written: left + 1_000 },
      ),
    ]).map((record, place) => ({
      ...record,
      started_at: new Date(day(index).getTime() + place * 30_000).toISOString(),
      release: release(index),
    })),
  );
}

describe('a place of the program that broke', () => {
  test('is dated to the first call with what changed, and says what that was', async () => {
    const { breaks } = await cache(talks(12, 7, (index) => (index < 7 ? '1.0' : '1.1')));
    expect(breaks).toHaveLength(1);
    expect(breaks[0]).toMatchObject({
      ...{ at: '2026-11-02T16:00:00.000Z', last_good_at: '2026-11-02T15:01:30.000Z', name: 'chat' },
      ...{ hit_ratio_before: 1, hit_ratio_after: 0, misses: 15, cause: 'front_changed' },
      changed: [{ field: 'release', before: '1.0', after: '1.1' }],
    });
    // 5 × (6,000 + 7,000 + 8,000) × $3.45 per million
    expect(breaks[0]?.['lost_usd']).toBe(0.36225);
  });

  test('names the flags that changed with it, those too that were not there before, and none that differ from call to call', async () => {
    const records = talks(12, 7, () => '1.0').map((record, index) => ({
      ...record,
      ...{ flag_clock: index >= 28, route: index % 2 ? '/a' : '/b', prompt_version: 'v1' },
      ...(index >= 28 ? { experiment: 'b17' } : {}),
    }));
    const { breaks } = await cache(records);
    expect(breaks[0]?.['changed']).toEqual([
      { field: 'experiment', before: null, after: 'b17' },
      { field: 'flag_clock', before: 'false', after: 'true' },
    ]);
  });

  test('names them in a large log too, of which not all attributes are read', async () => {
    // Too long to be an attribute: with it the log has more bytes than are read for attributes.
    const filler = 'x'.repeat(430_000);
    const records = talks(40, 20, () => '1.0').map((record, index) => ({
      ...record,
      ...{ flag_clock: index >= 80, route: index % 2 ? '/a' : '/b', filler },
      ...(index >= 80 ? { experiment: 'b17' } : {}),
    }));
    const { breaks } = await cache(records);
    expect(breaks[0]?.['changed']).toEqual([
      { field: 'experiment', before: null, after: 'b17' },
      { field: 'flag_clock', before: 'false', after: 'true' },
    ]);
    // Without ids of their own they are found by their traces; by ids that stand everywhere, in the whole log.
    const nameless = records.map(({ span_id: _, ...record }: Record<string, unknown>) => record);
    expect((await cache(nameless)).breaks[0]?.['changed']).toEqual(breaks[0]?.['changed']);
    const short = records.map((record, index) => ({
      ...record,
      trace_id: `t${index}`,
      span_id: `s${index}`,
    }));
    const flag = { field: 'flag_clock', before: 'false', after: 'true' };
    expect((await cache(short)).breaks[0]?.['changed']).toContainEqual(flag);
  }, 120_000);

  test('is dated to its first miss where nothing else changed', async () => {
    const { breaks } = await cache(talks(12, 7, () => '1.0'));
    expect(breaks[0]).toMatchObject({ at: '2026-11-02T16:00:30.000Z', changed: [] });
  });

  test('is none where misses were always there, or never', async () => {
    expect((await cache(talks(12, 12, () => '1.0'))).breaks).toEqual([]);
    expect((await cache(talks(12, 0, () => '1.0'))).breaks).toEqual([]);
  });

  test('in the demo log is the answer of the chat agent, since release 2.5.0', async () => {
    const { breaks, totals } = (await answer(['cache', 'fixtures/demo.jsonl'])) as unknown as Cache;
    expect(breaks).toHaveLength(1);
    expect(breaks[0]).toMatchObject({
      ...{
        name: 'respond',
        feature: 'chat',
        cause: 'system_changed',
        hit_ratio_before: 1,
        hit_ratio_after: 0,
      },
      ...{
        at: '2026-11-10T09:46:51.953Z',
        changed: [
          { field: 'flag.live_clock', before: 'false', after: 'true' },
          { field: 'release', before: '2.4.0', after: '2.5.0' },
        ],
      },
    });
    expect(Number(breaks[0]?.['lost_usd']) / Number(totals['lost_usd'])).toBeGreaterThan(0.99);
  });
});

describe('what is paid in vain', () => {
  test('writes that no later call reads, at what they cost above plain input', async () => {
    const { unread_writes: unread } = await cache(talks(3, 0, () => '1.0'));
    // 3 × (6,000 + 7,000 + 8,000 + 9,000) × ($3.75 − $3.00) per million
    expect(unread).toMatchObject([
      { name: 'chat', calls: 12, written_tokens: 90_000, unread_tokens: 90_000, premium_usd: 0.0675 },
    ]);
    expect((await cache(talks(3, 3, () => '1.0'))).unread_writes).toEqual([]);
  });

  test('prompts that are sent again word for word, with what that comes to in 30 days', async () => {
    const asked = Array.from({ length: 5 }, (_, index) => ({
      ...{ trace_id: `t${index}`, span_id: `s${index}`, kind: 'llm', name: 'summarize', model: 'gpt-4o' },
      ...{
        started_at: `2026-11-0${index + 1}T00:00:00Z`,
        prompt_digest: index < 3 ? 'same' : `other-${index}`,
      },
      ...{ input_tokens: 1_000, output_tokens: 0 },
    }));
    const { repeated_prompts: repeated } = await cache(asked);
    // Twice $0.0025 within four days.
    expect(repeated).toMatchObject([
      { prompt_digest: 'same', name: 'summarize', calls: 3, repeated_usd: 0.005, monthly_usd: 0.0375 },
    ]);
  });
});

describe('other lifetimes', () => {
  test('an hour saves what ran out in five minutes, and costs more for what is written', async () => {
    const { lifetimes } = await cache(calls('a', [{ written: 10_000 }, { after: 1_200, written: 11_000 }]));
    // As it was, and for five minutes: 21,000 × $3.75. For an hour: 10,000 × $6.00 + 10,000 × $0.30 + 1,000 × $6.00.
    expect(lifetimes).toMatchObject([
      {
        lifetime_s: 300,
        hit_ratio: 0,
        expired: 1,
        written_tokens: 21_000,
        prompt_usd: 0.07875,
        saved_usd: 0,
      },
      {
        lifetime_s: 3600,
        read_tokens: 10_000,
        expired: 0,
        written_tokens: 11_000,
        prompt_usd: 0.069,
        saved_usd: 0.00975,
      },
    ]);
  });

  test('five minutes lose what was read after a longer pause', async () => {
    const made = [{ written1h: 10_000 }, { after: 1_200, read: 10_000, written1h: 1_000 }];
    const { lifetimes } = await cache(calls('a', made));
    expect(lifetimes).toMatchObject([
      { lifetime_s: 300, read_tokens: 0, written_tokens: 21_000 },
      { lifetime_s: 3600, read_tokens: 10_000, written_tokens: 11_000, saved_usd: 0 },
    ]);
  });
});
