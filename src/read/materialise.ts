import { createReadStream, createWriteStream } from 'node:fs';
import { copyFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { exitCode, UserError } from '../error.ts';
import { brokenStream, compressionOf, decompressor, headOfFile, isArchive } from './decompress.ts';
import type { Input } from './findInputs.ts';
import { unzip } from './unzip.ts';

export type PlainFile = {
  /** Uncompressed and safe to hand to the database; the input's own path where it can be. */
  readonly path: string;
  readonly name: string;
};

export type Spooling = {
  /** Private to this invocation. */
  readonly temporaryDirectory: string;
  readonly stdin: Readable;
  /** A sentence for stderr, when standard input stays silent for two seconds. */
  readonly hint: (text: string) => void;
  /** Files that are read already: such a one gets another name, or the database would take both for one. */
  readonly taken?: ReadonlySet<string> | undefined;
};

const patience = 2000;

/** Makes a plain, uncompressed file of any input. Throws UserError (exit 3) for a truncated or damaged compressed stream. */
export async function materialise(input: Input, spooling: Spooling): Promise<PlainFile> {
  try {
    return { path: await plainPath(input, spooling), name: input.name };
  } catch (error) {
    throw asUserError(error, input.name);
  }
}

async function plainPath(input: Input, spooling: Spooling): Promise<string> {
  if (input.kind !== 'file') return await unarchived(await spooled(input, spooling), input.name, spooling);
  const head = headOfFile(input.path);
  if (compressionOf(head)) {
    const unpacked = await written(createReadStream(input.path), spooling);
    return await unarchived(unpacked, input.name, spooling);
  }
  if (isArchive(head)) return await unarchived(input.path, input.name, spooling);
  const isReadable = isSafe(input.path) && spooling.taken?.has(input.path) !== true;
  return isReadable ? input.path : await linked(input.path, spooling.temporaryDirectory);
}

/** The logs of an archive in one file; anything else as it is. */
async function unarchived(path: string, name: string, { temporaryDirectory }: Spooling): Promise<string> {
  if (!isArchive(headOfFile(path))) return path;
  const target = temporaryPath(temporaryDirectory);
  await unzip(path, name, target);
  return target;
}

/** DuckDB expands globs in the names of a file list, and decompresses by the name alone. */
function isSafe(path: string): boolean {
  return !/[*?[\]{}]/.test(path) && !/\.(gz|zst)$/i.test(path);
}

async function linked(path: string, directory: string): Promise<string> {
  const link = temporaryPath(directory);
  try {
    await symlink(path, link);
  } catch (error) {
    // Windows lets only administrators link.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') throw error;
    await copyFile(path, link);
  }
  return link;
}

async function spooled(input: Input, spooling: Spooling): Promise<string> {
  if (input.kind === 'pipe') return await written(createReadStream(input.path), spooling);
  const timer = setTimeout(
    spooling.hint,
    patience,
    'waiting for standard input; to read files instead, name them: llmtrace top logs/',
  );
  try {
    return await written(spooling.stdin, spooling, () => clearTimeout(timer));
  } finally {
    clearTimeout(timer);
  }
}

/** Copies a stream into a private file, decompressed if it is compressed. */
async function written(
  stream: Readable,
  { temporaryDirectory }: Spooling,
  onFirst?: () => void,
): Promise<string> {
  const path = temporaryPath(temporaryDirectory);
  const { head, whole } = await peeked(stream);
  onFirst?.();
  const target = createWriteStream(path, { flags: 'wx', mode: 0o600 });
  const compression = compressionOf(head);
  if (compression) await pipeline(whole, decompressor(compression), target);
  else await pipeline(whole, target);
  return path;
}

/** The first four bytes of a stream, and the stream with them again. */
async function peeked(stream: Readable): Promise<{ head: Uint8Array; whole: Readable }> {
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Uint8Array | string>;
  let head = Buffer.alloc(0);
  while (head.length < 4) {
    const { value, done } = await chunks.next();
    if (done) break;
    head = Buffer.concat([head, Buffer.from(value)]);
  }
  return { head, whole: Readable.from(rest(head, chunks), { objectMode: false }) };
}

async function* rest(head: Buffer, chunks: AsyncIterator<Uint8Array | string>): AsyncGenerator<Uint8Array> {
  try {
    if (head.length > 0) yield head;
    for (let next = await chunks.next(); !next.done; next = await chunks.next())
      yield Buffer.from(next.value);
  } finally {
    await chunks.return?.();
  }
}

function temporaryPath(directory: string): string {
  return join(directory, `${crypto.randomUUID()}.jsonl`);
}

function asUserError(error: unknown, name: string): unknown {
  const broken = brokenStream(error);
  if (broken === 'truncated')
    return new UserError(`${name}: the compressed file is truncated; copy it again`, exitCode.input);
  if (broken === 'damaged') return new UserError(`${name}: the compressed file is damaged`, exitCode.input);
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC')
    return new UserError(`${name}: no space left to unpack it; set TMPDIR to a larger disk`, exitCode.input);
  if (code === 'EACCES' || code === 'EPERM')
    return new UserError(`${name}: no permission to read it`, exitCode.input);
  return error;
}
