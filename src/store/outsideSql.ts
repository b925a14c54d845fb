import { UserError } from '../error.ts';
import type { Store } from './store.ts';
import { type Node, nodesOf } from './syntaxTree.ts';

/** EXPLAIN, ANALYZE and options in parentheses, after comments: what the engine turns into no tree, unlike the SELECT behind it. */
const explaining =
  /^(?:\s|--[^\n]*\n|\/\*(?:[^*]|\*(?!\/))*\*\/)*explain\b(?:\s+analyze\b)?(?:\s*\(\s*(?:analyze|format)\b[^()]*\))?/i;

const pivoting = /\bpivot\b/i;

/** Table functions that touch nothing but their arguments and the catalog; others read files, or switch logging and profiling on. */
const harmless =
  /^(unnest|range|generate_series|json_each|json_tree|repeat|repeat_row|query_table|test_all_types|duckdb_\w+|pragma_(table_info|show|version|database_size)|pg_timezone_names|icu_calendar_names)$/;

/**
 * The syntax tree of SQL from outside, by the engine's own parser; nothing of it is bound or run.
 * @throws UserError unless it is one SELECT (or what the engine makes one of: FROM, VALUES, DESCRIBE …) or EXPLAIN of one, and calls no function that could reach beyond the tables
 */
export async function parseSelect(store: Store, sql: string): Promise<Node> {
  const [parsed] = await store.rows('SELECT json_serialize_sql($sql::VARCHAR)::JSON AS tree', {
    sql: sql.replace(explaining, ''),
  });
  const tree = parsed?.['tree'] as unknown as Serialized;
  if (tree.error) throw tree.error_type === 'parser' ? await syntaxError(store, sql, tree) : refusal(sql);
  if (tree.statements.length !== 1) throw new UserError(`sql: ${tooMany(tree.statements.length)}`);
  refuseFunctions(tree.statements[0], 'sql');
  return tree.statements[0] as Node;
}

type Failed = { readonly error: true; readonly error_type: string; readonly error_message: string };
type Serialized = Failed | { readonly error: false; readonly statements: readonly Node[] };

/** @throws UserError for a table function that is not known to be harmless */
export function refuseFunctions(tree: unknown, where: string): void {
  for (const node of nodesOf(tree)) {
    const name = node['type'] === 'TABLE_FUNCTION' ? calledBy(node) : undefined;
    if (name !== undefined && !harmless.test(name))
      throw new UserError(
        `${where}: ${name}() cannot be used here: SQL reads the tables of the log, and no files or settings`,
      );
  }
}

function calledBy(node: Node): string {
  return String((node['function'] as Node)['function_name']).toLowerCase();
}

function tooMany(statements: number): string {
  return statements === 0 ? 'the query is empty' : `one query at a time, these are ${statements} statements`;
}

/** Only SELECT can be made a tree of. */
function refusal(sql: string): UserError {
  const hint = pivoting.test(sql) ? "\n  PIVOT needs its values: PIVOT … ON model IN ('a', 'b') USING …" : '';
  return new UserError(
    `sql: only SELECT can be run (also FROM, VALUES, DESCRIBE, SUMMARIZE, EXPLAIN): a query changes nothing${hint}`,
  );
}

/** The engine marks the place, but not in a tree: what does not parse can be handed to it without harm. */
async function syntaxError(store: Store, sql: string, { error_message }: Failed): Promise<UserError> {
  try {
    await store.statementType(sql);
  } catch (error) {
    return sqlError(error) ?? new UserError(`sql: ${error_message}`);
  }
  return new UserError(`sql: ${error_message}`);
}

const label = /^(?:Failed to extract statements: )?([A-Z]\w*(?: \w+)*) Error: /;

/**
 * An error of the engine that the writer of the query can mend, with the place and the names that were perhaps meant;
 * undefined for one of its own, which is a bug.
 */
export function sqlError(error: unknown): UserError | undefined {
  if (!(error instanceof Error)) return undefined;
  const kind = label.exec(error.message)?.[1];
  if (kind === undefined || kind === 'INTERNAL' || kind === 'FATAL' || kind === 'INTERRUPT') return undefined;
  const lines = error.message
    .replace(label, '')
    .split('\n')
    .map(safe)
    .filter((line) => line.trim() !== '');
  return new UserError(`sql: ${lines.slice(0, mostLines).join('\n  ')}${hints[kind] ?? ''}`);
}

const hints: Readonly<Record<string, string>> = {
  Binder: '\n  columns: llmtrace sql --schema',
  Catalog: '\n  columns: llmtrace sql --schema',
  'Out of Memory': '\n  --memory SIZE sets the limit',
};

/** Some errors list every function there is of one name. */
const mostLines = 12;

/** A value of the log may be quoted in it. */
function safe(line: string): string {
  return line
    .trimEnd()
    .replaceAll('\t', '    ')
    .replaceAll(/\p{Cc}/gu, '\ufffd');
}
