import { Inject, Injectable } from '@nestjs/common';
import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { lookup as resolveName, type LookupAddress, type LookupOptions } from 'node:dns';
import { get as getHttp, type IncomingMessage } from 'node:http';
import { get as getHttps } from 'node:https';
import { BlockList, isIP } from 'node:net';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ENVIRONMENT, type Environment } from '../../foundation/config/environment.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { isDiskError } from './disk-error.js';

const REDIRECTS = 5;
/** Connections that brought nothing new. */
const FRUITLESS = 4;
const SILENCE_MS = 60_000;

export interface FetchOptions {
  file: string;
  maxBytes: number;
  signal: AbortSignal;
  progress(share: number): void;
}

/** Downloads a box into a file; goes on after broken connections, and begins anew after a kill. */
@Injectable()
export class BoxFetch {
  constructor(@Inject(ENVIRONMENT) private readonly environment: Pick<Environment, 'boxUrlPrivate'>) {}

  async fetch(address: string, options: FetchOptions): Promise<void> {
    const url = new URL(address);
    let validator: string | undefined;
    for (let fruitless = 0; ;) {
      const before = await sizeOf(options.file);
      try {
        const isWhole = await this.goOn(url, validator, options, (seen) => {
          validator = seen;
        });
        if (isWhole) return;
      } catch (error) {
        options.signal.throwIfAborted();
        if (error instanceof ProblemError || isDiskError(error)) throw error;
        fruitless = (await sizeOf(options.file)) > before ? 0 : fruitless + 1;
        if (fruitless >= FRUITLESS) throw notFetched('silence', url, error);
      }
    }
  }

  /** Rejects before any connection where an address leads to this network. */
  private async goOn(
    url: URL,
    validator: string | undefined,
    { file, maxBytes, signal, progress }: FetchOptions,
    see: (validator: string | undefined) => void,
  ): Promise<boolean> {
    const there = validator === undefined ? 0 : await sizeOf(file);
    const range: Record<string, string> =
      there > 0 && validator ? { range: `bytes=${there}-`, 'if-range': validator } : {};
    const answer = await this.follow(url, range, signal);
    const { statusCode = 0, headers } = answer;
    const isRest = statusCode === 206 && headers['content-range']?.startsWith(`bytes ${there}-`);
    if (!isRest && statusCode !== 200) {
      answer.destroy();
      throw notFetched('status', url, undefined, statusCode);
    }
    const { etag, 'last-modified': modified } = headers;
    see((etag?.startsWith('W/') ? undefined : etag) ?? modified);
    const start = isRest ? there : 0;
    const announced = headers['content-length'] === undefined ? null : Number(headers['content-length']);
    let bytes = start;
    const count = new Transform({
      transform(chunk: Buffer, _, done) {
        bytes += chunk.length;
        if (announced) progress(bytes / (start + announced));
        if (bytes > maxBytes) done(notFetched('too-large', url));
        else done(null, chunk);
      },
    });
    if (announced !== null && start + announced > maxBytes) {
      answer.destroy();
      throw notFetched('too-large', url);
    }
    const write = createWriteStream(file, isRest ? { flags: 'r+', start } : { flags: 'w', mode: 0o600 });
    await pipeline(answer, count, write, { signal });
    return announced === null || bytes === start + announced;
  }

  private async follow(
    url: URL,
    headers: Record<string, string>,
    signal: AbortSignal,
  ): Promise<IncomingMessage> {
    let at = url;
    for (let left = REDIRECTS; left >= 0; left -= 1) {
      const answer = await this.ask(at, headers, signal);
      const { statusCode = 0, headers: said } = answer;
      if (statusCode < 300 || statusCode > 399) return answer;
      answer.destroy();
      const to = said.location;
      if (!to || !URL.canParse(to, at.href)) break;
      const next = new URL(to, at);
      // What began in a sealed channel does not go on in an open one.
      if (!/^https?:$/.test(next.protocol) || (at.protocol === 'https:' && next.protocol === 'http:')) break;
      at = next;
    }
    throw notFetched('redirect', url);
  }

  private ask(url: URL, headers: Record<string, string>, signal: AbortSignal): Promise<IncomingMessage> {
    const name = url.hostname.replace(/^\[|\]$/g, '');
    // An address that stands for itself is not looked up.
    if (isIP(name) && !this.mayReach(name)) throw notFetched('private', url);
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const lookup = (
      host: string,
      options: LookupOptions,
      done: (error: Error | null, found: LookupAddress[] | string, family?: number) => void,
    ) =>
      // The very addresses that are connected to: a name may lead elsewhere the next time it is asked for.
      resolveName(host, { ...options, all: true }, (error, found) => {
        if (error) return done(error, []);
        if (!found.every(({ address }) => this.mayReach(address)))
          return done(notFetched('private', url), []);
        if (options.all) return done(null, found);
        done(null, found[0]?.address ?? '', found[0]?.family);
      });
    const get = url.protocol === 'https:' ? getHttps : getHttp;
    const agent = false;
    const request = get(
      url,
      { headers: { ...headers, 'accept-encoding': 'identity' }, lookup: lookup as never, agent, signal },
      resolve,
    );
    request.setTimeout(SILENCE_MS, () => request.destroy(new Error('silence')));
    request.on('error', reject);
    return promise;
  }

  private mayReach(address: string): boolean {
    return this.environment.boxUrlPrivate || isPublic(address);
  }
}

const INSIDE = new BlockList();
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  INSIDE.addSubnet(network, bits, 'ipv4');
const OUTSIDE_6 = new BlockList();
OUTSIDE_6.addSubnet('2000::', 3, 'ipv6');
/** Within those: what carries an IPv4 address, and examples. */
for (const [network, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
] as const)
  INSIDE.addSubnet(network, bits, 'ipv6');

/** Whether an address is one of the internet at large. */
export function isPublic(address: string): boolean {
  if (isIP(address) === 4) return !INSIDE.check(address, 'ipv4');
  return OUTSIDE_6.check(address, 'ipv6') && !INSIDE.check(address, 'ipv6');
}

const sizeOf = (file: string) =>
  stat(file).then(
    ({ size }) => size,
    () => 0,
  );

function notFetched(why: string, url: URL, cause?: unknown, status = 0): ProblemError {
  return new ProblemError('box-not-fetched', { why, host: url.host, status }, { cause });
}
