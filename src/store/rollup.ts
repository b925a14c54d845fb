import repeatedUsage from './repeated_usage.sql';
import rollup from './rollup.sql';
import type { Store } from './store.ts';
import usageBelow from './usage_below.sql';
import usageCircle from './usage_circle.sql';
import usageLevel from './usage_level.sql';
import usageNode from './usage_node.sql';

/** Agents in agents in agents: deeper nesting of roll-ups than this is a circle in the log. */
const deepest = 64;

/**
 * Finds the spans whose usage repeats that of spans below them, into `rollup`.
 * @param mode auto: leaves count, and what a parent has beyond its children; leaf: leaves alone; root: the topmost alone
 */
export async function findRollups(store: Store, mode: 'auto' | 'leaf' | 'root'): Promise<void> {
  const [answer] = await store.rows(repeatedUsage);
  if (answer?.['is_possible'] !== true) return;
  await store.run(usageNode);
  const highest = await raise(store);
  for (let level = 1; level <= highest; level += 1) await store.run(usageBelow, { level });
  await store.run(rollup, { mode });
}

/** Gives every node the number of levels below it; the highest one. Who is above others without end stands in a circle of parents and is freed of it. */
async function raise(store: Store): Promise<number> {
  for (let level = 1; level <= deepest; level += 1) {
    await store.run(usageLevel, { level });
    const [raised] = await store.rows(
      'SELECT count(*)::INTEGER AS nodes FROM usage_node WHERE level = $level',
      { level },
    );
    if (raised?.['nodes'] === 0) return level - 1;
  }
  await store.run(usageCircle, { deepest });
  return await raise(store);
}
