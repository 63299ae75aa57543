import { Duplex } from 'node:stream';

const BOOT =
  '[    0.000000] Linux version 6.1 (machine de démonstration)\r\n[    1.204000] systemd[1]: Reached target multi-user.\r\n';

/** The serial line of a pretended machine: a login that lets everybody in, and a shell that repeats what it is told. */
export class FakeSerialLine extends Duplex {
  private line = '';
  private asks: 'login' | 'password' | 'command' = 'login';

  constructor(private readonly hostName: string) {
    super();
    this.push(`${BOOT}\r\nDebian GNU/Linux 12 ${hostName} ttyS0\r\n\r\n`);
    this.prompt();
  }

  override _read(): void {
    // What it says is pushed as it happens.
  }

  override _write(bytes: Buffer, _encoding: BufferEncoding, done: () => void): void {
    for (const character of bytes.toString()) this.type(character);
    done();
  }

  private type(character: string): void {
    if (character !== '\r' && character !== '\n') {
      this.line += character;
      if (this.asks !== 'password') this.push(character);
      return;
    }
    const said = this.line;
    this.line = '';
    this.push('\r\n');
    if (this.asks === 'command' && said) this.push(`${said}: entendu\r\n`);
    this.asks = this.asks === 'login' ? 'password' : 'command';
    this.prompt();
  }

  private prompt(): void {
    const prompts = { login: `${this.hostName} login: `, password: 'Mot de passe : ', command: '$ ' };
    this.push(prompts[this.asks]);
  }
}
