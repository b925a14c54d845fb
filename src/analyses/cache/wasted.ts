import type { Section } from '../../report/report.ts';
import type { Request } from '../../request/request.ts';
import type { Store } from '../../store/store.ts';
import repeatedQuery from './repeated.sql';
import unreadTable from './unread.sql';
import unreadRows from './unread_rows.sql';

/** Places of the program that pay for writing to the cache what no later call reads. */
export async function unreadWrites(store: Store): Promise<Section> {
  await store.run(unreadTable);
  const rows = await store.rows(unreadRows);
  return {
    key: 'unread_writes',
    title: 'written and never read',
    gist: 'written and never read: no place of the program writes mostly in vain',
    rows,
    telling: rows.length,
    columns: [
      { key: 'name', title: 'where', unit: 'text', show: 'always' },
      { key: 'feature', unit: 'text', show: 'asked' },
      { key: 'model', unit: 'text' },
      { key: 'calls', unit: 'count', show: 'always' },
      { key: 'written_tokens', title: 'written', unit: 'tokens' },
      { key: 'unread_tokens', title: 'never read', unit: 'tokens', show: 'always' },
      { key: 'premium_usd', title: 'paid above input', unit: 'usd', show: 'always' },
    ],
  };
}

/** Prompts that are sent again word for word, and are not read from a cache. */
export async function repeatedPrompts(store: Store, { limit }: Request): Promise<Section> {
  const rows = await store.rows(repeatedQuery, {
    limit: Number.isFinite(limit) ? limit : Number.MAX_SAFE_INTEGER,
  });
  return {
    key: 'repeated_prompts',
    title: 'sent again word for word, uncached',
    gist: 'sent again word for word: no prompt, without being read from a cache',
    rows,
    more: Math.max(0, Number(rows[0]?.['prompts'] ?? 0) - rows.length),
    telling: Math.min(rows.length, 5),
    columns: [
      { key: 'prompt_digest', title: 'prompt', unit: 'text', show: 'always' },
      { key: 'name', title: 'where', unit: 'text', show: 'always' },
      { key: 'feature', unit: 'text', show: 'asked' },
      { key: 'model', unit: 'text' },
      { key: 'calls', unit: 'count', show: 'always' },
      { key: 'input_tokens', title: 'input', unit: 'tokens' },
      { key: 'repeated_usd', title: 'repetitions cost', unit: 'usd', show: 'always' },
      { key: 'monthly_usd', title: 'in 30 days', unit: 'usd', show: 'always' },
    ],
  };
}
