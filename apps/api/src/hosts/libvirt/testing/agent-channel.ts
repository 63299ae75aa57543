import { LibvirtError, LibvirtErrorCode } from '@vm-manager/libvirt-rpc';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LibvirtConnection } from '../libvirt-connection.js';

/**
 * A guest agent's channel from end to end: a Unix socket, as QEMU has for a virtio channel. On the host's side it does what
 * libvirt does (src/qemu/qemu_agent.c): before each command a `guest-sync`, whatever the agent still had to say is skipped,
 * and with no agent there nothing is sent.
 */
export class AgentChannel {
  private guest: Socket | undefined;
  private unread = '';
  private wake: (() => void) | undefined;
  private syncs = 1_000;

  private constructor(
    private readonly server: Server,
    private readonly folder: string,
  ) {
    server.on('connection', (socket) => {
      this.guest = socket;
      this.unread = '';
      socket.setEncoding('utf8');
      socket.on('data', (text: string) => {
        this.unread += text;
        this.wake?.();
      });
      socket.on('close', () => {
        if (this.guest === socket) this.guest = undefined;
        this.wake?.();
      });
      this.wake?.();
    });
  }

  static async open(): Promise<AgentChannel> {
    const folder = await mkdtemp(join(tmpdir(), 'vmm-agent-'));
    const channel = new AgentChannel(createServer(), folder);
    await new Promise<void>((resolve) => channel.server.listen(channel.path, resolve));
    return channel;
  }

  /** Where the guest's end is. */
  get path(): string {
    return join(this.folder, 'org.qemu.guest_agent.0');
  }

  async close(): Promise<void> {
    this.guest?.destroy();
    await new Promise((resolve) => this.server.close(resolve));
    await rm(this.folder, { recursive: true });
  }

  /** Resolves when the guest's end is open. */
  async opened(): Promise<void> {
    while (!this.guest) await this.something();
  }

  /** As much of libvirt as the agents need. */
  get libvirt(): Pick<LibvirtConnection, 'alone' | 'domainOf'> {
    const domain = { name: 'vmm-spec', uuid: '00000000-0000-4000-8000-000000000001', id: 1 };
    const command = (_ref: unknown, execute: string, args?: Record<string, unknown>) =>
      this.command(execute, args);
    return {
      domainOf: async () => domain,
      alone: (call) => call({ guestAgent: { command } } as unknown as Parameters<typeof call>[0]),
    };
  }

  private async command(execute: string, args?: Record<string, unknown>): Promise<unknown> {
    if (!this.guest) throw unresponsive('QEMU guest agent is not connected');
    const id = (this.syncs += 1);
    this.send({ execute: 'guest-sync', arguments: { id } });
    for (;;) {
      const answer = (await this.line()) as { return?: unknown };
      if (answer.return === id) break;
    }
    this.send({ execute, arguments: args });
    const answer = (await this.line()) as { return?: unknown; error?: { desc: string } };
    if (answer.error)
      throw failure(internalError, `unable to execute QEMU agent command '${execute}': ${answer.error.desc}`);
    return answer.return;
  }

  private send(command: object): void {
    this.guest?.write(`${JSON.stringify(command)}\n`);
  }

  private async line(): Promise<unknown> {
    for (;;) {
      const end = this.unread.indexOf('\n');
      if (end >= 0) {
        const line = this.unread.slice(0, end);
        this.unread = this.unread.slice(end + 1);
        return JSON.parse(line);
      }
      if (!this.guest) throw unresponsive('Guest agent disappeared while executing command');
      await this.something();
    }
  }

  private something(): Promise<void> {
    return new Promise((resolve) => (this.wake = resolve));
  }
}

/** VIR_ERR_INTERNAL_ERROR */
const internalError = 1;
const unresponsive = (message: string) => failure(LibvirtErrorCode.agentUnresponsive, message);
const failure = (code: number, message: string) =>
  new LibvirtError('qemuDomainAgentCommand', { code, message, domain: 10, level: 2 } as never);
