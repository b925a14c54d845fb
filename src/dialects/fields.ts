/** A parsed JSON object. */
export type Fields = Readonly<Record<string, unknown>>;

/** Has the log a value there? */
export const isLogged = (value: unknown): boolean => value !== undefined && value !== null;

/** An object as it is; anything else has no fields. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

/** The first element of a list; anything else has none. */
export const firstOf = (value: unknown): unknown => (Array.isArray(value) ? value[0] : undefined);

export const isObject = (value: unknown): boolean =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

export const isText = (value: unknown): value is string => typeof value === 'string';
