import { cacheRule } from './cacheRules.ts';
import type { Catalogue } from './catalogue.ts';
import { type Found, findModel, type Rule } from './find.ts';
import { overridden } from './overridden.ts';
import type { Override } from './override.ts';
import type { PriceRow } from './rates.ts';
import { priceRows } from './rows.ts';
import { tierEffect } from './tiers.ts';

/** A model as a log names it. */
export type Named = {
  readonly provider: string | null;
  readonly model: string;
  readonly service_tier: string | null;
};

/** Every price that a named model has had, and where it is from. */
export type Resolution = {
  /** `provider:model` of the price list, or the pattern of the override. */
  readonly matched: string;
  readonly rule: Rule;
  readonly source: string;
  /** The day on which the source was last compared, YYYY-MM-DD; null: the user's own file. */
  readonly checked: string | null;
  readonly context_window: number | null;
  readonly min_cache_tokens: number | null;
  /** Of these at most one holds for a call. */
  readonly rows: readonly PriceRow[];
};

/** The prices of a model as logged; the user's overrides win. Null: unpriced. */
export function resolve(
  catalogue: Catalogue,
  overrides: readonly Override[],
  named: Named,
): Resolution | null {
  return overridden(overrides, named, (model) => listPrice(catalogue, model));
}

function listPrice(catalogue: Catalogue, { provider, model, service_tier }: Named): Resolution | null {
  const found = findModel(catalogue, provider, model);
  return found === null ? null : resolution(found, service_tier);
}

/** A found model with its prices; null where the list has none for tokens. */
export function resolution(found: Found, service_tier: string | null): Resolution | null {
  const matched = `${found.provider}:${found.id}`;
  const rows = priceRows(
    found.eras,
    /claude/i.test(found.id),
    tierEffect(found.host, found.id, service_tier),
  );
  if (rows.length === 0) return null;
  const { rule, source, checked, context_window } = found;
  return {
    matched,
    rule,
    source,
    checked,
    context_window,
    min_cache_tokens: cacheRule(matched).minimum,
    rows,
  };
}
