import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import type { ConsoleTicket } from '@vm-manager/contracts';
import { DataSource } from 'typeorm';
import { WebSocket } from 'ws';
import { UserEntity } from '../../../access/identity/user.entity.js';
import { ENVIRONMENT, type Environment } from '../../../foundation/config/environment.js';
import { Installation } from '../../../foundation/database/installation.js';
import { FakeHost } from '../../../hosts/fake-host/fake-host.js';
import { Hosts } from '../../../hosts/hosts.js';
import type { Screen } from '../../../hosts/libvirt/hypervisor.js';
import { FakeHypervisor } from '../../../hosts/libvirt/fake/fake-hypervisor.js';
import type { TestApi } from '../../../testing/start-api.js';
import { VmEntity } from '../../vms/vm.entity.js';
import { VncViewer } from './vnc-viewer.js';

/** A running VM of this person, made behind the API's back; it shows what `screenOf` says. */
export async function addRunningVm({ app }: TestApi, username: string): Promise<string> {
  const dataSource = app.get(DataSource);
  const owner = await dataSource.getRepository(UserEntity).findOneByOrFail({ username });
  const vmId = randomUUID();
  const host = new FakeHost(join(app.get<Environment>(ENVIRONMENT).dataDir, 'fake-host'));
  await host.addMachine({ vmId, ownerId: owner.id, installationId: app.get(Installation).id });
  // Known from the start: followed later, it is a change of the VM that no test waits for.
  const { address: ipAddress } = (await host.read('domain', vmId))!;
  await dataSource.getRepository(VmEntity).insert({
    id: vmId,
    ownerId: owner.id,
    name: `vm-${vmId}`,
    nameKey: `vm-${vmId}`,
    templateId: 'debian-server',
    state: 'running',
    vcpus: 1,
    memoryMiB: 512,
    diskGiB: 10,
    username: 'eleve',
    ipAddress,
    host: 'demonstration',
    folder: vmId,
    createdAt: new Date(),
  });
  return vmId;
}

export function showScreen({ app }: TestApi, screenOf: () => Promise<Screen>): void {
  const { machines } = app.get(Hosts).of('demonstration');
  if (!(machines instanceof FakeHypervisor)) throw new Error('a real hypervisor in a test');
  machines.screens = { screenOf, pictureOf: () => Promise.reject(new Error('not drawn here')) };
}

/** The status that answers an upgrade: 101 opens the viewer. */
export async function knock(
  { url, protocols }: Pick<ConsoleTicket, 'url' | 'protocols'>,
  headers: Record<string, string> = {},
): Promise<{ status: number; viewer: VncViewer; type: string; body: string }> {
  const socket = new WebSocket(url, protocols, { headers });
  const viewer = new VncViewer(socket);
  const opened = once(socket, 'open').then(() => ({ status: 101, viewer, type: '', body: '' }));
  const refused = once(socket, 'unexpected-response').then(async ([, response]) => {
    const { statusCode = 0, headers } = response as IncomingMessage;
    const pieces = await (response as IncomingMessage).toArray();
    return {
      status: statusCode,
      viewer,
      type: headers['content-type'] ?? '',
      body: Buffer.concat(pieces as Buffer[]).toString(),
    };
  });
  opened.catch(() => undefined);
  refused.catch(() => undefined);
  return Promise.race([opened, refused]);
}
