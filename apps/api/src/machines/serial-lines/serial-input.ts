import { Injectable } from '@nestjs/common';
import { Sealing } from '../../foundation/config/sealing.js';
import { Notifications } from '../../foundation/database/notifications.js';
import { ConsoleViewers } from '../vms/console-viewers.js';

const CHANNEL = 'serial_input';
const PURPOSE = 'serial-input';
/** What NOTIFY takes is 7,999 bytes, and this is sealed and in base64 there. */
const PIECE_BYTES = 4_096;

/** What people type on serial lines, on its way to the process that holds them. Sealed, as passwords are typed there. */
@Injectable()
export class SerialInput {
  constructor(
    private readonly sealing: Sealing,
    private readonly notifications: Notifications,
    private readonly viewers: ConsoleViewers,
  ) {}

  /** False when another console has the line's keyboard now, and nothing more was sent. */
  async send(console: { id: string; vmId: string }, bytes: Buffer): Promise<boolean> {
    for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
      const sealed = this.sealing.seal(PURPOSE, bytes.subarray(at, at + PIECE_BYTES));
      const message = `${console.vmId} ${sealed.toString('base64')}`;
      if (!(await this.viewers.notifyAsWriter(console, CHANNEL, message))) return false;
    }
    return true;
  }

  /** The function that is returned ends the listening. */
  listen(typed: (vmId: string, bytes: Buffer) => void): () => void {
    return this.notifications.listen(CHANNEL, (message) => {
      const [vmId = '', sealed = ''] = message.split(' ');
      typed(vmId, this.sealing.open(PURPOSE, Buffer.from(sealed, 'base64')));
    });
  }
}
