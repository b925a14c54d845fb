import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cache } from './cacheLog.ts';

/** Against a provider's cache, played out twice: as the requests were, and as they would have been had nothing broken. */

type Block = { readonly digest: string; readonly tokens: number };
type Asked = { readonly at: number; readonly blocks: readonly Block[] };
type Usage = { readonly read: number; readonly written: number; readonly plain: number };

/** A provider's rules; dollars per million tokens. */
type Provider = {
  readonly provider: string;
  readonly model: string;
  readonly minimum: number;
  readonly step: number;
  readonly lifetime: number;
  readonly price: { readonly plain: number; readonly read: number; readonly written: number };
  readonly isExplicit: boolean;
};

const sonnet: Provider = {
  ...{ provider: 'anthropic', model: 'claude-sonnet-4-5', minimum: 1024, step: 1, lifetime: 300 },
  ...{ price: { plain: 3, read: 0.3, written: 3.75 }, isExplicit: true },
};
const haiku: Provider = {
  ...sonnet,
  ...{ model: 'claude-haiku-4-5', minimum: 4096, price: { plain: 1, read: 0.1, written: 1.25 } },
};
const gpt: Provider = {
  ...{ provider: 'openai', model: 'gpt-4o', minimum: 1024, step: 128, lifetime: 3600 },
  ...{ price: { plain: 2.5, read: 1.25, written: 2.5 }, isExplicit: false },
};

const total = (blocks: readonly Block[]) => blocks.reduce((sum, { tokens }) => sum + tokens, 0);

/** What each request of a conversation found in the cache: the longest front that was asked for before, and has not run out. */
function played(
  requests: readonly Asked[],
  { minimum, step, lifetime, isExplicit }: Provider,
  forever: boolean,
): Usage[] {
  const used = new Map<string, number>();
  return requests.map(({ at, blocks }) => {
    const size = total(blocks);
    if (size < minimum) return { read: 0, written: 0, plain: size };
    const fronts = blocks.map((_, place) => blocks.slice(0, place + 1));
    const name = (front: readonly Block[]) => front.map(({ digest }) => digest).join();
    const isThere = (front: readonly Block[]) =>
      used.has(name(front)) && (forever || at - Number(used.get(name(front))) <= lifetime);
    const held = fronts.filter(isThere).map(total);
    const read = Math.floor(Math.max(0, ...held) / step) * step;
    for (const front of fronts) if (total(front) >= minimum) used.set(name(front), at);
    return isExplicit ? { read, written: size - read, plain: 0 } : { read, written: 0, plain: size - read };
  });
}

const usd = (usages: readonly Usage[], { price }: Provider) =>
  usages.reduce(
    (sum, { read, written, plain }) =>
      sum + (read * price.read + written * price.written + plain * price.plain) / 1e6,
    0,
  );

type Turn = {
  readonly waits: number;
  readonly grows: number;
  readonly breaks: 'nothing' | 'tools' | 'system' | 'message';
};

/** The requests of a conversation; `isBroken`: with what breaks their fronts for good from a turn on. */
function requestsOf(turns: readonly Turn[], opening: number, isBroken: boolean): Asked[] {
  const version = { tools: 0, system: 0, message: 0 };
  const said: Block[] = [];
  let at = 0;
  return turns.map(({ waits, grows, breaks }, index) => {
    at += waits;
    if (isBroken && index > 0 && breaks !== 'nothing') version[breaks] += 1;
    said.push({ digest: `said ${index}`, tokens: grows });
    return {
      at,
      blocks: [
        { digest: `tools ${version.tools}`, tokens: opening },
        { digest: `system ${version.system}`, tokens: opening },
        { digest: `first message ${version.message}`, tokens: opening },
        ...said,
      ],
    };
  });
}

const turn: fc.Arbitrary<Turn> = fc.record({
  waits: fc.oneof(
    { weight: 9, arbitrary: fc.integer({ min: 5, max: 200 }) },
    { weight: 1, arbitrary: fc.integer({ min: 4_000, max: 9_000 }) },
  ),
  grows: fc.integer({ min: 30, max: 900 }),
  breaks: fc.oneof(
    { weight: 8, arbitrary: fc.constant('nothing' as const) },
    { weight: 2, arbitrary: fc.constantFrom('tools' as const, 'system' as const, 'message' as const) },
  ),
});
const conversation = fc.record({
  provider: fc.constantFrom(sonnet, haiku, gpt),
  // Some prompts stay below what is cached at all.
  opening: fc.oneof(fc.constant(60), fc.integer({ min: 2_500, max: 9_000 })),
  turns: fc.array(turn, { minLength: 2, maxLength: 12 }),
});

const start = Date.parse('2026-11-02T00:00:00Z');

function records(
  number: number,
  requests: readonly Asked[],
  usages: readonly Usage[],
  { provider, model, isExplicit }: Provider,
) {
  return requests.map(({ at, blocks }, index) => {
    const { read = 0, written = 0, plain = 0 } = usages[index] ?? {};
    return {
      ...{
        trace_id: `${number}-${index}`,
        span_id: `${number}.${index}`,
        session_id: `talk ${number}`,
        kind: 'llm',
      },
      ...{
        name: 'chat',
        provider,
        model,
        output_tokens: 10,
        started_at: new Date(start + at * 1000).toISOString(),
      },
      ...{ uncached_input_tokens: plain, cache_read_tokens: read },
      ...(isExplicit ? { cache_write_5m_tokens: written } : {}),
      prompt_blocks: blocks.map(({ digest, tokens }) => ({
        part: digest.startsWith('tools') ? 'tools' : digest.startsWith('system') ? 'system' : 'messages',
        ...{ digest, tokens },
      })),
    };
  });
}

test('what was lost is what was paid beyond a cache in which nothing breaks and nothing runs out, to a tenth of a percent', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(conversation, { minLength: 12, maxLength: 20 }), async (talks) => {
      let beyond = 0;
      const made = talks.flatMap(({ provider, opening, turns }, number) => {
        const asked = requestsOf(turns, opening, true);
        const usages = played(asked, provider, false);
        const perfect = played(requestsOf(turns, opening, false), provider, true);
        // What is too short to be cached is no loss, though a perfect cache might have held it.
        beyond += usd(usages, provider) - usd(perfect, provider);
        return records(number, asked, usages, provider);
      });
      const { totals } = await cache(made);
      expect(Math.abs(Number(totals['lost_usd']) - beyond)).toBeLessThanOrEqual(0.001 * beyond + 1e-9);
    }),
    { seed: 17, numRuns: 10 },
  );
}, 120_000);
