/** Exact decimal numbers, for money: a float would lose cents in a large sum and add digits to a small one. */

/** `digits` × 10^-`scale`. */
export type Decimal = { readonly digits: bigint; readonly scale: number };

const written = /^([+-]?\d+)(?:\.(\d*))?(?:e([+-]?\d{1,3}))?$/i;

/** The number that a decimal string or a float's shortest text says; null for anything else, NaN and infinities included. */
export function decimalOf(value: string | number): Decimal | null {
  const found = written.exec(String(value));
  if (!found) return null;
  const [, whole = '0', fraction = '', exponent = '0'] = found;
  const scale = fraction.length - Number(exponent);
  const digits = BigInt(whole + fraction);
  return scale >= 0 ? { digits, scale } : { digits: digits * power(-scale), scale: 0 };
}

/** To so many decimals at most; a half goes away from zero, as on a bill. */
export function rounded(number: Decimal, places: number): Decimal {
  if (number.scale <= places) return number;
  const unit = power(number.scale - places);
  const half = number.digits < 0n ? -(unit / 2n) : unit / 2n;
  return { digits: (number.digits + half) / unit, scale: places };
}

/** Digits before the point: 3 for 123.4, 0 for 0.5, -2 for 0.0085. */
export function magnitude({ digits, scale }: Decimal): number {
  return digitsOf(digits).length - scale;
}

/** With exactly so many decimals: `-1234.50`. */
export function fixed(number: Decimal, places: number): string {
  const { digits, scale } = rounded(number, places);
  const text = digitsOf(digits).padStart(scale + 1, '0') + '0'.repeat(places - scale);
  const point = text.length - places;
  return (digits < 0n ? '-' : '') + text.slice(0, point) + (places > 0 ? `.${text.slice(point)}` : '');
}

/** With as few decimals as it has, at most so many; no exponent, no `-0`. */
export function plain(number: Decimal, mostPlaces: number): string {
  const text = fixed(number, Math.min(mostPlaces, number.scale));
  return trimmed(text, 0);
}

/** Without the zeros at the end of the decimals, but with so many decimals at least, if it has them. */
export function trimmed(text: string, leastPlaces: number): string {
  const point = text.indexOf('.');
  if (point < 0) return text;
  let end = text.length;
  while (end > point + 1 + leastPlaces && text[end - 1] === '0') end -= 1;
  return text.slice(0, end === point + 1 ? point : end);
}

/** 1234567.5 as `1,234,567.5`. */
export function grouped(text: string): string {
  if (text.length <= 3) return text;
  const [whole = '', fraction] = text.split('.');
  const groups = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? groups : `${groups}.${fraction}`;
}

function power(exponent: number): bigint {
  return 10n ** BigInt(exponent);
}

function digitsOf(digits: bigint): string {
  return String(digits < 0n ? -digits : digits);
}
