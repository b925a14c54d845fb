import type { Readable } from 'node:stream';

/** The world as `main` sees it: the bin hands in the real one, tests one of their own. */
export type Io = {
  readonly stdin: Readable & { readonly isTTY?: boolean; readonly fd?: number };
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Called on Ctrl-C, at most once per handler. */
  readonly onInterrupt: (handler: () => void) => void;
  readonly processId: number;
  /** Is there such a process on this machine? */
  readonly isRunning: (processId: number) => boolean;
  /** Does what only gives memory back: a process that ends at once need not. */
  readonly tidy: (work: () => Promise<void>) => Promise<void>;
};

export type Output = {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  /** Gives false when the reader is behind: then `drain` or `close` follows. */
  write(text: string): boolean;
  once(event: 'drain' | 'close', listener: () => void): unknown;
  off?(event: 'drain' | 'close', listener: () => void): unknown;
  /** The reader has gone (`| head`): what is written from now on is lost, which is no error. */
  readonly destroyed?: boolean;
};

/** Writes everything, as fast as the reader reads; ends quietly when the reader goes away. */
export async function writeAll(output: Output, pieces: Iterable<string>): Promise<void> {
  for (const piece of pieces) {
    if (output.destroyed === true) return;
    if (!output.write(piece) && (await settled(output)) === 'closed') return;
  }
}

/** Standard output closes at each failed write and is never destroyed for good, so its word is kept here. */
function settled(output: Output): Promise<'drained' | 'closed'> {
  return new Promise((resolve) => {
    const drained = () => settle('drained');
    const closed = () => settle('closed');
    const settle = (how: 'drained' | 'closed') => {
      output.off?.('drain', drained);
      output.off?.('close', closed);
      resolve(how);
    };
    output.once('drain', drained);
    output.once('close', closed);
  });
}
