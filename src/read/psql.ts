import { isObject, unquoted } from './attributes.ts';

const frame = /^(?:row_to_json|to_jsonb?|jsonb?_build_object|-{3,}|\(\d+ rows?\))$/;

/** What psql prints around the rows of `SELECT row_to_json(…)`: no record, and nothing that a record was lost in. */
export function isTableFrame(line: string): boolean {
  return frame.test(line);
}

/** The JSON of which PostgreSQL's COPY doubled the backslashes; undefined: this is not what is wrong with the line. */
export function withoutCopyEscapes(line: string): string | undefined {
  if (line.charCodeAt(0) !== 123 || !line.includes('\\\\"')) return undefined;
  const halved = line.replaceAll('\\\\', '\\');
  return isObject(unquoted(halved)) ? halved : undefined;
}
