import { UserError } from '../../error.ts';
import type { Section, Value } from '../../report/report.ts';
import { requestRecord } from '../../store/logRecords.ts';
import type { Store } from '../../store/store.ts';
import type { Meant } from './id.ts';
import type { Span } from './span.ts';

const mostListed = 5;

/** The request that one call sent, as the log has it: alone as a document, and with its place in the log as a section. */
export async function requestOf(
  store: Store,
  spans: readonly Span[],
  meant: Meant,
): Promise<{ document: string; section: Section; notes: string[] }> {
  const span = oneCall(spans, meant);
  const { file, line, request, isWhole } = await requestRecord(store, span);
  return {
    document: `${JSON.stringify(request, null, 2)}\n`,
    section: {
      key: 'request',
      columns: [
        { key: 'span_id', unit: 'text' },
        { key: 'file', unit: 'text' },
        { key: 'line', unit: 'count' },
        { key: 'request', unit: 'json' },
      ],
      rows: [{ span_id: span.spanId, file, line, request: request as Value }],
    },
    notes: isWhole
      ? []
      : [`${file}:${line}: logged in parts, put together here: ${Object.keys(request).join(', ')}`],
  };
}

/** The span that was named, or the only call of the trace that was. Throws a UserError (exit 2) when there are several. */
function oneCall(spans: readonly Span[], meant: Meant): Span {
  const candidates =
    meant.means === 'span'
      ? spans.filter(({ spanId }) => spanId === meant.id)
      : spans.filter(({ isCall }) => isCall);
  const [only, ...others] = candidates;
  if (only !== undefined && (others.length === 0 || meant.means === 'span')) return only;
  if (only === undefined) throw new UserError(`--request: ${meant.means} ${meant.id} has no model call`);
  const listed = candidates
    .slice(0, mostListed)
    .map(({ spanId, row }) => `  ${spanId ?? '–'}  ${row['name'] ?? ''}`);
  const rest =
    candidates.length > mostListed
      ? [`  … and ${(candidates.length - mostListed).toLocaleString('en')} more`]
      : [];
  throw new UserError(
    [
      `--request: ${meant.means} ${meant.id} has ${candidates.length.toLocaleString('en')} calls; name one`,
      ...listed,
      ...rest,
    ].join('\n'),
  );
}
