import type { Section } from '../../report/report.ts';
import { logRecords } from '../../store/logRecords.ts';
import type { Store } from '../../store/store.ts';
import type { Span } from './span.ts';

/** Spans of one trace whose text is fetched: more than anybody reads. */
const mostSpans = 50;

/** What the log holds of the spans as text for people, fetched from the log itself; and what there is to say about it. */
export async function contentOf(
  store: Store,
  spans: readonly Span[],
): Promise<{ section: Section; notes: string[] }> {
  const records = await logRecords(store, spans.slice(0, mostSpans));
  const rows = records.flatMap(({ span, file, line, content }) =>
    content.map((part) => ({ span_id: span.spanId, file, line, ...part })),
  );
  return {
    section: {
      key: 'content',
      title: 'content',
      columns: [
        { key: 'span_id', unit: 'text' },
        { key: 'file', unit: 'text' },
        { key: 'line', unit: 'count' },
        { key: 'field', unit: 'text' },
        { key: 'text', unit: 'text' },
      ],
      rows,
      prose: 'text',
    },
    notes: [
      ...(rows.length === 0 ? ['the log holds no text of these spans'] : []),
      ...(spans.length > mostSpans
        ? [
            `content of the first ${mostSpans} spans of ${spans.length.toLocaleString('en')}; llmtrace show SPAN --content has that of any other`,
          ]
        : []),
    ],
  };
}
