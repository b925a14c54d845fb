import type { Store } from '../../store/store.ts';
import { type Check, checked } from './checks.ts';
import type { Finding } from './finding.ts';
import requests from './requests.sql';

const checks: readonly Check[] = [
  {
    key: 'sampled',
    of: 'spans',
    noun: 'span',
    level: 'caution',
    means: 'are sampled: each stands for others that are not here',
  },
  { key: 'truncated', of: 'calls', noun: 'call', level: 'note', means: 'were cut off at their token limit' },
  { key: 'uncapped', of: 'calls', noun: 'call', level: 'note', means: 'set no max_tokens' },
];

/** How were the calls asked for? The row `represented` says for how many spans the sampled ones stand. */
export async function requested(store: Store): Promise<Finding> {
  const [counts = {}] = await store.rows(requests);
  const { section, reasons } = checked(
    { key: 'requests', title: 'requests', gist: 'nothing to tell' },
    checks,
    counts,
  );
  const represented = { check: 'represented', count: counts['represented'] ?? null, level: 'fine' };
  return { section: { ...section, rows: [...section.rows, represented] }, reasons };
}
