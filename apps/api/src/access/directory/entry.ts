import type { Entry } from 'ldapts';

/** An attribute's values as text; servers spell its name as they like. */
export function valuesOf(entry: Entry, attribute: string): string[] {
  const wanted = attribute.toLowerCase();
  const name = Object.keys(entry).find((key) => key.toLowerCase() === wanted);
  const value = name === undefined ? [] : entry[name];
  return [value ?? []].flat().map(String);
}

export function valueOf(entry: Entry, attribute: string): string | null {
  return valuesOf(entry, attribute).find((value) => value.trim() !== '') ?? null;
}
