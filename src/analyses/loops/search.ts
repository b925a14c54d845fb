import { listValue } from '@duckdb/node-api';
import type { Store } from '../../store/store.ts';
import { total } from '../show/cost.ts';
import asked from './asked.sql';
import call from './call.sql';
import called from './called.sql';
import calls from './calls.sql';
import candidate from './candidate.sql';
import { clustersOf } from './cluster.ts';
import container from './container.sql';
import { type Finding, findingsOf } from './finding.ts';
import foundCall from './found_call.sql';
import { type CallIndex, callIndex, issueOf } from './issue.ts';
import keyed from './keyed.sql';
import linked from './linked.sql';
import lone from './lone.sql';
import marginal from './marginal.sql';
import modelCall from './model_call.sql';
import named from './named.sql';
import { type Named, type Names, namesOf, spansOf } from './named.ts';
import outcome from './outcome.sql';
import { type Outcomes, outcomesOf } from './outcome.ts';
import potential from './potential.sql';
import { withoutProgress } from './progress.ts';
import { reach, redundancies } from './redundancy.ts';
import reworded from './reworded.sql';
import said from './said.sql';
import shuffled from './shuffled.sql';
import sign from './sign.sql';
import sketches from './sketches.sql';
import stale from './stale.sql';
import step from './step.sql';
import { type Thread, threadsOf } from './step.ts';
import steps from './steps.sql';
import threads from './threads.sql';
import tool from './tool.sql';
import turn from './turn.sql';
import { type Waste, wastesOf } from './waste.ts';

/** A loop and what it cost for nothing. */
export type Loop = Finding & {
  readonly waste: Waste;
  /** In the order in which they were made. */
  readonly spans: readonly Named[];
  /** Pico-dollars of its whole trace. */
  readonly traceCost: bigint | undefined;
};

/**
 * The loops of the picked spans, or only of these traces, the dearest first. Threads that cannot hold one never leave the
 * database.
 */
export async function loopsIn(store: Store, traces?: readonly string[]): Promise<Loop[]> {
  const only = traces === undefined ? null : listValue([...traces]);
  await store.run('SET VARIABLE loop_traces = $only::VARCHAR[]', { only });
  for (const sql of [asked, container, lone, linked, called, modelCall]) await store.run(sql);
  for (const sql of [keyed, shuffled, tool, reworded, said, potential]) await store.run(sql);
  await store.run(step, { span: reach });
  await store.run(sign, { span: reach });
  for (const sql of [stale, candidate, call, turn, outcome]) await store.run(sql);
  const outcomes = outcomesOf(await store.rows(sketches));
  const repeated = threadsOf(await store.rows(threads), await store.rows(steps), outcomes)
    .map((thread) => ({ thread, repeats: findingsOf(thread, clustersOf(redundancies(thread.steps))) }))
    .filter(({ thread, repeats }) => thread.mayStand || repeats.length > 0);
  if (repeated.length === 0) return [];
  const around = await aroundOf(
    store,
    repeated.map(({ thread }) => thread),
    outcomes,
  );
  return repeated.flatMap(({ thread, repeats }) => loopsOf(thread, repeats, around)).sort(dearestFirst);
}

/** What is known of the threads with loops: their model calls with what they cost, and the names of their steps. */
type Around = { readonly index: CallIndex; readonly names: Names };

async function aroundOf(store: Store, found: readonly Thread[], outcomes: Outcomes): Promise<Around> {
  await store.run(foundCall, { scopes: listValue([...new Set(found.map(({ traceKey }) => traceKey))]) });
  await store.run(marginal);
  const names = await store.rows(named, { threads: listValue(found.map(({ key }) => key)) });
  return { index: callIndex(await store.rows(calls), outcomes), names: namesOf(names) };
}

function loopsOf(thread: Thread, repeats: readonly Finding[], { index, names }: Around): Loop[] {
  const { findings, issue } = withoutProgress(thread, issueOf(thread, index), repeats);
  const wastes = wastesOf(
    findings.map(({ group }) => group.redundancies),
    issue,
  );
  const traceCost = total((index.byTrace.get(thread.traceKey) ?? []).map(({ cost }) => cost));
  return findings.map((finding, place) => ({
    ...finding,
    waste: wastes[place] ?? unknownWaste,
    spans: spansOf(finding, names, issue),
    traceCost,
  }));
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
