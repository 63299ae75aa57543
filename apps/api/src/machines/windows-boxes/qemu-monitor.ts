import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import * as z from 'zod';

const Answer = z.object({ return: z.unknown() }).or(z.object({ error: z.object({ desc: z.string() }) }));

/** QEMU's monitor (QMP), for one command after another. */
export class QemuMonitor {
  private constructor(
    private readonly socket: Socket,
    private readonly lines: AsyncIterator<string>,
  ) {}

  static async open(path: string): Promise<QemuMonitor> {
    const socket = connect(path);
    const lines = createInterface({ input: socket })[Symbol.asyncIterator]();
    const monitor = new QemuMonitor(socket, lines);
    try {
      await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
      await monitor.command('qmp_capabilities');
      return monitor;
    } catch (error) {
      socket.destroy();
      throw error;
    }
  }

  async command(execute: string, args: object = {}): Promise<void> {
    this.socket.write(`${JSON.stringify({ execute, arguments: args })}\n`);
    for (;;) {
      const { value, done } = await this.lines.next();
      if (done) throw new Error(`${execute}: QEMU is gone`);
      // Its greeting and its events come in between.
      const { data: answer } = Answer.safeParse(JSON.parse(value));
      if (!answer) continue;
      if ('error' in answer) throw new Error(`${execute}: ${answer.error.desc}`);
      return;
    }
  }

  close(): void {
    this.socket.destroy();
  }
}
