import { WebSocket } from 'ws';
import type { ConsoleTicket } from '@vm-manager/contracts';

/** Opens a console as noVNC does, and resolves with the name that the machine's screen gives itself. */
export async function screenName({ url, protocols }: ConsoleTicket): Promise<string> {
  const socket = new WebSocket(url, protocols);
  const reader = new ByteReader(socket);
  try {
    await reader.opened;
    const version = (await reader.take(12)).toString('latin1');
    if (!version.startsWith('RFB 003.')) throw new Error(`Not RFB: ${version}`);
    socket.send(Buffer.from('RFB 003.008\n'));
    const [count = 0] = await reader.take(1);
    const types = [...(await reader.take(count))];
    if (types.join() !== '1') throw new Error(`Security types ${types.join()}, not None alone.`);
    socket.send(Buffer.from([1]));
    if ((await reader.take(4)).readUInt32BE() !== 0) throw new Error('Refused.');
    socket.send(Buffer.from([1]));
    const init = await reader.take(24);
    return (await reader.take(init.readUInt32BE(20))).toString('utf8');
  } finally {
    socket.close();
  }
}

class ByteReader {
  private bytes = Buffer.alloc(0);
  private wake: () => void = () => undefined;
  private failure: Error | undefined;
  readonly opened: Promise<void>;

  constructor(socket: WebSocket) {
    this.opened = new Promise((resolve, reject) => {
      socket.once('open', () => resolve());
      socket.once('error', reject);
    });
    socket.on('message', (message: Buffer) => {
      this.bytes = Buffer.concat([this.bytes, message]);
      this.wake();
    });
    socket.on('close', (code, reason) => {
      this.failure = new Error(`Closed: ${code} ${reason.toString()}`);
      this.wake();
    });
  }

  async take(count: number): Promise<Buffer> {
    while (this.bytes.length < count) {
      if (this.failure) throw this.failure;
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
    const taken = this.bytes.subarray(0, count);
    this.bytes = this.bytes.subarray(count);
    return taken;
  }
}
