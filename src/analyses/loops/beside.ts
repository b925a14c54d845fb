import { listValue } from '@duckdb/node-api';
import type { Column, Section } from '../../report/report.ts';
import type { Parameters, Store } from '../../store/store.ts';
import guarded from '../guardrails.sql';
import type { Guardrail } from '../guardrails.ts';
import batchable from './batchable.sql';
import exceeded from './exceeded.sql';
import retryStorms from './retryStorms.sql';

/** A terminal shows the worst few: these lists stand beside the loops and must not bury them. */
const screenRows = 5;

const times: readonly Column[] = [
  { key: 'span_ids', title: 'spans', unit: 'list', show: 'asked' },
  { key: 'first_at', title: 'first', unit: 'instant' },
  { key: 'last_at', title: 'last', unit: 'instant', show: 'asked' },
];

const batchableColumns: readonly Column[] = [
  { key: 'trace_id', title: 'trace', unit: 'text', show: 'always' },
  { key: 'thread', unit: 'text' },
  { key: 'tool', unit: 'text', show: 'always' },
  { key: 'calls', unit: 'count', show: 'always' },
  { key: 'model_calls', title: 'model calls', unit: 'count', show: 'always' },
  { key: 'cost_usd', title: 'cost', unit: 'usd', show: 'always' },
  ...times,
];

const stormColumns: readonly Column[] = [
  { key: 'trace_id', title: 'trace', unit: 'text', show: 'always' },
  { key: 'model', unit: 'text', show: 'always' },
  { key: 'attempts', unit: 'count', show: 'always' },
  { key: 'errors', unit: 'count', show: 'always' },
  { key: 'error_type', title: 'error', unit: 'text', show: 'always' },
  { key: 'cost_usd', title: 'cost', unit: 'usd' },
  ...times,
];

const guardrailColumns: readonly Column[] = [
  { key: 'trace_id', title: 'trace', unit: 'text', show: 'always' },
  { key: 'rule', unit: 'text', show: 'always' },
  { key: 'value', unit: 'number', show: 'always' },
  { key: 'limit', unit: 'number', show: 'always' },
  { key: 'subject', title: 'of', unit: 'text' },
];

/** What is no loop but stands beside them: calls that could be one, refusals of a provider, limits that were exceeded. */
export async function listsBeside(
  store: Store,
  guardrails: readonly Guardrail[],
  limit: number,
): Promise<Section[]> {
  await store.run(guarded);
  const limits = {
    rules: listValue(guardrails.map(({ name }) => name)),
    limits: listValue(guardrails.map((guardrail) => String(guardrail.limit))),
  };
  const list = async (section: Omit<Section, 'rows'>, sql: string, parameters: Parameters = {}) => {
    // At least one row, which knows how many there are.
    const atMost = Number.isFinite(limit) ? Math.max(limit, 1) : null;
    const listed = await store.rows(sql, { ...parameters, limit: atMost });
    const found = Number(listed[0]?.['found'] ?? listed.length);
    const none = found === 0 ? { telling: 0, gist: `${section.title}: none` } : {};
    const rows = listed.slice(0, limit);
    return { ...section, ...none, rows, more: found - rows.length, screenRows };
  };
  return [
    await list({ key: 'batchable', title: 'could be one call (N+1)', columns: batchableColumns }, batchable),
    await list({ key: 'retry_storms', title: 'refused by the provider', columns: stormColumns }, retryStorms),
    await list(
      { key: 'guardrails', title: 'beyond your limits', columns: guardrailColumns },
      exceeded,
      limits,
    ),
  ];
}
