import type { Routed } from '../read/route.ts';
import type { Store } from './store.ts';

type Refused = Pick<Routed, 'rejected' | 'rejectedCount' | 'tornCount' | 'foreignCount'>;

/** Keeps what could not be read of a file: the reasons of the first, and how many there are of each kind. */
export async function reject(
  store: Store,
  file: string,
  { rejected, rejectedCount, tornCount, foreignCount }: Refused,
): Promise<void> {
  if (rejectedCount + foreignCount === 0) return;
  for (const { line, reason, isTorn } of rejected) {
    await store.run('INSERT INTO rejected VALUES ($file, $line, $reason, $torn)', {
      file,
      line,
      reason,
      torn: isTorn,
    });
  }
  await store.run('INSERT INTO rejected_count VALUES ($file, $rejected, $torn, $foreigners)', {
    file,
    rejected: rejectedCount,
    torn: tornCount,
    foreigners: foreignCount,
  });
}
