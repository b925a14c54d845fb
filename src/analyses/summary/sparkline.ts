const levels = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/** More days than this are told by the last of them. */
const mostDays = 60;

/** One character for each amount, the largest the highest; a space where nothing is known. */
export function sparkline(amounts: readonly (number | null)[]): string {
  const shown = amounts.slice(-mostDays);
  const largest = Math.max(...shown.map((amount) => amount ?? Number.NEGATIVE_INFINITY));
  return shown.map((amount) => (amount === null ? ' ' : levelOf(amount, largest))).join('');
}

function levelOf(amount: number, largest: number): string {
  const share = largest > 0 ? amount / largest : 0;
  return levels[Math.min(levels.length - 1, Math.floor(share * levels.length))] ?? ' ';
}
