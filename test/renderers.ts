import { type Render, rendererOf } from '../src/render/all.ts';
import type { Screen } from '../src/render/screen.ts';
import { formats } from '../src/request/options.ts';
import type { Format } from '../src/request/request.ts';

const made = await Promise.all(formats.map(async (format) => [format, await rendererOf(format)] as const));

/** The renderers of all formats for a screen. */
export function renderers(screen: Screen, options?: { readonly header?: boolean }): Record<Format, Render> {
  return Object.fromEntries(
    made.map(([format, renderer]) => [format, renderer(screen, options)]),
  ) as unknown as Record<Format, Render>;
}
