import type { Row } from '../../report/report.ts';
import type { Comparison } from './compare.ts';
import type { Differ } from './differ.ts';
import type { Floor } from './term.ts';

/** What spans of one name (of one tool) did on both sides; undefined where there are none. */
export type Named = {
  readonly kind: string;
  readonly name: string;
  readonly before: NamedSide | undefined;
  readonly after: NamedSide | undefined;
};

export type NamedSide = {
  readonly spans: number;
  readonly errors: number;
  readonly cutOff: number;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly maxTokens: number | null;
  readonly documents: number | null;
};

/** Everything that a cause can be told from. */
export type Facts = {
  readonly comparison: Comparison;
  readonly floor: Floor;
  readonly named: readonly Named[];
  readonly differs: readonly Differ[];
  /** One row of `user.sql` for each group that has users. */
  readonly users: readonly Row[];
  readonly examples: readonly Row[];
  /** The end of a command line about the side after, and about the one before. */
  readonly about: { readonly before: string; readonly after: string };
};

/** The rows of `named.sql`. */
export function namedOf(rows: readonly Row[]): Named[] {
  const found = new Map<string, Named>();
  for (const row of rows) {
    const [kind, name] = [String(row['kind']), String(row['name'] ?? '–')];
    const known = found.get(`${kind} ${name}`) ?? { kind, name, before: undefined, after: undefined };
    found.set(`${kind} ${name}`, { ...known, [row['side'] === 1 ? 'before' : 'after']: sideOf(row) });
  }
  return [...found.values()];
}

function sideOf(row: Row): NamedSide {
  const number = (key: string) => (row[key] === null ? null : Number(row[key]));
  const count = (key: string) => Number(row[key]);
  return {
    ...{ spans: count('spans'), errors: count('errors'), cutOff: count('cut_off') },
    ...{ inputTokens: number('input_tokens'), outputTokens: number('output_tokens') },
    ...{ maxTokens: number('max_tokens'), documents: number('documents') },
  };
}
