/** What stands where a password stood. */
export const REMOVED = '(retiré)';

/** `password = "x"`, `Mot de passe root : x`, `"mdp": "x"`; a value without quotation marks goes to the end of its line. */
const NAMED =
  /((?:mots? ?de ?passe|mot_de_passe|mdp|passw(?:or)?d|passphrase|pass|pwd|secret)[^:=\n]{0,40}(?::|=>?)[ \t]*(?:\n[ \t]+)?)("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|[^\s"'][^\n]*)/gi;

/** Programs that are given one, each with what stands before it and after it. */
const GIVEN = [
  // Spaces, quotation marks and colons are legal in them: the first colon ends the account, the program's name the password.
  /((?:^|[\s"'])[\w.-]+:)([^\n]{1,200}?)(?=["']?\s*\|\s*(?:sudo\s+)?chpasswd)/gm,
  /(chpasswd\s*<<<\s*["']?[\w.-]+:)([^\s"']+)/g,
  /(echo\s+(?:-\w+\s+)?["']?)([^"'|\n]+?)(?=["']?\s*\|\s*(?:sudo\s+)?passwd\b)/g,
  /(ConvertTo-SecureString\s+(?:-String\s+)?["'])([^"'\n]+)/gi,
  /(net\s+user\s+\S+\s+["']?)([^\s"'/]+)/gi,
  /(openssl\s+passwd\s+(?:-\w+\s+)*["']?)([^\s"'-][^\s"')]*)/g,
];
/** `<account>:<password>` on lines of their own, as chpasswd reads them. */
const LINES_FOR_CHPASSWD = /^(\s*[a-z_][\w.-]*:)([^\s:/]+)(?=\s*$)/gm;

/** A shorter one stands in too many words. */
const SHORTEST = 4;

/** The passwords that a text tells by name or hands to a program. */
export function passwordsIn(text: string): string[] {
  const found: string[] = [];
  replaceIn(text, (password) => {
    found.push(password);
    return password;
  });
  return found.filter((password) => password !== REMOVED);
}

/** The text without what it tells as passwords, and without those that are known from elsewhere. */
export function withoutPasswords(text: string, known: readonly string[]): string {
  const longest = [...new Set(known)].filter(({ length }) => length >= SHORTEST);
  longest.sort((one, other) => other.length - one.length);
  const cleaned = longest.reduce((rest, password) => rest.replaceAll(password, REMOVED), text);
  return replaceIn(cleaned, () => REMOVED);
}

function replaceIn(text: string, by: (password: string) => string): string {
  const named = text.replace(NAMED, (_, before: string, value: string) => {
    const quote = /^["']/.exec(value)?.[0] ?? '';
    const password = quote ? value.slice(1, -1) : value.trimEnd();
    return password === '' ? before + value : `${before}${quote}${by(password)}${quote}`;
  });
  const patterns = text.includes('chpasswd') ? [...GIVEN, LINES_FOR_CHPASSWD] : GIVEN;
  return patterns.reduce(
    (rest, pattern) => rest.replace(pattern, (_, before: string, password: string) => before + by(password)),
    named,
  );
}
