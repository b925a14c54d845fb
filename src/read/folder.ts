import { type Dirent, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';

/** A file, and what tells it from others: its real path. */
export type FoundFile = { readonly path: string; readonly real: string };

const logName = /\.(?:(?:jsonl|ndjson|json|log)(?:\.(?:gz|zst))?|eval|traj)$/i;
/** Folders of programs, never of logs. */
const foreign: ReadonlySet<string> = new Set(['node_modules', '.git']);

/** The logs in a folder and its subfolders, sorted; each folder is entered once, however many links lead to it. */
export function logsIn(folder: string): FoundFile[] {
  const files: FoundFile[] = [];
  walk(folder, realpathSync.native(folder), new Set(), files);
  return files;
}

function walk(folder: string, real: string, entered: Set<string>, files: FoundFile[]): void {
  if (entered.has(real)) return;
  entered.add(real);
  for (const entry of sortedEntries(folder)) {
    const path = join(folder, entry.name);
    if (entry.isSymbolicLink()) follow(path, entered, files);
    else if (entry.isDirectory() && !foreign.has(entry.name))
      walk(path, join(real, entry.name), entered, files);
    else if (entry.isFile() && logName.test(entry.name)) files.push({ path, real: join(real, entry.name) });
  }
}

/** A link that leads nowhere is no log. */
function follow(path: string, entered: Set<string>, files: FoundFile[]): void {
  const target = statOf(path);
  if (target?.isDirectory()) walk(path, realpathSync.native(path), entered, files);
  else if (target?.isFile() && logName.test(path)) files.push({ path, real: realpathSync.native(path) });
}

/** Entries in the order of their names' characters, the same on every machine. */
export function sortedEntries(folder: string): Dirent[] {
  return readdirSync(folder, { withFileTypes: true }).sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** What a path leads to; nothing when there is nothing. */
export function statOf(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false });
}
