import { existsSync, renameSync } from 'node:fs';
import type { Dialect } from './dialects/dialect.ts';
import { exitCode, UserError } from './error.ts';
import type { Io } from './io.ts';
import { draftOf, dropDraft, removeDrafts } from './leftovers.ts';
import { progressOn } from './progress.ts';
import { type Changes, changesOf } from './read/changes.ts';
import type { Input } from './read/findInputs.ts';
import type { ReadableFile, Reading } from './read/readInputs.ts';
import type { Remembered } from './read/remembered.ts';
import type { Request } from './request/request.ts';
import { attach, createFile, type DatabaseFile } from './store/kept/attach.ts';
import { type Imported, importedRows, untouched } from './store/kept/imported.ts';
import { importChanges } from './store/kept/importLogs.ts';
import { rememberedLogs } from './store/kept/logs.ts';
import { fill, stateOf } from './store/kept/open.ts';
import { createSchema } from './store/schema.ts';
import { Store } from './store/store.ts';

/** What an import works with. */
export type Importer = {
  readonly file: DatabaseFile;
  readonly request: Request;
  readonly reading: Reading;
  readonly dialects: readonly Dialect[];
  /** Of the engine; each import has one of its own, so that nothing of it stays. */
  readonly engine: Readonly<Record<string, string>>;
  readonly tell: (text: string) => void;
  readonly io: Pick<Io, 'onInterrupt' | 'processId' | 'isRunning' | 'stderr'>;
  /** Forgets everything that the file holds. */
  readonly isRebuilt: boolean;
};

/** Reads inputs, each once: a pipe gives what it holds only once, and looking through a large log twice takes long. */
export type Read = {
  readonly file: (input: Input) => Promise<ReadableFile>;
  /** What was found to be new, by what was remembered then. */
  readonly found: Map<string, Changes>;
};

/** What is new in the logs since they were read into the attached file. */
export async function changesIn(
  store: Store,
  { request }: Importer,
  inputs: readonly Input[],
  read: Read,
): Promise<Changes> {
  const remembered = await rememberedLogs(store);
  const key = JSON.stringify([remembered, inputs]);
  const known = read.found.get(key);
  if (known !== undefined) return known;
  const changes = await changesOf(inputs, { remembered, settings: settingsOf(request), read: read.file });
  read.found.set(key, changes);
  return changes;
}

/** What changes the meaning of records: a log that was read otherwise is read again. */
function settingsOf({ assumeTz, map, formatIn }: Request): string {
  return JSON.stringify({ assumeTz, map, formatIn });
}

async function withStore<T>(
  { engine, request, io }: Importer,
  work: (store: Store) => Promise<T>,
): Promise<T> {
  const store = Store.open(engine);
  io.onInterrupt(() => store.interrupt());
  try {
    await createSchema(store, request.assumeTz);
    return await work(store);
  } finally {
    await store.close();
  }
}

/** Brings the file up to date with an engine of its own, or makes it anew. */
export function update(
  importer: Importer,
  inputs: readonly Input[],
  read: Read,
  isCut: boolean,
): Promise<readonly Imported[]> {
  return withStore(importer, (store) => updateWith(store, importer, inputs, read, isCut));
}

async function updateWith(
  store: Store,
  importer: Importer,
  inputs: readonly Input[],
  read: Read,
  isCut: boolean,
): Promise<readonly Imported[]> {
  const { file, tell } = importer;
  const create = (made: DatabaseFile) => {
    const draft = draftOf(made.path, importer.io);
    importer.io.onInterrupt(() => dropDraft(draft));
    return withStore(importer, (own) => createFile(own, made, draft, () => fill(own)));
  };
  removeDrafts(file.path, importer.io);
  await create(file);
  await attach(store, file, 'READ_WRITE', tell);
  const isCurrent = (await stateOf(store, file)) === 'current';
  const logs = await rememberedLogs(store);
  if (isCurrent && !importer.isRebuilt && logs.length > 0)
    return await take(store, importer, inputs, read, { isCut, isDraft: false });
  await store.run('DETACH kept');
  await attach(store, file, 'READ_WRITE', tell, { as: 'replaced' });
  // For a moment nobody held it: what another process has brought into it meanwhile must not be lost.
  const [held] = await store.rows('SELECT count(*)::INTEGER AS logs FROM replaced.log');
  if (held?.['logs'] !== logs.length) {
    await store.run('DETACH replaced');
    return await updateWith(store, importer, inputs, read, isCut);
  }
  return await remake(store, importer, rememberedInputs(logs, importer, inputs), read, isCut, create);
}

/** A new file takes the place of the old one, attached as `replaced`, when it is complete; until then nobody else may write to the old one. */
async function remake(
  store: Store,
  importer: Importer,
  inputs: readonly Input[],
  read: Read,
  isCut: boolean,
  create: (file: DatabaseFile) => Promise<void>,
): Promise<readonly Imported[]> {
  const { file, tell } = importer;
  const draft = { ...file, path: draftOf(file.path, importer.io) };
  // Ctrl-C ends everything before an engine has.
  importer.io.onInterrupt(() => dropDraft(draft.path));
  try {
    await create(draft);
    await attach(store, draft, 'READ_WRITE', tell);
    const imported = await take(store, importer, inputs, read, { isCut, isDraft: true });
    await store.run('DETACH kept');
    renameSync(draft.path, file.path);
    await store.run('DETACH replaced');
    return imported;
  } finally {
    dropDraft(draft.path);
  }
}

/** The logs to make a file anew from: what is named, when it was asked for; else all that it was made of, if they are still there. */
function rememberedInputs(
  logs: readonly Remembered[],
  { file, isRebuilt }: Importer,
  inputs: readonly Input[],
): readonly Input[] {
  if (isRebuilt && inputs.length > 0) return inputs;
  const gone = logs.filter((log) => !log.isPresent || !existsSync(log.path));
  if (gone.length > 0 && !isRebuilt)
    throw new UserError(
      `${file.name}: was made by another version of llmtrace, and ${gone.length} of its ${logs.length} logs are gone: ${gone[0]?.name}\n  llmtrace import --rebuild --db ${file.name} starts over without them`,
      exitCode.input,
    );
  const named = new Set(inputs.map((input) => input.path));
  const others = logs.filter((log) => !gone.includes(log) && !named.has(log.path));
  return [...inputs, ...others.map(({ name, path }) => ({ name, path, kind: 'file' as const }))];
}

async function take(
  store: Store,
  importer: Importer,
  inputs: readonly Input[],
  read: Read,
  mode: { readonly isCut: boolean; readonly isDraft: boolean },
): Promise<readonly Imported[]> {
  const { request, reading, dialects } = importer;
  const settings = settingsOf(request);
  const { changed, unchanged } = await changesIn(store, importer, inputs, read);
  const { map, maxRejected, prices } = request;
  const { workspace } = reading;
  const resolved = await importChanges(
    {
      ...{ store, dialects, map, workspace, ...mode, maxRejected, prices, settings },
      progress: progressOn(importer.io.stderr, request.quiet),
    },
    changed,
  );
  return [...(await importedRows(store, resolved)), ...unchanged.map(({ name }) => untouched(name))];
}
