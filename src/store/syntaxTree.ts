import { columnsNamedIn, loggedColumns } from './columns.ts';

/** A node of the tree that the engine's `json_serialize_sql` gives; what is no node is a list or a scalar. */
export type Node = { readonly [key: string]: unknown };

/** Every node of a tree; `into` says of which the nodes below are wanted too. */
export function* nodesOf(tree: unknown, into: (node: Node) => boolean = () => true): Generator<Node> {
  if (Array.isArray(tree)) for (const item of tree) yield* nodesOf(item, into);
  else if (typeof tree === 'object' && tree !== null) {
    const node = tree as Node;
    yield node;
    if (into(node)) yield* nodesOf(Object.values(node), into);
  }
}

/**
 * The columns of `logged` that a query may read. A superset is harmless, a miss would be a wrong answer: what names no
 * columns (`*`, SUMMARIZE, a whole row by the name of its table) may read them all.
 */
export function columnsReadBy(tree: Node, sql: string): readonly string[] {
  const named = columnsNamedIn(sql);
  return readsAll(tree) ? [...loggedColumns, 'stage'] : named;
}

/** Does the query name this table anywhere? */
export function namesTable(tree: Node, table: string): boolean {
  return tablesIn(nodesOf(tree)).includes(table);
}

function readsAll(tree: Node): boolean {
  const nodes = [...nodesOf(tree)];
  const common = new Set(nodes.flatMap(({ cte_map }) => keysOf(cte_map)));
  const rows = new Set(
    nodes.filter(isTable).flatMap(({ alias, table_name }) => [name(alias), name(table_name)]),
  );
  return nodes.some(
    (node) =>
      node['type'] === 'PIVOT' ||
      node['ref_type'] === 'NATURAL' ||
      (node['type'] === 'COLUMN_REF' && rows.has(name((node['column_names'] as string[]).at(-1)))) ||
      (node['type'] === 'SELECT_NODE' && starsOver(node, common)),
  );
}

/** A star over nothing but common table expressions and subqueries repeats columns that are named inside them. */
function starsOver(select: Node, common: ReadonlySet<string>): boolean {
  const own = Object.values(select).flatMap((part) => [
    ...nodesOf(part, ({ type }) => type !== 'SELECT_NODE'),
  ]);
  const stars = own.filter(({ type }) => type === 'STAR');
  const tables = tablesIn(own);
  const isInner = tables.every((table) => common.has(table) && !tableNames.includes(table));
  const isOver = isInner && own.some(({ type }) => type === 'SUBQUERY' || type === 'BASE_TABLE');
  return stars.some((star) => !isOver || name(star['relation_name']) !== '');
}

/** The tables of `llmtrace sql`; a common table expression may hide one, and is then taken for it. */
export const tableNames: readonly string[] = ['span', 'call', 'tool_call', 'trace', 'price'];

const isTable = ({ type }: Node) => type === 'BASE_TABLE';

function tablesIn(nodes: Iterable<Node>): string[] {
  return [...nodes].filter(isTable).map(({ table_name }) => name(table_name));
}

function keysOf(map: unknown): string[] {
  const entries = (map as { readonly map?: readonly { readonly key: string }[] } | undefined)?.map;
  return entries?.map(({ key }) => name(key)) ?? [];
}

/** Identifiers of DuckDB ignore case. */
function name(identifier: unknown): string {
  return String(identifier ?? '').toLowerCase();
}
