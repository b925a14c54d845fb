import { exitCode, UserError } from '../../error.ts';
import type { Row } from '../../report/report.ts';
import type { Store } from '../../store/store.ts';
import showId from './id.sql';

/** What an id on the command line means. */
export type Meant =
  | { readonly means: 'trace' | 'session'; readonly id: string }
  | { readonly means: 'span'; readonly id: string; readonly traceId: string };

const mostListed = 5;

/** Finds the one trace, session or span of an id or of the beginning of one. Throws a UserError when there is none (exit 4) or more than one (exit 2). */
export async function meaningOf(store: Store, id: string): Promise<Meant> {
  const found = await store.rows(showId, { id });
  const [first, ...others] = found;
  if (first === undefined) throw new UserError(absence(id), exitCode.noData);
  if (others.length > 0) throw new UserError(ambiguity(id, found), exitCode.usage);
  const [means, name] = [String(first['means']), String(first['id'])];
  if (means === 'span') return { means, id: name, traceId: String(first['trace_id']) };
  return { means: means === 'trace' ? 'trace' : 'session', id: name };
}

function absence(id: string): string {
  const short = id.length < 4 ? '\n  an id may be cut to its first 4 characters or more' : '';
  return `show: no trace, session or span "${id}" among what the inputs, the window and the filters leave${short}\n  llmtrace top lists the ids of traces, llmtrace top --group call those of calls`;
}

function ambiguity(id: string, found: readonly Row[]): string {
  const count = Number(found[0]?.['candidates']);
  const listed = found
    .slice(0, mostListed)
    .map(
      ({ means, id: name, trace_id: trace }) =>
        `  ${means} ${name}${means === 'span' ? ` of trace ${trace}` : ''}`,
    );
  const rest = count > mostListed ? [`  … and ${(count - mostListed).toLocaleString('en')} more`] : [];
  const isOneName = new Set(found.map(({ id: name }) => name)).size === 1;
  const advice = isOneName
    ? `name its trace: --where "trace_id = '${found[0]?.['trace_id']}'"`
    : 'give more of the id';
  return [`show: "${id}" may mean ${count.toLocaleString('en')} things: ${advice}`, ...listed, ...rest].join(
    '\n',
  );
}
