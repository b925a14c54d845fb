import { join, parse, sep } from 'node:path';
import { sortedEntries, statOf } from './folder.ts';

/** Does it hold a character that a shell would expand? */
export function isGlob(text: string): boolean {
  return /[*?[{]/.test(text);
}

/**
 * The paths that a glob matches, from `folder` on unless it is absolute, sorted within each folder: `*`, `?`, `[a-z]`, `[!a]`, `{a,b}` and `**` (any folders). As in a
 * shell a leading dot must be written; folders reached through links are not searched by `**`.
 */
export function matches(glob: string, folder: string): string[] {
  return [...new Set(braces(glob.replaceAll(sep, '/')).flatMap((each) => expand(each, folder)))];
}

function expand(glob: string, folder: string): string[] {
  const { root } = parse(glob);
  const segments = glob
    .slice(root.length)
    .split('/')
    .filter((segment) => segment !== '');
  return descend(root || folder, segments);
}

function descend(folder: string, segments: readonly string[]): string[] {
  const [segment, ...rest] = segments;
  if (segment === undefined) return statOf(folder) ? [folder] : [];
  if (segment === '**')
    return [...descend(folder, rest.length > 0 ? rest : ['*']), ...belowAll(folder, segments)];
  if (!isGlob(segment)) return descend(join(folder, segment), rest);
  const pattern = segmentPattern(segment);
  const names = entries(folder).filter(
    ({ name }) => pattern.test(name) && (segment.startsWith('.') || !name.startsWith('.')),
  );
  return names.flatMap(({ name }) => descend(join(folder, name), rest));
}

function belowAll(folder: string, segments: readonly string[]): string[] {
  const folders = entries(folder).filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
  return folders.flatMap(({ name }) => descend(join(folder, name), segments));
}

function entries(folder: string): ReturnType<typeof sortedEntries> {
  return statOf(folder)?.isDirectory() ? sortedEntries(folder) : [];
}

function segmentPattern(segment: string): RegExp {
  const source = segment.replace(/\*+|\?|\[[!^]?[^\]]+\]|[.+^${}()|\\[\]]/g, (part) => {
    if (part.startsWith('*')) return '.*';
    if (part === '?') return '.';
    if (part.length > 1) return `[${part.slice(1, -1).replace(/^[!^]/, '^').replaceAll('\\', '\\\\')}]`;
    return `\\${part}`;
  });
  return new RegExp(`^${source}$`, 'su');
}

/** `a{b,c}d` → `abd`, `acd`; nested ones from the inside. */
function braces(glob: string): string[] {
  const match = /\{([^{}]*,[^{}]*)\}/.exec(glob);
  if (match === null) return [glob];
  const [whole, list] = match;
  return String(list)
    .split(',')
    .flatMap((choice) =>
      braces(glob.slice(0, match.index) + choice + glob.slice(match.index + whole.length)),
    );
}
