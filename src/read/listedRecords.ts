import { isObject } from './attributes.ts';
import { memberText, ValueScanner } from './valueScanner.ts';

type Logged = Readonly<Record<string, unknown>>;

/** Where APIs and downloads keep lists of records: pages, a trace with its observations, a run with the runs below it. */
const listKeys = [
  ...['data', 'runs', 'child_runs', 'traces', 'observations', 'scores', 'calls', 'results', 'result'],
  ...['items', 'rows', 'logs', 'requests', 'records'],
];
/** Lists of the same kind of record as what holds them: a logger of one's own would read the whole as one call. */
const nestedKeys: readonly string[] = ['child_runs', 'observations'];
/** What stands beside such a list as an object of its own: `{"trace": {…}, "observations": […]}`. */
const ownKeys = ['trace', 'run', 'info'];
/** A session that opencode exports: `{"info": {…}, "messages": [{"info": {…}, "parts": […]}]}`. */
const exportKeys = ['messages', 'parts'];

/**
 * The texts of the records that stand in lists of one object, each with what it holds itself first; undefined: the object
 * is a record as it stands, or none of its lists holds one. Numbers stand in the texts as they were logged.
 */
export function listedRecords(
  value: Logged,
  text: string,
  isRecord: (value: Logged) => boolean,
): string[] | undefined {
  const isExport = isObject(value['info']) && exportKeys.some((key) => listsObjects(value[key]));
  const keys = (isExport ? exportKeys : listKeys).filter((key) => listsObjects(value[key]));
  if (keys.length === 0) return undefined;
  if (!keys.some((key) => nestedKeys.includes(key)) && isRecord(value)) return undefined;
  const records = keys.flatMap((key) =>
    elementTexts(memberText(text, key) ?? '').flatMap((element) => recordsIn(element, isRecord)),
  );
  const beside = (isExport ? ['info'] : ownKeys).filter((key) => isObject(value[key]));
  const around = beside.flatMap((key) => memberText(text, key) ?? []);
  const left = Object.entries(value).filter(([key]) => !keys.includes(key) && !beside.includes(key));
  const own = Object.fromEntries(left);
  const all = [...(isRecord(own) ? [JSON.stringify(own)] : []), ...around, ...records];
  return all.some((each) => isRecord(JSON.parse(each) as Logged)) ? all : undefined;
}

function recordsIn(text: string, isRecord: (value: Logged) => boolean): string[] {
  return listedRecords(JSON.parse(text) as Logged, text, isRecord) ?? [text];
}

function listsObjects(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every(isObject);
}

/** The texts of the elements of a JSON array. */
function elementTexts(array: string): string[] {
  const texts: string[] = [];
  let at = array.indexOf('{');
  while (at >= 0) {
    const end = new ValueScanner().scan(array, at);
    if (end < 0) return texts;
    texts.push(array.slice(at, end));
    at = array.indexOf('{', end);
  }
  return texts;
}
