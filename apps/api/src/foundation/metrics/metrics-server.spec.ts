import { expect, it } from '@jest/globals';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startApi } from '../../testing/start-api.js';
import { visit } from '../../testing/sign-in.js';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

it('serves figures on a port of their own, and nothing else there', async () => {
  const port = await freePort();
  const api = await startApi({ env: { METRICS_PORT: String(port) } });
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    const text = await answer.text();
    const line = /^(# HELP \w+ .+|# TYPE \w+ (gauge|counter|histogram|summary)|\w+(\{.*\})? [\d.e+-]+|)$/;
    expect(text.split('\n').filter((one) => !line.test(one) && !/ Nan$/.test(one))).toEqual([]);
    expect(text).toMatch(/^process_resident_memory_bytes \d+$/m);
    expect((await fetch(`http://127.0.0.1:${port}/api/vms`)).status).toBe(404);
    expect((await visit(api).get('/api/metrics')).status).toBe(404);
  } finally {
    await api.stop();
  }
});
