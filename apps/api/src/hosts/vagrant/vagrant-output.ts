/** A line of `vagrant --machine-readable`: `timestamp,target,type,data...`, with `%!(VAGRANT_COMMA)` for a comma in data. */
export interface VagrantLine {
  type: string;
  fields: string[];
}

const FORM = /^\d+,[^,]*,([a-z-]+),?(.*)$/;

/** Null for what is not of that form, such as a warning of Ruby's. */
export function parseVagrantLine(line: string): VagrantLine | null {
  const [, type, rest = ''] = FORM.exec(line) ?? [];
  if (!type) return null;
  const fields = rest
    .split(',')
    .map((field) =>
      field.replaceAll('%!(VAGRANT_COMMA)', ',').replaceAll('\\n', '\n').replaceAll('\\r', '\r'),
    );
  return { type, fields };
}

/**
 * What a person may read of a line: Vagrant's messages without its internal events and its machine's name, which is an
 * id, and what other programs write, without Ruby's stack traces.
 */
export function readableText(line: string): string | null {
  const parsed = parseVagrantLine(line);
  if (!parsed) return /^\s+from |^\s*$/.test(line) ? null : line;
  if (parsed.type !== 'ui' && parsed.type !== 'error-exit') return null;
  const text = parsed.fields.slice(1).join(',');
  return text.replaceAll(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}: /g, '').trimEnd() || null;
}

/** Vagrant's messages that tell how far `up` is: the share of its usual time that lies behind when each appears. */
const MILESTONES: readonly [RegExp, number][] = [
  [/Creating image|Creating domain/i, 0.03],
  [/Starting domain/i, 0.08],
  [/Waiting for domain to get an IP address/i, 0.12],
  [/Waiting for machine to boot|Waiting for SSH/i, 0.55],
  [/Machine booted and ready/i, 0.97],
];

export const shareAt = (text: string) => MILESTONES.findLast(([pattern]) => pattern.test(text))?.[1] ?? null;
