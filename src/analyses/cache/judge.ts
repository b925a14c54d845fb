import { cacheRule } from '../../prices/cacheRules.ts';
import type { Row } from '../../report/report.ts';
import type { Store } from '../../store/store.ts';
import type { Grouping } from '../dimensions.ts';
import { groupBy } from '../groupBy.ts';
import call from './call.sql';
import compared from './compared.sql';
import detail from './detail.sql';
import floor from './floor.sql';
import group from './group.sql';
import key from './key.sql';
import loss from './loss.sql';
import miss from './miss.sql';
import prompt from './prompt.sql';
import replay from './replay.sql';
import rule from './rule.sql';
import step from './step.sql';
import suspect from './suspect.sql';
import talk from './talk.sql';

/**
 * Finds every call that read less from the prompt cache than it could have, why, and what that cost: `cache_loss`, a row per
 * miss; `cache_call`, all calls; `cache_step`, those that can be judged; `cache_group`, the sums of each group.
 */
export async function judge(store: Store, groups: readonly Grouping[]): Promise<void> {
  await groupBy(store, groups);
  await store.run(rule, { rows: JSON.stringify(ruleRows(await store.rows(key))) });
  for (const sql of [talk, call, step, suspect, prompt, compared, floor, miss, replay, loss, group, detail])
    await store.run(sql);
}

/** Models by the name of the price list: an alias, or the date of a snapshot, makes no other model. */
function ruleRows(named: readonly Row[]): Row[] {
  const ids = new Map<string, number>();
  return named.map(({ provider = null, model = null, service_tier = null, matched = null }, rule_id) => {
    const canonical = String(matched ?? `${provider ?? ''}:${undated(String(model))}`).toLowerCase();
    ids.set(canonical, ids.get(canonical) ?? ids.size);
    const { semantics, minimum, minimumAtMost, granularity, lifetime, lifetimeAtMost, lookback } =
      cacheRule(canonical);
    return {
      ...{ rule_id, provider, model, service_tier, model_id: ids.get(canonical) ?? null, semantics },
      ...{ granularity, lookback, minimum, minimum_at_most: minimumAtMost },
      ...{ lifetime_s: lifetime, lifetime_at_most_s: lifetimeAtMost },
    };
  });
}

const undated = (model: string) => model.replace(/[-@](?:20\d{6}|20\d\d-\d\d-\d\d|latest)$/, '');
