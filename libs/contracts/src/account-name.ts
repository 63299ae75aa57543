import * as z from 'zod';
import { withoutOuterSpaces } from './text.js';

// Accounts and groups that Debian or the box has already; `useradd` would refuse them or hand over their rights.
const SYSTEM_ACCOUNTS = new Set(
  (
    'root daemon bin sys sync games man lp mail news uucp proxy www-data backup list irc gnats nobody nogroup ' +
    'messagebus sshd _apt _ssh vmm vagrant polkitd lightdm pulse avahi colord saned rtkit usbmux dnsmasq ' +
    'systemd-network systemd-resolve systemd-timesync systemd-coredump systemd-journal systemd-oom ' +
    'adm tty disk kmem dialout fax voice cdrom floppy tape sudo audio dip src shadow utmp video sasl plugdev ' +
    'staff users input sgx kvm render netdev crontab nopasswdlogin autologin scanner bluetooth lpadmin wheel ' +
    'administrator administrateur guest defaultaccount wdagutilityaccount system operator'
  ).split(' '),
);

/** The student's login inside the guest: a valid POSIX login that no system account has. */
export const AccountName = z
  .string()
  .overwrite(withoutOuterSpaces)
  .min(1, 'account-name.empty')
  .max(32, 'account-name.too-long')
  .regex(/^([a-z_][a-z0-9_-]*)?$/, 'account-name.characters')
  .refine((name) => !SYSTEM_ACCOUNTS.has(name) && !name.startsWith('systemd-'), 'account-name.reserved')
  .meta({ id: 'AccountName', description: 'Lower-case letters, digits, `_` and `-`; not a system account.' });
export type AccountName = z.infer<typeof AccountName>;
