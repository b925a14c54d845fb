/** The options that say which spans an answer is about; a part of the one table in `options.ts`. */

import { windowForms } from '../time/forms.ts';
import type { Option } from './options.ts';

const windowExamples = windowForms.map(({ example }) => example).filter((example) => example !== 'prev');

export const windowOptions: readonly Option[] = [
  {
    key: 'window',
    flags: '-w, --window <window>',
    type: 'text',
    default: 'all',
    configurable: true,
    description: `the time to look at: ${windowExamples.join(', ')}`,
  },
  {
    key: 'since',
    flags: '--since <time>',
    type: 'text',
    description: 'from this instant or day on: 2026-11-01, 2026-11-01T09:00Z, yesterday, 24h (ago)',
  },
  {
    key: 'until',
    flags: '--until <time>',
    type: 'text',
    description: 'up to this instant, or to the end of this day',
  },
  {
    key: 'now',
    flags: '--now <time>',
    type: 'text',
    description: 'what "now" is: an instant, a day (its start), or latest (just after the newest record)',
  },
  {
    key: 'tz',
    flags: '--tz <zone>',
    type: 'text',
    configurable: true,
    description: "IANA zone of days and weeks (default: the system's)",
  },
  {
    key: 'assumeTz',
    flags: '--assume-tz <zone>',
    type: 'text',
    default: 'UTC',
    configurable: true,
    description: 'zone of logged times without one',
  },
  {
    key: 'weekStart',
    flags: '--week-start <day>',
    type: 'text',
    choices: ['mon', 'sun'],
    default: 'mon',
    configurable: true,
    description: 'first day of a week',
  },
];

export const filterOptions: readonly Option[] = [
  {
    key: 'where',
    flags: '--where <condition>',
    type: 'list',
    description: 'SQL condition over span; repeatable, all must hold',
  },
  {
    key: 'model',
    flags: '--model <glob>',
    type: 'list',
    description: 'only these models; as all globs repeatable',
  },
  { key: 'user', flags: '--user <glob>', type: 'list', description: 'only these users' },
  { key: 'session', flags: '--session <glob>', type: 'list', description: 'only these sessions' },
  { key: 'feature', flags: '--feature <glob>', type: 'list', description: 'only these features' },
  { key: 'env', flags: '--env <glob>', type: 'list', description: 'only these environments' },
  { key: 'tool', flags: '--tool <glob>', type: 'list', description: 'only calls of these tools' },
  { key: 'name', flags: '--name <glob>', type: 'list', description: 'only spans of these names' },
];
