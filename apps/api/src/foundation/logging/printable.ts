/** What terminals obey: colours, titles, the keyboard's own answers (ECMA-48: CSI, OSC and other strings, single shifts). */
// eslint-disable-next-line no-control-regex -- these very characters are what is taken out
const ORDERS = /\u001b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[ -/]*[0-~])/g;

/** A terminal obeys control characters, and lines may hold what strangers wrote. Newlines and tabs stay. */
export const printable = (text: string): string =>
  text.replace(ORDERS, '').replace(/[^\P{Cc}\n\t]/gu, '\uFFFD');
