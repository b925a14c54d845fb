import type { Output } from './io.ts';
import type { Store } from './store/store.ts';

/** Milliseconds before a load is worth a word, and between two. */
const patience = 1000;
const pace = 200;
const clear = '\r\u001b[K';

/** Runs what reads `bytes` of a load, and shows meanwhile how far the load is. */
export type Watch = <Value>(store: Store, bytes: number, work: () => Promise<Value>) => Promise<Value>;

/** Of a load of so many bytes. */
export type Progress = (total: number) => Watch;

/** How far a load is, on a terminal; undefined where nobody looks. */
export function progressOn(stderr: Output, isQuiet: boolean): Progress | undefined {
  if (stderr.isTTY !== true || isQuiet) return undefined;
  return (total) => {
    const begun = Date.now();
    let before = 0;
    return async (store, bytes, work) => {
      await store.measureProgress();
      let isOver = false;
      const show = async () => {
        const elapsed = Date.now() - begun;
        const done = before + bytes * (await store.progress());
        if (elapsed >= patience && !isOver) stderr.write(clear + progressLine({ done, total, elapsed }));
      };
      const timer = setInterval(() => void show(), pace);
      try {
        return await work();
      } finally {
        isOver = true;
        clearInterval(timer);
        before += bytes;
        stderr.write(clear);
      }
    };
  };
}

type Reached = {
  /** Bytes. */
  readonly done: number;
  readonly total: number;
  /** Milliseconds. */
  readonly elapsed: number;
};

/** `reading 412 of 796 MB, 52 %, 212 MB/s, 2 s left`; the time that is left is known when a fiftieth is done. */
export function progressLine({ done, total, elapsed }: Reached): string {
  const reached = Math.min(done, total);
  const share = total === 0 ? 1 : reached / total;
  const left = share < 0.02 ? '' : `, ${Math.ceil((elapsed * (1 - share)) / share / 1000)} s left`;
  const rate = Math.round(megabytes(reached) / (elapsed / 1000));
  return `reading ${Math.round(megabytes(reached))} of ${Math.round(megabytes(total))} MB, ${Math.floor(share * 100)} %, ${rate} MB/s${left}`;
}

const megabytes = (bytes: number) => bytes / 1e6;
