/**
 * What a guest said, as a text that any log, table and screen can take: of this length at most, without characters that
 * PostgreSQL or a terminal trips over. A guest says what it likes.
 */
export const guestWords = (said: string, atMost: number): string =>
  said
    .trim()
    .slice(0, atMost)
    .toWellFormed()
    // Controls but tab and line feed, and what turns the direction of writing.
    .replace(/(?![\t\n])[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '\ufffd');

/** As long as a sentence that says why may be. */
export const REASON_AT_MOST = 300;
