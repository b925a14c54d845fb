import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import type { Io } from './io.ts';

/** Who makes a private folder or a draft, and whether another who did is still at work. */
export type Maker = Pick<Io, 'processId' | 'isRunning'>;

/** Machines that share a folder do not know each other's processes. */
const machine = () => createHash('sha256').update(hostname()).digest('hex').slice(0, 8);

const beginning = ({ processId }: Maker) => `${processId}-${machine()}-`;

/** A private folder within `folder`; those that crashed runs of this machine have left behind go. */
export function privateFolder(folder: string, maker: Maker): string {
  removeLeftovers(folder, workspacePrefix, maker);
  return mkdtempSync(path.join(folder, `${workspacePrefix}${beginning(maker)}`));
}

const workspacePrefix = 'llmtrace-';

/** Beside a file, a name for what takes its place when it is complete. */
export function draftOf(file: string, maker: Maker): string {
  return `${file}.new-${beginning(maker)}${randomUUID()}`;
}

/** Removes drafts of a file whose makers were killed. */
export function removeDrafts(file: string, maker: Maker): void {
  removeLeftovers(path.dirname(file), `${path.basename(file)}.new-`, maker);
}

function removeLeftovers(folder: string, prefix: string, maker: Maker): void {
  if (!existsSync(folder)) return;
  const ending = `-${machine()}-`;
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(prefix)) continue;
    const [digits = ''] = /^\d+/.exec(name.slice(prefix.length)) ?? [];
    const isOurs = digits !== '' && name.startsWith(ending, prefix.length + digits.length);
    if (isOurs && !maker.isRunning(Number(digits))) remove(path.join(folder, name));
  }
}

/** Removes a draft as it is: where nobody shall ever see it. */
export function dropDraft(draft: string): void {
  for (const left of [draft, `${draft}.wal`]) remove(left);
}

/** What another user has left is theirs to remove; what cannot go while it is open (on Windows) goes next time. */
function remove(left: string): void {
  try {
    rmSync(left, { recursive: true, force: true });
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EBUSY'].includes(String((error as NodeJS.ErrnoException).code))) throw error;
  }
}
