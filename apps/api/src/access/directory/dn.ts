/** The one form in which DNs are compared: two spellings of the same DN become equal. */
export function normalDn(dn: string): string {
  return rdnsOf(dn)
    .map(
      ({ attribute, value }) => `${attribute.toLowerCase()}=${escaped(value.normalize('NFC').toLowerCase())}`,
    )
    .join(',');
}

/** Whether it is the base itself or stands below it. */
export function isBelow(dn: string, base: string): boolean {
  const [low, high] = [normalDn(dn), normalDn(base)];
  return low === high || low.endsWith(`,${high}`);
}

/** The value that begins the DN: `2A` of `cn=2A,ou=groups,…`. */
export function firstValueOf(dn: string): string {
  return rdnsOf(dn)[0]?.value ?? dn;
}

function rdnsOf(dn: string): { attribute: string; value: string }[] {
  return splitAtCommas(dn).map((rdn) => {
    const at = rdn.indexOf('=');
    return { attribute: rdn.slice(0, at).trim(), value: unescaped(trimmed(rdn.slice(at + 1))) };
  });
}

function splitAtCommas(dn: string): string[] {
  return [...dn.matchAll(/(?:\\[\s\S]|[^,\\])+/g)].map(([rdn]) => rdn);
}

/** Without spaces around, except for one that is escaped at the end. */
function trimmed(value: string): string {
  const text = value.trimStart();
  const end = text.trimEnd();
  return /(^|[^\\])(\\\\)*\\$/.test(end) && end.length < text.length ? `${end} ` : end;
}

/** `\2C` and `\,` are both a comma; hex pairs are bytes of UTF-8. */
function unescaped(value: string): string {
  return value.replace(/(?:\\[0-9A-Fa-f]{2})+|\\([\s\S])/g, (run, single: string | undefined) =>
    single === undefined ? Buffer.from(run.replaceAll('\\', ''), 'hex').toString() : single,
  );
}

const escaped = (value: string) => value.replace(/[,+"\\<>;=#]/g, (sign) => `\\${sign}`);
