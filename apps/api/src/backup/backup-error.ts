/** What a person at the terminal can do something about: `message` says what it is. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
}
