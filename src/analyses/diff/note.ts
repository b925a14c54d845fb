import type { Sentence } from '../../report/report.ts';
import type { Store } from '../../store/store.ts';
import type { Window } from '../../time/window.ts';
import type { Comparison } from './compare.ts';
import { nameOf } from './group.ts';
import type { Side, Sides } from './side.ts';
import straddling from './straddling.sql';
import type { Deeds } from './whole.ts';

/** What to know of the two sides before believing the comparison. `asked`: the sides before they were cut. */
export async function comparisonNotes(
  store: Store,
  asked: Sides,
  comparison: Comparison,
): Promise<(string | Sentence)[]> {
  const { sides, windows, deeds } = comparison;
  return [
    ...emptiness(sides.before, deeds.before),
    ...emptiness(sides.after, deeds.after),
    ...cutting(asked, sides),
    ...lengths(comparison),
    ...gaps(sides.before, windows[0], deeds.before),
    ...gaps(sides.after, windows[1], deeds.after),
    ...(await borders(store)),
    ...renames(comparison),
    ...tests(comparison),
  ];
}

function emptiness({ label }: Side, { spans }: Deeds): string[] {
  return spans === 0 ? [`${label} holds no spans that pass the filters`] : [];
}

const day = 86_400_000;

function cutting(asked: Sides, sides: Sides): Sentence[] {
  const cut = (['before', 'after'] as const).filter(
    (side) => asked[side].window.end !== sides[side].window.end,
  );
  const running = [asked.before, asked.after].find(({ window }) => window.partial);
  if (cut.length === 0 || running === undefined) return [];
  const { start, end } = sides[cut[0] ?? 'before'].window;
  const elapsed = Date.parse(String(end)) - Date.parse(String(start));
  const labels = cut.map((side) => asked[side].label).join(' and ');
  return [
    [
      `${running.label} is not over, so of ${labels} only the first `,
      { value: elapsed, unit: 'ms' },
      ' count (--align none compares plain sums)',
    ],
  ];
}

function lengths({ per, windows, sides }: Comparison): Sentence[] {
  const [before, after] = windows;
  const hours = (window: Window) => (Date.parse(String(window.end)) - Date.parse(String(window.start))) / day;
  if (per === 'day')
    return [
      [
        'the windows are not equally long (',
        { value: before.days, unit: 'number' },
        ' and ',
        { value: after.days, unit: 'number' },
        ' days), so dollars are per day',
      ],
    ];
  const isClockChange = !sides.before.isFiles && before.days === after.days && before.days !== null;
  const difference = Math.round((hours(after) - hours(before)) * 24);
  if (!isClockChange || difference === 0 || !Number.isFinite(difference)) return [];
  return [
    [
      `the clocks changed: ${after.label} is `,
      { value: Math.abs(difference), unit: 'count' },
      ` h ${difference > 0 ? 'longer' : 'shorter'} than ${before.label}`,
    ],
  ];
}

/** A window of which so much, and at least a day, is before the first span or after the last. */
const largeGap = 0.1;

function gaps({ isFiles }: Side, { label, start, end }: Window, { firstAt, lastAt }: Deeds): Sentence[] {
  if (isFiles || start === null || end === null || firstAt === null || lastAt === null) return [];
  const [from, to, first, last] = [start, end, firstAt, lastAt].map((instant) => Date.parse(instant));
  const least = Math.max(day, largeGap * (Number(to) - Number(from)));
  const late: Sentence = [`${label}: its first span is of `, { value: firstAt, unit: 'instant' }];
  const early: Sentence = [`${label}: its last span is of `, { value: lastAt, unit: 'instant' }];
  return [
    ...(Number(first) - Number(from) >= least ? [late] : []),
    ...(Number(to) - Number(last) >= least ? [early] : []),
  ];
}

async function borders(store: Store): Promise<string[]> {
  const [row = {}] = await store.rows(straddling);
  const [split, shared] = [Number(row['split_traces']), Number(row['shared_calls'])];
  return [
    ...(split > 0
      ? [
          `${split.toLocaleString('en')} ${split === 1 ? 'trace has' : 'traces have'} calls on both sides: each call counts on its own side`,
        ]
      : []),
    ...(shared > 0 ? [`the windows overlap: ${shared.toLocaleString('en')} calls count on both sides`] : []),
  ];
}

function renames({ groups }: Comparison): string[] {
  return groups.flatMap(({ group }) =>
    group.renamedFrom === undefined
      ? []
      : [
          `${nameOf(group.keys)} is taken for ${nameOf(group.renamedFrom)} under another name: the same models, calls and sizes`,
        ],
  );
}

function tests({ tests: { tooFew }, deeds }: Comparison): string[] {
  if (tooFew === 0 || deeds.before.spans === 0 || deeds.after.spans === 0) return [];
  return [
    `too few traces to tell change from noise (fewer than 6 a side) in ${tooFew} ${tooFew === 1 ? 'span' : 'spans'}`,
  ];
}
