import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import type { Screen } from '../../../hosts/libvirt/hypervisor.js';
import { FakeScreenClient, type ScreenEvent } from './fake-screen-client.js';
import { Picture, type Colour } from './picture.js';
import { png } from './png.js';

const BACKGROUND: Colour = [24, 42, 66];
const TEXT: Colour = [236, 240, 245];
const EVENTS_KEPT = 1000;
const RED_FIRST = { red: 0, green: 8, blue: 16 };

export interface FakeScreenOptions {
  password?: string | null;
  title?: string;
  width?: number;
  height?: number;
}

/** A small but real VNC server on loopback: shows a title and what is typed, remembers keys and pointer. */
export class FakeScreen {
  readonly events: ScreenEvent[] = [];
  picture: Picture;
  /** How many have connected so far. */
  visits = 0;
  readonly title: string;
  readonly password: string | null;
  private typed = '';
  /** What is shown, until something else is. */
  private packed: Buffer | undefined;
  private readonly clients = new Set<FakeScreenClient>();
  private readonly closing = new AbortController();
  private readonly server: Server;

  private constructor({
    password = null,
    title = 'Démonstration',
    width = 800,
    height = 600,
  }: FakeScreenOptions) {
    this.password = password;
    this.title = title;
    this.picture = new Picture(width, height);
    this.server = createServer((socket) => {
      this.visits++;
      const client = new FakeScreenClient(socket, this);
      this.clients.add(client);
      socket.once('close', () => this.clients.delete(client));
      client.serve(this.closing.signal).catch(() => socket.destroySoon());
    });
    this.draw();
  }

  static async open(options: FakeScreenOptions = {}): Promise<FakeScreen> {
    const screen = new FakeScreen(options);
    screen.server.listen(0, '127.0.0.1');
    await once(screen.server, 'listening');
    return screen;
  }

  get endpoint(): Screen {
    const { address, port } = this.server.address() as AddressInfo;
    return { host: address, port, password: this.password };
  }

  get viewers(): number {
    return this.clients.size;
  }

  asPng(): Buffer {
    if (this.packed) return this.packed;
    const { width, height } = this.picture;
    const pixels = this.picture.raw({ x: 0, y: 0, width, height }, RED_FIRST);
    for (let alpha = 3; alpha < pixels.length; alpha += 4) pixels[alpha] = 255;
    return (this.packed = png(width, height, pixels));
  }

  happened(event: ScreenEvent): void {
    this.events.push(event);
    if (this.events.length > EVENTS_KEPT) this.events.shift();
    if (event.kind === 'key' && event.down) this.type(event.keysym);
  }

  /** As when the guest chooses another resolution. */
  resize(width: number, height: number): void {
    this.picture = new Picture(width, height);
    this.draw();
    for (const client of this.clients) client.pictureResized();
  }

  /** As when the VM is powered off: viewers lose their connection. */
  dropViewers(): void {
    for (const { socket } of this.clients) socket.destroySoon();
  }

  async close(): Promise<void> {
    if (!this.server.listening) return;
    this.closing.abort(new Error('the fake screen closes'));
    for (const { socket } of this.clients) socket.destroy();
    const closed = once(this.server, 'close');
    this.server.close();
    await closed;
  }

  private type(keysym: number): void {
    if (keysym < 0x20 || keysym > 0xff) return;
    this.typed = (this.typed + String.fromCharCode(keysym)).slice(-40);
    this.draw();
    for (const client of this.clients) client.pictureChanged();
  }

  private draw(): void {
    this.packed = undefined;
    const { width, height } = this.picture;
    this.picture.fill({ x: 0, y: 0, width, height }, BACKGROUND);
    this.picture.write(this.title, Math.round(width / 16), Math.round(height / 3), 6, TEXT);
    this.picture.write(this.typed, Math.round(width / 16), Math.round(height / 2), 3, TEXT);
  }
}
