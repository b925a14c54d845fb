import { closeSync, openSync, readSync } from 'node:fs';
import { Transform } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Decompress } from 'fzstd';
import { ZipError } from './zipDirectory.ts';

export type Compression = 'gzip' | 'zstd';

/** By the first bytes, whatever the name says. */
export function compressionOf(head: Uint8Array): Compression | undefined {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  if (head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd) return 'zstd';
  // Any of 16 magic numbers opens a frame to skip: parallel compressors put their index there.
  if ((head[0] ?? 0) >> 4 === 5 && head[1] === 0x2a && head[2] === 0x4d && head[3] === 0x18) return 'zstd';
  return undefined;
}

/** Archives hold files of their own, and their directory stands at their end. */
export const isArchive = (head: Uint8Array): boolean =>
  head[0] === 0x50 &&
  head[1] === 0x4b &&
  ((head[2] === 3 && head[3] === 4) || (head[2] === 5 && head[3] === 6));

/** The first four bytes, by which `compressionOf` and `isArchive` tell. */
export function headOfFile(path: string): Uint8Array {
  const file = openSync(path, 'r');
  try {
    const head = Buffer.alloc(4);
    return head.subarray(0, readSync(file, head, 0, 4, 0));
  } finally {
    closeSync(file);
  }
}

/** Concatenated members and frames are read on; a truncated or broken stream is an error, never a shorter result. */
export function decompressor(compression: Compression): Transform {
  return compression === 'gzip' ? createGunzip() : zstd();
}

/** Not node:zlib: Node 20 has none, and that of Node 22 ends without an error on a truncated file and after the first frame. */
function zstd(): Transform {
  let output: Transform;
  const frames = new Decompress((bytes) => output.push(bytes));
  output = new Transform({
    transform: (bytes: Uint8Array, _encoding, done) => done(failure(() => frames.push(bytes))),
    flush: (done) => done(failure(() => frames.push(new Uint8Array(0), true))),
  });
  return output;
}

/** The error that a synchronous step throws, as a stream wants it. */
function failure(step: () => void): Error | null {
  try {
    step();
    return null;
  } catch (error) {
    return error as Error;
  }
}

/** How the two libraries say that a stream is broken; undefined: the error is another one. */
export function brokenStream(error: unknown): 'truncated' | 'damaged' | undefined {
  if (error instanceof ZipError) return error.kind;
  const { code } = error as { code?: unknown };
  if (code === 'Z_BUF_ERROR' || code === 5) return 'truncated';
  return typeof code === 'number' || String(code).startsWith('Z_') || error instanceof RangeError
    ? 'damaged'
    : undefined;
}
