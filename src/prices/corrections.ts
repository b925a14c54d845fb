import type { ModelPrice } from '@pydantic/genai-prices';
import type { Era } from './eras.ts';

/** What the bundled price list lacks or has wrong, with its source. Dollars per million tokens. */
export const correctionsVersion = '2026-11-21';

/** A model as we price it, instead of (or in addition to) the list's. */
export type CorrectedModel = {
  readonly provider: string;
  readonly id: string;
  readonly aliases?: readonly string[];
  readonly eras: readonly Era[];
  readonly context_window?: number;
  readonly source: string;
};

const always = (prices: ModelPrice): readonly Era[] => [between(null, null, prices)];

function between(
  valid_from: string | null,
  valid_to: string | null,
  prices: ModelPrice,
  daily?: readonly [number, number],
): Era {
  return { valid_from, valid_to, daily_from: daily?.[0] ?? null, daily_to: daily?.[1] ?? null, prices };
}

const price = (input_mtok: number, output_mtok: number, cache_read_mtok: number): ModelPrice => ({
  input_mtok,
  output_mtok,
  cache_read_mtok,
});

/** A price per step of prompt size: [more than this many tokens, price]. */
const stepped = (base: number, ...steps: readonly (readonly [number, number])[]) => ({
  base,
  tiers: steps.map(([start, rate]) => ({ start, price: rate })),
});

const deepseekDocs = 'https://api-docs.deepseek.com/quick_start/pricing';
const [discountStart, discountEnd] = [16.5 * 3600, 0.5 * 3600];
const discounted = price(0.135, 0.55, 0.035);

/** Before 5 September 2025 nights (16:30 to 00:30 UTC) were cheaper; since then both names have had the same price. */
function deepseekLegacy(standard: ModelPrice): readonly Era[] {
  const [nightsFrom, nightsTo] = ['2025-02-26T16:30:00Z', '2025-09-05T16:00:00Z'];
  return [
    between(null, nightsFrom, standard),
    between(nightsFrom, nightsTo, discounted, [0, discountEnd]),
    between(nightsFrom, nightsTo, standard, [discountEnd, discountStart]),
    between(nightsFrom, nightsTo, discounted, [discountStart, 86_400]),
    between(nightsTo, '2025-09-29T00:00:00Z', price(0.56, 1.68, 0.07)),
    between('2025-09-29T00:00:00Z', '2026-04-24T00:00:00Z', price(0.28, 0.42, 0.028)),
    between('2026-04-24T00:00:00Z', null, price(0.14, 0.28, 0.0028)), // routed to V4 Flash until the names were retired in July 2026
  ];
}

/** Peak hours cost double, but only since 17 August 2026; the list applies them to all of history. */
function deepseekPeaks(before: ModelPrice, standard: ModelPrice, peak: ModelPrice): readonly Era[] {
  const since = '2026-08-17T00:00:00Z';
  const hours = (from: number, to: number): [number, number] => [from * 3600, to * 3600];
  return [
    between(null, since, before),
    between(since, null, standard, hours(0, 1)),
    between(since, null, peak, hours(1, 4)),
    between(since, null, standard, hours(4, 6)),
    between(since, null, peak, hours(6, 10)),
    between(since, null, standard, hours(10, 24)),
  ];
}

const alibabaDocs = 'https://www.alibabacloud.com/help/en/model-studio/model-pricing (Singapore)';
const zaiDocs = 'https://docs.z.ai/guides/overview/pricing';
const mistralDocs = 'https://mistral.ai/pricing';
const openaiDocs = 'https://platform.openai.com/docs/pricing';

/** Both names of the company; the list has later versions alone. */
function glm(id: string, context_window: number): readonly CorrectedModel[] {
  const eras = always(price(0.6, 2.2, 0.11));
  return ['zai', 'zhipuai'].map((provider) => ({ provider, id, eras, context_window, source: zaiDocs }));
}

export const correctedModels: readonly CorrectedModel[] = [
  {
    provider: 'deepseek',
    id: 'deepseek-chat',
    eras: deepseekLegacy(price(0.27, 1.1, 0.07)),
    context_window: 128_000,
    source: deepseekDocs,
  },
  {
    provider: 'deepseek',
    id: 'deepseek-reasoner',
    eras: deepseekLegacy(price(0.55, 2.19, 0.14)),
    context_window: 128_000,
    source: deepseekDocs,
  },
  {
    provider: 'deepseek',
    id: 'deepseek-v4-flash',
    eras: deepseekPeaks(price(0.14, 0.28, 0.0028), price(0.22, 0.66, 0.007), price(0.44, 1.32, 0.014)),
    context_window: 1_000_000,
    source: deepseekDocs,
  },
  {
    provider: 'deepseek',
    id: 'deepseek-v4-pro',
    eras: deepseekPeaks(price(0.435, 0.87, 0.003625), price(0.66, 1.98, 0.022), price(1.32, 3.96, 0.044)),
    context_window: 1_000_000,
    source: deepseekDocs,
  },
  {
    provider: 'openai',
    id: 'o3',
    aliases: ['o3-2025-04-16'],
    eras: [
      between(null, '2025-06-10T00:00:00Z', price(10, 40, 2.5)),
      between('2025-06-10T00:00:00Z', null, price(2, 8, 0.5)),
    ],
    context_window: 200_000,
    source: openaiDocs,
  },
  {
    provider: 'alibaba',
    id: 'qwen-max',
    aliases: ['qwen-max-latest', 'qwen-max-2025-01-25'],
    eras: always(price(1.6, 6.4, 0.32)),
    context_window: 32_768,
    source: alibabaDocs,
  },
  {
    provider: 'alibaba',
    id: 'qwen3-coder-plus',
    aliases: ['qwen3-coder-plus-2025-07-22', 'qwen3-coder-plus-2025-09-23'],
    eras: always({
      input_mtok: stepped(1, [32_000, 1.8], [128_000, 3], [256_000, 6]),
      output_mtok: stepped(5, [32_000, 9], [128_000, 15], [256_000, 60]),
      cache_read_mtok: stepped(0.2, [32_000, 0.36], [128_000, 0.6], [256_000, 1.2]),
    }),
    context_window: 1_000_000,
    source: alibabaDocs,
  },
  {
    provider: 'alibaba',
    id: 'qwen3-max',
    aliases: ['qwen3-max-2025-09-23'],
    eras: always({
      input_mtok: stepped(1.2, [32_000, 2.4], [128_000, 3]),
      output_mtok: stepped(6, [32_000, 12], [128_000, 15]),
      cache_read_mtok: stepped(0.24, [32_000, 0.48], [128_000, 0.6]),
    }),
    context_window: 262_144,
    source: alibabaDocs,
  },
  ...glm('glm-4.6', 200_000),
  ...glm('glm-4.5', 128_000),
  {
    provider: 'mistral',
    id: 'mistral-small-2503',
    aliases: ['mistral-small-2501', 'mistral-small-2506'],
    eras: always({ input_mtok: 0.1, output_mtok: 0.3 }),
    context_window: 131_072,
    source: mistralDocs,
  },
  {
    provider: 'aws',
    id: 'amazon.titan-embed-text-v2:0',
    eras: always({ input_mtok: 0.02 }),
    context_window: 8192,
    source: 'https://aws.amazon.com/bedrock/pricing',
  },
  {
    provider: 'anthropic',
    id: 'claude-2',
    aliases: ['claude-2.0', 'claude-2.1'],
    eras: always({ input_mtok: 8, output_mtok: 24 }),
    context_window: 200_000,
    source: 'https://docs.claude.com/en/docs/about-claude/pricing',
  },
];

/** Prompt sizes that the list leaves out. */
export const contextWindows: Readonly<Record<string, number>> = {
  'google:gemini-2.5-pro': 1_048_576,
  'google:gemini-3-pro-preview': 1_048_576,
  'google:gemini-3.1-pro-preview': 1_048_576,
};
