import type { DuckDBValue } from '@duckdb/node-api';
import { type FieldPlaces, firstText } from './alias-paths.ts';
import type { Field } from './aliases.ts';
import type { Sample } from './dialect.ts';

/**
 * What one unit of a duration without a unit in its name (`latency`, `elapsed`) is in milliseconds: 1 or 1000. Where start
 * and end are logged they decide; else the median: below 100 it is seconds, unless all are whole numbers from 10 on.
 */
export function bareUnits(
  sample: Sample,
  places: FieldPlaces,
): Record<'bare_latency_ms' | 'bare_ttft_ms', DuckDBValue> {
  const latency = unitOf('latency', sample, places);
  return { bare_latency_ms: latency, bare_ttft_ms: unitOf('ttft', sample, places) };
}

function unitOf(field: Field, sample: Sample, places: FieldPlaces): number {
  const values = sample.flatMap((record) => number(firstText(record, places[field])) ?? []);
  const spans = sample.flatMap((record) => ratio(record, field, places) ?? []);
  if (field === 'latency' && spans.length > 0) return median(spans) > 30 ? 1000 : 1;
  const isMilliseconds = median(values) >= 100 || (values.every(Number.isInteger) && median(values) >= 10);
  return values.length === 0 || isMilliseconds ? 1 : 1000;
}

/** Milliseconds from start to end for each unit of the duration. */
function ratio(record: unknown, field: Field, places: FieldPlaces): number | undefined {
  const [start, end] = [firstText(record, places.started_at), firstText(record, places.ended_at)].map(
    (text) => Date.parse(text ?? ''),
  );
  const value = number(firstText(record, places[field]));
  if (start === undefined || end === undefined || value === undefined || value <= 0) return undefined;
  return end > start ? (end - start) / value : undefined;
}

function number(text: string | null): number | undefined {
  const value = text === null ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
