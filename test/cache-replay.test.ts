import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Cache, cache } from './cacheLog.ts';

/** Against caches that are played out call by call: what they read is known exactly. */

const start = Date.parse('2026-11-02T00:00:00Z');
const size = 512;

type Request = { readonly at: number; readonly blocks: readonly string[] };

/** Conversations that branch off each other, as a server sees them: each prompt is known by the hashes of its blocks. */
const traffic = fc
  .array(
    fc.record({
      wait: fc.integer({ min: 0, max: 400 }),
      parent: fc.nat(),
      kept: fc.integer({ min: 0, max: 12 }),
      added: fc.integer({ min: 1, max: 8 }),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map((steps) => {
    const requests: Request[] = [];
    let at = 0;
    for (const [index, { wait, parent, kept, added }] of steps.entries()) {
      at += wait;
      const before = requests[parent % Math.max(1, requests.length)]?.blocks.slice(0, kept) ?? [];
      const fresh = Array.from({ length: added }, (_, place) => `${index}-${place}`);
      requests.push({ at, blocks: [...before, ...fresh] });
    }
    return requests;
  });

/** How many leading blocks of each request were used within `lifetime` seconds before it. */
function hits(requests: readonly Request[], lifetime: number): number[] {
  const used = new Map<string, number>();
  return requests.map(({ at, blocks }) => {
    const fronts = blocks.map((_, place) => blocks.slice(0, place + 1).join());
    const dead = fronts.findIndex((front) => at - (used.get(front) ?? Number.NEGATIVE_INFINITY) > lifetime);
    for (const front of fronts) used.set(front, at);
    return dead < 0 ? fronts.length : dead;
  });
}

function records(requests: readonly Request[], read: readonly number[]): object[] {
  return requests.map(({ at, blocks }, index) => ({
    ...{
      trace_id: `t${index}`,
      span_id: `s${index}`,
      kind: 'llm',
      name: 'serve',
      provider: 'house',
      model: 'house-7b',
    },
    ...{ started_at: new Date(start + at * 1000).toISOString(), output_tokens: 1 },
    ...{ input_tokens: blocks.length * size, cache_read_tokens: Number(read[index]) * size },
    prompt_blocks: blocks.map((digest) => ({ part: 'messages', digest, tokens: size })),
  }));
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
const lifetimes = [60, 300, 600, 3600, null];

describe('block hashes of a server', () => {
  test('the hit ratio is the share that the cache read, and what is reachable is exact for each lifetime', async () => {
    await fc.assert(
      fc.asyncProperty(traffic, async (requests) => {
        const all = sum(requests.map(({ blocks }) => blocks.length));
        const read = hits(requests, 300);
        const found: Cache = await cache(records(requests, read));
        expect(found.totals['hit_ratio']).toBeCloseTo(sum(read) / all, 9);
        for (const lifetime of lifetimes) {
          const row = found.lifetimes.find(({ lifetime_s: seconds }) => seconds === lifetime);
          const reachable = sum(hits(requests, lifetime ?? Number.MAX_VALUE)) / all;
          expect(row?.['reachable_ratio']).toBeCloseTo(reachable, 9);
        }
      }),
      { seed: 11, numRuns: 12 },
    );
  }, 120_000);
});

/** Dollars per million tokens of claude-sonnet-4-5. */
const price = { input: 3, read: 0.3, written: 3.75 };

/** Conversations that grow, whose front breaks now and then. */
const conversations = fc.array(
  fc.array(fc.record({ grows: fc.integer({ min: 200, max: 9_000 }), isBroken: fc.boolean() }), {
    minLength: 1,
    maxLength: 12,
  }),
  { minLength: 1, maxLength: 6 },
);

describe('dollars', () => {
  test('are what was paid less what a cache without a fault would have cost', async () => {
    await fc.assert(
      fc.asyncProperty(conversations, async (talks) => {
        let lost = 0;
        const made = talks.flatMap((talk, number) => {
          let before = 0;
          let total = 12_000;
          return talk.map(({ grows, isBroken }, index) => {
            total += grows;
            const read = isBroken ? 0 : before;
            lost += ((before - read) * (price.written - price.read)) / 1e6;
            before = total;
            return {
              ...{
                trace_id: `${number}-${index}`,
                span_id: `${number}.${index}`,
                session_id: `${number}`,
                kind: 'llm',
              },
              ...{ name: 'chat', model: 'claude-sonnet-4-5', provider: 'anthropic', output_tokens: 10 },
              ...{ started_at: new Date(start + number * 1e7 + index * 60_000).toISOString() },
              ...{ uncached_input_tokens: 0, cache_read_tokens: read, cache_write_5m_tokens: total - read },
            };
          });
        });
        const { totals } = await cache(made);
        expect(totals['lost_usd']).toBeCloseTo(lost, 9);
      }),
      { seed: 3, numRuns: 12 },
    );
  }, 120_000);
});
