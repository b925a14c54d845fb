import type { Row } from '../../report/report.ts';
import type { Finding } from './finding.ts';
import type { Issue } from './issue.ts';
import { type Step, text } from './step.ts';

/** How the log names a step of a loop. */
export type Named = {
  readonly spanId: string | null;
  /** ISO 8601. */
  readonly startedAt: string | null;
};

/** By thread and place. */
export type Names = ReadonlyMap<string, Named>;

/** Rows of named.sql. */
export function namesOf(rows: readonly Row[]): Names {
  return new Map(
    rows.map((row) => [
      `${row['thread_key']} ${row['place']}`,
      { spanId: text(row['span_id']), startedAt: text(row['started_at']) },
    ]),
  );
}

/** The spans of a loop in order: its tool calls, or the model calls that answered. */
export function spansOf({ thread, kind, group }: Finding, names: Names, { calls, askedBy }: Issue): Named[] {
  const named = (step: Step) =>
    kind === 'monologue' ? calls[askedBy.get(step) ?? -1] : names.get(`${thread.key} ${step.place}`);
  return group.steps.flatMap((step) => named(step) ?? []);
}
