import { randomBytes } from 'node:crypto';

/** VNC takes 8 characters at most; 47 bits are plenty for a listener on loopback that QEMU throttles. */
export const randomScreenPassword = () =>
  randomBytes(6).toString('base64').replaceAll('+', 'a').replaceAll('/', 'b');
