import type { Row } from '../../report/report.ts';
import { dollars, picoDollars } from '../dollars.ts';
import { shareOf } from './cost.ts';
import type { Span } from './span.ts';
import type { Trace } from './trace.ts';

/** The spans at these places as rows of a report, under the keys of `spanColumns`. */
export function rowsAt(trace: Trace, places: readonly number[]): Row[] {
  const all = picoDollars(trace.totals.cost_usd);
  return places.flatMap((place) => {
    const span = trace.spans[place];
    return span === undefined
      ? []
      : [{ ...span.row, ...computed(trace, place, all), ...signs(trace, place, span) }];
  });
}

function computed({ tree, measures, totals }: Trace, place: number, all: bigint | undefined): Row {
  const { self, growth, held, cost, unpricedBelow } = measures;
  const critical = milliseconds(held.get(place));
  return {
    depth: tree.depth[place] ?? null,
    self_ms: milliseconds(self[place]),
    rolled_up_cost_usd: dollars(cost[place]),
    unpriced_below: Number(unpricedBelow[place]),
    share: shareOf(cost[place], all),
    input_growth: growth[place] ?? null,
    on_critical_path: critical !== null,
    critical_ms: critical,
    critical_share: critical === null || !totals.latency_ms ? null : critical / totals.latency_ms,
  };
}

/** What a screen shows instead of some values. */
function signs({ tree, measures }: Trace, place: number, { row, hasFailed }: Span): Row {
  const name = title(row);
  return {
    shown_name: tree.orphans.has(place) ? `(no parent) ${name}` : name,
    shown_status: hasFailed ? String(row['error_type'] ?? 'error') : '',
    shown_path: measures.held.has(place) ? '●' : '',
  };
}

/** `execute_tool search`: the operation, and the tool where it does not name it. */
function title({ name, tool_name: tool, kind }: Row): string {
  const words = [name, tool].filter((word) => typeof word === 'string');
  if (words.length === 0) return String(kind);
  return words[0]?.includes(String(tool)) ? words[0] : words.join(' ');
}

function milliseconds(micro: number | undefined): number | null {
  return micro === undefined ? null : micro / 1000;
}
