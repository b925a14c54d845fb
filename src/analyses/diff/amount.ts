/** Whole nano-dollars as a decimal string, exact: `-1.234567890`. */
export function usd(nano: bigint): string {
  const digits = String(nano < 0n ? -nano : nano).padStart(10, '0');
  return `${nano < 0n ? '-' : ''}${digits.slice(0, -9)}.${digits.slice(-9)}`;
}

/** A part of a whole as a fraction of 1; unknown of nothing. */
export function share(part: bigint, whole: bigint): number | null {
  return whole === 0n ? null : Number(part) / Number(whole);
}
