import type { Row, Section } from '../../report/report.ts';
import { usd } from './amount.ts';
import type { Comparison } from './compare.ts';
import type { Term } from './factor.ts';
import { levelsOf } from './level.ts';
import { type Floor, magnitude, ranked, verdictOf } from './term.ts';
import { isComparable } from './total.ts';

/** What is below this part of the change is not drawn: it is one cell of the bar at most. */
const leastDrawn = 500n;

/** The bridge from one cost to the other, the largest steps first, for people. */
export function waterfall(comparison: Comparison, floor: Floor): Section {
  const { bridge, cost, change, per } = comparison;
  const drawn = ranked(bridge).filter((term) => magnitude(bridge[term]) * leastDrawn >= magnitude(change));
  // Flat traffic is worth saying; per trace and per call there is none.
  const isFlat = !drawn.includes('traffic') && (per === 'window' || per === 'day');
  const shown: readonly Term[] = isFlat ? [...drawn, 'traffic'] : drawn;
  const scale = scaleOf(
    cost,
    shown.map((term) => bridge[term]),
  );
  const levels = levelsOf(comparison);
  let running = cost[0];
  const steps = shown.map((term): Row => {
    const from = running;
    running += bridge[term];
    const { isSignificant } = verdictOf(comparison, term, floor);
    return {
      ...{ step: term.replaceAll('_', ' '), before: levels[term][0], after: levels[term][1] },
      usd: { value: usd(bridge[term]), unit: 'usd', signed: true },
      sure: isSignificant || bridge[term] === 0n ? '' : '~',
      bar: [scale(from), scale(running)],
    };
  });
  const end = (step: string, amount: bigint): Row => ({
    ...{ step, before: null, after: null, blank: '', sure: '' },
    usd: { value: usd(amount), unit: 'usd' },
    bar: [scale(0n), scale(amount)],
  });
  return {
    key: 'bridge',
    title: 'What changed',
    only: 'people',
    columns: [
      { key: 'step', title: '', unit: 'text', show: 'always' },
      { key: 'before', unit: 'quantity', shownBy: 'blank' },
      { key: 'after', unit: 'quantity', shownBy: 'blank' },
      { key: 'usd', title: 'cost', unit: 'quantity', show: 'always' },
      { key: 'sure', title: '', unit: 'text' },
      { key: 'bar', title: '', unit: 'bar', show: 'always' },
    ],
    ...(isComparable(comparison)
      ? {}
      : {
          telling: 0,
          gist: 'Where no call of a side has a known price, nothing can be said of the change.',
        }),
    rows: [end('before', cost[0]), ...steps, end('after', cost[1])],
  };
}

/** From amounts to places on the bar, which holds 0 and every amount on the way. */
function scaleOf([before, after]: readonly [bigint, bigint], steps: readonly bigint[]) {
  let [running, least, most] = [before, 0n, before > after ? before : after];
  for (const step of steps) {
    running += step;
    if (running < least) least = running;
    if (running > most) most = running;
  }
  const whole = Number(most - least) || 1;
  return (amount: bigint) => Number(amount - least) / whole;
}
