import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { exitCode, UserError } from '../../error.ts';
import type { Row } from '../../report/report.ts';

/** What traces cost, small enough for a repository: no ids, no content. */
export type Sample = {
  readonly traces: number;
  readonly cost_per_trace_usd: number;
  /** The costs of all traces, the cheapest first, or so many of them, evenly spread. */
  readonly trace_costs_usd: readonly number[];
  /** How many model calls each of these traces made. */
  readonly trace_calls?: readonly number[] | undefined;
};

const schema = z.strictObject({
  schema: z.literal('llmtrace.baseline/1'),
  traces: z.number().int().nonnegative(),
  cost_per_trace_usd: z.number().nonnegative(),
  trace_costs_usd: z.array(z.number()),
  trace_calls: z.array(z.number().int().nonnegative()).optional(),
});

const mostCosts = 200;
const decimals = 9;

/** @param rows of trace_costs.sql, the cheapest trace first */
export function sampleOf(rows: readonly Row[]): Sample {
  const total = rows.reduce((sum, row) => sum + Number(row['cost_usd']), 0);
  const chosen = spread(rows);
  return {
    traces: rows.length,
    cost_per_trace_usd: rows.length === 0 ? 0 : rounded(total / rows.length),
    trace_costs_usd: chosen.map((row) => rounded(Number(row['cost_usd']))),
    trace_calls: chosen.map((row) => Number(row['calls'])),
  };
}

function spread(rows: readonly Row[]): readonly Row[] {
  if (rows.length <= mostCosts) return rows;
  const places = Array.from({ length: mostCosts }, (_, place) =>
    Math.floor(((place + 0.5) / mostCosts) * rows.length),
  );
  return places.flatMap((place) => rows.slice(place, place + 1));
}

const rounded = (cost: number) => Number(cost.toFixed(decimals));

/** Writes the same bytes for the same sample. Throws a UserError where the file cannot be written. */
export function saveSample(file: string, sample: Sample): void {
  const text = `${JSON.stringify({ schema: 'llmtrace.baseline/1', ...sample }, null, 2)}\n`;
  try {
    writeFileSync(file, text);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    throw new UserError(`--save-baseline: ${file} cannot be written: ${error.code}`);
  }
}

/** Reads what `saveSample` wrote; throws a UserError for anything else. */
export function readSample(file: string): Sample {
  const found = schema.safeParse(parsed(file));
  if (found.success) return found.data;
  const [issue] = found.error.issues;
  throw new UserError(
    `--against: ${file} is no saved baseline: ${[issue?.path.join('.'), issue?.message].filter(Boolean).join(': ')}\n  one is written by: llmtrace check --save-baseline ${path.basename(file)}`,
    exitCode.input,
  );
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    if (!(error instanceof Error && 'code' in error)) throw error;
    throw new UserError(`--against: ${file} cannot be read: ${error.code}`, exitCode.input);
  }
}
