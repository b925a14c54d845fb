import type { Store } from '../../store/store.ts';
import { type Check, checked } from './checks.ts';
import type { Finding } from './finding.ts';
import tree from './tree.sql';

const checks: readonly Check[] = [
  {
    key: 'orphans',
    of: 'spans',
    noun: 'span',
    level: 'caution',
    means: 'have a parent that is not in the log',
  },
  {
    ...{ key: 'costly_without_root', of: 'traces', noun: 'trace', level: 'caution' as const },
    means: 'cost something but have no root',
  },
  { key: 'several_roots', of: 'traces', noun: 'trace', level: 'note', means: 'have more than one root' },
  {
    ...{ key: 'unattributed', of: 'spans', noun: 'span', level: 'caution' as const },
    means: 'log more usage than the calls below them (the rest counts as unattributed)',
  },
  {
    ...{ key: 'twins', of: 'calls', noun: 'call', level: 'caution' as const },
    means: 'repeat another without any id to tell (all are counted)',
  },
  {
    key: 'without_id',
    of: 'calls',
    noun: 'call',
    level: 'note',
    means: 'have no id, so copies cannot be told',
  },
  {
    key: 'rollups',
    of: 'spans',
    noun: 'span',
    level: 'fine',
    means: 'repeat the usage of those below (counted once)',
  },
  {
    key: 'merged',
    of: 'records',
    noun: 'record',
    level: 'fine',
    means: 'are another copy of a span (counted once)',
  },
  { key: 'linked', of: 'spans', noun: 'span', level: 'fine', means: 'link to another trace' },
  { key: 'roots', of: 'spans', noun: 'span', level: 'fine', means: 'are roots' },
  { key: 'traces', of: 'traces', noun: 'trace', level: 'fine', means: 'were picked' },
];

/** Do spans hang together, and is everything counted once? */
export async function trees(store: Store): Promise<Finding> {
  const [counts = {}] = await store.rows(tree);
  return checked({ key: 'tree', title: 'tree', gist: 'all good' }, checks, counts);
}
