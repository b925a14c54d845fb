import type { Row } from '../../report/report.ts';
import { picoDollars } from '../dollars.ts';

/** Classes of prompt tokens, in the order of every list of them. */
export const promptClasses = ['uncached', 'read', 'write_5m', 'write_1h'] as const;

/** What one model did in one group on one side; only calls whose cost is known. */
export type Cell = {
  readonly calls: number;
  /** In which it has calls. */
  readonly traces: number;
  /** Whole pico-dollars. */
  readonly cost: bigint;
  /** Tokens by class of the prompt. */
  readonly prompt: readonly number[];
  readonly output: number;
  /** What these tokens cost, by class, in dollars; they add up to `cost`. */
  readonly promptUsd: readonly number[];
  readonly outputUsd: number;
  /** What is paid for calls, not for tokens; also all that is paid for calls whose tokens are not known. */
  readonly requestUsd: number;
};

/** The cells of a group, by model; undefined where a side has none. */
export type Pair = {
  readonly model: string | null;
  readonly before: Cell | undefined;
  readonly after: Cell | undefined;
};

/** How the classes of tokens usually compare in price, where no list price says so: input, read, writes; output. */
const usualPrompt = [1, 0.1, 1.25, 2];
const usualOutput = 5;

/** A cell of a row of `cell.sql`. The list prices say how the cost divides; the cost itself is what was chosen to be trusted. */
export function cellOf(row: Row): Cell {
  const number = (key: string) => Number(row[key] ?? 0);
  const prompt = promptClasses.map((part) => number(`${part}_tokens`));
  const [output, cost] = [number('output_tokens'), picoDollars(row['cost_usd'] ?? null) ?? 0n];
  const listed = [...promptClasses.map((part) => number(`${part}_pico`)), number('output_pico')];
  const usual = [...prompt.map((tokens, at) => tokens * (usualPrompt[at] ?? 1)), output * usualOutput];
  const isListed = listed.some((pico) => pico > 0);
  const parts = [...(isListed ? listed : usual), isListed ? number('request_pico') : 0];
  const [usd, whole] = [Number(cost) / 1e12, parts.reduce((sum, part) => sum + part, 0)];
  const divided = whole > 0 ? parts.map((part) => (usd * part) / whole) : parts.map(() => 0);
  return {
    ...{ calls: number('calls'), traces: number('traces'), cost, prompt, output },
    promptUsd: divided.slice(0, promptClasses.length),
    outputUsd: divided[promptClasses.length] ?? 0,
    requestUsd: whole > 0 ? (divided.at(-1) ?? 0) : usd,
  };
}

/** Two cells as one; undefined where there is none. */
export function merged(one: Cell | undefined, other: Cell | undefined): Cell | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  const added = (left: readonly number[], right: readonly number[]) =>
    left.map((value, at) => value + (right[at] ?? 0));
  return {
    calls: one.calls + other.calls,
    traces: one.traces + other.traces,
    cost: one.cost + other.cost,
    prompt: added(one.prompt, other.prompt),
    output: one.output + other.output,
    promptUsd: added(one.promptUsd, other.promptUsd),
    outputUsd: one.outputUsd + other.outputUsd,
    requestUsd: one.requestUsd + other.requestUsd,
  };
}

export const tokensOf = ({ prompt }: Pick<Cell, 'prompt'>) => prompt.reduce((sum, tokens) => sum + tokens, 0);
