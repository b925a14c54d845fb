import { UserError } from '../error.ts';
import type { Override } from './override.ts';
import { type GivenRates, type PriceRow, pico } from './rates.ts';
import type { Named, Resolution } from './resolve.ts';
import { rowOf } from './rows.ts';

type ListPrice = (named: Named) => Resolution | null;

/**
 * The user's prices of a model where there are any; outside the dates they are given for, the list's. The first entry that
 * matches decides; entries with the same pattern and provider are its other dates and prompt sizes.
 */
export function overridden(
  overrides: readonly Override[],
  named: Named,
  listPrice: ListPrice,
): Resolution | null {
  const first = overrides.find((entry) => matches(entry, named));
  const listed = listPrice(named);
  if (first === undefined) return listed;
  const entries = overrides.filter(
    (entry) =>
      entry.match === first.match &&
      entry.provider === first.provider &&
      entry.service_tier === first.service_tier,
  );
  const stretches = entries.map((entry) => ({ entry, ...extentOf(entry, entries) }));
  const rows = stretches.flatMap(({ entry, from, to, tier_end }) =>
    entryRows(entry, from, to, tier_end, named, listPrice),
  );
  const bounds = outerBounds(stretches);
  return {
    matched:
      first.like === undefined
        ? first.match
        : (listPrice({ ...named, provider: null, model: first.like })?.matched ?? first.match),
    rule: 'override',
    source: first.origin,
    checked: null,
    context_window: first.context_window ?? listed?.context_window ?? null,
    min_cache_tokens: listed?.min_cache_tokens ?? null,
    rows: [...rows, ...outside(listed?.rows ?? [], bounds)],
  };
}

function matches({ match, provider, service_tier }: Override, named: Named): boolean {
  if (provider !== undefined && provider.toLowerCase() !== named.provider?.toLowerCase()) return false;
  if (service_tier !== undefined && service_tier !== named.service_tier) return false;
  const pattern = glob(match);
  return (
    pattern.test(named.model) || (named.provider !== null && pattern.test(`${named.provider}/${named.model}`))
  );
}

/** `*` any text, `?` one character; `\` makes the next character plain. Case does not matter. */
export function glob(pattern: string): RegExp {
  const source = pattern.replace(/\\([\s\S])|[\s\S]/g, (character, plain: string | undefined) => {
    if (plain !== undefined) return escaped(plain);
    return character === '*' ? '.*' : character === '?' ? '.' : escaped(character);
  });
  return new RegExp(`^${source}$`, 'is');
}

function escaped(character: string): string {
  return character.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** An entry holds until the next one of its pattern begins, or to its own end. */
function extentOf(
  entry: Override,
  entries: readonly Override[],
): { from: string | null; to: string | null; tier_end: number | null } {
  const from = instant(entry.from);
  const laterStarts = entries
    .flatMap((other) => instant(other.from) ?? [])
    .filter((start) => from === null || start > from)
    .sort();
  const steps = entries.filter((other) => other.from === entry.from).map((other) => other.tier_start ?? 0);
  const larger = steps.filter((start) => start > (entry.tier_start ?? 0)).sort((left, right) => left - right);
  return { from, to: instant(entry.to) ?? laterStarts[0] ?? null, tier_end: larger[0] ?? null };
}

/** A date begins at midnight UTC. */
function instant(date: string | undefined): string | null {
  if (date === undefined) return null;
  return new Date(/T/.test(date) && !date.endsWith('Z') ? `${date}Z` : date).toISOString();
}

function entryRows(
  entry: Override,
  from: string | null,
  to: string | null,
  tier_end: number | null,
  named: Named,
  listPrice: ListPrice,
): PriceRow[] {
  const given = givenRates(entry);
  const plain = { factor: 1, isKnown: true };
  if (entry.like === undefined) {
    const extent = {
      valid_from: from,
      valid_to: to,
      daily_from: null,
      daily_to: null,
      tier_start: entry.tier_start ?? 0,
      tier_end,
    };
    return rowOf(extent, given, /claude/i.test(named.model), plain);
  }
  const like = listPrice({ ...named, provider: null, model: entry.like });
  if (like === null)
    throw new UserError(
      `${entry.origin}: "${entry.match}" is priced like "${entry.like}", whose price is not known either; try a name that \`llmtrace prices list\` shows`,
    );
  return within(like.rows, from, to).map((row) => ({
    ...row,
    rates: { ...row.rates, ...definedOnly(given) },
    assumed: row.assumed.filter((part) => given[part as keyof GivenRates] === undefined),
  }));
}

function givenRates(entry: Override): GivenRates {
  const rate = (dollars: number | undefined) => (dollars === undefined ? undefined : pico(dollars));
  return {
    input: rate(entry.input),
    output: rate(entry.output),
    cache_read: rate(entry.cache_read),
    cache_write_5m: rate(entry.cache_write_5m),
    cache_write_1h: rate(entry.cache_write_1h),
  };
}

function definedOnly(given: GivenRates): Partial<PriceRow['rates']> {
  return Object.fromEntries(Object.entries(given).filter(([, rate]) => rate !== undefined));
}

type Bounds = { readonly from: string | null; readonly to: string | null };

/** From the first entry's start to the last one's end. */
function outerBounds(stretches: readonly Bounds[]): Bounds {
  const starts = stretches.map(({ from }) => from);
  const ends = stretches.map(({ to }) => to);
  return {
    from: starts.includes(null) ? null : (starts.sort()[0] ?? null),
    to: ends.includes(null) ? null : (ends.sort().at(-1) ?? null),
  };
}

function outside(rows: readonly PriceRow[], { from, to }: Bounds): PriceRow[] {
  return [...(from === null ? [] : within(rows, null, from)), ...(to === null ? [] : within(rows, to, null))];
}

/** The part of each row between two instants. */
function within(rows: readonly PriceRow[], from: string | null, to: string | null): PriceRow[] {
  return rows.flatMap((row) => {
    const valid_from = later(row.valid_from, from);
    const valid_to = earlier(row.valid_to, to);
    const isEmpty =
      valid_from !== null && valid_to !== null && Date.parse(valid_from) >= Date.parse(valid_to);
    return isEmpty ? [] : [{ ...row, valid_from, valid_to }];
  });
}

function later(left: string | null, right: string | null): string | null {
  if (left === null || right === null) return left ?? right;
  return Date.parse(left) > Date.parse(right) ? left : right;
}

function earlier(left: string | null, right: string | null): string | null {
  if (left === null || right === null) return left ?? right;
  return Date.parse(left) < Date.parse(right) ? left : right;
}
