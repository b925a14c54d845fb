import { expect, test } from 'vitest';
import type { Report } from '../src/report/report.ts';
import { renderers } from './renderers.ts';

const report: Report = {
  command: 'diff',
  meta: { tz: 'UTC' },
  headline: ['cost ', { value: '1.5', unit: 'usd' }, '\nsecond line'],
  sections: [
    { key: 'rows', only: 'programs', columns: [{ key: 'usd', unit: 'usd' }], rows: [{ usd: '0.5' }] },
    {
      key: 'bridge',
      only: 'people',
      columns: [
        { key: 'step', unit: 'text' },
        { key: 'level', unit: 'quantity' },
        { key: 'why', unit: 'sentence' },
        { key: 'bar', unit: 'bar' },
      ],
      rows: [
        {
          step: 'more',
          level: { value: 0.25, unit: 'fraction' },
          why: ['by ', { value: 2, unit: 'usd', signed: true }],
          bar: [0, 0.5],
        },
        { step: 'less', level: { value: '-1', unit: 'usd', signed: true }, why: ['unknown'], bar: [1, 0.5] },
      ],
    },
    {
      key: 'causes',
      columns: [{ key: 'evidence', unit: 'sentence' }],
      rows: [{ evidence: ['up ', { value: 0.5, unit: 'fraction', signed: true }] }],
    },
  ],
  notes: [['held at ', { value: 3, unit: 'count' }]],
};
const render = (format: 'table' | 'json' | 'csv' | 'markdown') =>
  [...renderers({ width: 80, isTty: false, colorLevel: 0 })[format](report)].join('');

test('sentences, quantities and bars for people: what is for programs is left out', () => {
  expect(render('table')).toBe(`cost $1.50
second line

step   level  why        bar
─────────────────────────────────────────────────
more   25.0%  by +$2.00  ████████████
less  -$1.00  unknown                ░░░░░░░░░░░░

evidence
─────────
up +50.0%
`);
  expect(render('markdown')).toContain('cost $1.50  \nsecond line\n');
});

test('for programs sentences are text, and what is for people is left out', () => {
  const json = JSON.parse(render('json'));
  expect(json).toMatchObject({
    rows: [{ usd: 0.5 }],
    causes: [{ evidence: 'up +50.0%' }],
    notes: ['held at 3'],
  });
  expect(json.bridge).toBeUndefined();
  expect(render('csv')).toBe('usd\n0.5\n');
});
