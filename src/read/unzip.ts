import { createWriteStream, type WriteStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { PassThrough, Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32, createInflateRaw } from 'node:zlib';
import { exitCode, UserError } from '../error.ts';
import { decompressor } from './decompress.ts';
import { bytesAt, type Member, membersOf, ZipError } from './zipDirectory.ts';

/** The logs among the files of an archive. */
const logName = /\.(?:jsonl|ndjson|json|log)$/i;
const ownHeaderSize = 30;
const ownHeaderSignature = 0x04034b50;

/**
 * Writes all logs of an archive (an .eval of Inspect, a .zip) one after another into one file. Reads by the directory at its
 * end, as the format wants it, a piece at a time. Throws ZipError for one that is cut off or damaged, UserError (exit 3) for
 * one without logs or with a password.
 *
 * Not a library: those for Node read no zstd within archives, which Inspect writes, and all we need is this page.
 */
export async function unzip(path: string, name: string, target: string): Promise<void> {
  const file = await open(path);
  try {
    const members = (await membersOf(file, (await file.stat()).size)).filter((member) =>
      logName.test(member.name),
    );
    if (members.length === 0)
      throw new UserError(`${name}: no *.jsonl, *.ndjson, *.json or *.log in this archive`, exitCode.input);
    for (const [index, member] of members.entries())
      await extract(
        file,
        member,
        name,
        createWriteStream(target, { flags: index === 0 ? 'wx' : 'a', mode: 0o600 }),
      );
  } finally {
    await file.close();
  }
}

async function extract(
  file: FileHandle,
  member: Member,
  archive: string,
  output: WriteStream,
): Promise<void> {
  if (member.isEncrypted)
    throw new UserError(`${archive}: ${member.name} in it is encrypted`, exitCode.input);
  const header = await bytesAt(file, member.offset, ownHeaderSize);
  if (header.readUInt32LE(0) !== ownHeaderSignature) throw new ZipError('damaged');
  const start = member.offset + ownHeaderSize + header.readUInt16LE(26) + header.readUInt16LE(28);
  await pipeline(pieces(file, start, member.packedSize), unpacker(member, archive), verified(member), output);
}

const pieceSize = 256 << 10;

function pieces(file: FileHandle, start: number, size: number): Readable {
  async function* read() {
    for (let at = 0; at < size; at += pieceSize)
      yield await bytesAt(file, start + at, Math.min(pieceSize, size - at));
  }
  return Readable.from(read(), { objectMode: false });
}

function unpacker({ method, name }: Member, archive: string): Transform {
  if (method === 0) return new PassThrough();
  if (method === 8) return createInflateRaw();
  if (method === 93) return decompressor('zstd');
  throw new UserError(
    `${archive}: ${name} in it is packed in a way that is not known (${method})`,
    exitCode.input,
  );
}

/** Passes a file on, with a line's end behind it, and checks that it is what was packed: no longer, no other. */
function verified({ size, checksum }: Member): Transform {
  let [sum, length] = [0, 0];
  return new Transform({
    transform: (bytes: Uint8Array, _encoding, done) => {
      sum = crc32(bytes, sum);
      length += bytes.length;
      done(length > size ? new ZipError('damaged') : null, bytes);
    },
    flush: (done) => (length === size && sum === checksum ? done(null, '\n') : done(new ZipError('damaged'))),
  });
}
