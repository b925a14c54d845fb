import type { Quantity, Sentence, Unit, Value } from '../report/report.ts';
import { clock } from './clock.ts';
import { type Decimal, decimalOf, fixed, grouped, magnitude, plain, rounded, trimmed } from './decimal.ts';
import { visible } from './visible.ts';

/** What stands for a value that the log does not give. */
export const unknown = '–';

const numeric: ReadonlySet<Unit> = new Set([
  'usd',
  'tokens',
  'count',
  'number',
  'ms',
  'fraction',
  'bytes',
  'usd_per_mtok',
  'quantity',
]);

export function isNumeric(unit: Unit): boolean {
  return numeric.has(unit);
}

/** Only texts may be cut: half a number, or half a time, is a wrong one. */
export function mayCut(unit: Unit): boolean {
  return unit === 'text' || unit === 'list' || unit === 'json' || unit === 'sentence';
}

/**
 * A value as a person reads it, on one line and safe on a terminal: `$0.0085`, `12,676`, `3.42s`, `87.7%`,
 * `2026-11-01 09:12`. Instants are told in the zone `tz`. Rounding happens here and nowhere before.
 */
export function readable(value: Value, unit: Unit, tz: string): string {
  if (value === null) return unknown;
  if (unit === 'quantity') return quantityText(value as unknown as Quantity, tz);
  if (unit === 'sentence') return sentenceText(value as unknown as Sentence, tz);
  if (typeof value === 'string' || typeof value === 'number') return readableScalar(value, unit, tz);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return visible(isList(value) ? value.map(listed).join(', ') : JSON.stringify(value));
}

/** A sentence with its numbers as a table would write them; not yet sanitised but for its values. */
export function sentenceText(sentence: string | Sentence, tz: string): string {
  if (typeof sentence === 'string') return sentence;
  return sentence.map((part) => (typeof part === 'string' ? part : quantityText(part, tz))).join('');
}

/** `+` before what is more than nothing, where it is a difference. */
export function quantityText({ value, unit, signed = false }: Quantity, tz: string): string {
  const text = readable(value, unit, tz);
  return signed && text !== unknown && Number(value) > 0 ? `+${text}` : text;
}

function readableScalar(value: string | number, unit: Unit, tz: string): string {
  if (unit === 'instant') return visible(clock(String(value), tz));
  if (!isNumeric(unit)) return visible(String(value));
  const number = decimalOf(value);
  if (!number) return typeof value === 'number' ? unknown : visible(value);
  return inUnit(number, unit);
}

function inUnit(number: Decimal, unit: Unit): string {
  switch (unit) {
    case 'usd':
      return signed(number, money);
    case 'usd_per_mtok':
      return signed(number, price);
    case 'ms':
      return signed(number, duration);
    case 'fraction':
      return signed(number, percent);
    case 'bytes':
      return signed(number, size);
    case 'number':
      return signed(number, measure);
    default:
      return grouped(plain(number, 2));
  }
}

function signed(number: Decimal, text: (absolute: Decimal) => string): string {
  return number.digits < 0n ? `-${text({ digits: -number.digits, scale: number.scale })}` : text(number);
}

/** Dollars from ten thousand on, cents from one, below that two digits that say something. */
function money(amount: Decimal): string {
  if (amount.digits === 0n) return '$0';
  const once = rounded(amount, moneyPlaces(amount));
  return `$${grouped(trimmed(fixed(once, moneyPlaces(once)), 2))}`; // twice: 9,999.999 has become 10,000
}

function moneyPlaces(amount: Decimal): number {
  const digits = magnitude(amount);
  if (digits > 4) return 0;
  return digits > 0 ? 2 : 2 - digits;
}

/** A list price is exact: `$3.00`, `$0.0375`. */
function price(amount: Decimal): string {
  return `$${grouped(trimmed(fixed(amount, 6), 2))}`;
}

/** `842ms`, `3.42s`, `1m 12s`, `2h 05m`, `3d 04h`; the text is decided after rounding, so there is no `60.00s`. */
function duration(ms: Decimal): string {
  const exact = Number(plain(ms, 6));
  if (exact < 9.95) return `${plain(ms, 1)}ms`;
  if (exact < 999.5) return `${plain(ms, 0)}ms`;
  if (exact < 59_995) return `${(Math.round(exact / 10) / 100).toFixed(2)}s`;
  const seconds = Math.round(exact / 1000);
  if (seconds < 3600) return twoUnits(seconds, 60, 'm', 's');
  const minutes = Math.round(exact / 60_000);
  if (minutes < 2880) return twoUnits(minutes, 60, 'h', 'm');
  return twoUnits(Math.round(exact / 3_600_000), 24, 'd', 'h');
}

function twoUnits(count: number, per: number, large: string, small: string): string {
  return `${grouped(String(Math.floor(count / per)))}${large} ${String(count % per).padStart(2, '0')}${small}`;
}

/** A number of whatever unit: four digits that say something, two decimals at least. */
function measure(number: Decimal): string {
  return grouped(plain(number, Math.max(2, 4 - magnitude(number))));
}

/** One decimal; what is more than nothing never reads as nothing. */
function percent(share: Decimal): string {
  const hundredfold = { digits: share.digits * 100n, scale: share.scale };
  const text = fixed(hundredfold, 1);
  if (text === '0.0') return share.digits === 0n ? '0%' : '<0.1%';
  return `${grouped(text)}%`;
}

/** Powers of 1000, as file managers and disks have it. */
function size(bytes: Decimal): string {
  const exact = Number(plain(bytes, 0));
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
  let step = 0;
  while (step < units.length - 1 && exact / 1000 ** step >= 999.95) step += 1;
  return `${step === 0 ? exact : (exact / 1000 ** step).toFixed(1)} ${units[step]}`;
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

function listed(item: Value): string {
  return typeof item === 'string' ? item : JSON.stringify(item);
}
