import { describe, expect, test } from 'vitest';
import { loadCatalogue } from '../src/prices/catalogue.ts';
import { everyModel } from '../src/prices/every.ts';
import { dollarsPerMillion } from '../src/prices/rates.ts';
import { resolution, resolve } from '../src/prices/resolve.ts';
import { holds } from '../src/prices/usage.ts';

const catalogue = await loadCatalogue();
const november2026 = Date.UTC(2026, 10, 1);

/** `input/output/cache read/write 5m/write 1h` of a short prompt on 1 November 2026; what is assumed stands in brackets. */
function priceOf(provider: string | null, model: string, serviceTier: string | null = null): string | null {
  const resolved = resolve(catalogue, [], { provider, model, service_tier: serviceTier });
  const row = resolved?.rows.find((candidate) => holds(candidate, november2026, 1000));
  if (row === undefined) return null;
  const { request: _, ...rates } = row.rates;
  return Object.entries(rates)
    .map(([part, rate]) => (row.assumed.includes(part) ? '-' : dollarsPerMillion(rate)))
    .join('/');
}

const matchedBy = (provider: string | null, model: string) =>
  resolve(catalogue, [], { provider, model, service_tier: null })?.matched ?? null;

describe('a name is priced as a person would price it', () => {
  test.each([
    [null, 'claude-sonnet-4-6', '3/15/0.3/3.75/6'],
    [null, 'claude-sonnet-4-6-20250514', '3/15/0.3/3.75/6'],
    ['anthropic', 'claude-haiku-4-5', '1/5/0.1/1.25/2'],
    ['anthropic', 'claude-opus-4-6[1m]', '5/25/0.5/6.25/10'],
    [null, 'claude-opus-4-5-20251101', '5/25/0.5/6.25/10'],
    [null, 'claude-opus-4-20250514', '15/75/1.5/18.75/30'],
    [null, 'claude-sonnet-4.5', '3/15/0.3/3.75/6'],
    [null, 'claude-3-5-sonnet-20241022', '3/15/0.3/3.75/6'],
    [null, 'claude-2.1', '8/24/-/-/16'],
    [null, 'gpt-4o', '2.5/10/1.25/-/-'],
    [null, 'gpt-4o-2024-05-13', '5/15/-/-/-'],
    [null, 'gpt-4o-mini-2024-07-18', '0.15/0.6/0.075/-/-'],
    ['openai', 'gpt-5.5', '5/30/0.5/-/-'],
    [null, 'text-embedding-3-small', '0.02/-/-/-/-'],
    [null, 'o3-2025-04-16', '2/8/0.5/-/-'],
    [null, 'ft:gpt-4o-mini-2024-07-18:acme::abc123', '0.3/1.2/0.15/-/-'],
    [null, 'gemini-2.5-pro-preview-06-05', '1.25/10/0.125/-/-'],
    [null, 'models/gemini-2.5-flash', '0.3/2.5/0.03/-/-'],
    [null, 'mistral-small-2503', '0.1/0.3/-/-/-'],
    [null, 'grok-4', '3/15/0.75/-/-'],
    [null, 'kimi-k2-0905-preview', '0.6/2.5/0.15/-/-'],
    [null, 'glm-4.6', '0.6/2.2/0.11/-/-'],
    [null, 'qwen-max', '1.6/6.4/0.32/-/-'],
    [null, 'llama-3.3-70b-versatile', '0.59/0.79/-/-/-'],
    [null, 'meta-llama/llama-4-scout-17b-16e-instruct', '0.11/0.34/-/-/-'],
    [null, 'meta-llama/Llama-3.3-70B-Instruct-Turbo', '0.88/0.88/-/-/-'],
  ])('%s %s', (provider, model, price) => {
    expect(priceOf(provider, model)).toBe(price);
  });

  test.each([
    ['azure_openai', 'gpt-4o', 'openai:gpt-4o'],
    ['azure.ai.openai', 'gpt-4o-2024-08-06', 'openai:gpt-4o'],
    ['azure.ai.inference', 'gpt-4o-mini', 'openai:gpt-4o-mini'],
    ['openai.responses', 'gpt-4.1-nano-2025-04-14', 'openai:gpt-4.1-nano'],
    [
      'aws.bedrock',
      'anthropic.claude-sonnet-4-5-20250929-v1:0',
      'aws:regional.anthropic.claude-sonnet-4-5-20250929-v1:0',
    ],
    ['aws_bedrock', 'global.anthropic.claude-opus-4-6-v1', 'aws:global.anthropic.claude-opus-4-6-v1:0'],
    [null, 'bedrock/converse/us.amazon.nova-lite-v1:0', 'aws:amazon.nova-lite-v1:0'],
    [
      null,
      'bedrock/us-east-1/anthropic.claude-3-haiku-20240307-v1:0',
      'aws:regional.anthropic.claude-3-haiku-20240307-v1:0',
    ],
    [
      null,
      'arn:aws:bedrock:us-east-1:123456789012:inference-profile/eu.anthropic.claude-haiku-4-5-20251001-v1:0',
      'aws:regional.anthropic.claude-haiku-4-5-20251001-v1:0',
    ],
    ['gcp.vertex_ai', 'claude-opus-4-1@20250805', 'google:claude-4-opus'],
    ['gcp.gemini', 'gemini-2.5-pro', 'google:gemini-2.5-pro'],
    [
      null,
      'projects/p/locations/us/publishers/google/models/gemini-2.0-flash-001',
      'google:gemini-2.0-flash',
    ],
    ['x_ai', 'grok-3-mini', 'x-ai:grok-3-mini'],
    [null, 'openrouter/anthropic/claude-sonnet-4.5', 'openrouter:anthropic/claude-sonnet-4.5'],
    ['openrouter', 'anthropic/claude-sonnet-4.5', 'openrouter:anthropic/claude-sonnet-4.5'],
    ['litellm', 'azure/gpt-4o', 'openai:gpt-4o'],
    ['groq', 'openai/gpt-oss-120b', 'groq:openai/gpt-oss-120b'],
    ['openai', 'deepseek-chat', 'deepseek:deepseek-chat'],
    ['dashscope', 'qwen-max', 'alibaba:qwen-max'],
    ['fireworks_ai', 'accounts/fireworks/models/gpt-oss-120b', 'fireworks:gpt-oss-120b'],
  ])('%s %s → %s', (provider, model, matched) => {
    expect(matchedBy(provider, model)).toBe(matched);
  });
});

describe('no name is priced as its neighbour', () => {
  test.each([
    [null, 'claude-opus-4-60'],
    [null, 'claude-opus-9'],
    [null, 'claude-opus-4-6-fast'],
    [null, 'claude-sonnet-5-5'],
    [null, 'gpt-5.9'],
    [null, 'gpt-4o-transcribe-plus'],
    [null, 'gemini-1.5-flash-8b-tuned'],
    [null, 'gemini-3.6-flash-lite'],
    [null, 'command-a-vision-07-2025'],
    [null, 'deepseek-r1-distill-llama-70b'],
    [null, 'deepseek-r1:8b'],
    [null, 'llama3.1:8b'],
    [null, 'Qwen/Qwen2.5-72B-Instruct'],
    [null, 'my-gpt4o-deployment'],
    [null, 'my-claude-3-haiku-20240307'],
    ['aws', 'my-claude-3-haiku-20240307'],
    ['google', 'team-gemini-1.5-pro'],
    [null, 'ft:gpt-4.5-preview:acme::abc'],
    [null, 'unknown-model-xyz'],
    [null, 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123'],
    ['ollama', 'gpt-oss-120b'],
    ['ollama', 'claude-sonnet-4-6'],
    ['deepinfra', 'deepseek-chat'],
    ['together', 'openai/gpt-oss-9b'],
    ['groq', 'deepseek-chat'],
    [null, ''],
  ])('%s %s', (provider, model) => {
    expect(matchedBy(provider, model)).toBeNull();
  });

  test('Titan embeddings: the second version costs a fifth of the first', () => {
    expect(priceOf('aws', 'amazon.titan-embed-text-v2:0')).toBe('0.02/-/-/-/-');
    expect(priceOf('aws', 'amazon.titan-embed-text-v1')).toBe('0.1/-/-/-/-');
  });
});

describe('service tiers change the price', () => {
  test.each([
    ['openai', 'gpt-4.1', 'flex', '1/4/0.25/-/-'],
    ['openai', 'gpt-4.1', 'batch', '1/4/0.25/-/-'],
    ['openai', 'gpt-4.1', 'priority', '3.5/14/0.875/-/-'],
    ['openai', 'gpt-5-mini', 'priority', '0.45/3.6/0.045/-/-'],
    ['openai', 'gpt-4o-mini', 'priority', '0.25/1/0.125/-/-'],
    ['anthropic', 'claude-sonnet-4-6', 'batch', '1.5/7.5/0.15/1.875/3'],
    ['anthropic', 'claude-sonnet-4-6', 'standard', '3/15/0.3/3.75/6'],
    ['openai', 'gpt-4.1', 'default', '2/8/0.5/-/-'],
    ['groq', 'llama-3.3-70b-versatile', 'on_demand', '0.59/0.79/-/-/-'],
  ])('%s %s %s', (provider, model, tier, price) => {
    expect(priceOf(provider, model, tier)).toBe(price);
  });

  test('a tier of unknown price is the listed price, and says so', () => {
    const resolved = resolve(catalogue, [], {
      provider: 'anthropic',
      model: 'claude-sonnet-4-6',
      service_tier: 'priority',
    });
    expect(resolved?.rows.map(({ rates, assumed }) => [rates.input, assumed]).at(-1)).toEqual([
      3_000_000,
      ['service_tier'],
    ]);
  });
});

describe('our corrections', () => {
  const at = (model: string, time: string) => {
    const resolved = resolve(catalogue, [], { provider: null, model, service_tier: null });
    const row = resolved?.rows.find((candidate) => holds(candidate, Date.parse(time), 1000));
    return row && [row.rates.input, row.rates.output, row.rates.cache_read].map(dollarsPerMillion).join('/');
  };

  test('DeepSeek: cheaper nights ended on 5 September 2025', () => {
    expect(at('deepseek-chat', '2025-06-01T20:00:00Z')).toBe('0.135/0.55/0.035');
    expect(at('deepseek-chat', '2025-06-01T00:29:59Z')).toBe('0.135/0.55/0.035');
    expect(at('deepseek-chat', '2025-06-01T00:30:00Z')).toBe('0.27/1.1/0.07');
    expect(at('deepseek-chat', '2025-09-05T20:00:00Z')).toBe('0.56/1.68/0.07');
    expect(at('deepseek-reasoner', '2026-01-01T20:00:00Z')).toBe('0.28/0.42/0.028');
  });

  test('DeepSeek V4: peak hours cost double since 17 August 2026, not before', () => {
    expect(at('deepseek-v4-flash', '2026-08-16T02:00:00Z')).toBe('0.14/0.28/0.0028');
    expect(at('deepseek-v4-flash', '2026-08-17T02:00:00Z')).toBe('0.44/1.32/0.014');
    expect(at('deepseek-v4-flash', '2026-08-17T05:00:00Z')).toBe('0.22/0.66/0.007');
  });

  test('o3 cost five times as much before 10 June 2025, cached input too', () => {
    expect(at('o3', '2025-06-09T23:59:59Z')).toBe('10/40/2.5');
    expect(at('o3', '2025-06-10T00:00:00Z')).toBe('2/8/0.5');
  });

  test('Claude in the clouds: one-hour cache writes cost twice the input', () => {
    expect(priceOf('aws', 'us.anthropic.claude-sonnet-4-5-20250929-v1:0')).toBe('3.3/16.5/0.33/4.125/6.6');
    expect(priceOf('google', 'claude-sonnet-4-6')).toBe('3/15/0.3/3.75/6');
  });

  test('every model carries its source and the day it was compared', () => {
    const sourced = everyModel(catalogue).filter(
      ({ source, checked }) => source.length > 10 && /^2026-\d\d-\d\d$/.test(checked),
    );
    expect(sourced.length).toBe(everyModel(catalogue).length);
  });
});

test('at most one price holds for a call: no two rows of a model overlap', () => {
  const overlapping = everyModel(catalogue).flatMap((found) => {
    const rows = resolution(found, null)?.rows ?? [];
    const instants = rows.flatMap(({ valid_from, daily_from }) => {
      const start = valid_from === null ? Date.UTC(2020, 0, 1) : Date.parse(valid_from);
      return [start, start - 1, start + (daily_from ?? 0) * 1000];
    });
    const prompts = rows.flatMap(({ tier_start }) => [tier_start, tier_start + 1]);
    const held = (at: number, prompt: number) => rows.filter((row) => holds(row, at, prompt)).length;
    const wrong = instants.some((at) => prompts.some((prompt) => held(at, prompt) > 1));
    return wrong ? [`${found.provider}:${found.id}`] : [];
  });
  expect(overlapping).toEqual([]);
});
