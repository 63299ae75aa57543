import { expect, it } from '@jest/globals';
import express from 'express';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { fromProjectRoot } from '../config/project-root.js';
import type { OwnOrigin } from './own-origin.js';
import { securityHeaders } from './security-headers.js';

/** What Express says of itself, and what belongs to one answer. */
const NOT_OF_SECURITY = [
  'connection',
  'content-length',
  'content-type',
  'date',
  'etag',
  'keep-alive',
  'x-powered-by',
];

async function headersOfOurs(origin: string): Promise<Record<string, string>> {
  const server = express()
    .use(securityHeaders({ of: () => origin } as unknown as OwnOrigin))
    .use((_, response) => void response.send('text'))
    .listen(0, '127.0.0.1');
  await once(server, 'listening');
  const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await answer.text();
  server.close();
  return Object.fromEntries([...answer.headers].filter(([name]) => !NOT_OF_SECURITY.includes(name)));
}

it('nginx says the same of the files that it hands out by itself', async () => {
  const file = await readFile(fromProjectRoot('infra/docker/portal/security-headers.conf'), 'utf8');
  const said = [...file.matchAll(/^add_header (\S+) (?:"([^"]*)"|(\S+)) always;$/gm)].map(
    ([, name = '', quoted, bare]) => [name.toLowerCase(), quoted ?? bare ?? ''] as const,
  );
  const { 'strict-transport-security': overTls, ...others } = Object.fromEntries(said);
  const theirs = Object.entries(others).map(([name, value]) => [
    name,
    value.replace('$web_socket_origin', 'wss://vm-manager.iris.example'),
  ]);
  expect(Object.fromEntries(theirs)).toEqual(await headersOfOurs('https://vm-manager.iris.example'));
  // As configure-app.ts: only over TLS.
  expect(overTls).toBe('$strict_transport_security');
});
