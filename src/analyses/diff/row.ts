import type { Column, Row, Section, Sentence } from '../../report/report.ts';
import { share, usd } from './amount.ts';
import type { Comparison, GroupChange } from './compare.ts';
import { type Group, idOf, isMissing, isUnknown, nameOf } from './group.ts';
import { change as moved } from './saying.ts';
import { type Floor, groupTerms, groupVerdict, ranked } from './term.ts';
import { doingsOf } from './total.ts';
import { type Deeds, failureRate } from './whole.ts';

export const rowColumns: readonly Column[] = [
  { key: 'key', unit: 'text', show: 'always' },
  { key: 'status', unit: 'text' },
  { key: 'renamed_from', unit: 'text' },
  { key: 'before', unit: 'json' },
  { key: 'after', unit: 'json' },
  { key: 'delta_usd', unit: 'usd', show: 'always', signed: true },
  { key: 'share', unit: 'fraction' },
  { key: 'significant', unit: 'flag' },
  { key: 'terms', unit: 'json' },
];

/** Every group of spans, those that moved the cost most first; then those without any cost, as tools, by name. */
export function rowsOf(comparison: Comparison, floor: Floor): Row[] {
  return comparison.groups.map((change) => rowOf(comparison, change, floor));
}

/** What a group did on both sides, before perhaps under another name. */
function deedsOf({ deeds }: Comparison, { keys, renamedFrom }: Group): readonly (Deeds | undefined)[] {
  return [deeds.groups.get(idOf(renamedFrom ?? keys))?.before, deeds.groups.get(idOf(keys))?.after];
}

function rowOf(comparison: Comparison, change: GroupChange, floor: Floor): Row {
  const { group, cost } = change;
  const [was, is] = deedsOf(comparison, group);
  return {
    key: nameOf(group.keys),
    status: statusOf(change),
    renamed_from: group.renamedFrom === undefined ? null : nameOf(group.renamedFrom),
    before: sideOf(isUnknown(group, 'before') ? null : usd(cost[0]), was),
    after: sideOf(isUnknown(group, 'after') ? null : usd(cost[1]), is),
    delta_usd: isKnownChange(group) ? usd(change.change) : null,
    share: isKnownChange(group) ? share(change.change, comparison.change) : null,
    significant: ranked(change.bridge).some(
      (term) => groupVerdict(comparison, change, term, floor).isSignificant,
    ),
    terms: groupTerms(comparison, change, floor),
  };
}

function statusOf({ group }: GroupChange): 'same' | 'new' | 'vanished' {
  if (isMissing(group, 'before')) return 'new';
  return isMissing(group, 'after') ? 'vanished' : 'same';
}

function sideOf(cost: string | null, deeds: Deeds | undefined): Row | null {
  return deeds === undefined ? null : { cost_usd: cost, ...doingsOf(deeds) };
}

/** The groups that moved the cost, for people. */
export function spanSection(comparison: Comparison, floor: Floor, limit: number): Section {
  const changes = comparison.groups.filter(({ change, cost }) => change !== 0n || cost[0] !== 0n);
  const rows = changes
    .slice(0, Math.min(limit, mostShown))
    .map((change) => shownRow(comparison, change, floor));
  return {
    key: 'spans',
    title: 'Where',
    only: 'people',
    columns: [
      { key: 'key', title: 'span', unit: 'text', show: 'always' },
      { key: 'before', unit: 'usd', show: 'always' },
      { key: 'after', unit: 'usd', show: 'always' },
      { key: 'delta_usd', title: 'change', unit: 'usd', show: 'always', signed: true },
      { key: 'sure', title: '', unit: 'text' },
      { key: 'why', unit: 'sentence', wraps: true },
      ...told(besideColumns, rows),
    ],
    ...(changes.length === 0 ? { telling: 0, gist: 'Nothing on either side has a cost.' } : {}),
    rows,
    more: Math.max(0, changes.length - Math.min(limit, mostShown)),
  };
}

const mostShown = 10;
const mostTerms = 2;

function shownRow(comparison: Comparison, change: GroupChange, floor: Floor): Row {
  const { group, bridge } = change;
  const isSure = ranked(bridge).some((term) => groupVerdict(comparison, change, term, floor).isSignificant);
  return {
    key: nameOf(group.keys),
    ...shownCosts(change),
    ...{ sure: isSure || change.change === 0n ? '' : '~', why: why(change) },
    ...besideCost(deedsOf(comparison, group)),
  };
}

/** How long its calls took, and how many of them failed, before and after; nothing where there is nothing to tell. */
function besideCost([before, after]: readonly (Deeds | undefined)[]): Row {
  const told = (of: (deeds: Deeds) => number | null, unit: 'ms' | 'fraction') => {
    const [was, is] = [before, after].map((deeds) => (deeds === undefined ? null : of(deeds)));
    return was || is ? moved(was ?? null, is ?? null, unit) : [];
  };
  return { p95: told(({ p95 }) => p95, 'ms'), failed: told(failureRate, 'fraction') };
}

const besideColumns: readonly Column[] = [
  { key: 'p95', unit: 'sentence' },
  { key: 'failed', unit: 'sentence' },
];

/** Those of which some row has something to tell. */
function told(columns: readonly Column[], rows: readonly Row[]): readonly Column[] {
  return columns.filter(({ key }) => rows.some((row) => (row[key] as Sentence).length > 0));
}

/** A change to or from what is not known is not known. */
const isKnownChange = (group: Group) => !isUnknown(group, 'before') && !isUnknown(group, 'after');

function shownCosts({ group, cost, change }: GroupChange): Row {
  const [before, after] = [
    isUnknown(group, 'before') ? null : cost[0],
    isUnknown(group, 'after') ? null : cost[1],
  ];
  const known = (nano: bigint | null) => (nano === null ? null : usd(nano));
  return {
    before: known(before),
    after: known(after),
    delta_usd: isKnownChange(group) ? usd(change) : null,
  };
}

/** `cache mix +$2.81, calls per trace +$0.99` */
function why(change: GroupChange): Sentence {
  const status = statusOf(change);
  if (status !== 'same') return [status];
  if (isUnknown(change.group, 'before')) return ['its calls had no known price before'];
  if (isUnknown(change.group, 'after')) return ['its calls have no known price after'];
  const { renamedFrom } = change.group;
  const renamed: Sentence = renamedFrom === undefined ? [] : [`was ${nameOf(renamedFrom)}; `];
  const parts = ranked(change.bridge)
    .slice(0, mostTerms)
    .map(
      (term): Sentence => [
        `${term.replaceAll('_', ' ')} `,
        { value: usd(change.bridge[term]), unit: 'usd', signed: true },
      ],
    );
  return [...renamed, ...parts.flatMap((part, place) => (place === 0 ? part : [', ', ...part]))];
}
