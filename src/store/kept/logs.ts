import type { Remembered } from '../../read/remembered.ts';
import type { Store } from '../store.ts';

/** The logs that an attached database file remembers. */
export async function rememberedLogs(store: Store): Promise<Remembered[]> {
  const rows = await store.rows(`
    SELECT log_id, name, path, inode, size, modified, first_line, digest, bytes, is_plain, settings, is_present
    FROM kept.log ORDER BY log_id`);
  return rows.map((row) => ({
    ...{ id: Number(row['log_id']), name: String(row['name']), path: String(row['path']) },
    ...{ inode: String(row['inode']), size: String(row['size']), modified: String(row['modified']) },
    ...{ firstLine: String(row['first_line']), digest: String(row['digest']), bytes: Number(row['bytes']) },
    ...{ isPlain: row['is_plain'] === true, isPresent: row['is_present'] === true },
    settings: String(row['settings']),
  }));
}

/** Writes a log anew; `id` says which it is. */
export async function writeLog(store: Store, log: Remembered): Promise<void> {
  await store.run('DELETE FROM kept.log WHERE log_id = $id', { id: log.id });
  const { firstLine, isPlain, isPresent, ...same } = log;
  await store.run(
    `INSERT INTO kept.log VALUES ($id, $name, $path, $inode, $size, $modified, $first_line, $digest, $bytes, $is_plain, $settings, $is_present)`,
    { ...same, first_line: firstLine, is_plain: isPlain, is_present: isPresent },
  );
}
