import type { Request } from '../../request/request.ts';
import { parseOptions } from '../../request/settings.ts';
import type { Store } from '../../store/store.ts';
import type { Scope } from '../analysis.ts';
import { loopsAnalysis } from '../loops.ts';
import { type Measured, numberIn, textOf } from './measured.ts';

/** What is judged, and by which request. */
export type Judging = { readonly store: Store; readonly request: Request; readonly scope: Scope };

/** What loops wasted, as `loops` has it without options. */
export async function wasted({ store, request, scope }: Judging): Promise<Measured> {
  const own = { positionals: [], options: parseOptions(loopsAnalysis.options, {}) };
  const { sections, totals } = await loopsAnalysis.answer(store, { ...request, all: false }, own, scope);
  const [worst] = sections[0].rows;
  const why = worst === undefined ? 'no run got stuck' : `the dearest loop called ${worst['tools']}`;
  return {
    value: numberIn(totals?.row ?? {}, 'wasted_usd'),
    worst: textOf(worst?.['trace_id']),
    why: [why],
  };
}
