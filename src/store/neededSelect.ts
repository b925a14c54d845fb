/** A column in the list of a SELECT: its lines, and the name that it gives; no name: `*` and the like. */
type Item = { readonly lines: readonly string[]; readonly name: string | undefined };

/** A SELECT's list, from its line `from` up to the line `end`. */
type List = { readonly from: number; readonly end: number; readonly items: readonly Item[] };

/**
 * A SELECT of ours without the columns that nobody needs: the engine plans every one, macros and all, before it drops what
 * is not asked for. `needed`: names of columns of the last SELECT. Relies on how we lay SQL out: the SELECT of a step stands on
 * a line of its own, each column below, two further in, with its name at its end, then FROM. What is laid out in another way stays.
 */
export function neededSelect(sql: string, needed: Iterable<string>): string {
  // Columns of parts that are put one on the other by their place are not ours to take.
  if (/\bUNION ALL(?! BY NAME)/.test(sql)) return sql;
  const lines = sql.split('\n');
  const lists = listsOf(lines);
  const outside = lines.filter((_, at) => !lists.some(({ from, end }) => from <= at && at < end));
  const mentioned = new Set([...needed, ...outside.flatMap(wordsOf)]);
  // From the end: what a column is made of is needed only if it is needed itself.
  for (const { from, end, items } of lists.reverse())
    lines.splice(from, end - from, ...neededItems(items, mentioned));
  return lines.join('\n');
}

/** The names that the last SELECT gives its columns, as they are told apart. */
export function selectNames(sql: string): readonly (string | undefined)[] {
  return (
    listsOf(sql.split('\n'))
      .at(-1)
      ?.items.map(({ name }) => name) ?? []
  );
}

/** Steps of a WITH, and what stands after them. */
function listsOf(lines: readonly string[]): List[] {
  return lines.flatMap((line, at) => {
    const isStep = / AS (?:(?:NOT )?MATERIALIZED )?\($|^ *UNION ALL BY NAME$/.test(lines[at - 1] ?? '');
    return line === 'SELECT' || (isStep && line === '  SELECT') ? [listBelow(lines, at)] : [];
  });
}

function listBelow(lines: readonly string[], select: number): List {
  const length = lines.slice(select + 1).findIndex((line) => indentOf(line) <= indentOf(lines[select]));
  const end = length < 0 ? lines.length : select + 1 + length;
  const items: Item[] = [];
  let from = select + 1;
  for (let at = from; at < end; at += 1) {
    const own = lines.slice(from, at + 1);
    const columns = columnsIn(own.map(code).join(' '));
    if (at + 1 < end && (columns.length < 2 || columns.at(-1)?.trim() !== '')) continue;
    items.push({ lines: own, name: nameOf(columns.filter((column) => column.trim() !== '')) });
    from = at + 1;
  }
  return { from: select + 1, end, items };
}

/** Only of one column: of several on a line all stay. */
function nameOf([column, ...more]: readonly string[]): string | undefined {
  return more.length > 0 ? undefined : /(?:^\s*| AS )(\w+)\s*$/.exec(column ?? '')?.[1];
}

/** Cut at the commas that stand in no brackets and no text. */
function columnsIn(list: string): string[] {
  const columns = [''];
  let depth = 0;
  for (const [piece] of list.matchAll(/'(?:[^']|'')*'|[([{]|[)\]}]|,|[^'()[\]{},]+/g)) {
    if (/^[([{]$/.test(piece)) depth += 1;
    else if (/^[)\]}]$/.test(piece)) depth -= 1;
    if (piece === ',' && depth === 0) columns.push('');
    else columns.push(`${columns.pop()}${piece}`);
  }
  return columns;
}

/** The lines of the items that are needed; their words are mentioned from then on. A SELECT without any column is none. */
function neededItems(items: readonly Item[], mentioned: Set<string>): string[] {
  const kept: Item[] = [];
  for (const [place, item] of [...items.entries()].reverse()) {
    // `unnest` makes rows, not only a column.
    const isNeeded =
      item.name === undefined ||
      mentioned.has(item.name) ||
      item.lines.some((line) => line.includes('unnest('));
    if (!isNeeded && (place > 0 || kept.length > 0)) continue;
    for (const word of item.lines.flatMap(wordsOf)) mentioned.add(word);
    kept.unshift(item);
  }
  const lines = kept.flatMap((item) => item.lines);
  const last = lines.findLastIndex((line) => code(line) !== '');
  return lines.map((line, at) => (at === last ? line.replace(/,(\s*(?:--.*)?)$/, '$1') : line));
}

const wordsOf = (line: string): readonly string[] => code(line).match(/[A-Za-z_]\w*/g) ?? [];

const indentOf = (line = ''): number => line.search(/\S|$/);

/** A line without its comment. */
const code = (line = ''): string => line.replace(/(^|\s)--.*$/, '').trim();
