import type { Quantity, Value } from '../../report/report.ts';
import type { Meant } from './id.ts';
import type { Trace } from './trace.ts';

/** `trace chat-150 · 2026-11-12 14:05 · 1m 14s · $0.69 · 47 calls · 0 errors · 1m 10s waiting on models` */
export function headline(
  { bounds, totals, waitingMs, isWaitingPartial, unpriced }: Trace,
  { means, id }: Meant,
): readonly (string | Quantity)[] {
  return [
    `${means} ${id}`,
    ...told(bounds === undefined ? null : new Date(bounds.start / 1000).toISOString(), 'instant'),
    ...told(totals.latency_ms, 'ms'),
    ...told(totals.cost_usd, 'usd', '', unpriced > 0),
    ...told(totals.calls, 'count', totals.calls === 1 ? ' call' : ' calls'),
    ...told(totals.errors, 'count', totals.errors === 1 ? ' error' : ' errors'),
    ...told(waitingMs ?? null, 'ms', ' waiting on models', isWaitingPartial),
  ];
}

function told(value: Value, unit: Quantity['unit'], after = '', isLeast = false): (string | Quantity)[] {
  return value === null ? [] : [isLeast ? ' · ≥' : ' · ', { value, unit }, after];
}
