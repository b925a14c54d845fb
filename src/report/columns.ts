import { UserError } from '../error.ts';
import { nearest } from './nearest.ts';
import type { Column, Report, Section } from './report.ts';

/**
 * The report with only these columns, in this order: `--columns`. Each section keeps those of the names that it has, and
 * stays whole when it has none. Totals stay as they are. Throws a UserError for a name that no section has.
 */
export function selectColumns(report: Report, names: readonly string[]): Report {
  const known = new Set(report.sections.flatMap(({ columns }) => columns.map(({ key }) => key)));
  for (const name of names) if (!known.has(name)) throw unknownColumn(name, [...known]);
  const [first, ...others] = report.sections;
  return {
    ...report,
    sections: [selected(first, names), ...others.map((section) => selected(section, names))],
  };
}

function selected(section: Section, names: readonly string[]): Section {
  const chosen = [...new Set(names)].flatMap((name) => section.columns.filter(({ key }) => key === name));
  return chosen.length > 0 ? { ...section, columns: chosen.map(shown) } : section;
}

function shown(column: Column): Column {
  return { ...column, show: 'always' };
}

function unknownColumn(name: string, known: readonly string[]): UserError {
  const like = nearest(name, known);
  const hint = like === undefined ? '' : ` Did you mean ${like}?`;
  return new UserError(`--columns: there is no column "${name}".${hint} There are: ${known.join(', ')}`);
}
