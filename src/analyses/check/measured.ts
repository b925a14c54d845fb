import type { Row, Sentence, Value } from '../../report/report.ts';

/** What a rule found: the value that is compared with its limit (null: the log does not tell), the trace to look at, and why. */
export type Measured = {
  readonly value: number | null;
  readonly worst: string | null;
  readonly why: Sentence;
  /** The command that shows it, where that depends on what was asked. */
  readonly see?: string;
};

export function unknownMeasure(why: string): Measured {
  return { value: null, worst: null, why: [why] };
}

export function textOf(value: Value | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}

/** The number in a column; null where it is unknown. */
export function numberIn(row: Row, key: string): number | null {
  const value = row[key] ?? null;
  return value === null ? null : Number(value);
}
