/** The one form in which an account's name is kept and compared. PostgreSQL takes no NUL in a text. */
export function toUsername(typed: string): string {
  return typed.normalize('NFC').replaceAll('\0', '').trim().toLowerCase();
}
