import { furtherKeys } from '../read/shapes.ts';
import type { Batch } from './landing.ts';
import type { Store } from './store.ts';

/** Batches that have landed, and what became of it. */
type Landed<What> = { readonly bulk: readonly Batch[]; readonly landed: What };

/**
 * Lands batches while all their records are looked through for keys that the sampled ones do not have: with all cores at
 * work that takes no longer. At the first such key the landing stops, and begins again when all keys are known.
 */
export async function landWithEveryKey<What>(
  store: Store,
  bulk: readonly Batch[],
  land: (bulk: readonly Batch[]) => Promise<What>,
): Promise<Landed<What>> {
  if (!bulk.some(({ isPartial }) => isPartial === true)) return { bulk, landed: await land(bulk) };
  const search = new Search(store, bulk);
  try {
    const first = await outcome(land(bulk));
    if ('error' in first && !search.hasFound) throw first.error;
    const complete = await search.result;
    if ('value' in first && !search.hasFound) return { bulk, landed: first.value };
    return { bulk: complete, landed: await land(complete) };
  } finally {
    search.end();
  }
}

type Outcome<Value> = { readonly value: Value } | { readonly error: unknown };

/** A landing may be made to fail: then its error says nothing. */
async function outcome<Value>(work: Promise<Value>): Promise<Outcome<Value>> {
  try {
    return { value: await work };
  } catch (error) {
    return { error };
  }
}

/** Looks through the records of partial batches, and stops the landing at a new key. Owns the look: end it. */
class Search {
  hasFound = false;
  readonly result: Promise<Batch[]>;
  readonly #over = new AbortController();

  constructor(store: Store, bulk: readonly Batch[]) {
    this.result = this.#completed(store, bulk);
    this.result.catch(() => undefined);
  }

  end(): void {
    this.#over.abort();
  }

  async #completed(store: Store, bulk: readonly Batch[]): Promise<Batch[]> {
    const complete: Batch[] = [];
    for (const batch of bulk)
      complete.push(batch.isPartial === true ? await this.#whole(store, batch) : batch);
    return complete;
  }

  async #whole(store: Store, batch: Batch): Promise<Batch> {
    const paths = batch.sources.map(({ path }) => path);
    const found = () => {
      this.hasFound = true;
      store.interrupt();
    };
    const further = await furtherKeys(paths, batch.sample, { found, signal: this.#over.signal });
    return { ...batch, sample: [...batch.sample, ...further], isPartial: false };
  }
}
