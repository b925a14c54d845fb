import { fstatSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { findInputs, type Input, type Surroundings } from './findInputs.ts';
import { materialise, type PlainFile, type Spooling } from './materialise.ts';
import type { ScanOptions } from './recordScanner.ts';
import { brief, type Sniffed, sniff } from './sniff.ts';

/** A plain file and what a look into it showed. */
export type ReadableFile = PlainFile & { readonly sniffed: Sniffed };

/** Where inputs come from when none is named, and where they are put. */
export type Reading = Pick<ScanOptions, 'isRecord'> &
  Pick<Spooling, 'taken'> & {
    readonly inputs: readonly string[];
    /** From `LLMTRACE_LOGS` or the config. */
    readonly logs: readonly string[];
    /** Which of the two, as messages call it. */
    readonly logsOrigin: string;
    readonly cwd: string;
    readonly home: string | undefined;
    readonly stdin: Readable & { readonly isTTY?: boolean; readonly fd?: number };
    readonly workspace: string;
    readonly hint: (text: string) => void;
  };

const fewFiles = 40;

/** Finds the inputs and makes each a plain, uncompressed, sniffed file. Throws UserError (exit 2 or 3) for what cannot be read. */
export async function readInputs(reading: Reading): Promise<ReadableFile[]> {
  const found = foundInputs(reading);
  const files: ReadableFile[] = [];
  for (const input of found) files.push(await readInput(input, reading, found.length > fewFiles));
  return files;
}

/** The files that an invocation names, or that are configured. Throws UserError (exit 2 or 3) for what is not there. */
export function foundInputs({ inputs, logs, logsOrigin, cwd, home, stdin }: Reading): Input[] {
  return findInputs(inputs, { cwd, home, stdin: kindOf(stdin), configuredLogs: logs, logsOrigin });
}

/** Makes one input a plain, uncompressed, sniffed file. Throws UserError (exit 3) for what cannot be read. */
export async function readInput(input: Input, reading: Reading, isOfMany: boolean): Promise<ReadableFile> {
  const { workspace, stdin, hint, taken } = reading;
  const file = await materialise(input, { temporaryDirectory: workspace, stdin, hint, taken });
  return { ...file, sniffed: sniff(file.path, reading, isOfMany ? brief : undefined) };
}

/** A closed or absent standard input is connected to nothing. */
function kindOf(stdin: Reading['stdin']): Surroundings['stdin'] {
  if (stdin.isTTY === true) return 'terminal';
  if (stdin.fd === undefined) return 'pipe';
  try {
    const status = fstatSync(stdin.fd);
    if (status.isFIFO() || status.isSocket()) return 'pipe';
    return status.isFile() ? 'file' : 'none';
  } catch {
    return 'none';
  }
}
