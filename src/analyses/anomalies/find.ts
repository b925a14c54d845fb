import type { Store } from '../../store/store.ts';
import anomalousDay from './anomalous_day.sql';
import baseline from './baseline.sql';
import bucket from './bucket.sql';
import { type Change, changesIn, type Hour, hourOf, type Stretch, stretchOf } from './change.ts';
import commonValue from './common_value.sql';
import { shapeOf } from './drift.ts';
import finding from './finding.sql';
import flagged from './flagged.sql';
import foldedPoint from './folded_point.sql';
import foundChange from './found_change.sql';
import hour from './hour.sql';
import hours from './hours.sql';
import part from './part.sql';
import pastDay from './past_day.sql';
import point from './point.sql';
import rolling from './rolling.sql';
import trace from './trace.sql';
import traceBucket from './trace_bucket.sql';
import usual from './usual.sql';
import week from './week.sql';

/** What of judging is chosen on the command line. */
export type Rules = { readonly rule: 'robust' | 'p50'; readonly grain: 'call' | 'trace' | 'day' | 'auto' };

/**
 * Looks for anomalies in `judged_call`, into the table `finding`.
 * @param metric cost, tokens or latency
 */
export async function find(store: Store, metric: string, { rule, grain }: Rules): Promise<void> {
  await store.run('SET VARIABLE anomaly_rule = $rule', { rule });
  await store.run('SET VARIABLE anomaly_grain = $grain', { grain });
  const changes: Found[] = [];
  for (const measure of measuresOf(metric, rule)) changes.push(...(await changesBy(store, measure, rule)));
  await store.run(trace);
  await store.run(traceBucket);
  await keepChanges(store, unexplained(changes, metric));
  // Only now is it known which days no baseline should be made of.
  for (const step of [baseline, usual, point, commonValue, foldedPoint, finding]) await store.run(step);
}

/** By what levels are compared; the metric itself comes last. Beside cost, tokens: they tell of changes that are cheap as yet. */
function measuresOf(metric: string, rule: Rules['rule']): readonly string[] {
  return metric === 'cost' && rule === 'robust' ? ['input_tokens', 'output_tokens', 'cost'] : [metric];
}

/** Without the changes in tokens that a change in cost of the same group tells already. */
function unexplained(changes: readonly Found[], metric: string): readonly Found[] {
  const main = changes.filter((change) => change.metric === metric);
  return changes.filter(
    (change) =>
      !change.metric.endsWith('_tokens') ||
      !main.some(
        ({ group_key, from_hour, until_hour }) =>
          group_key === change.group_key && from_hour < change.until_hour && until_hour > change.from_hour,
      ),
  );
}

type Found = {
  readonly kind: string;
  readonly metric: string;
  readonly group_key: string;
  readonly from_hour: number;
  readonly until_hour: number;
  readonly z_score: number | null;
  readonly ratio: number;
  readonly usual: number;
};

async function keepChanges(store: Store, changes: readonly Found[]): Promise<void> {
  await store.run(foundChange, { changes: JSON.stringify(changes) });
  await store.run(anomalousDay);
}

async function changesBy(store: Store, metric: string, rule: Rules['rule']): Promise<Found[]> {
  await store.run('SET VARIABLE anomaly_metric = $metric', { metric });
  // More kinds of test, more chances to be wrong: what only tells of cost in the end has to be plainer.
  await store.run('SET VARIABLE anomaly_margin = $margin', { margin: metric.endsWith('_tokens') ? 1 : 0 });
  await store.run(bucket);
  await keepChanges(store, []);
  await store.run(baseline);
  if (rule === 'p50') return (await store.rows(rolling)) as unknown as Found[];
  for (const step of [hour, pastDay, part, week]) await store.run(step);
  const stretches = (await store.rows(flagged)).map(stretchOf);
  const groups = [...new Set(stretches.map(({ group }) => group))];
  const rows = await store.rows(hours, { groups: JSON.stringify(groups) });
  return groups.flatMap((name) => {
    const own = rows.filter((row) => row['group_key'] === name).map(hourOf);
    const some = stretches.filter(({ group }) => group === name);
    const levels = some.filter(({ change }) => change === 'level');
    // Traffic is the same whatever the metric.
    const traffic = some.filter(({ change }) => change === 'traffic' && !metric.endsWith('_tokens'));
    return [levels, traffic].flatMap((stretches) => changesOf(stretches, own, metric));
  });
}

function changesOf(stretches: readonly Stretch[], hours: readonly Hour[], metric: string): Found[] {
  return changesIn(stretches, hours).map((change) => {
    const { kind, from } = shapeOf(change, hours);
    return {
      kind: change.change === 'traffic' ? 'volume' : kind,
      metric: change.change === 'traffic' ? 'calls' : metric,
      group_key: change.group,
      ...{ from_hour: from, until_hour: change.until, z_score: change.z, ratio: change.ratio },
      usual: change.change === 'traffic' ? callsIn(change, hours) : change.usual,
    };
  });
}

/** How many calls the whole change would usually have had. */
function callsIn({ from, until }: Change, hours: readonly Hour[]): number {
  return hours
    .filter(({ at }) => at >= from && at < until)
    .reduce((sum, { usualCalls }) => sum + usualCalls, 0);
}
