import { readFileSync } from 'node:fs';
import { UserError } from '../../error.ts';
import { didYouMean, nearest } from '../../suggest.ts';
import type { Own } from '../analysis.ts';
import { recipes } from './recipes.ts';

/** What one `llmtrace sql` asks for. */
export type Asked = { readonly kind: 'schema' } | { readonly kind: 'recipes' } | Query;

export type Query = {
  readonly kind: 'query';
  readonly sql: string;
  /** The values of its parameters, as text: what was given, else the recipe's own. */
  readonly values: Readonly<Record<string, string>>;
  /** The names that were given. */
  readonly given: readonly string[];
};

/** What `--recipe` means without a name. */
export const recipeList = 'list';

const asked = new WeakMap<Own, Asked>();

/**
 * The query that a command line asks for. Found once: a file may be a pipe.
 * @throws UserError when there is none, more than one, or it cannot be read
 */
export function queryOf(own: Own): Asked {
  const known = asked.get(own) ?? find(own);
  asked.set(own, known);
  return known;
}

function find({ positionals, options }: Own): Asked {
  const sources = ['schema', 'file', 'recipe'].filter(
    (key) => options[key] !== undefined && options[key] !== false,
  );
  if (sources.length > 1)
    throw new UserError(`sql: ${sources.map((key) => `--${key}`).join(' and ')}: one of them at a time`);
  const given = parametersOf(options['param']);
  if (options['schema'] === true) return { kind: 'schema' };
  if (typeof options['file'] === 'string') return query(textOf(options['file']), given);
  if (typeof options['recipe'] === 'string') return recipeOf(options['recipe'], given);
  const [sql] = positionals;
  if (sql !== undefined && sql.trim() !== '') return query(sql, given);
  throw new UserError(
    'sql: no query\n' +
      '  llmtrace sql "SELECT model, sum(cost_usd) AS cost_usd FROM call GROUP BY model" logs/\n' +
      '  llmtrace sql --schema    the tables and their columns\n' +
      '  llmtrace sql --recipe    ready queries',
  );
}

type Given = Readonly<Record<string, string>>;

function query(sql: string, given: Given, defaults: Given = {}): Query {
  return { kind: 'query', sql, values: { ...defaults, ...given }, given: Object.keys(given) };
}

function recipeOf(name: string, given: Given): Asked {
  if (name === recipeList) return { kind: 'recipes' };
  const recipe = recipes.find((candidate) => candidate.name === name);
  if (recipe === undefined) throw unknownRecipe(name);
  return query(
    recipe.sql,
    given,
    Object.fromEntries(recipe.parameters.map((parameter) => [parameter.name, parameter.value])),
  );
}

function unknownRecipe(name: string): UserError {
  const names = recipes.map((recipe) => recipe.name);
  return new UserError(
    `--recipe: there is no recipe "${name}"${didYouMean(nearest(name, names))}\n${recipes
      .map((recipe) => `  ${recipe.name.padEnd(20)} ${recipe.question}`)
      .join('\n')}`,
  );
}

/** `k=v`, where the value may be empty and hold further `=`. Names ignore case, as in the engine. */
function parametersOf(list: unknown): Given {
  const pairs = (list as readonly string[]).map((text) => {
    const [, name, value] = /^\$?(\w+)=(.*)$/s.exec(text) ?? [];
    if (name === undefined || value === undefined)
      throw new UserError(`--param: ${text}: expected name=value, as --param tokens=8000`);
    return [name.toLowerCase(), value] as const;
  });
  const given = Object.fromEntries(pairs);
  if (Object.keys(given).length < pairs.length)
    throw new UserError('--param: one value for each name; a name is given twice');
  return given;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/^\ufeff/, '');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    throw new UserError(`--file: ${file}: cannot be read (${String(error.code)})`);
  }
}
