import type { Store } from '../../store/store.ts';
import sampling from './sampling.sql';

/** What the logged sampling made of the calls; a warning where only some of them log any. */
export async function samplingNotes(store: Store): Promise<string[]> {
  const [row] = await store.rows(sampling);
  const [calls, sampled, represented] = [row?.['calls'], row?.['sampled'], row?.['represented']].map(
    Number,
  ) as [number, number, number];
  const logged = calls.toLocaleString('en');
  if (sampled === 0) return ['--weighted: no call logs its sampling, so each counts once'];
  return [
    `--weighted: ${logged} logged calls stand for ${represented.toLocaleString('en')}; traces, latencies and percentiles are of those logged`,
    ...(sampled === calls
      ? []
      : [
          `${(calls - sampled).toLocaleString('en')} of ${logged} calls log no sampling and count once: do not compare a sampled window with an unsampled one`,
        ]),
  ];
}
