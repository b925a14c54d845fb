import type { Section } from '../../report/report.ts';
import { type Reason, worseFirst } from './finding.ts';

export type Verdict = 'good' | 'usable' | 'doubtful';

/** One doubt makes the numbers doubtful, one caution usable. */
export function verdictOf(reasons: readonly Reason[]): Verdict {
  if (reasons.some(({ level }) => level === 'doubt')) return 'doubtful';
  return reasons.length > 0 ? 'usable' : 'good';
}

/** The reasons, the worst first. */
export function verdictSection(verdict: Verdict, reasons: readonly Reason[]): Section {
  const sorted = [...reasons].sort(worseFirst);
  return {
    ...{ key: 'verdict', title: 'why', prose: 'reason', gist: 'nothing speaks against these numbers' },
    columns: [
      { key: 'verdict', unit: 'text', show: 'asked' },
      { key: 'level', unit: 'text', show: 'asked' },
      { key: 'share', unit: 'fraction', show: 'asked' },
      { key: 'reason', unit: 'text', show: 'always' },
    ],
    rows:
      sorted.length === 0
        ? [{ verdict, level: null, share: null, reason: null }]
        : sorted.map(({ level, share, text }) => ({ verdict, level, share, reason: text })),
    telling: sorted.length,
  };
}
