import type { Dialect } from './dialect.ts';

/** The first dialect that accepts a parsed record reads it; undefined: none does. */
export function dialectOf(value: unknown, dialects: readonly Dialect[]): Dialect | undefined {
  return dialects.find((dialect) => dialect.record.safeParse(value).success);
}
