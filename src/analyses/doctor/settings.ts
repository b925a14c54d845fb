import type { Row, Value } from '../../report/report.ts';
import { commonOptions, environmentName, longFlag } from '../../request/options.ts';
import type { Request } from '../../request/request.ts';
import type { Answer } from '../analysis.ts';

const columns = [
  { key: 'setting', unit: 'text', show: 'always' },
  { key: 'value', unit: 'json', show: 'always' },
  { key: 'origin', unit: 'text', show: 'always' },
  { key: 'option', unit: 'text' },
  { key: 'variable', unit: 'text' },
] as const;

/** Each setting that the environment or a config file can make: its value and who gave it. */
export function settings({ origins, configFile }: Pick<Request, 'origins' | 'configFile'>): Answer {
  const rows = Object.entries(origins)
    .map(([key, { value, origin }]) => settingRow(key, (value ?? null) as Value, origin))
    .sort((one, other) => (String(one['setting']) < String(other['setting']) ? -1 : 1));
  return {
    sections: [{ key: 'rows', columns, rows }],
    headline: configFile === undefined ? 'config file: none' : `config file: ${configFile}`,
    meta: { config_file: configFile ?? null },
    notes: [],
  };
}

function settingRow(key: string, value: Value, origin: string): Row {
  const option = Object.values(commonOptions)
    .flat()
    .find((known) => known.key === key);
  return {
    ...{ setting: key, value, origin },
    ...{ option: option === undefined ? null : longFlag(option), variable: environmentName(key) },
  };
}
