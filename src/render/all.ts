import type { Report } from '../report/report.ts';
import type { Format } from '../request/request.ts';
import { chunks } from './chunks.ts';
import { github } from './github.ts';
import { json } from './json.ts';
import { jsonl } from './jsonl.ts';
import { junit } from './junit.ts';
import { markdown } from './markdown.ts';
import { sarif } from './sarif.ts';
import type { Screen } from './screen.ts';
import { csv, tsv } from './separated.ts';
import { table } from './table.ts';

/**
 * A report as text, in pieces to be written one after the other: a million rows are longer than the longest string of
 * JavaScript. Pure: the same report gives the same bytes; nothing is thrown for any report.
 */
export type Render = (report: Report) => Iterable<string>;

/** All formats. `header: false` leaves out the names of the columns (table, csv, tsv) and the headings (table). */
export function renderers(screen: Screen, { header = true } = {}): Record<Format, Render> {
  return {
    table: inChunks(table(screen, header)),
    json: inChunks(json),
    jsonl: inChunks(jsonl),
    csv: inChunks(csv(header)),
    tsv: inChunks(tsv(header)),
    markdown: inChunks(markdown),
    github: inChunks(github),
    junit: inChunks(junit),
    sarif: inChunks(sarif),
  };
}

function inChunks(render: Render): Render {
  return (report) => chunks(render(report));
}
