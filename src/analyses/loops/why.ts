import type { Finding } from './finding.ts';
import type { Redundancy } from './redundancy.ts';

/** One sentence on why this is a loop, for whoever has to mend it; never text of the log beyond the names of tools. */
export function whyOf({ kind, group, isScattered }: Finding): string {
  const { round, steps, repeats, redundancies } = group;
  const tool = round[0]?.tool ?? 'a tool';
  if (isScattered) {
    const others = counted(redundancies.length - 1, 'other call');
    return `${tool} was called twice in a row with the same arguments, and ${others} of this run repeated earlier ones`;
  }
  if (kind === 'monologue')
    return `the model said much the same ${times(steps.length)} in a row without calling a tool`;
  if (kind === 'growth')
    return `${counted(redundancies.length, 'call')} in a row brought next to nothing new while the prompt grew`;
  if (kind === 'cycle') {
    const tools = round.map((step) => step.tool).join(' → ');
    return `${tools} went round ${times(repeats)} with the same arguments, ${came(redundancies)}`;
  }
  if (kind === 'retry') return `${tool} failed ${times(steps.length)}, ${equally(redundancies)}`;
  const how = kind === 'similar' ? 'much the same arguments' : 'the same arguments';
  return `${tool} was called ${times(steps.length)} with ${how}, ${came(redundancies)}`;
}

/** What came of the redundant calls. */
function came(redundancies: readonly Redundancy[]): string {
  const count = (has: (redundancy: Redundancy) => boolean) => redundancies.filter(has).length;
  if (count(({ later }) => later.outcome === undefined && !later.hasFailed) > 0)
    return 'and the log keeps no results to tell them by';
  const failed = count(({ later }) => later.hasFailed);
  const same = count(
    ({ earlier, later }) => !later.hasFailed && earlier.outcome?.number === later.outcome?.number,
  );
  if (failed === redundancies.length) return 'failing each time';
  if (same === redundancies.length) return 'the same result each time';
  if (failed + same === redundancies.length) return 'failing or with the same result each time';
  return 'with little new in the results';
}

function equally(redundancies: readonly Redundancy[]): string {
  const same = redundancies.filter(({ isExact }) => isExact).length;
  if (same === redundancies.length) return 'always with the same arguments';
  if (same === 0) return 'with arguments that hardly changed or the same error';
  return `${same.toLocaleString('en')} of them with arguments that had failed before`;
}

function times(count: number): string {
  return count === 1 ? 'once' : count === 2 ? 'twice' : `${count.toLocaleString('en')} times`;
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}
