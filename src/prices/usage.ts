import { UserError } from '../error.ts';
import { didYouMean, nearest } from '../suggest.ts';
import type { PriceRow, TokenClass } from './rates.ts';

/** Tokens of one call, by class; `input` are those that are not cached. */
export type Usage = Partial<Record<TokenClass, number>>;

const words: Readonly<Record<string, TokenClass>> = {
  in: 'input',
  read: 'cache_read',
  write: 'cache_write_5m',
  write_1h: 'cache_write_1h',
  out: 'output',
};

/** Reads `in=600,read=5200,write=150,out=210`. Throws a UserError that names the part that is not understood. */
export function parseUsage(text: string): Usage {
  return Object.fromEntries(text.split(',').map((part) => parsePart(part.trim())));
}

function parsePart(part: string): [TokenClass, number] {
  const [word = '', count = ''] = part.split('=');
  const tokens = words[word];
  const expected = 'expected in=600,read=5200,write=150,out=210 (also write_1h)';
  if (tokens === undefined)
    throw new UserError(
      `--usage: unknown part "${word}"${didYouMean(nearest(word, Object.keys(words)))}; ${expected}`,
    );
  if (!/^\d+$/.test(count))
    throw new UserError(`--usage: "${part}" has no whole number of tokens; ${expected}`);
  return [tokens, Number(count)];
}

/** All prompt tokens: what decides the tier. */
export function promptTokens(usage: Usage): number {
  const { output: _, ...prompt } = usage;
  return Object.values(prompt).reduce((sum, tokens) => sum + tokens, 0);
}

/** Does the row hold at this instant (milliseconds since 1970), for a prompt of so many tokens? */
export function holds(row: PriceRow, at: number, prompt: number | null): boolean {
  const second = Math.floor(at / 1000) % 86_400;
  const isDay =
    (row.valid_from === null || at >= Date.parse(row.valid_from)) &&
    (row.valid_to === null || at < Date.parse(row.valid_to));
  const isHour =
    row.daily_from === null || row.daily_to === null || (second >= row.daily_from && second < row.daily_to);
  const isTier =
    prompt === null ||
    ((row.tier_start === 0 || prompt > row.tier_start) && (row.tier_end === null || prompt <= row.tier_end));
  return isDay && isHour && isTier;
}

/** Dollars for each class that the usage names, exact to the pico-dollar. */
export function costs(
  { rates }: PriceRow,
  usage: Usage,
): { readonly part: TokenClass; readonly tokens: number; readonly cost: bigint }[] {
  const parts = Object.entries(usage) as [TokenClass, number][];
  return parts.map(([part, tokens]) => ({ part, tokens, cost: BigInt(tokens) * BigInt(rates[part]) }));
}

/** Pico-dollars as a decimal of dollars: `"0.008535000000"`. */
export function dollars(pico: bigint): string {
  const digits = pico.toString().padStart(13, '0');
  return `${digits.slice(0, -12)}.${digits.slice(-12)}`;
}
