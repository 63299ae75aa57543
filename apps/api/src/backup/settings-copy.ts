import * as z from 'zod';

/** What an installation is told that is secret: only ever written sealed. */
export const SecretsCopy = z.object({
  /** The key that seals what lies in the database, then those that still open. */
  keys: z.tuple([z.string()], z.string()),
  /** The secret variables that are set. */
  variables: z.record(z.string(), z.string()),
});
export type SecretsCopy = z.infer<typeof SecretsCopy>;

/** Variables as lines of a `.env`. */
export const toEnvLines = (variables: Record<string, string>): string =>
  Object.entries(variables)
    .map(([name, text]) => `${name}=${quoted(text)}\n`)
    .join('');

/** The format knows no escapes: a value takes the quotes that it does not hold itself. */
function quoted(text: string): string {
  const quote = ["'", '"', '`'].find((candidate) => !text.includes(candidate));
  return quote === undefined ? text : `${quote}${text}${quote}`;
}
