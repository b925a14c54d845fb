import type { Value } from '../report/report.ts';

/** Digits after the point of every cost in the database, a DECIMAL(38, 12). */
const places = 12;

/** Whole pico-dollars of a cost as the database gives it; undefined when it is unknown. */
export function picoDollars(cost: Value | undefined): bigint | undefined {
  if (typeof cost !== 'string') return undefined;
  const [dollars = '', fraction = ''] = cost.split('.');
  return BigInt(dollars + fraction.padEnd(places, '0'));
}

/** The same as a decimal string, null for unknown. */
export function dollars(pico: bigint | undefined): string | null {
  if (pico === undefined) return null;
  const digits = String(pico < 0n ? -pico : pico).padStart(places + 1, '0');
  return `${pico < 0n ? '-' : ''}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}
