import { type DuckDBValue, listValue } from '@duckdb/node-api';
import { exitCode, UserError } from '../error.ts';
import { refuseFunctions } from './outsideSql.ts';
import type { Store } from './store.ts';

/** What of the spans a request asks about; instants are ISO 8601 in UTC, the end excluded. */
export type Picking = {
  readonly start: string | null;
  readonly end: string | null;
  /** Column of `span` → globs, any of which must match. */
  readonly globs: Readonly<Record<string, readonly string[]>>;
  /** SQL conditions over `span`, all of which must hold. */
  readonly where: readonly string[];
};

/** Sets the window and the filters that the view `filtered` reads, and makes `picked` of it. From here on no SQL reads files. */
export async function pick(store: Store, picking: Picking): Promise<void> {
  await store.run('SET VARIABLE window_start = $start::TIMESTAMPTZ', { start: picking.start });
  await store.run('SET VARIABLE window_end = $end::TIMESTAMPTZ', { end: picking.end });
  for (const [column, globs] of Object.entries(picking.globs))
    await setVariable(store, `${column}_globs`, listValue([...globs]));
  await store.lock();
  for (const condition of picking.where) await checkCondition(store, condition);
  await define(store, picking.where.map((condition) => `(${condition}\n)`).join(' AND '));
}

/** So few spans are priced once and kept: planning the same pricing for each question would take longer than all else. */
const fewSpans = 50_000;

/**
 * Makes `picked`, and `unpriced`: the same spans for questions that no price answers, which can spare pricing them unless a
 * condition is on costs. `repicked` takes the spans of any relation with the columns of `filtered`.
 */
async function define(store: Store, conditions: string): Promise<void> {
  const [landed] = await store.rows('SELECT count(*)::INTEGER AS spans FROM landed');
  const isKept = Number(landed?.['spans']) < fewSpans;
  const where = conditions === '' ? '' : ` WHERE ${conditions}`;
  await store.run(`CREATE OR REPLACE MACRO repicked(spans) AS TABLE FROM costed(spans)${where}`);
  if (isKept) await store.run(`CREATE OR REPLACE TEMP TABLE picked_span AS FROM repicked('filtered')`);
  await store.run(`CREATE OR REPLACE VIEW picked AS FROM ${isKept ? 'picked_span' : "repicked('filtered')"}`);
  const isPriced = isKept || conditions !== '';
  await store.run(`CREATE OR REPLACE VIEW unpriced AS FROM ${isPriced ? 'picked' : 'filtered'}`);
}

/** Names come from our own tables of options, never from outside. */
async function setVariable(store: Store, name: string, value: DuckDBValue): Promise<void> {
  await store.run(`SET VARIABLE ${name} = $value`, { value });
}

/** A condition is one expression and nothing else: the engine's own parser says so, before it is put beside other SQL. */
async function checkCondition(store: Store, condition: string): Promise<void> {
  const [parsed] = await store.rows('SELECT json_serialize_sql($statement::VARCHAR)::JSON AS tree', {
    statement: `SELECT (${condition}\n) AS condition`,
  });
  if (!isOneExpression(parsed?.['tree']))
    throw new UserError(
      `--where: not one SQL condition: ${condition}\n  try: --where "model = 'gpt-4o' AND input_tokens > 8000"`,
      exitCode.usage,
    );
  refuseFunctions(parsed?.['tree'], '--where');
  try {
    await store.run(`EXPLAIN SELECT 1 FROM costed('filtered') WHERE (${condition}\n)`);
  } catch (error) {
    throw new UserError(`--where: ${firstLine(error)}\n  columns: llmtrace sql --schema`, exitCode.usage);
  }
}

function isOneExpression(tree: unknown): boolean {
  const { error, statements } = tree as { error: boolean; statements?: { node: Record<string, unknown> }[] };
  const node = statements?.[0]?.node;
  return (
    !error &&
    statements?.length === 1 &&
    node?.['type'] === 'SELECT_NODE' &&
    node['where_clause'] === null &&
    (node['select_list'] as unknown[]).length === 1
  );
}

function firstLine(error: unknown): string {
  return error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
}
