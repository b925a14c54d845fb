import type { Store } from '../../store/store.ts';
import { trustNotes } from '../trust.ts';
import type { Trace } from './trace.ts';

/** What to know before believing a trace: its tree, its cost. */
export async function traceNotes(store: Store, trace: Trace): Promise<string[]> {
  return [...treeNotes(trace), ...unpricedNotes(trace), ...(await trustNotes(store, trace.doubts))];
}

function treeNotes({ tree: { orphans, circular } }: Trace): string[] {
  const lost = `${spansNumber(orphans.size)} (no parent): the parent that the log names is not among the spans; what they cost is in the total`;
  const round = `${spansNumber(circular.size)} at the top because parents go round in a circle`;
  return [...(orphans.size > 0 ? [lost] : []), ...(circular.size > 0 ? [round] : [])];
}

function unpricedNotes({ spans, unpriced }: Trace): string[] {
  if (unpriced === 0) return [];
  const models = new Set(
    spans.filter(({ isUnpriced }) => isUnpriced).map(({ model }) => model ?? '(no model)'),
  );
  const calls = `${unpriced.toLocaleString('en')} ${unpriced === 1 ? 'call' : 'calls'}`;
  return [`${calls} without a price, so the cost is a lower bound: ${[...models].slice(0, 3).join(', ')}`];
}

/** How much of the wall time the critical path does not explain. */
export function pathNotes({ bounds, measures: { held } }: Trace): string[] {
  if (held.size === 0 || bounds === undefined)
    return ['no critical path: the log does not say how long the spans took'];
  const sum = [...held.values()].reduce((one, other) => one + other);
  const missing = Math.round((1 - sum / (bounds.end - bounds.start)) * 100);
  return missing > 0 ? [`${missing}% of the wall time passed in no span on the path`] : [];
}

const spansNumber = (count: number) => `${count.toLocaleString('en')} ${count === 1 ? 'span' : 'spans'}`;
