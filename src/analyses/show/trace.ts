import type { Row } from '../../report/report.ts';
import { dollars } from '../dollars.ts';
import { rolledUp, total } from './cost.ts';
import { inputGrowth, type Span, sum } from './span.ts';
import { covered, criticalPath, type Extent, selfTimes, whole } from './time.ts';
import { type Tree, treeOf } from './tree.ts';

/** Everything that can be said about the spans of one trace (or session) together. */
export type Trace = {
  readonly spans: readonly Span[];
  readonly tree: Tree;
  readonly measures: Measures;
  readonly totals: Totals;
  /** From the first start to the last end; undefined when the log has no times. */
  readonly bounds: Extent | undefined;
  /** Milliseconds in which at least one model call was running. */
  readonly waitingMs: number | undefined;
  /** Some call does not say how long it took. */
  readonly isWaitingPartial: boolean;
  readonly unpriced: number;
  /** How many spans the totals can be doubted for, by reason; unpriced calls are said to be such beside the cost. */
  readonly doubts: Row;
};

/** By place of the span; times in microseconds. */
type Measures = {
  readonly self: readonly (number | undefined)[];
  readonly growth: readonly (number | undefined)[];
  /** How long each span on the critical path held up the trace itself. */
  readonly held: ReadonlyMap<number, number>;
  readonly cost: readonly (bigint | undefined)[];
  readonly unpricedBelow: readonly (bigint | undefined)[];
};

type Totals = {
  readonly cost_usd: string | null;
  readonly calls: number;
  readonly input_tokens: number | null;
  readonly output_tokens: number | null;
  readonly latency_ms: number | null;
  readonly errors: number;
};

/** `spans` in the order in which they started. */
export function traceOf(spans: readonly Span[]): Trace {
  const tree = treeOf(spans);
  const bounds = whole(
    spans.map(({ extent, start }) => extent ?? (start === undefined ? undefined : { start, end: start })),
  );
  const calls = spans.filter(({ isCall }) => isCall);
  const callExtents = calls.map(({ extent }) => extent).filter((extent) => extent !== undefined);
  return {
    ...{ spans, tree, bounds, totals: totalsOf(spans, tree, bounds) },
    measures: measuresOf(spans, tree),
    waitingMs: bounds && callExtents.length > 0 ? covered(callExtents, bounds) / 1000 : undefined,
    isWaitingPartial: callExtents.length < calls.length,
    unpriced: spans.filter(({ isUnpriced }) => isUnpriced).length,
    doubts: {
      assumed_prices: marked(spans, 'price_assumed'),
      placeholder_calls: marked(spans, 'is_placeholder'),
      unattributed_spans: marked(spans, 'is_unattributed'),
    },
  };
}

const marked = (spans: readonly Span[], key: string) => spans.filter(({ row }) => row[key] === true).length;

function totalsOf(spans: readonly Span[], tree: Tree, bounds: Extent | undefined): Totals {
  return {
    cost_usd: dollars(total(spans.map(({ cost }) => cost))),
    calls: spans.filter(({ isCall }) => isCall).length,
    input_tokens: sum(spans.map(({ inputTokens }) => inputTokens)) ?? null,
    output_tokens: sum(spans.map(({ outputTokens }) => outputTokens)) ?? null,
    latency_ms: bounds === undefined ? null : (bounds.end - bounds.start) / 1000,
    errors: failures(spans, tree),
  };
}

/** A failure that fails its ancestors too is one. */
function failures(spans: readonly Span[], tree: Tree): number {
  const isCause = ({ hasFailed }: Span, place: number) =>
    hasFailed && !tree.children[place]?.some((child) => spans[child]?.hasFailed);
  return spans.filter(isCause).length;
}

function measuresOf(spans: readonly Span[], tree: Tree): Measures {
  const extents = spans.map(({ extent }) => extent);
  return {
    self: selfTimes(tree, extents),
    growth: inputGrowth(spans),
    held: criticalPath(tree, extents),
    cost: rolledUp(
      tree,
      spans.map(({ cost }) => cost),
    ),
    unpricedBelow: rolledUp(
      tree,
      spans.map(({ isUnpriced }) => (isUnpriced ? 1n : 0n)),
    ),
  };
}

/** The spans of one id and everything below them. */
export function withDescendants({ spans, tree }: Trace, spanId: string): Span[] {
  const chosen = new Set<number>();
  for (const place of tree.order) {
    const above = tree.parent[place];
    if (spans[place]?.spanId === spanId || (above !== undefined && chosen.has(above))) chosen.add(place);
  }
  return spans.filter((_, place) => chosen.has(place));
}
