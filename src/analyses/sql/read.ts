import { UserError } from '../../error.ts';
import { columnsNamedIn } from '../../store/columns.ts';
import { parseSelect } from '../../store/outsideSql.ts';
import type { Store } from '../../store/store.ts';
import { columnsReadBy, type Node, namesTable, nodesOf } from '../../store/syntaxTree.ts';
import type { Query } from './query.ts';
import tables from './tables.sql';

/**
 * The columns of `logged` that a query may read. Nothing of the log is read yet, so this is also where a query that cannot
 * be run is refused.
 * @throws UserError for what is not one SELECT, and for parameters that are missing or have no place
 */
export async function columnsOf(store: Store, { sql, values, given }: Query): Promise<readonly string[]> {
  const tree = await parseSelect(store, sql);
  checkParameters(tree, Object.keys(values), given);
  const columns = columnsReadBy(tree, sql);
  return withSources([
    ...columns,
    ...(namesTable(tree, 'trace') ? columnsNamedIn(traceView()) : []),
    // Tool calls within messages are looked for only where a column of theirs is wanted; as rows they count whatever is asked of them.
    ...(['span', 'tool_call'].some((table) => namesTable(tree, table)) ? ['tool_name'] : []),
  ]);
}

/** What a tool call's own record leaves open is taken from the record of its result. */
const sources: Readonly<Record<string, readonly string[]>> = {
  status: ['is_error'],
  latency_ms: ['ended_at'],
};

function withSources(columns: readonly string[]): string[] {
  return columns.flatMap((column) => [column, ...(sources[column] ?? [])]);
}

function traceView(): string {
  return tables.slice(tables.indexOf('VIEW trace'));
}

function checkParameters(tree: Node, known: readonly string[], given: readonly string[]): void {
  const named = parametersIn(tree);
  const missing = named.filter((name) => !known.includes(name));
  const idle = given.filter((name) => !named.includes(name));
  if (missing.length > 0)
    throw new UserError(
      `sql: the query has ${listed(missing)} without a value; try ${missing.map((name) => `--param ${name}=…`).join(' ')}`,
    );
  if (idle.length > 0)
    throw new UserError(
      `--param: the query has no ${listed(idle)}; ${named.length > 0 ? `it has ${listed(named)}` : 'it has no parameters'}`,
    );
}

/** The names of `$name` (and the places of `?`), in lower case. */
function parametersIn(tree: Node): string[] {
  const parameters = [...nodesOf(tree)].filter(({ type }) => type === 'VALUE_PARAMETER');
  return [...new Set(parameters.map(({ identifier }) => String(identifier).toLowerCase()))];
}

function listed(names: readonly string[]): string {
  return names.map((name) => `$${name}`).join(', ');
}
