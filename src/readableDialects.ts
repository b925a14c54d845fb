import { dialects } from './dialects/all.ts';
import type { Dialect } from './dialects/dialect.ts';
import { flat, flatMapped } from './dialects/flat.ts';
import { UserError } from './error.ts';
import type { Request } from './request/request.ts';
import { didYouMean, nearest } from './suggest.ts';

/**
 * The dialects that may read the logs of a request, in order of recognition: all, or the one that `--format-in` names.
 * @throws UserError for a name that no dialect has.
 */
export function readableDialects({ formatIn, map }: Request): readonly Dialect[] {
  return candidates(formatIn).map((dialect) => (dialect === flat ? flatMapped(map) : dialect));
}

function candidates(name: string | undefined): readonly Dialect[] {
  if (name === undefined) return dialects;
  const named = dialects.filter((dialect) => dialect.name === name);
  if (named.length > 0) return named;
  const names = dialects.map((dialect) => dialect.name);
  throw new UserError(
    `--format-in: ${name}: no such dialect${didYouMean(nearest(name, names))}\n  dialects: ${names.join(' ')}`,
  );
}
