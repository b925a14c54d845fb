import type { Row } from '../../report/report.ts';

/** A stretch of local hours (counted since 1970) that stands out, and by how much. */
export type Stretch = {
  readonly change: 'level' | 'traffic';
  readonly group: string;
  readonly from: number;
  readonly hours: number;
  readonly z: number;
  /** To what was usual. */
  readonly ratio: number;
  /** What was: a call's mean value, or the number of calls in the stretch. */
  readonly usual: number;
};

/** One hour of a group. */
export type Hour = {
  readonly at: number;
  readonly calls: number;
  /** Calls that did not fail, and the sum of their values, each cut where hour.sql says. */
  readonly items: number;
  readonly sum: number;
  /** Of those that are above 0, how many there are, and the sum of their logarithms. */
  readonly positive: number;
  readonly logSum: number;
  /** Calls in this hour of the day on the days before. */
  readonly usualCalls: number;
};

/** A stretch with its true beginning and end: `until` is excluded. */
export type Change = Omit<Stretch, 'hours' | 'from'> & { readonly from: number; readonly until: number };

/** A change may pause for so many hours in which the group is active. */
const longestPause = 8;

/**
 * The changes behind the stretches of one group, of one kind of change: each of them begins where hours begin to be nearer to
 * its own level than to the usual one, and ends where they cease to be. Stretches that one change explains are that change.
 * @param stretches the most unlikely first
 */
export function changesIn(stretches: readonly Stretch[], hours: readonly Hour[]): Change[] {
  const found: Change[] = [];
  let unexplained = stretches;
  for (let best = unexplained[0]; best !== undefined; best = unexplained[0]) {
    const change = grown(best, hours);
    found.push(change);
    unexplained = unexplained.slice(1).filter((stretch) => !explains(change, stretch));
  }
  return joined(
    found.sort((one, other) => one.from - other.from),
    hours,
  );
}

/** Rows of flagged.sql. */
export function stretchOf(row: Row): Stretch {
  const number = (key: string) => Number(row[key]);
  return {
    change: row['change'] === 'level' ? 'level' : 'traffic',
    group: String(row['group_key']),
    from: number('from_hour'),
    hours: number('hours'),
    ...{ z: number('z_score'), ratio: number('ratio'), usual: number('usual') },
  };
}

/** Rows of hours.sql. */
export function hourOf(row: Row): Hour {
  const number = (key: string) => Number(row[key]);
  return {
    at: number('at_hour'),
    calls: number('calls'),
    items: number('items'),
    sum: number('cut_sum'),
    positive: number('positive'),
    logSum: number('log_sum'),
    usualCalls: number('usual_calls'),
  };
}

function grown(stretch: Stretch, hours: readonly Hour[]): Change {
  const { from, hours: length, ...rest } = stretch;
  const gains = hours.map((hour) => ({ at: hour.at, gain: gain(hour, stretch) }));
  const core = best(gains.filter(({ at }) => at >= from && at < from + length));
  const first = core?.first ?? from;
  const last = core?.last ?? from + length - 1;
  return {
    ...rest,
    from: reach(gains.filter(({ at }) => at < first).toReversed(), first),
    until:
      reach(
        gains.filter(({ at }) => at > last),
        last,
      ) + 1,
  };
}

/** Above 0 where an hour is nearer to the level of the stretch than to the usual one. */
function gain({ calls, items, sum, usualCalls }: Hour, { change, ratio, usual }: Stretch): number {
  const halfway = 1 + (ratio - 1) / 2;
  return change === 'level' ? sum - items * usual * halfway : calls - usualCalls * halfway;
}

type Gain = { readonly at: number; readonly gain: number };

/** The run of hours with the largest sum of gains (Kadane); undefined where none gains. */
function best(gains: readonly Gain[]): { readonly first: number; readonly last: number } | undefined {
  let found: { first: number; last: number } | undefined;
  let [most, sum, first] = [0, 0, 0];
  for (const { at, gain } of gains) {
    if (sum <= 0) [sum, first] = [0, at];
    sum += gain;
    if (sum > most) [most, found] = [sum, { first, last: at }];
  }
  return found;
}

/** How far a change goes on in one direction: as long as hours add to it, with pauses. */
function reach(gains: readonly Gain[], start: number): number {
  let [most, sum, end, pause] = [0, 0, start, 0];
  for (const { at, gain } of gains) {
    sum += gain;
    pause += 1;
    if (sum > most) [most, end, pause] = [sum, at, 0];
    if (pause > longestPause) break;
  }
  return end;
}

function explains({ from, until }: Change, stretch: Stretch): boolean {
  const shared = Math.min(until, stretch.from + stretch.hours) - Math.max(from, stretch.from);
  return shared >= Math.min(stretch.hours, until - from) / 2;
}

/** Changes with no more than a pause between them are one, as unlikely as the more unlikely of them. */
function joined(changes: readonly Change[], hours: readonly Hour[]): Change[] {
  const whole: Change[] = [];
  for (const change of changes) {
    const before = whole.at(-1);
    const pause = hours.filter(({ at }) => before !== undefined && at >= before.until && at < change.from);
    if (before === undefined || pause.length > longestPause) {
      whole.push(change);
      continue;
    }
    const stronger = change.z > before.z ? change : before;
    whole[whole.length - 1] = { ...stronger, from: before.from, until: Math.max(before.until, change.until) };
  }
  return whole;
}
