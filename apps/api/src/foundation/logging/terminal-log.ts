import { Writable } from 'node:stream';
import { printable } from './printable.js';

interface Line {
  level: number;
  time: number;
  msg?: string;
  context?: string;
  err?: { stack?: string };
  req?: { method?: string; path?: string };
  res?: { status?: number };
  responseTime?: number;
}

const LEVELS: Record<number, string> = { 10: 'trace', 20: 'debug', 40: 'warning', 50: 'error', 60: 'fatal' };

/** The log as a person reads it; what is no terminal gets the lines of JSON. */
export function terminalLog(write: (text: string) => void): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      for (const line of chunk.toString().split('\n').filter(Boolean)) write(`${readable(line)}\n`);
      done();
    },
  });
}

function readable(json: string): string {
  const { level, time, msg = '', context, err, req, res, responseTime } = JSON.parse(json) as Line;
  const at = new Date(time).toLocaleTimeString('fr');
  const said = req
    ? `${req.method} ${req.path} ${res?.status ?? ''} ${Math.round(responseTime ?? 0)} ms`
    : `${context ? `${context}: ` : ''}${err?.stack ?? msg}`;
  return [at, LEVELS[level], printable(said)].filter(Boolean).join('  ');
}
