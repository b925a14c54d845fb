/** A parsed JSON object. */
export type Fields = Readonly<Record<string, unknown>>;

/** Has the log a value there? */
export const isLogged = (value: unknown): boolean => value !== undefined && value !== null;

/** An object as it is; anything else has no fields. */
export const fieldsOf = (value: unknown): Fields => (isObject(value) ? value : {});

/** The first element of a list; anything else has none. */
export const firstOf = (value: unknown): unknown => (Array.isArray(value) ? value[0] : undefined);

export const isObject = (value: unknown): value is Fields =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

export const isText = (value: unknown): value is string => typeof value === 'string';
