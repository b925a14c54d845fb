import { UserError } from '../error.ts';
import type { Column } from '../report/report.ts';
import { didYouMean, nearest } from '../suggest.ts';

/** What spans can be grouped by: the name in `--group`, the column of `span` that it reads, and the column that it becomes in a report. */
type Dimension = { readonly name: string; readonly key: string; readonly reads: readonly string[] };

const named: readonly Dimension[] = [
  { name: 'trace', key: 'trace_id', reads: ['trace_id'] },
  { name: 'call', key: 'span_id', reads: ['span_id', 'trace_id', 'request_id'] },
  { name: 'session', key: 'session_id', reads: ['session_id'] },
  { name: 'user', key: 'user_id', reads: ['user_id'] },
  { name: 'feature', key: 'feature', reads: ['feature'] },
  { name: 'model', key: 'model', reads: ['model'] },
  { name: 'provider', key: 'provider', reads: ['provider'] },
  { name: 'stage', key: 'stage', reads: ['stage'] },
  { name: 'name', key: 'name', reads: ['name', 'tool_name'] },
  { name: 'tool', key: 'tool_name', reads: ['tool_name', 'is_error', 'ended_at'] },
  { name: 'prompt', key: 'prompt_digest', reads: ['prompt_digest'] },
  { name: 'env', key: 'environment', reads: ['environment'] },
  { name: 'hour', key: 'hour', reads: ['started_at'] },
  { name: 'day', key: 'day', reads: ['started_at'] },
  { name: 'week', key: 'week', reads: ['started_at'] },
  { name: 'month', key: 'month', reads: ['started_at'] },
];

/** A dimension as asked for: `attr:route` has the name `attr` and the member `route`. */
export type Grouping = Dimension & { readonly member: string | null };

/** Reads `--group feature,model`: one or two dimensions. */
export function groupings(text: string): readonly [Grouping] | readonly [Grouping, Grouping] {
  const [first, second, third] = text.split(',').map((word) => grouping(word.trim()));
  if (first === undefined || third !== undefined)
    throw new UserError(`--group: ${text}: at most two groups, as feature,model`);
  return second === undefined ? [first] : [first, second];
}

function grouping(word: string): Grouping {
  const [, name = '', member = ''] = /^(tag|attr):(.+)$/.exec(word) ?? [];
  if (member !== '') return { name, member, key: member, reads: [name === 'tag' ? 'tags' : 'attributes'] };
  const found = named.find((dimension) => dimension.name === word);
  if (found !== undefined) return { ...found, member: null };
  throw new UserError(
    `--group: ${word}: no such group${didYouMean(nearest(word, groupNames))}\n  groups: ${groupNames.join(' ')}\n  two as: --group feature,model`,
  );
}

export const groupNames: readonly string[] = [...named.map(({ name }) => name), 'tag:<key>', 'attr:<key>'];

/** The columns of a report for these groupings: after `rank` and `key`. */
export function groupColumns(groups: readonly Grouping[]): Column[] {
  return groups.map(({ key }) => ({ key, unit: 'text', show: groups.length > 1 ? 'always' : 'asked' }));
}
