import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connect, type LibvirtConnection } from '../connection/connect.js';
import { connectGetHostname } from '../protocol/connect-procedures.js';
import { domainEventRegister, lifecycleMessage } from '../protocol/event-procedures.js';
import { FakeLibvirtd } from '../testing/fake-libvirtd.js';
import { MessageStatus, MessageType, encodePacket } from '../wire/header.js';
import { encodeXdr } from '../xdr/codec.js';
import { unixSocket } from '../connection/transport.js';

const domain = { name: 'd', uuid: '0b5a9f3e-2f43-4ad1-9a52-6f4a1f8e7c11', id: 1 };

function lifecycle(callbackId: number, event: number, detail: number): Buffer {
  const header = { program: 0x20008086, version: 1, procedure: 318, serial: 0 };
  const body = encodeXdr(lifecycleMessage, { callbackId, domain, event, detail });
  return encodePacket({ ...header, type: MessageType.event, status: MessageStatus.ok }, body);
}

describe('event registrations', () => {
  let server: FakeLibvirtd;
  let libvirt: LibvirtConnection;

  beforeEach(async () => {
    server = await FakeLibvirtd.start();
    server.on(connectGetHostname, (call) => call.send(call.answer({ hostname: 'h' })));
    libvirt = await connect({ uri: 'test:///default', transport: unixSocket(server.path), timeoutMs: 2_000 });
  });
  afterEach(async () => {
    await libvirt.close();
    await server.stop();
  });

  it('miss nothing that arrives together with their answer', async () => {
    server.on(domainEventRegister, (call) => call.send(call.answer({ callbackId: 7 }), lifecycle(7, 2, 0)));
    const heard: unknown[] = [];
    await libvirt.events.on('lifecycle', (event) => heard.push(event));
    expect(heard).toEqual([{ domain, event: 'started', detail: 'booted' }]);
  });

  it('hear only what is meant for them, and name what they do not know', async () => {
    server.on(domainEventRegister, (call) =>
      call.send(call.answer({ callbackId: 7 }), lifecycle(6, 2, 0), lifecycle(7, 99, 0), lifecycle(7, 5, 99)),
    );
    const heard: string[] = [];
    await libvirt.events.on('lifecycle', ({ event, detail }) => heard.push(`${event} ${detail}`));
    expect(heard).toEqual(['unknown unknown', 'stopped unknown']);
  });

  it('are one per kind, however many listen', async () => {
    server.on(domainEventRegister, (call) => call.send(call.answer({ callbackId: call.args.eventId })));
    await Promise.all([1, 2, 3].map(() => libvirt.events.on('lifecycle', () => undefined)));
    await libvirt.events.on('reboot', () => undefined);
    expect(
      server.received.filter(({ header }) => header.procedure === domainEventRegister.number),
    ).toHaveLength(2);
  });

  it('that are refused leave no listener behind, and may be tried again', async () => {
    let attempts = 0;
    server.on(domainEventRegister, (call) => {
      attempts += 1;
      if (attempts === 1) call.send(call.refuse({ code: 3 }));
      else call.send(call.answer({ callbackId: 7 }), lifecycle(7, 2, 0));
    });
    const heard: string[] = [];
    await expect(libvirt.events.on('lifecycle', () => heard.push('first'))).rejects.toMatchObject({
      code: 3,
    });
    await libvirt.events.on('lifecycle', () => heard.push('second'));
    expect(heard).toEqual(['second']);
  });
});
