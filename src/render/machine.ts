import type { Quantity, Unit, Value } from '../report/report.ts';
import { decimalOf, plain } from './decimal.ts';
import { isNumeric, readable } from './units.ts';

/** Decimals that mean something: a billionth of a dollar is a thousandth of the cheapest token, and clocks give microseconds. */
const places: { readonly [unit in Unit]?: number } = { usd: 9, usd_per_mtok: 9, fraction: 9, ms: 3 };
/** Averages of DECIMALs carry more digits than they mean. */
const otherPlaces = 12;
/** The digits of a DOUBLE that threads summing in another order do not change. */
const soundDigits = 12;

/** One value as JSON text: money and other decimals as exact numbers, unknown and NaN as null. */
export function jsonText(value: Value | undefined, unit: Unit): string {
  if (value === null || value === undefined) return 'null';
  if (unit === 'sentence') return quoted(readable(value, unit, 'UTC'));
  if (unit === 'quantity') return quantityJson(value as unknown as Quantity);
  if (isNumeric(unit) && (typeof value === 'string' || typeof value === 'number')) {
    return numberText(value, unit) ?? foreignText(value);
  }
  return nestedJson(value);
}

const quantityJson = ({ value, unit }: Quantity) => jsonText(value, unit);

/** One value as a cell of CSV or TSV, not yet quoted; unknown is null. Lists and objects are JSON. */
export function cellText(value: Value | undefined, unit: Unit): string | null {
  if (value === null || value === undefined) return null;
  if (unit === 'sentence') return readable(value, unit, 'UTC');
  if (isNumeric(unit) && (typeof value === 'string' || typeof value === 'number')) {
    return numberText(value, unit) ?? (typeof value === 'string' ? value : null);
  }
  return typeof value === 'string' ? value : nestedJson(value);
}

/** Any value as JSON. Nobody names units inside it, but a key that ends in `usd` holds dollars: decimal strings there become numbers. */
export function nestedJson(value: Value, key = ''): string {
  if (typeof value === 'number') return numberText(value, 'count') ?? 'null';
  if (typeof value === 'string') return (isMoney(key) ? numberText(value, 'usd') : null) ?? quoted(value);
  if (value === null || typeof value === 'boolean') return String(value);
  if (isList(value)) return `[${value.map((item) => nestedJson(item, key)).join(',')}]`;
  return `{${Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .map(([name, item]) => `${quoted(name)}:${nestedJson(item, name)}`)
    .join(',')}}`;
}

/** A JSON string; it also escapes what JSON need not but a terminal may obey: DEL, C1 and bidirectional controls. */
export function quoted(text: string): string {
  return JSON.stringify(text).replace(/[\p{Cc}\p{Bidi_Control}]/gu, escaped);
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Decimals without noise, zeros at the end or `-0`; null for what is no number. */
function numberText(value: string | number, unit: Unit): string | null {
  if (typeof value === 'number' && Number.isInteger(value)) return String(value + 0); // + 0: no -0
  const number = decimalOf(typeof value === 'number' ? value.toPrecision(soundDigits) : value);
  return number && plain(number, places[unit] ?? otherPlaces);
}

function foreignText(value: string | number): string {
  return typeof value === 'string' ? quoted(value) : 'null';
}

function isMoney(key: string): boolean {
  return /(^|_)usd$/.test(key);
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}
