/** What a number under an unknown name may be, by the words in the name. */
const meanings: readonly (readonly [column: string, name: RegExp])[] = [
  ['cache_write_tokens', /^(?=.*tok)(?=.*(?<!un)cach)(?=.*(writ|creat|stor))/i],
  ['cache_read_tokens', /^(?=.*tok)(?=.*(?<!un)cach)/i],
  ['input_tokens', /^(?=.*tok)(?=.*((^|[^a-z])in([^a-z]|$)|input|prompt|sent|query))/i],
  ['output_tokens', /^(?=.*tok)(?=.*(out|complet|respon|generat|receiv|reply|answer|back))/i],
  ['reported_cost_usd', /cost|usd|spend|charge/i],
];
const noMeasure = /max|limit|budget|quota|per_|price/i;
const deepest = 3;

/**
 * Fields of an object that no dialect reads which look like tokens or dollars, as `column=path`: what `--map` could teach.
 * The first for each column; none where no field looks like tokens.
 */
export function proposals(value: Readonly<Record<string, unknown>>): string[] {
  const found = new Map<string, string>();
  for (const path of numbers(value, [])) {
    const name = path.join('.');
    const column = noMeasure.test(name) ? undefined : meanings.find(([, words]) => words.test(name))?.[0];
    if (column !== undefined && !found.has(column)) found.set(column, name);
  }
  const hasTokens = [...found.keys()].some((column) => column.endsWith('tokens'));
  return hasTokens ? [...found].map(([column, path]) => `${column}=${path}`) : [];
}

function numbers(value: unknown, above: readonly string[]): (readonly string[])[] {
  if (isNumber(value)) return [above];
  if (typeof value !== 'object' || value === null || above.length === deepest) return [];
  // A name that is no plain word could not be typed as it stands.
  return Object.entries(value)
    .filter(([name]) => /^[\w@-]{1,40}$/.test(name))
    .flatMap(([name, inner]) => numbers(inner, [...above, name]));
}

const isNumber = (value: unknown): boolean =>
  typeof value === 'number' || (typeof value === 'string' && /^\d+(\.\d+)?$/.test(value));
