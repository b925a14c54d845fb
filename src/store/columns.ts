import landedTable from './landed_columns.sql';
import loggedTable from './logged.sql';

/** Columns of `landed` that every command needs: identity, accounting, kind, time, usage. */
const standard = [
  'source_id',
  'other_type',
  'is_first',
  'call_key',
  'completeness',
  'trace_key',
  'span_key',
  'parent_key',
  'kind',
  'started_at',
  'latency_ms',
  'status',
  'provider',
  'model',
  'service_tier',
  'uncached_input_tokens',
  'cache_read_tokens',
  'cache_write_5m_tokens',
  'cache_write_1h_tokens',
  'output_tokens',
  'reasoning_tokens',
  'total_tokens',
  'reported_cost_usd',
  'is_output_placeholder',
] as const;

/** Columns that always land, empty or not. */
export const essentialColumns: ReadonlySet<string> = new Set([
  'source_id',
  'trace_id',
  'trace_key',
  'span_key',
  'parent_key',
  'kind',
  'started_at',
]);

/** Every column that can land, with its type. */
export const landableTypes: ReadonlyMap<string, string> = new Map(
  [...landedTable.matchAll(/^ {2}(\w+) (.+?),?(?: --.*)?$/gm)].map(([, name = '', type = '']) => [
    name,
    type,
  ]),
);
const landableNames: readonly string[] = [...landableTypes.keys()];

/** Columns that a database file keeps as they landed; the others are made of these, or are ids of the file. */
export const asLanded = landableNames.filter(
  (name) => !['source_id', 'call_key', 'trace_key', 'total_tokens'].includes(name),
);

/** Columns that are made from others, by the columns of `logged` that they need. */
const derived: Readonly<Record<string, readonly string[]>> = {
  // Tools too: a step may be one.
  stage: ['name', 'tool_name'],
  prompt: ['prompt_digest'],
  // Of a large log only the attributes that a look into it shows: to find all would take longer than all else.
  sampled_attributes: ['attributes'],
  // Of a large log only the attributes of the few calls that are looked up, see lateAttributes.ts.
  late_attributes: [],
};

/** The names of all columns of `logged`, in order. */
export const loggedColumns: readonly string[] = [...loggedTable.matchAll(/^ {2}(\w+) [A-Z]/gm)].map(
  (match) => match[1] ?? '',
);

/** The columns to land for a question that reads these columns of `span`. */
export function neededColumns(asked: Iterable<string>): Set<string> {
  const named = [...asked];
  const needed = new Set([...standard, ...named.flatMap((column) => [column, ...(derived[column] ?? [])])]);
  // Its hash is made of it when it is there, unless somebody joins by it again and again.
  if (needed.has('trace_id') && !named.includes('trace_key')) needed.delete('trace_key');
  return needed;
}

/** Every column that some text of SQL may mean: a superset is harmless, a miss would be a wrong answer. */
export function columnsNamedIn(sql: string): string[] {
  const words = new Set(sql.toLowerCase().match(/[a-z_][a-z0-9_]*/g) ?? []);
  return [...loggedColumns, ...Object.keys(derived)].filter((column) => words.has(column));
}
