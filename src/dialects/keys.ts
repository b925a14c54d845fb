import { type Fields, fieldsOf, isLogged, isObject } from './fields.ts';

export function logsAll(record: Fields, ...keys: readonly string[]): boolean {
  return keys.every((key) => isLogged(record[key]));
}

export function logsAny(record: Fields, ...keys: readonly string[]): boolean {
  return keys.some((key) => isLogged(record[key]));
}

/** Is there a list that opens with an object? */
export function listsObjects(record: Fields, key: string): boolean {
  const value = record[key];
  return Array.isArray(value) && isObject(value[0]);
}

/** An object that was logged as such or as the text of one (JSON in JSON). */
export function objectIn(value: unknown): Fields | undefined {
  const parsed = typeof value === 'string' ? parsedText(value) : value;
  return isObject(parsed) ? fieldsOf(parsed) : undefined;
}

function parsedText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
