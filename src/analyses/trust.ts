import type { Row } from '../report/report.ts';
import type { Store } from '../store/store.ts';

/** Sentences on what a total does not know, from the counts beside it; nothing to say gives none. */
export async function trustNotes(store: Store, total: Row): Promise<string[]> {
  const count = (key: string) => Number(total[key] ?? 0);
  const notes: string[] = [];
  if (count('unpriced_calls') > 0) {
    notes.push(
      `${calls(count('unpriced_calls'))} without a price, so the cost is a lower bound: ${await unpricedModels(store)}; --prices FILE can name them`,
    );
  }
  if (count('assumed_prices') > 0) {
    notes.push(
      `${calls(count('assumed_prices'))} with tokens of a class that has no price of its own, priced as plain input (llmtrace prices explain MODEL)`,
    );
  }
  if (count('placeholder_calls') > 0) {
    notes.push(
      `${calls(count('placeholder_calls'))} with a placeholder for output tokens in the log: output and cost are a lower bound`,
    );
  }
  if (count('unattributed_spans') > 0) {
    notes.push(
      `spans that log more usage than the calls below them: ${count('unattributed_spans').toLocaleString('en')}; the rest counts as unattributed`,
    );
  }
  return notes;
}

const calls = (count: number) => `${count.toLocaleString('en')} call${count === 1 ? '' : 's'}`;

async function unpricedModels(store: Store): Promise<string> {
  const rows = await store.rows(`
    SELECT coalesce(model, '(no model)') AS model, count(*)::INTEGER AS calls
    FROM picked WHERE is_unpriced GROUP BY ALL ORDER BY calls DESC, model LIMIT 4`);
  const names = rows.slice(0, 3).map(({ model }) => String(model));
  return [...names, ...(rows.length > 3 ? ['…'] : [])].join(', ');
}
