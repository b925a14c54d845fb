import { UserError } from '../../error.ts';
import type { LimitKind, Rule } from './rules.ts';

/** A limit in the unit of its rule; a budget has a period. */
export type Limit = { readonly amount: number; readonly period?: Period };
export type Period = 'day' | 'week' | 'month';

/** Reads the limit of a rule; throws a UserError that shows how one is written. */
export function limitOf({ name, kind, limit }: Rule, text: string, origin: string): Limit {
  const found = readers[kind](text.trim().toLowerCase().replace(/^\$/, ''));
  if (found !== undefined) return found;
  throw new UserError(`${origin}: ${name}: "${text}" is no limit for it (example: ${name}=${limit})`);
}

type Reader = (text: string) => Limit | undefined;

const number: Reader = (text) => {
  const plain = text.replaceAll(/[,_](?=\d{3})/g, '');
  return /^(\d+\.?\d*|\.\d+)$/.test(plain) ? { amount: Number(plain) } : undefined;
};

const scaled =
  (suffix: string, factor: number): Reader =>
  (text) => {
    const found = text.endsWith(suffix) ? number(text.slice(0, -suffix.length).trim()) : undefined;
    return found && { amount: found.amount * factor };
  };

const firstOf =
  (...read: readonly Reader[]): Reader =>
  (text) => {
    for (const reader of read) {
      const found = reader(text);
      if (found !== undefined) return found;
    }
    return undefined;
  };

const budget: Reader = (text) => {
  const [, amount = '', period = ''] = /^(.+?)\s*\/\s*(day|week|month)$/.exec(text) ?? [];
  const found = number(amount);
  return found && { ...found, period: period as Period };
};

const readers: Readonly<Record<LimitKind, Reader>> = {
  usd: number,
  count: number,
  tokens: number,
  number,
  share: firstOf(scaled('%', 0.01), number),
  times: firstOf(scaled('x', 1), number),
  ms: firstOf(scaled('ms', 1), scaled('s', 1000), scaled('m', 60_000), number),
  budget,
};
