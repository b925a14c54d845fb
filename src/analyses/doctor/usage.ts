import type { Column } from '../../report/report.ts';
import type { Store } from '../../store/store.ts';
import { type Check, checked } from './checks.ts';
import conventions from './conventions.sql';
import type { Finding } from './finding.ts';
import usage from './usage.sql';

const columns: readonly Column[] = [
  { key: 'dialect', unit: 'text' },
  { key: 'provider', unit: 'text' },
  { key: 'convention', unit: 'text', show: 'always' },
  { key: 'calls', unit: 'count', show: 'always' },
  { key: 'cached_tokens', title: 'cached tokens', unit: 'tokens' },
  { key: 'is_guess', title: 'a guess', unit: 'flag', show: 'always' },
];

/** How each call's token convention was decided; what the section `usage` makes of it is there. */
export async function tokenConventions(store: Store): Promise<Finding> {
  const rows = await store.rows(conventions);
  const telling = rows.filter(
    ({ is_guess, is_contradiction }) => is_guess === true || is_contradiction === true,
  ).length;
  const gist = 'token conventions: each is said by the log or by its dialect';
  return {
    section: { key: 'conventions', title: 'token conventions', gist, columns, rows, telling },
    reasons: [],
  };
}

const ofCalls = { of: 'calls', noun: 'call' } as const;

const checks: readonly Check[] = [
  {
    key: 'unknown_usage',
    ...ofCalls,
    level: 'caution',
    means: 'log no tokens at all, so their cost is unknown',
  },
  { key: 'failed_without_usage', ...ofCalls, level: 'note', means: 'failed and log no tokens' },
  { key: 'no_input', ...ofCalls, level: 'caution', means: 'log 0 input tokens but some output' },
  {
    ...{ key: 'more_cached_than_input', ...ofCalls, level: 'caution' as const },
    means:
      'log more cached than input tokens, which their dialect rules out (read as: input excludes cached)',
  },
  {
    ...{ key: 'guessed_convention', ...ofCalls, level: 'caution' as const },
    means: 'do not say whether input includes cached tokens (read as their provider has it)',
  },
  {
    ...{ key: 'placeholder_output', ...ofCalls, level: 'caution' as const },
    means: 'log a placeholder for their output tokens (output and cost are a lower bound)',
  },
];

/** Is the logged usage of model calls possible? */
export async function possibleUsage(store: Store): Promise<Finding> {
  const [counts = {}] = await store.rows(usage);
  return checked({ key: 'usage', title: 'usage', gist: 'all good' }, checks, counts);
}
