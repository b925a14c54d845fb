import { existsSync } from 'node:fs';
import { UserError } from './error.ts';
import type { Input } from './read/findInputs.ts';
import { foundInputs, type ReadableFile, readInput } from './read/readInputs.ts';
import { attach } from './store/kept/attach.ts';
import { type Imported, untouched } from './store/kept/imported.ts';
import { checkExists, stateOf } from './store/kept/open.ts';
import { Grown } from './store/kept/part.ts';
import type { Store } from './store/store.ts';
import { changesIn, type Importer, type Read, update } from './updating.ts';

/**
 * Attaches the database file to `store`, for reading, with everything in it that is new in the logs: named ones, else the
 * configured. Says what was done with each log.
 */
export async function openDatabase(store: Store, importer: Importer): Promise<readonly Imported[]> {
  const { file, tell } = importer;
  const inputs = inputsOf(importer);
  if (inputs.length === 0 && !importer.isRebuilt) checkExists(file);
  const read = onceRead(importer, inputs.length);
  if (existsSync(file.path) && !importer.isRebuilt) {
    await attach(store, file, 'READ_ONLY', tell);
    if ((await stateOf(store, file)) === 'current') {
      const changes = await changesIn(store, importer, inputs, read);
      if (changes.changed.length === 0) return changes.unchanged.map(({ name }) => untouched(name));
    }
    await store.run('DETACH kept');
  }
  const imported = await write(importer, inputs, read);
  await attach(store, file, 'READ_ONLY', tell);
  return imported;
}

function onceRead({ reading }: Importer, inputs: number): Read {
  const files = new Map<string, Promise<ReadableFile>>();
  const file = (input: Input) => {
    const known = files.get(input.name) ?? readInput(input, reading, inputs > manyFiles);
    files.set(input.name, known);
    return known;
  };
  return { file, found: new Map() };
}

/** Files are looked at again; what came through a pipe cannot be. */
function readAgain(importer: Importer, inputs: number, { file }: Read): Read {
  const again = onceRead(importer, inputs);
  return { ...again, file: (input) => (input.kind === 'file' ? again : { file }).file(input) };
}

const manyFiles = 40;

/** Named logs must be there; configured ones that were rotated away are what a database is for. */
function inputsOf({ request, reading, tell }: Importer): Input[] {
  if (request.inputs.length > 0) return foundInputs(reading);
  if (!request.imports || request.logs.length === 0) return [];
  try {
    return foundInputs({ ...reading, inputs: request.logs });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    tell(`nothing new: ${error.message}`);
    return [];
  }
}

/** Imports with an engine of its own; once more, from copies, when a log grows while it is read. */
async function write(importer: Importer, inputs: readonly Input[], read: Read): Promise<readonly Imported[]> {
  try {
    return await update(importer, inputs, read, false);
  } catch (error) {
    if (!(error instanceof Grown)) throw error;
    return await update(importer, inputs, readAgain(importer, inputs.length, read), true);
  }
}
