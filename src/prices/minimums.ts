/**
 * The shortest prompt that each model caches, in tokens; first hit decides. Anthropic: docs.claude.com/en/docs/build-with-claude/prompt-caching;
 * OpenAI: platform.openai.com/docs/guides/prompt-caching; Gemini: ai.google.dev/gemini-api/docs/caching; DeepSeek:
 * api-docs.deepseek.com/guides/kv_cache (checked 2026-11-21).
 */
const minimums: readonly (readonly [RegExp, number])[] = [
  [/claude-(?:opus-4[.-][56]|haiku-4[.-]5)/, 4096],
  [/claude-opus-4[.-]7/, 2048],
  [/claude-fable-5/, 512],
  [/claude-(?:3[.-]5-haiku|3-haiku)/, 2048],
  [/claude/, 1024],
  [/(?:^|[:/.])(?:gpt-|o[134]|ft:|chatgpt)/, 1024],
  [/gemini-[23][\d.]*-(?:flash|omni)/, 1024],
  [/gemini-[23]/, 4096],
  [/^deepseek:/, 64],
];

/** `matched` is `provider:model` of the price list; null: not known. */
export function minimumCacheTokens(matched: string): number | null {
  return minimums.find(([pattern]) => pattern.test(matched))?.[1] ?? null;
}
