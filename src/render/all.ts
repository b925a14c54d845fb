import type { Report } from '../report/report.ts';
import type { Format } from '../request/request.ts';
import { chunks } from './chunks.ts';
import type { Screen } from './screen.ts';

/**
 * A report as text, in pieces to be written one after the other: a million rows are longer than the longest string of
 * JavaScript. Pure: the same report gives the same bytes; nothing is thrown for any report.
 */
export type Render = (report: Report) => Iterable<string>;

/** What makes a renderer for a screen; `header: false` leaves out the names of the columns (table, csv, tsv) and the headings (table). */
export type Renderer = (screen: Screen, options?: { readonly header?: boolean }) => Render;

/** All formats, each loaded when it is asked for: the widths of characters alone take 15 ms. */
const renderers: Record<Format, () => Promise<Renderer>> = {
  table: async () => {
    const { table } = await import('./table.ts');
    return (screen, { header = true } = {}) => table(screen, header);
  },
  json: async () => always((await import('./json.ts')).json),
  jsonl: async () => always((await import('./jsonl.ts')).jsonl),
  csv: async () => withHeader((await import('./separated.ts')).csv),
  tsv: async () => withHeader((await import('./separated.ts')).tsv),
  markdown: async () => always((await import('./markdown.ts')).markdown),
  github: async () => always((await import('./github.ts')).github),
  junit: async () => always((await import('./junit.ts')).junit),
  sarif: async () => always((await import('./sarif.ts')).sarif),
};

export async function rendererOf(format: Format): Promise<Renderer> {
  const made = await renderers[format]();
  return (screen, options) => {
    const render = made(screen, options);
    return (report) => chunks(render(report));
  };
}

function always(render: Render): Renderer {
  return () => render;
}

function withHeader(separated: (header: boolean) => Render): Renderer {
  return (_screen, { header = true } = {}) => separated(header);
}
