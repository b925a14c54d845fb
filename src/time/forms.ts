export type WindowForm = {
  /** As it is typed. */
  readonly form: string;
  readonly meaning: string;
  /** One that can be typed as it stands. */
  readonly example: string;
};

/** All forms of a window: the help, the README and the errors are made from this table. */
export const windowForms: readonly WindowForm[] = [
  {
    form: 'today yesterday thisweek lastweek thismonth lastmonth',
    meaning: 'calendar units; `this…` and `today` end now, `last…` is complete',
    example: 'lastweek',
  },
  {
    form: '90m 24h 7d 4w',
    meaning: 'rolling: exactly that long, up to now (7d is 168 hours)',
    example: '7d',
  },
  {
    form: 'day-2 week-2 month-3',
    meaning: 'so many units back, complete (week-1 is lastweek)',
    example: 'week-2',
  },
  { form: 'YYYY-MM-DD', meaning: 'that day', example: '2026-11-01' },
  { form: 'YYYY-MM', meaning: 'that month', example: '2026-11' },
  { form: 'DAY..DAY', meaning: 'these days, the last one included', example: '2026-11-01..2026-11-07' },
  {
    form: 'TIME..TIME',
    meaning: 'from the first instant up to the second, which is excluded; without a zone in --tz',
    example: '2026-11-01T09:00Z..2026-11-01T10:00Z',
  },
  { form: 'DAY.. ..DAY', meaning: 'open ends', example: '2026-11-01..' },
  {
    form: 'prev',
    meaning: 'only for diff: the window of equal length right before the other one',
    example: 'prev',
  },
  { form: 'all', meaning: 'everything', example: 'all' },
];

/** The table as lines for a message. */
export function windowFormsText(): string {
  const width = Math.max(...windowForms.map(({ example }) => example.length));
  return windowForms.map(({ example, meaning }) => `  ${example.padEnd(width)}  ${meaning}`).join('\n');
}
