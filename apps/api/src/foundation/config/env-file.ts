// Read by the commands in infra/ too, which run it as it stands: no imports, and only TypeScript that can be stripped.

/** A file of variables that cannot be read with certainty; `message` names each faulty line. */
export class EnvFileError extends Error {
  override readonly name = 'EnvFileError';
}

export interface EnvFile {
  values: Record<string, string>;
  warnings: string[];
}

const NAME = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_.-]*)\s*=[ \t]*/;
const LOOKS_LIKE_NAME = /^\s*(?:export\s+)?[A-Z_][A-Z0-9_]*\s*=/m;
const QUOTES = new Set(['"', "'", '`']);

/**
 * Reads the same format as Node's own reader, but refuses what Node would misread in silence: there, `read#pw` is `read`, a byte
 * order mark becomes part of the first name, and a quote that is never closed becomes part of the value. Without quotes, a `#`
 * begins a comment only after a space. `isSecret` names the values in which a doubtful line is refused instead of guessed.
 */
export function readEnvFile(content: Uint8Array, isSecret: (name: string) => boolean): EnvFile {
  const text = decoded(content);
  const values: Record<string, string> = {};
  const lineOf: Record<string, number> = {};
  const wrong: string[] = [];
  const warnings: string[] = [];
  let rest = text;
  while (rest !== '') {
    const number = text.slice(0, text.length - rest.length).split('\n').length;
    const line = /^[^\n]*/.exec(rest)?.[0] ?? '';
    const next = (length: number) => (rest = rest.slice(length + 1));
    const [begin, name] = NAME.exec(line) ?? [];
    if (begin === undefined || name === undefined) {
      if (!/^\s*(#|$)/.test(line)) warnings.push(`.env, line ${number}: left out, it is no NAME=value`);
      next(line.length);
      continue;
    }
    const value = valueIn(rest.slice(begin.length), isSecret(name));
    if ('trouble' in value) {
      wrong.push(`line ${number} (${name}): ${value.trouble}`);
      next(line.length);
      continue;
    }
    if (values[name] !== undefined && values[name] !== value.text)
      warnings.push(
        `.env, line ${number}: ${name} is there already, in line ${lineOf[name]}; this one counts`,
      );
    values[name] = value.text;
    lineOf[name] = number;
    next(begin.length + value.length);
  }
  if (wrong.length > 0) throw new EnvFileError(wrong.join('\n'));
  return { values, warnings };
}

type Value = { text: string; length: number } | { trouble: string };

/** The value at the beginning of the text; `length` reaches to the end of its last line. */
function valueIn(rest: string, isSecret: boolean): Value {
  const line = /^[^\n]*/.exec(rest)?.[0] ?? '';
  const quote = line[0] ?? '';
  return QUOTES.has(quote) ? quotedValue(rest, quote, isSecret) : bareValue(line, isSecret);
}

function bareValue(line: string, isSecret: boolean): Value {
  const [comment] = /(^|[ \t])#.*$/.exec(line) ?? [];
  if (isSecret && comment !== undefined && /^[ \t]#\S/.test(comment))
    return { trouble: `a "#" after a space begins a comment: put the value in single quotes` };
  return { text: line.slice(0, line.length - (comment?.length ?? 0)).trim(), length: line.length };
}

function quotedValue(rest: string, quote: string, isSecret: boolean): Value {
  const end = rest.indexOf(quote, 1);
  if (end < 0) return { trouble: `the quotation mark ${quote} is never closed` };
  const text = rest.slice(1, end);
  if (text.includes('\n') && LOOKS_LIKE_NAME.test(text.slice(text.indexOf('\n') + 1)))
    return { trouble: `the quotation mark ${quote} is not closed before the next variable` };
  const behind = /^[^\n]*/.exec(rest.slice(end + 1))?.[0] ?? '';
  if (!/^\s*(#.*)?$/.test(behind))
    return {
      trouble: `there is more behind the second ${quote}: use quotation marks that the value does not hold`,
    };
  if (isSecret && quote === '"' && text.includes('\\n'))
    return { trouble: 'between " and ", \\n becomes a line break: put the value in single quotes' };
  return {
    text: quote === '"' ? text.replaceAll('\\n', '\n') : text,
    length: end + 1 + behind.length,
  };
}

/** As UTF-8, with any kind of line ends. */
function decoded(content: Uint8Array): string {
  if ((content[0] === 0xff && content[1] === 0xfe) || (content[0] === 0xfe && content[1] === 0xff))
    throw new EnvFileError('line 1: the file is in UTF-16: save it as UTF-8');
  const strict = new TextDecoder('utf-8', { fatal: true });
  try {
    // A byte order mark is taken away by the decoder.
    return strict.decode(content).replace(/\r\n?/g, '\n');
  } catch {
    throw new EnvFileError(
      `line ${lineOfWrongByte(content)}: a character is not in UTF-8: save the file as UTF-8`,
    );
  }
}

function lineOfWrongByte(content: Uint8Array): number {
  // What is not UTF-8 becomes U+FFFD here.
  const readable = new TextDecoder('utf-8').decode(content);
  return readable.slice(0, readable.indexOf('\uFFFD')).split(/\r\n?|\n/).length;
}
