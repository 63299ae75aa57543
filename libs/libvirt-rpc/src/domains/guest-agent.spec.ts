import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connect, type LibvirtConnection } from '../connection/connect.js';
import { QEMU_PROGRAM } from '../protocol/procedure.js';
import { qemuDomainAgentCommand } from '../protocol/guest-procedures.js';
import { FakeLibvirtd } from '../testing/fake-libvirtd.js';
import { unixSocket } from '../connection/transport.js';

const domain = { name: 'd', uuid: '0b5a9f3e-2f43-4ad1-9a52-6f4a1f8e7c11', id: 1 };

describe('the guest agent', () => {
  let server: FakeLibvirtd;
  let libvirt: LibvirtConnection;

  beforeEach(async () => {
    server = await FakeLibvirtd.start();
    libvirt = await connect({ uri: 'qemu:///system', transport: unixSocket(server.path), timeoutMs: 2_000 });
  });
  afterEach(async () => {
    await libvirt.close();
    await server.stop();
  });

  const answering = (result: string | null): void =>
    server.on(qemuDomainAgentCommand, (call) => call.send(call.answer({ result })));

  it('is spoken to in JSON, through the QEMU program', async () => {
    const commands: unknown[] = [];
    server.on(qemuDomainAgentCommand, (call) => {
      commands.push({ ...call.args, command: JSON.parse(call.args.command) });
      call.send(call.answer({ result: '{"return":{"pid":42}}' }));
    });
    const args = { path: '/bin/echo', arg: ['"é"\n'] };
    const answer = await libvirt.guestAgent.command(domain, 'guest-exec', args, { agentTimeoutSeconds: 3 });
    expect(answer).toEqual({ pid: 42 });
    expect(commands).toEqual([
      { domain, command: { execute: 'guest-exec', arguments: args }, timeout: 3, flags: 0 },
    ]);
    expect((await server.until(({ header }) => header.procedure === 3)).header.program).toBe(QEMU_PROGRAM);
  });

  it('may answer with nothing in it', async () => {
    answering('{"return":{}}');
    expect(await libvirt.guestAgent.command(domain, 'guest-ping')).toEqual({});
  });

  it('is not read when it says more than is wanted', async () => {
    const answer = JSON.stringify({ return: { 'out-data': 'x'.repeat(2 ** 20) } });
    answering(answer);
    await expect(libvirt.guestAgent.command(domain, 'guest-exec-status')).rejects.toMatchObject({
      name: 'LibvirtAgentError',
      message: `guest-exec-status: the guest agent answered with ${answer.length} characters, of 1048576 at most`,
    });
    const patient = { answerAtMost: answer.length };
    const { 'out-data': output } = (await libvirt.guestAgent.command(domain, 'x', {}, patient)) as Record<
      string,
      string
    >;
    expect(output).toHaveLength(2 ** 20);
  });

  it.each([null, '', '{', '[]', '"return"', '{"error":{}}'])(
    'is not believed when it says %j',
    async (result) => {
      answering(result);
      await expect(libvirt.guestAgent.command(domain, 'guest-ping')).rejects.toMatchObject({
        name: 'LibvirtAgentError',
      });
    },
  );
});
