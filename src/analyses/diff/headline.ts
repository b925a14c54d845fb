import type { Quantity, Sentence } from '../../report/report.ts';
import type { Window } from '../../time/window.ts';
import { share, usd } from './amount.ts';
import type { Comparison } from './compare.ts';
import { change } from './saying.ts';
import type { Per } from './scope.ts';
import type { Side } from './side.ts';
import { costPerTrace, isComparable, isKnown } from './total.ts';
import { type Deeds, failureRate } from './whole.ts';

/** `$4.19 → $8.44, +$4.25 (+101.7%)`, what that is per trace, and which windows these are. */
export function headlineOf(comparison: Comparison): Sentence {
  const { sides, windows, deeds } = comparison;
  return [
    ...costLine(comparison),
    ...perTraceLine(comparison),
    ...besideCost(deeds.before, deeds.after),
    '\n',
    ...sideLine('before', sides.before, windows[0], deeds.before),
    '\n',
    ...sideLine('after ', sides.after, windows[1], deeds.after),
  ];
}

const perWord: Readonly<Record<Per, string>> = {
  window: '',
  day: ' a day',
  trace: ' a trace',
  call: ' a call',
};

function costLine(comparison: Comparison): Sentence {
  const { cost, change, per, unpriced } = comparison;
  if (!isComparable(comparison)) return unknownCostLine(comparison);
  const relative = share(change, cost[0]);
  return [
    unpriced[0] > 0 ? '≥' : '',
    dollars(cost[0]),
    unpriced[1] > 0 ? ' → ≥' : ' → ',
    dollars(cost[1]),
    `${perWord[per]}: `,
    { value: usd(change), unit: 'usd', signed: true },
    ...(relative === null ? [] : [' (', fraction(relative), ')']),
  ];
}

/** A change to or from what is not known is not known. */
function unknownCostLine(comparison: Comparison): Sentence {
  const { cost, per } = comparison;
  const side = (place: 0 | 1): Quantity | string =>
    isKnown(comparison, place) ? dollars(cost[place]) : 'unknown';
  return [side(0), ' → ', side(1), `${perWord[per]}: no call has a known price on one side`];
}

const dollars = (nano: bigint): Quantity => ({ value: usd(nano), unit: 'usd' });
const fraction = (value: number): Quantity => ({ value, unit: 'fraction', signed: true });

/** Is it real? What 95 % of draws of as many traces give. */
function perTraceLine(comparison: Comparison): Sentence {
  const [before, after] = [costPerTrace(comparison, 0), costPerTrace(comparison, 1)];
  const { interval } = comparison;
  if (before === null || after === null || interval === undefined || comparison.per === 'trace') return [];
  const { low, high } = interval;
  const isNoise = low <= 0 && high >= 0;
  return [
    '\nper trace ',
    { value: before, unit: 'usd' },
    ' → ',
    { value: after, unit: 'usd' },
    ', 95%: ',
    { value: low, unit: 'usd', signed: true },
    ' to ',
    { value: high, unit: 'usd', signed: true },
    isNoise ? ' (~ noise)' : '',
  ];
}

/** What the calls took and how many failed: what is cheaper may be slower, or broken. Nothing where neither log tells. */
function besideCost(before: Deeds, after: Deeds): Sentence {
  const [was, is] = [failureRate(before), failureRate(after)];
  const parts = [
    moved('p50 ', before.p50, after.p50, 'ms'),
    moved('p95 ', before.p95, after.p95, 'ms'),
    ...(was || is ? [moved('failed ', was, is, 'fraction')] : []),
  ].filter(({ length }) => length > 0);
  if (parts.length === 0) return [];
  return ['\ncalls ', ...parts.flatMap((part, place) => (place === 0 ? part : [', ', ...part]))];
}

function moved(name: string, before: number | null, after: number | null, unit: 'ms' | 'fraction'): Sentence {
  return before === null && after === null ? [] : [name, ...change(before, after, unit)];
}

/** Labels that say no more than the instants beside them. */
const isPlain = (label: string) => /^[\d.T:Z+-]*$/.test(label);

function sideLine(name: string, { isFiles }: Side, window: Window, { traces }: Deeds): Sentence {
  const { label, start, end, days } = window;
  const counted: Sentence = [', ', { value: traces, unit: 'count' }, traces === 1 ? ' trace' : ' traces'];
  if (start === null || end === null || isFiles) return [`${name} ${label}`, ...counted];
  return [
    isPlain(label) ? `${name} ` : `${name} ${label}: `,
    { value: start, unit: 'instant' },
    ' to ',
    { value: end, unit: 'instant' },
    ...(days === null ? [] : [', ', { value: days, unit: 'number' } as const, days === 1 ? ' day' : ' days']),
    ...counted,
  ];
}
