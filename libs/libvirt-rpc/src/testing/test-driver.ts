import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A tiny domain for the `test` driver, which runs nothing. */
export function testDomainXml(name: string, uuid = randomUUID()): string {
  return `<domain type='test'><name>${name}</name><uuid>${uuid}</uuid><memory unit='KiB'>8192</memory><vcpu>1</vcpu><os><type>hvm</type></os></domain>`;
}

export interface TestHost {
  readonly uri: string;
  remove(): Promise<void>;
}

/** A `test:///` host described by a file in a folder of its own; every connection to it is a world of its own. */
export async function testHostWith(domainCount: number): Promise<TestHost> {
  const folder = await mkdtemp(join(tmpdir(), 'libvirt-rpc-'));
  const file = join(folder, 'node.xml');
  const domains = Array.from({ length: domainCount }, (_, index) => testDomainXml(`vm-${index}`));
  await writeFile(file, `<node>${domains.join('\n')}</node>`);
  return { uri: `test://${file}`, remove: () => rm(folder, { recursive: true }) };
}
