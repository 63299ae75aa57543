import { stripVTControlCharacters } from 'node:util';

const LINES_PER_FAILURE = 5;
const MOST_FAILURES = 6;
const LAST_LINES = 12;

// Jest: "● suite › test". Playwright: "1) [project] › file:line › test". ESLint and tsc say it on lines of their own.
const BEGINNING = /^(?:● (?!Console)|\d+\) \[)/;

/**
 * The failures in what a check has printed, few lines each: a log that is cut keeps its end, and this is printed there.
 * Where nothing is known as a failure, the last lines.
 */
export function failuresIn(printed) {
  const lines = stripVTControlCharacters(printed)
    .split('\n')
    .map((line) => line.replace(/^[\w-]+: /, '').trim())
    .filter((line) => line !== '');
  const failures = new Map();
  for (const [index, line] of lines.entries()) {
    if (!BEGINNING.test(line) || failures.has(line)) continue;
    failures.set(line, lines.slice(index, index + LINES_PER_FAILURE));
  }
  return failures.size > 0 ? [...failures.values()].slice(0, MOST_FAILURES).flat() : lines.slice(-LAST_LINES);
}
