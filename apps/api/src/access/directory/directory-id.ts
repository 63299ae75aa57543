import { EqualityFilter, type Entry } from 'ldapts';

/**
 * The attributes in which servers keep an identifier that stays when an entry is renamed: OpenLDAP's, Active
 * Directory's, 389's, FreeIPA's.
 */
export const ID_ATTRIBUTES = ['entryUUID', 'objectGUID', 'nsUniqueId', 'ipaUniqueID'];

export const BINARY_ID_ATTRIBUTES = ['objectGUID'];

/** All identifiers of an entry, `entryuuid:…`; none where the service account may not read them. */
export function idsOf(entry: Entry): string[] {
  return ID_ATTRIBUTES.flatMap((attribute) => {
    const name = Object.keys(entry).find((key) => key.toLowerCase() === attribute.toLowerCase());
    const [value] = name === undefined ? [] : [entry[name] ?? []].flat();
    if (value === undefined || value.length === 0) return [];
    const text = typeof value === 'string' ? value.toLowerCase() : value.toString('hex');
    return [`${attribute.toLowerCase()}:${text}`];
  });
}

/** Null for an identifier of a kind that we do not know any more. */
export function filterOfId(id: string): EqualityFilter | null {
  const colon = id.indexOf(':');
  const attribute = ID_ATTRIBUTES.find((known) => known.toLowerCase() === id.slice(0, colon));
  if (attribute === undefined) return null;
  const text = id.slice(colon + 1);
  const value = BINARY_ID_ATTRIBUTES.includes(attribute) ? Buffer.from(text, 'hex') : text;
  return new EqualityFilter({ attribute, value });
}

/** Whether an account here belongs to another entry than this one, although the login is the same. */
export function isSomeoneElse(
  { directoryId }: { directoryId: string | null },
  { ids }: { ids: readonly string[] },
): boolean {
  if (directoryId === null || ids.includes(directoryId)) return false;
  const kind = directoryId.slice(0, directoryId.indexOf(':') + 1);
  // An identifier of a kind that the server no longer gives proves nothing.
  return ids.some((id) => id.startsWith(kind));
}
