import type { PriceSource } from './config.ts';
import { parseMapping } from './mapping.ts';
import { commonOptions, environmentName, longFlag } from './options.ts';
import { type Asked, type Setting, settingOf, split } from './settings.ts';

/** What to read when nothing is named and nothing is piped in: `LLMTRACE_LOGS`, else `logs` of the config. */
export function logsOf({ env, config }: Asked): Setting<readonly string[]> {
  const named = split(env['LLMTRACE_LOGS'] ?? '');
  if (named.length > 0) return { value: named, origin: 'LLMTRACE_LOGS' };
  if (config.logs !== undefined) return { value: config.logs, origin: config.name };
  return { value: [], origin: 'default' };
}

/** All price sources, in the order in which they are asked: command line, environment, config. */
export function pricesOf(asked: Asked): Setting<readonly PriceSource[]> {
  const files = layersOf('prices', asked);
  const value = [
    ...files.flatMap(({ items, origin }) => items.map((file) => ({ origin, file }))),
    ...(asked.config.prices ?? []),
  ];
  return { value, origin: originOf(value) };
}

/** Column → path; for each column the command line beats the environment, and that the config. */
export function mapOf(asked: Asked): Setting<Readonly<Record<string, string>>> {
  const { name, map } = asked.config;
  const layers = [
    ...layersOf('map', asked).map(({ items, origin }) => ({ origin, map: parseMapping(items, origin) })),
    ...(map === undefined ? [] : [{ origin: name, map }]),
  ];
  const pairs = layers.toReversed().flatMap((layer) => Object.entries(layer.map));
  return { value: Object.fromEntries(pairs), origin: originOf(layers) };
}

type Layer = { readonly items: readonly string[]; readonly origin: string };

/** What the command line, then the environment give for a repeatable option. */
function layersOf(key: string, asked: Asked): readonly Layer[] {
  const options = Object.values(commonOptions).flat();
  return options
    .filter((option) => option.key === key)
    .flatMap((option) => [
      { items: settingOf(option, asked).value as readonly string[], origin: longFlag(option) },
      { items: split(asked.env[environmentName(key)] ?? ''), origin: environmentName(key) },
    ])
    .filter(({ items }) => items.length > 0);
}

function originOf(layers: readonly { readonly origin: string }[]): string {
  return [...new Set(layers.map(({ origin }) => origin))].join(', ') || 'default';
}
