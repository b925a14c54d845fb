import { type Cell, type Pair, promptClasses, tokensOf } from './cell.ts';

/** The mean call of a model in a group: what the factors of its cost are. Prices in dollars per token, or per call. */
export type Call = {
  readonly prompt: number;
  /** Shares of the prompt by class. */
  readonly mix: readonly number[];
  readonly prices: readonly number[];
  readonly output: number;
  readonly outputPrice: number;
  readonly request: number;
};

/**
 * The mean calls of both sides. What a side does not have is as on the other: then its share is 0, and what it would have
 * been makes no difference to the sum but lets the share have its effect.
 */
export function meanCalls({ before, after }: Pair): readonly [Call, Call] | undefined {
  const [first, second] = [before ?? after, after ?? before];
  if (first === undefined || second === undefined) return undefined;
  return [meanCall(first, second), meanCall(second, first)];
}

export function meanCall(own: Cell, other: Cell): Call {
  const [tokens, otherTokens] = [tokensOf(own), tokensOf(other)];
  const mixed = tokens > 0 || otherTokens === 0 ? own : other;
  const total = Math.max(1, tokensOf(mixed));
  return {
    prompt: tokens / own.calls,
    mix: mixed.prompt.map((part) => part / total),
    prices: promptClasses.map((_, at) =>
      price(own.promptUsd[at], own.prompt[at], other.promptUsd[at], other.prompt[at]),
    ),
    output: own.output / own.calls,
    outputPrice: price(own.outputUsd, own.output, other.outputUsd, other.output),
    request: own.requestUsd / own.calls,
  };
}

/** Dollars per token, by the other side where this one has no such tokens. */
function price(usd = 0, tokens = 0, otherUsd = 0, otherTokens = 0): number {
  if (tokens > 0) return usd / tokens;
  return otherTokens > 0 ? otherUsd / otherTokens : 0;
}

/** Dollars per prompt token. */
export function promptPrice(mix: readonly number[], prices: readonly number[]): number {
  return mix.reduce((sum, share, at) => sum + share * (prices[at] ?? 0), 0);
}
