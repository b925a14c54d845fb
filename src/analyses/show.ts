import type { Row, Section } from '../report/report.ts';
import type { Option } from '../request/options.ts';
import type { Request } from '../request/request.ts';
import type { Store } from '../store/store.ts';
import type { Analysis, Answer, Own } from './analysis.ts';
import { spanColumns, totalColumns } from './show/columns.ts';
import { fieldsOf } from './show/fields.ts';
import { headline } from './show/headline.ts';
import { type Meant, meaningOf } from './show/id.ts';
import { shownColumns } from './show/needs.ts';
import { pathNotes, traceNotes } from './show/notes.ts';
import { rowsAt } from './show/rows.ts';
import { type Span, spanOf } from './show/span.ts';
import show from './show/trace.sql';
import { type Trace, traceOf, withDescendants } from './show/trace.ts';

const usualLimit = 500;

const options: readonly Option[] = [
  {
    key: 'criticalPath',
    flags: '--critical-path',
    type: 'flag',
    description: 'only the spans that made it take as long as it did',
  },
  {
    key: 'content',
    flags: '--content',
    type: 'flag',
    description: 'also the logged text: prompts, answers, arguments and results of tools',
  },
  {
    key: 'request',
    flags: '--request',
    type: 'flag',
    description: 'only the logged request of one call, as JSON to send again',
  },
  {
    key: 'limit',
    flags: '-n, --limit <rows>',
    type: 'count',
    default: usualLimit,
    description: 'rows to list',
  },
];

export const showAnalysis: Analysis = {
  name: 'show',
  summary: 'one trace as a tree, or one span whole',
  positionals: [
    {
      name: 'id',
      required: true,
      description: 'a trace, a session or a span, or the first 4 characters or more of its id',
    },
  ],
  options,
  examples: [
    'llmtrace show chat-150 fixtures/demo.jsonl',
    'llmtrace show chat-150 --critical-path fixtures/demo.jsonl',
    'llmtrace show chat-150.02 fixtures/demo.jsonl',
  ],
  readsLog: () => true,
  needs: () => shownColumns,
  async answer(store, request, own) {
    const meant = await meaningOf(store, own.positionals[0] ?? '');
    const trace = await traceNamed(store, meant);
    const answer =
      meant.means === 'span'
        ? await spanAnswer(store, trace, meant)
        : await traceAnswer(store, trace, meant, request, own);
    if (own.options['request'] === true) {
      const { requestOf } = await import('./show/request.ts');
      return asRequest(answer, await requestOf(store, trace.spans, meant));
    }
    if (own.options['content'] !== true) return answer;
    const { contentOf } = await import('./show/content.ts');
    return withContent(answer, await contentOf(store, spansNamed(trace, meant)));
  },
};

/** The spans that an id means: one, or those of the whole trace. */
function spansNamed({ spans }: Trace, meant: Meant): readonly Span[] {
  return meant.means === 'span' ? spans.filter(({ spanId }) => spanId === meant.id) : spans;
}

type More = { readonly section: Section; readonly notes: readonly string[] };

function withContent(answer: Answer, { section, notes }: More): Answer {
  return { ...answer, sections: [...answer.sections, section], notes: [...answer.notes, ...notes] };
}

function asRequest(
  answer: Answer,
  { document, section, notes }: More & { readonly document: string },
): Answer {
  return { ...answer, sections: [answer.sections[0], section], document, notes };
}

async function traceNamed(store: Store, meant: Meant): Promise<Trace> {
  const isSpan = meant.means === 'span';
  const rows = await store.rows(show, {
    means: isSpan ? 'trace' : meant.means,
    id: isSpan ? meant.traceId : meant.id,
  });
  return traceOf(rows.map((row) => spanOf(row, isSpan ? meant.traceId : meant.id)));
}

async function traceAnswer(
  store: Store,
  trace: Trace,
  meant: Meant,
  request: Request,
  own: Own,
): Promise<Answer> {
  const isPath = own.options['criticalPath'] === true;
  const { tree, measures } = trace;
  const places = isPath ? tree.order.filter((place) => measures.held.has(place)) : tree.order;
  const { withLoops } = await import('./show/loops.ts');
  const { rows: listed, notes } = await withLoops(
    store,
    trace,
    rowsAt(trace, places.slice(0, limitOf(request, own))),
  );
  const columns = spanColumns(listed, { isTree: true, isPath });
  const more = places.length - listed.length;
  return {
    headline: headline(trace, meant),
    sections: [{ key: 'rows', columns, rows: listed, more, ...(isPath ? {} : { footer: footer(trace) }) }],
    ...around(trace),
    notes: [...(await traceNotes(store, trace)), ...(isPath ? pathNotes(trace) : []), ...notes],
  };
}

function limitOf({ all }: Request, own: Own): number {
  const limit = Number(own.options['limit']);
  return all && limit === usualLimit ? Number.POSITIVE_INFINITY : limit;
}

function footer({ totals, unpriced }: Trace): Row {
  const { latency_ms, cost_usd, input_tokens, output_tokens } = totals;
  return {
    ...{ name: 'total', latency_ms, rolled_up_cost_usd: cost_usd, unpriced_below: unpriced },
    ...{ input_tokens, output_tokens },
  };
}

async function spanAnswer(
  store: Store,
  trace: Trace,
  meant: Meant & { readonly means: 'span' },
): Promise<Answer> {
  const rows = rowsAt(
    trace,
    trace.tree.order.filter((place) => trace.spans[place]?.spanId === meant.id),
  );
  const fields: Section = {
    key: 'span',
    columns: [
      { key: 'field', unit: 'text', show: 'always' },
      { key: 'value', unit: 'json', show: 'always' },
    ],
    rows: await fieldsOf(store, meant),
  };
  return {
    headline: `span ${meant.id} of trace ${meant.traceId}`,
    sections: [{ key: 'rows', columns: spanColumns(rows, { isTree: false, isPath: false }), rows }, fields],
    ...around(traceOf(withDescendants(trace, meant.id))),
    notes: [],
  };
}

const around = ({ totals, unpriced }: Trace) => ({
  totals: { columns: totalColumns, row: totals },
  meta: { unpriced_calls: unpriced },
});
