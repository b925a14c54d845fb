import { listValue } from '@duckdb/node-api';
import type { Store } from '../../store/store.ts';
import { total } from '../show/cost.ts';
import asked from './asked.sql';
import call from './call.sql';
import calls from './calls.sql';
import candidate from './candidate.sql';
import { clustersOf } from './cluster.ts';
import container from './container.sql';
import { type Finding, findingsOf } from './finding.ts';
import { type CallIndex, callIndex, issueOf } from './issue.ts';
import marginal from './marginal.sql';
import outcome from './outcome.sql';
import { reach, redundancies } from './redundancy.ts';
import reworded from './reworded.sql';
import step from './step.sql';
import { type Thread, threadsOf } from './step.ts';
import steps from './steps.sql';
import { type Waste, wastesOf } from './waste.ts';

/** A loop and what it cost for nothing. */
export type Loop = Finding & {
  readonly waste: Waste /** Pico-dollars of its whole trace. */;
  readonly traceCost: bigint | undefined;
};

/**
 * The loops of the picked spans, or only of these traces, the dearest first. Threads that cannot hold one never leave the
 * database.
 */
export async function loopsIn(store: Store, traces?: readonly string[]): Promise<Loop[]> {
  const only = traces === undefined ? null : listValue([...traces]);
  await store.run('SET VARIABLE loop_traces = $only::VARCHAR[]', { only });
  for (const sql of [asked, container, step]) await store.run(sql);
  await store.run(candidate, { span: reach });
  await store.run(reworded);
  const threads = threadsOf(await store.rows(steps), await store.rows(outcome));
  await store.run(call);
  await store.run(marginal);
  const index = callIndex(await store.rows(calls));
  return threads.flatMap((thread) => loopsOf(thread, index)).sort(dearestFirst);
}

function loopsOf(thread: Thread, index: CallIndex): Loop[] {
  const issue = issueOf(thread, index);
  const findings = findingsOf(
    thread,
    clustersOf(redundancies(thread.steps, (each) => issue.askedBy.get(each))),
  );
  const wastes = wastesOf(
    findings.map(({ group }) => group.redundancies),
    issue,
  );
  const traceCost = total((index.byTrace.get(thread.traceKey) ?? []).map(({ cost }) => cost));
  return findings.map((finding, place) => ({ ...finding, waste: wastes[place] ?? unknownWaste, traceCost }));
}

const unknownWaste: Waste = { cost: undefined, tokens: undefined };

/** By dollars, not by how sure it is: unknown ones last. */
function dearestFirst(one: Loop, other: Loop): number {
  const [left, right] = [one.waste.cost ?? -1n, other.waste.cost ?? -1n];
  if (left !== right) return left > right ? -1 : 1;
  return other.score - one.score || compareTexts(identity(one), identity(other));
}

const identity = ({ thread, group }: Loop) =>
  `${thread.traceId} ${thread.key} ${String(group.steps[0]?.place).padStart(9, '0')}`;

const compareTexts = (one: string, other: string) => (one < other ? -1 : Number(one > other));
