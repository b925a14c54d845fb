import type { Sentence } from '../../report/report.ts';
import type { Interval } from '../../statistics/bootstrap.ts';
import { fewest } from '../../statistics/rankSum.ts';
import { share } from '../diff/amount.ts';
import type { Both } from '../diff/bridge.ts';
import type { Limit } from './limit.ts';
import type { Measured } from './measured.ts';

/** A part of an increase that is more than noise: nano-dollars of a trace. */
export type Reason = { readonly name: string; readonly usd: bigint };

/** What a trace costs on both sides, in nano-dollars, and what is known of the difference. */
export type Compared = {
  readonly cost: Both<bigint>;
  readonly traces: Both<number>;
  readonly interval: Interval | undefined;
  readonly reasons: readonly Reason[];
};

/** The increase as a share of what was, whether it is more than chance, and why. */
export function increaseOf(
  { cost: [before, after], traces, interval, reasons }: Compared,
  { amount }: Limit,
  worst: string | null,
): Measured & { readonly isChance: boolean } {
  const sure = share(
    reasons.reduce((sum, { usd }) => sum + usd, 0n),
    before,
  );
  const isSure = (interval !== undefined && interval.low > 0) || (sure !== null && sure > amount);
  const isFew = Math.min(...traces) < fewest;
  const value = share(after - before, before);
  const verdict = isFew ? ': too few traces to tell it from chance' : isSure ? '' : ': no more than chance';
  return {
    ...{ value, worst, isChance: !isFew && !isSure },
    why: [...costs(before, after, traces), value !== null && value > 0 ? verdict : '', ...told(reasons)],
  };
}

function costs(before: bigint, after: bigint, traces: Both<number>): Sentence {
  const [was, is] = traces.map((count) => count.toLocaleString('en'));
  const usd = (nano: bigint) => ({ value: Number(nano) / 1e9, unit: 'usd' }) as const;
  return [usd(before), ' → ', usd(after), ` a trace, ${was} → ${is} traces`];
}

const mostReasons = 2;

/** `; cache mix +$2.81, calls per trace +$0.99` */
function told(reasons: readonly Reason[]): Sentence {
  return [...reasons]
    .sort((one, other) => Number(other.usd - one.usd))
    .slice(0, mostReasons)
    .flatMap(({ name, usd }, place): Sentence => {
      const amount = { value: Number(usd) / 1e9, unit: 'usd', signed: true } as const;
      return [place === 0 ? '; ' : ', ', `${name.replaceAll('_', ' ')} `, amount];
    });
}
