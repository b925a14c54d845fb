import type { Dialect } from './dialects/dialect.ts';
import { dialectOf } from './dialects/recognise.ts';
import type { Io } from './io.ts';
import type { Reading } from './read/readInputs.ts';
import type { Request } from './request/request.ts';
import type { Store } from './store/store.ts';

/** What a preparation works with, besides the request. */
export type Surroundings = {
  readonly store: Store;
  readonly io: Io;
  /** A private folder. */
  readonly workspace: string;
  /** Settings of the engine. */
  readonly engine: Readonly<Record<string, string>>;
  /** `import --rebuild` */
  readonly isRebuilt: boolean;
};

/** How the inputs of a request are found and looked into. */
export function readingOf(
  request: Request,
  readable: readonly Dialect[],
  { io, workspace }: Surroundings,
): Reading {
  return {
    ...request,
    ...io,
    home: io.env['HOME'],
    logsOrigin: String(request.origins['logs']?.origin),
    workspace,
    isRecord: (value) => dialectOf(value, readable) !== undefined,
    hint: (text) => void io.stderr.write(`${text}\n`),
  };
}
