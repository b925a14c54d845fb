import type { MatchLogic } from '@pydantic/genai-prices';

/** What may follow a model's name without making it another model: a date, a revision, "latest" or a fine-tune's own id. */
const revision =
  /^(?:(?:-latest|-preview|-exp|-maas|@latest|@default|\[1m\]|[-@]20\d{6}|-20\d\d-\d\d-\d\d|-\d\d-\d\d|-\d\d-20\d\d|-\d{4}|-00\d)*)$/;
const bedrockRevision = /^(?:-20\d{6})?(?:-v\d+)?(?::\d+)?(?::\d+k)?$/;

/** What may stand before it: regions and vendors of cloud ids, and folders of a resource name. */
const qualifier = /^(?:(?:us-gov|us|eu|apac|au|jp|ca|in|sa|global)\.)?(?:[a-z0-9]+[./])?$/;

/** Prices that start at a truncated date ("gpt-4o-2024-") speak of every snapshot: compare from before the date. */
const truncatedDate = /(?:[-@](?:20\d{0,2}|0)?)$/;

/**
 * Does genai-prices' own clause cover this name, and no neighbour's? `equals` is taken as it stands; an open clause
 * (`starts_with`, `contains`, `ends_with`) only when what is left over is a revision, so that claude-opus-4-60 is not
 * priced as claude-opus-4-6. `name` is lower case.
 */
export function covers(clause: MatchLogic, name: string, provider: string): boolean {
  if ('or' in clause) return clause.or.some((part) => covers(part, name, provider));
  if ('and' in clause)
    return clause.and.every((part) =>
      'regex' in part ? resembles(part, name) : covers(part, name, provider),
    );
  if ('equals' in clause) return clause.equals.toLowerCase() === name;
  if ('regex' in clause) return clause.regex.endsWith('$') && resembles(clause, name);
  if ('starts_with' in clause) return isRevisionOf(name, clause.starts_with.toLowerCase(), provider);
  const part = ('ends_with' in clause ? clause.ends_with : clause.contains).toLowerCase();
  const at = name.indexOf(part);
  if (at < 0 || !qualifier.test(name.slice(0, at))) return false;
  return 'ends_with' in clause ? name.endsWith(part) : isRevisionOf(name.slice(at), part, provider);
}

/** As it stands in the list: by its id or by an alias that is declared in full. */
export function names(clause: MatchLogic, name: string): boolean {
  if ('or' in clause) return clause.or.some((part) => names(part, name));
  const whole = 'equals' in clause ? clause.equals : 'starts_with' in clause ? clause.starts_with : null;
  return whole?.toLowerCase() === name;
}

/** As the library matches, open clauses and all: good enough to tell whose family a bare name is from. */
export function resembles(clause: MatchLogic, name: string): boolean {
  if ('or' in clause) return clause.or.some((part) => resembles(part, name));
  if ('and' in clause) return clause.and.every((part) => resembles(part, name));
  if ('equals' in clause) return clause.equals.toLowerCase() === name;
  if ('regex' in clause) return new RegExp(clause.regex).test(name);
  if ('starts_with' in clause) return name.startsWith(clause.starts_with.toLowerCase());
  if ('ends_with' in clause) return name.endsWith(clause.ends_with.toLowerCase());
  return name.includes(clause.contains.toLowerCase());
}

function isRevisionOf(name: string, prefix: string, provider: string): boolean {
  if (!name.startsWith(prefix)) return false;
  if (prefix.includes('.ft-')) return true;
  const stem = prefix.replace(truncatedDate, '');
  return isRevision(name.slice(prefix.length), provider) || isRevision(name.slice(stem.length), provider);
}

/** A fine-tune of OpenAI carries its own id after the base model's date: `ft:gpt-4o-2024-08-06:acme::abc`. */
function isRevision(rest: string, provider: string): boolean {
  if (provider === 'aws') return bedrockRevision.test(rest);
  const [version = ''] = provider === 'openai' ? rest.split(':') : [rest];
  return revision.test(version);
}

/** The name without the date of its snapshot, or null when it has none: 2024-08-06, 20250929, @20250929. */
export function withoutSnapshot(name: string): string | null {
  const stem = name.replace(/(?:[-@]20\d{6}|-20\d\d-\d\d-\d\d|-latest|@latest|@default)$/, '');
  return stem === name ? null : stem;
}

/** genai-prices lists some snapshots with dashes only: 20240806 → 2024-08-06. */
export function dashedDate(name: string): string {
  return name.replace(/-(20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=-|:|$)/, '-$1-$2-$3');
}
