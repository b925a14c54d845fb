import { open } from 'node:fs/promises';
import { decoder } from './decoder.ts';
import { encodingOf } from './encoding.ts';
import type { Item } from './record.ts';
import { RecordScanner, type ScanOptions } from './recordScanner.ts';

const pieceSize = 256 << 10;

/**
 * Everything that an uncompressed log holds, in order: its records, and what is none with the reason. Memory is bounded
 * by one piece of the file and the longest record.
 */
export async function* recordsOf(path: string, options: ScanOptions = {}): AsyncGenerator<Item> {
  for await (const batch of recordBatches(path, options)) yield* batch;
}

/** As `recordsOf`, by the piece: several times faster for small records. */
export async function* recordBatches(path: string, options: ScanOptions = {}): AsyncGenerator<Item[]> {
  const file = await open(path);
  try {
    const piece = Buffer.allocUnsafe(pieceSize);
    let { bytesRead } = await file.read(piece, 0, pieceSize);
    const text = decoder(encodingOf(piece.subarray(0, bytesRead)));
    const scanner = new RecordScanner(options);
    while (bytesRead > 0) {
      for (const block of text.push(piece.subarray(0, bytesRead))) yield scanner.push(block);
      ({ bytesRead } = await file.read(piece, 0, pieceSize));
    }
    for (const block of text.end()) yield scanner.push(block);
    yield scanner.end();
  } finally {
    await file.close();
  }
}
