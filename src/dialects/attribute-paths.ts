import { type FieldPlaces, fields, isUnreadable, type KeyPath, plain } from './alias-paths.ts';
import { content, type Field } from './aliases.ts';
import type { Sample } from './dialect.ts';
import { isObject } from './fields.ts';
import { wrappers } from './wrappers.ts';

/** Where the attributes of a record are: what no field reads and no one wrote as text. */
export type AttributePlaces = {
  /** Keys of the record that no field reads. */
  readonly keys: readonly string[];
  /** Keys that a field reads only where its better one is missing (`stage` beside `name`). */
  readonly texts: readonly string[];
  readonly nested: readonly { readonly path: KeyPath; readonly name: string }[];
};

const none: AttributePlaces = { keys: [], texts: [], nested: [] };

/** Fields that name something: their second-best key is still worth a grouping. */
const naming: readonly Field[] = [
  'name',
  'kind',
  'feature',
  'environment',
  'user_id',
  'agent',
  'release',
  'amount',
];

const contents = new Set(content.map(plain));
const endsInContent =
  /(text|prompts?|messages?|contents?|completions?|preview|body|transcript|traceback|secret|password|apikey)$/;

const isContent = (key: string): boolean => contents.has(plain(key)) || endsInContent.test(plain(key));

/** Headers hold keys and cookies. */
const holdsAttributes = (key: string): boolean =>
  wrappers[plain(key)] !== 'headers' && (!isContent(key) || plain(key) in wrappers);

/** Attributes of the sampled records. Without a need for any, none: each one costs reading time. */
export function attributePlaces(sample: Sample, places: FieldPlaces, isWanted: boolean): AttributePlaces {
  if (!isWanted) return none;
  const read = new Set(fields.flatMap((field) => places[field]).map((path) => JSON.stringify(path)));
  const readKeys = [...read].map((path) => String((JSON.parse(path) as string[])[0]));
  const taken = new Set(readKeys.map((key) => key.toLowerCase()));
  const free = inOneSpelling(
    readKeys,
    otherPaths(sample).filter((path) => !read.has(JSON.stringify(path))),
  );
  return {
    keys: free
      .flatMap((path) => (path.length === 1 ? path : []))
      .filter((key) => !taken.has(key.toLowerCase())),
    texts: secondBest(sample, places),
    nested: free.filter((path) => path.length > 1).map((path) => ({ path, name: nameOf(path) })),
  };
}

/** Scalars of the records and of the objects in them. */
function otherPaths(sample: Sample): KeyPath[] {
  const found = new Map<string, KeyPath>();
  const add = (path: KeyPath) => found.set(JSON.stringify(path), path);
  for (const record of sample) {
    for (const [key, value] of Object.entries(record).filter(
      ([name]) => !isUnreadable(name) && holdsAttributes(name),
    )) {
      if (!isObject(value)) add([key]);
      else
        for (const inner of Object.keys(value).filter(
          (name) => !isObject(value[name]) && !isContent(name) && !isUnreadable(name),
        ))
          add([key, inner]);
    }
  }
  return [...found.values()].filter(([key, inner]) => inner !== undefined || !isContent(String(key)));
}

function secondBest(sample: Sample, places: FieldPlaces): string[] {
  const seen = new Set(sample.flatMap((record) => Object.keys(record)));
  const later = naming.flatMap((field) =>
    places[field]
      .flatMap((path) => (path.length === 1 ? path : []))
      .filter((key) => seen.has(key))
      .slice(1),
  );
  const first = new Set(
    fields
      .filter((field) => field !== 'amount')
      .flatMap((field) =>
        places[field]
          .flatMap((path) => (path.length === 1 ? path : []))
          .filter((key) => seen.has(key))
          .slice(0, 1),
      ),
  );
  return [...new Set(later)].filter((key) => !first.has(key) && !isContent(key));
}

/** DuckDB tells columns apart without case: of keys that differ in nothing else only those that are read, else the first, can be. */
function inOneSpelling(readKeys: readonly string[], paths: readonly KeyPath[]): KeyPath[] {
  const keys = [...readKeys, ...paths.flatMap((path) => path.slice(0, 1))];
  const spelling = new Map([...keys].reverse().map((key) => [key.toLowerCase(), key]));
  return paths.filter(([key = '']) => spelling.get(key.toLowerCase()) === key);
}

/** What a wrapper holds keeps its own name; what any other object holds, its dotted path. */
function nameOf(path: KeyPath): string {
  const wrapper = wrappers[plain(String(path[0]))];
  return wrapper === 'all' || wrapper === 'dimensions' ? path.slice(1).join('.') : path.join('.');
}
