/** What a service tier does to a price. */
export type TierEffect = {
  /** Of every class; 1: the listed price. */
  readonly factor: number;
  /** False: this tier is known to exist, its price is not; the listed price stands in and is flagged. */
  readonly isKnown: boolean;
};

const listed: TierEffect = { factor: 1, isKnown: true };
const unknown: TierEffect = { factor: 1, isKnown: false };
const half: TierEffect = { factor: 0.5, isKnown: true };
const free: TierEffect = { factor: 0, isKnown: true };

const standardTiers = new Set([
  '',
  'default',
  'standard',
  'standard_only',
  'auto',
  'on_demand',
  'ondemand',
  'on-demand',
  'none',
  'null',
  'unspecified',
]);

/** Batch jobs at half price: openai.com/api/pricing, docs.claude.com (message batches), ai.google.dev, aws.amazon.com/bedrock/pricing, groq.com/pricing, mistral.ai/pricing, together.ai/pricing (checked 2026-11-21). */
const halfBatch = new Set(['openai', 'azure', 'anthropic', 'google', 'aws', 'groq', 'mistral', 'together']);

/** Flex at half price: platform.openai.com/docs/guides/flex-processing; aws.amazon.com/bedrock/pricing. */
const halfFlex = new Set(['openai', 'aws']);

/** OpenAI's priority price over its listed one: openai.com/api-priority-processing (checked 2026-11-21). */
const priority: readonly (readonly [RegExp, number])[] = [
  [/^gpt-4o-mini/, 5 / 3],
  [/^gpt-4o-2024-05-13$/, 1.75],
  [/^gpt-4o$/, 1.7],
  [/^gpt-4\.1-nano$/, 2],
  [/^gpt-4\.1(?:-mini)?$/, 1.75],
  [/^o3$/, 1.75],
  [/^o4-mini$/, 20 / 11],
  [/^gpt-5-mini$/, 1.8],
  [/^gpt-5(?:\.[124](?:-mini)?)?$/, 2],
];

/** `model` is the price list's id. */
export function tierEffect(provider: string, model: string, serviceTier: string | null): TierEffect {
  const tier = serviceTier?.trim().toLowerCase() ?? '';
  if (standardTiers.has(tier)) return listed;
  // A proxy answered from its own cache of whole responses (dialects say so): no provider was asked.
  if (tier === 'response_cache') return free;
  if (tier.startsWith('batch')) return halfBatch.has(provider) ? half : unknown;
  if (tier === 'flex') return flex(provider);
  if (tier === 'priority') return premium(provider, model);
  return tier === 'fast' && /claude-opus-4-6/.test(model) ? { factor: 6, isKnown: true } : unknown;
}

/** Groq's flex costs what on-demand costs: console.groq.com/docs/flex-processing. */
function flex(provider: string): TierEffect {
  if (provider === 'groq') return listed;
  return halfFlex.has(provider) ? half : unknown;
}

/** Bedrock's priority costs 75 % more: aws.amazon.com/bedrock/pricing. */
function premium(provider: string, model: string): TierEffect {
  const ofModel = priority.find(([pattern]) => pattern.test(model))?.[1];
  const factor = provider === 'openai' ? ofModel : provider === 'aws' ? 1.75 : undefined;
  return factor === undefined ? unknown : { factor, isKnown: true };
}
