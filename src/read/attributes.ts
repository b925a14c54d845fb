type Json = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A list of OpenTelemetry attributes, `[{key, value: {stringValue}}]`, as an object; anything else as it is. */
export function plainAttributes(value: unknown): unknown {
  if (!Array.isArray(value) || value.length === 0 || !value.every(isAttribute)) return value;
  return Object.fromEntries(value.map((entry) => [entry.key, plainValue(entry.value)]));
}

function isAttribute(entry: unknown): entry is { readonly key: string; readonly value: Json } {
  return isObject(entry) && typeof entry['key'] === 'string' && isObject(entry['value']);
}

function plainValue(value: unknown): unknown {
  if (!isObject(value)) return value;
  const [kind, held] = Object.entries(value)[0] ?? [];
  if (kind === 'arrayValue') return listOf(held).map(plainValue);
  if (kind === 'kvlistValue')
    return Object.fromEntries(
      listOf(held)
        .filter(isAttribute)
        .map((entry) => [entry.key, plainValue(entry.value)]),
    );
  return kind === 'intValue' ? Number(held) : held;
}

function listOf(held: unknown): unknown[] {
  const values = isObject(held) ? held['values'] : undefined;
  return Array.isArray(values) ? values : [];
}

/** Objects and lists that were logged as text; any other text as it is. */
export function unquoted(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[{[]/.test(value)) return value;
  try {
    return JSON.parse(value) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return value;
    throw error;
  }
}
