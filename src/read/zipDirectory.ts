import type { FileHandle } from 'node:fs/promises';

/** One file in an archive, as its directory has it; sizes and offsets in bytes. */
export type Member = {
  readonly name: string;
  /** 0 stored, 8 deflate, 93 zstd. */
  readonly method: number;
  readonly isEncrypted: boolean;
  readonly checksum: number;
  readonly packedSize: number;
  readonly size: number;
  /** Where its own header starts. */
  readonly offset: number;
};

/** The archive cannot be read; `truncated`: its directory, which comes last, is not there. */
export class ZipError extends Error {
  readonly kind: 'truncated' | 'damaged';

  constructor(kind: 'truncated' | 'damaged') {
    super(`a ${kind} archive`);
    this.kind = kind;
  }
}

// https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT: signatures, and sizes of the fixed parts
const endSignature = 0x06054b50;
const endSize = 22;
const longestComment = 0xffff;
const largeLocatorSignature = 0x07064b50;
const largeLocatorSize = 20;
const largeEndSignature = 0x06064b50;
const largeEndSize = 56;
const entrySignature = 0x02014b50;
const entrySize = 46;
const largeExtra = 1;
const large = 0xffffffff;
/** A directory beyond this is no archive of logs. */
const largestDirectory = 256 << 20;

/** The files in an archive, by the directory at its end. Throws ZipError. */
export async function membersOf(file: FileHandle, size: number): Promise<Member[]> {
  const { offset, length } = await directoryPlace(file, size);
  if (length > largestDirectory || offset + length > size) throw new ZipError('damaged');
  const directory = await bytesAt(file, offset, length);
  const members: Member[] = [];
  for (let at = 0; at < directory.length; ) {
    if (directory.length - at < entrySize || directory.readUInt32LE(at) !== entrySignature)
      throw new ZipError('damaged');
    const [name, extra, comment] = [28, 30, 32].map((place) => directory.readUInt16LE(at + place)) as [
      number,
      number,
      number,
    ];
    const end = at + entrySize + name + extra + comment;
    if (end > directory.length) throw new ZipError('damaged');
    members.push(member(directory.subarray(at, end), name, extra));
    at = end;
  }
  return members;
}

function member(entry: Buffer, name: number, extra: number): Member {
  const sizes = largeSizes(entry, entry.subarray(entrySize + name, entrySize + name + extra));
  return {
    name: entry.toString('utf8', entrySize, entrySize + name),
    method: entry.readUInt16LE(10),
    isEncrypted: (entry.readUInt16LE(8) & 1) === 1,
    checksum: entry.readUInt32LE(16),
    ...sizes,
  };
}

/** Sizes beyond 32 bits stand in an extra field, in this order, each only where its own place is full. */
function largeSizes(entry: Buffer, extras: Buffer): Pick<Member, 'size' | 'packedSize' | 'offset'> {
  const extra = largeField(extras);
  let at = 0;
  const [size, packedSize, offset] = [24, 20, 42].map((place) => {
    const value = entry.readUInt32LE(place);
    if (value !== large || at + 8 > extra.length) return value;
    at += 8;
    return Number(extra.readBigUInt64LE(at - 8));
  }) as [number, number, number];
  return { size, packedSize, offset };
}

function largeField(extras: Buffer): Buffer {
  for (let at = 0; at + 4 <= extras.length; at += 4 + extras.readUInt16LE(at + 2))
    if (extras.readUInt16LE(at) === largeExtra)
      return extras.subarray(at + 4, at + 4 + extras.readUInt16LE(at + 2));
  return extras.subarray(0, 0);
}

async function directoryPlace(file: FileHandle, size: number): Promise<{ offset: number; length: number }> {
  const start = Math.max(0, size - endSize - longestComment);
  const tail = await bytesAt(file, start, size - start);
  for (let at = tail.length - endSize; at >= 0; at -= 1) {
    if (tail.readUInt32LE(at) !== endSignature) continue;
    const place = { length: tail.readUInt32LE(at + 12), offset: tail.readUInt32LE(at + 16) };
    return place.offset === large || place.length === large ? await largePlace(file, start + at) : place;
  }
  throw new ZipError('truncated');
}

/** Of an archive beyond 4 GB, or of more than 65,535 files. */
async function largePlace(file: FileHandle, end: number): Promise<{ offset: number; length: number }> {
  if (end < largeLocatorSize) throw new ZipError('damaged');
  const locator = await bytesAt(file, end - largeLocatorSize, largeLocatorSize);
  if (locator.readUInt32LE(0) !== largeLocatorSignature) throw new ZipError('damaged');
  const record = await bytesAt(file, Number(locator.readBigUInt64LE(8)), largeEndSize);
  if (record.readUInt32LE(0) !== largeEndSignature) throw new ZipError('damaged');
  return { length: Number(record.readBigUInt64LE(40)), offset: Number(record.readBigUInt64LE(48)) };
}

/** Exactly so many bytes. Throws ZipError where the file has fewer. */
export async function bytesAt(file: FileHandle, offset: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await file.read(bytes, 0, length, offset);
  if (bytesRead < length) throw new ZipError('damaged');
  return bytes;
}
