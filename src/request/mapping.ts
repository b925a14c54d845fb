import { UserError } from '../error.ts';
import { loggedColumns } from '../store/columns.ts';
import { didYouMean, nearest, quoted } from '../suggest.ts';

/** What is decided while reading or made from text: no single field of a log holds it. */
const made = new Set([
  ...[
    'filename',
    'file_place',
    'unexpected',
    'record_type',
    'is_first',
    'completeness',
    'is_naive_time',
    'output_digest',
    'output_sketch',
  ],
  ...['attributes', 'prompt_digest', 'blocks'],
]);

/** The columns of `logged` that `--map` can fill from a field of a home-made log, in the table's order. */
export const mappableColumns: readonly string[] = loggedColumns.filter((column) => !made.has(column));

/**
 * Reads `column=path` texts; `origin` is what the errors begin with. Throws a UserError for an unknown column, one without
 * a path and one that is given twice.
 */
export function parseMapping(texts: readonly string[], origin: string): Readonly<Record<string, string>> {
  const pairs = texts.map((text) => pairOf(text, origin));
  const twice = pairs.find(([column], index) => pairs.findIndex(([other]) => other === column) !== index);
  if (twice !== undefined) throw new UserError(`${origin}: ${twice[0]} is given twice`);
  return Object.fromEntries(pairs);
}

function pairOf(text: string, origin: string): readonly [string, string] {
  const split = text.indexOf('=');
  const [column, path] = [text.slice(0, split).trim(), text.slice(split + 1).trim()];
  if (split < 1 || path === '') {
    const example = 'input_tokens=usage.prompt_tokens';
    throw new UserError(`${origin}: ${quoted(text)} is not column=path (example: ${example})`);
  }
  if (mappableColumns.includes(column)) return [column, path];
  const suggestion = didYouMean(nearest(column, mappableColumns));
  throw new UserError(
    `${origin}: there is no column ${quoted(column)}${suggestion || `. Columns: ${mappableColumns.join(', ')}`}`,
  );
}
