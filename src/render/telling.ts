import type { Report, Section } from '../report/report.ts';

/** The sections that are for them, in order. */
export function sectionsFor(readers: 'people' | 'programs', { sections }: Report): readonly Section[] {
  return sections.filter(({ only = readers }) => only === readers);
}

/** A section as a person sees it: only its telling rows. */
export function told(section: Section): Section {
  return section.telling === undefined
    ? section
    : { ...section, rows: section.rows.slice(0, section.telling) };
}

/** The line that stands for the whole section; undefined where it has something to tell. */
export function gistOf(section: Section | undefined): string | undefined {
  return section?.telling === 0 ? section.gist : undefined;
}
