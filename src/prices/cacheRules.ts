/** How a provider's prompt cache works, as far as a log of calls can be judged by it. */
export type CacheRule = {
  /**
   * `explicit`: the request marks what is cached, a miss is written again and billed as such. `automatic`: every long prompt is
   * cached, its prefix is read in steps of `granularity`. `best effort`: the provider promises nothing; what was not read is an
   * opportunity, no error.
   */
  readonly semantics: 'explicit' | 'automatic' | 'best effort';
  /** Tokens; shorter prompts are not cached. Null: not known. */
  readonly minimum: number | null;
  /** The provider's pages disagree: the minimum may be as high as this. */
  readonly minimumAtMost: number | null;
  /** Tokens that are cached and read together. */
  readonly granularity: number;
  /** Seconds that an entry surely lives after its last use, where the log does not say what it was written for. */
  readonly lifetime: number;
  /** Seconds after which it is surely gone. */
  readonly lifetimeAtMost: number;
  /** Blocks that are looked back from a breakpoint for an entry; null: as far as there are any. */
  readonly lookback: number | null;
  readonly source: string;
  /** The day on which the source was last read, YYYY-MM-DD. */
  readonly checked: string;
};

/** The version of the table: the day on which the pages were last read. */
export const cacheRulesVersion = '2026-11-21';

const checked = cacheRulesVersion;
const minute = 60;
const hour = 60 * minute;

type Provider = Omit<CacheRule, 'minimum' | 'minimumAtMost'>;

const anthropic: Provider = {
  semantics: 'explicit',
  granularity: 1,
  lifetime: 5 * minute,
  lifetimeAtMost: hour,
  lookback: 20,
  source: 'docs.claude.com/en/docs/build-with-claude/prompt-caching',
  checked,
};

const nova: Provider = {
  ...anthropic,
  lifetimeAtMost: 5 * minute,
  source: 'docs.aws.amazon.com/bedrock/latest/userguide/prompt-caching.html',
};

/** Entries stay for 5 to 10 minutes after their last use, and for an hour at most. */
const openai: Provider = {
  semantics: 'automatic',
  granularity: 128,
  lifetime: 5 * minute,
  lifetimeAtMost: hour,
  lookback: null,
  source: 'platform.openai.com/docs/guides/prompt-caching',
  checked,
};

const gemini: Provider = {
  ...openai,
  semantics: 'best effort',
  granularity: 1,
  source: 'ai.google.dev/gemini-api/docs/caching',
};

/** "A few hours to a few days." */
const deepseek: Provider = {
  ...openai,
  semantics: 'best effort',
  granularity: 64,
  lifetime: hour,
  lifetimeAtMost: 24 * hour,
  source: 'api-docs.deepseek.com/guides/kv_cache',
};

/** A cache of which no page is known: it shows what was read, and promises nothing. */
const unknown: CacheRule = {
  ...openai,
  semantics: 'best effort',
  minimum: null,
  minimumAtMost: null,
  granularity: 1,
  source: 'unknown',
};

function of(provider: Provider, minimum: number, minimumAtMost = minimum): CacheRule {
  return { ...provider, minimum, minimumAtMost };
}

/** Over `provider:model` of the price list; the first hit decides. */
const rules: readonly (readonly [RegExp, CacheRule])[] = [
  [/claude-(?:opus-4[.-][56]|haiku-4[.-]5)/, of(anthropic, 4096)],
  [/claude-opus-4[.-]7/, of(anthropic, 2048, 4096)],
  [/claude-(?:fable-5|opus-5)/, of(anthropic, 512)],
  [/claude-(?:3[.-]5-haiku|3-haiku|haiku-3)/, of(anthropic, 2048)],
  [/claude-sonnet-4[.-]6/, of(anthropic, 1024, 2048)],
  [/claude/, of(anthropic, 1024)],
  [/nova-/, of(nova, 1024)],
  [/(?:^|[:/.])(?:gpt-|o[134]|ft:|chatgpt)/, of(openai, 1024)],
  [/gemini-[23][\d.]*-(?:flash|omni)/, of(gemini, 1024, 2048)],
  [/gemini-[23]/, of(gemini, 4096)],
  [/^deepseek:/, of(deepseek, 64)],
];

/** The rule to judge a model's calls by; `matched` is `provider:model` of the price list. */
export function cacheRule(matched: string): CacheRule {
  return rules.find(([pattern]) => pattern.test(matched))?.[1] ?? unknown;
}
